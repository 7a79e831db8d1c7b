import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Example, type Provenance, Study, type Words } from "@lang-nghe/contract";
import {
  type Answers,
  type AnswerValue,
  checkAnswers,
  completeAnswers,
  type Questionnaire,
} from "@lang-nghe/questionnaire";
import { sql } from "kysely";
import { Type } from "typebox";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import { readTable, type Table } from "../platform/files/index.ts";
import { mayFor, type Person, personOf } from "../platform/permission.ts";
import type { App, Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { compiled, publishDraft, publishedForms, storeDraft } from "../questionnaires/index.ts";
import { createStudy, getStudy } from "../studies/index.ts";
import { snapshotOf } from "./freeze.ts";
import { valueAt } from "./import-report.ts";
import { outsideRepeats } from "./live-questions.ts";
import type { GivenAnswers } from "./queries.ts";
import { storeSnapshot } from "./snapshot.ts";

/** examples/<name>/study.json */
type ExampleFile = {
  name: string;
  kind: Study["kind"];
  synthetic: boolean;
  title: Words;
  description: Words;
  provenance: Provenance;
  design?: { strata?: string; weights?: string };
  files: { form: string; answers: string };
};

/** Complete studies that open with one click. */
export function examples(app: App, platform: Platform): void {
  const { config, database } = platform;
  const folder = join(config.root, "examples");

  app.get(
    "/api/examples",
    { config: { permission: "studies:read", anyStudy: true }, schema: { response: { 200: Type.Array(Example) } } },
    async (request) => {
      const installed = await database
        .selectFrom("studies.study")
        .select(["id", "example"])
        .where("example", "is not", null)
        .execute();
      return (await readExamples(folder)).map(({ name, title, description }) => ({
        name,
        title,
        description,
        installedAs:
          installed.find((study) => study.example === name && mayFor(request, "studies:read", study.id))?.id ?? null,
      }));
    },
  );

  app.post(
    "/api/examples/:name",
    {
      config: { permission: "studies:write" },
      schema: { params: Type.Object({ name: Type.String({ maxLength: 100 }) }), response: { 200: Study, 201: Study } },
    },
    async (request, reply) => {
      const { name } = request.params;
      const example = (await readExamples(folder)).find((candidate) => candidate.name === name);
      if (!example) throw new Problem("studies.unknown-example", { name });
      const { id, created } = await install(platform, personOf(request), join(folder, name), example);
      return reply.code(created ? 201 : 200).send(await getStudy(platform, id));
    },
  );
}

async function readExamples(folder: string): Promise<ExampleFile[]> {
  const found: ExampleFile[] = [];
  for (const name of existsSync(folder) ? (await readdir(folder)).sort() : []) {
    const file = join(folder, name, "study.json");
    if (existsSync(file)) found.push({ ...(JSON.parse(await readFile(file, "utf8")) as ExampleFile), name });
  }
  return found;
}

async function install(platform: Platform, by: Person, folder: string, example: ExampleFile) {
  const { database, clock, events } = platform;
  const earlier = await installedStudy(database, example.name);
  if (earlier) return { id: earlier, created: false };
  const read = async (name: string) => ({ fileName: name, bytes: await readFile(join(folder, name)) });
  const answersFile = await read(example.files.answers);
  const [form, table] = await Promise.all([
    compiled(await read(example.files.form)),
    readTable(answersFile.bytes, answersFile.fileName),
  ]);
  const day = dayOf(clock());
  const outcome = await inTransaction(database, async (transaction) => {
    // A second click waits for the first, then finds its study.
    await sql`select pg_advisory_xact_lock(727116, hashtext(${example.name}))`.execute(transaction);
    const before = await installedStudy(transaction, example.name);
    if (before) return { id: before, created: false };
    const { title, description, kind, synthetic, provenance } = example;
    const id = await createStudy(transaction, by, {
      title,
      description,
      kind,
      state: "frozen",
      synthetic,
      example: example.name,
      provenance,
      retainUntil: null,
    });
    await storeDraft(transaction, id, form);
    await publishDraft(transaction, by, id, day);
    const forms = await publishedForms(transaction, id);
    const answers = answersOfTable(table, forms[0]!.questionnaire, day);
    // The file is public: its order hides nobody, and keeps results comparable.
    const snapshot = await snapshotOf(forms, answers, (below) => below - 1);
    const { strata = null, weights = null } = example.design ?? {};
    const hash = await storeSnapshot(transaction, id, { ...snapshot, design: { ...snapshot.design, strata, weights } });
    await audit(transaction, by, "responses.import", id, { example: example.name, rows: table.rows, hash });
    return { id, created: true };
  });
  events.changed(outcome.id);
  return outcome;
}

async function installedStudy(run: Database | Transaction, name: string): Promise<string | undefined> {
  const row = await run.selectFrom("studies.study").select("id").where("example", "=", name).executeTakeFirst();
  return row?.id;
}

/** Rows of a file as sets of answers to its form. @throws {Error} naming a row that the form does not allow. */
function answersOfTable(table: Table, questionnaire: Questionnaire, day: string): GivenAnswers[] {
  const items = outsideRepeats(questionnaire.items);
  const columns = table.columns.flatMap((column) => {
    const item = items.find((candidate) => candidate.name === column.name);
    return item ? [{ column, type: item.type }] : [];
  });
  return Array.from({ length: table.rows }, (_, row) => {
    const answers: Answers = {};
    for (const { column, type } of columns) {
      const value = valueAt(column, row);
      if (value !== null) answers[column.name] = answerValue(type, value);
    }
    const faults = checkAnswers(questionnaire, answers, day);
    if (faults.length) throw new Error(`Row ${row + 2} of the example: ${faults[0]!.path} (${faults[0]!.kind}).`);
    return { version: 1, day, answers: completeAnswers(questionnaire, answers, day) };
  });
}

function answerValue(type: string, value: string | number): AnswerValue {
  if (type === "select_multiple" || type === "rank") return String(value).split(" ");
  return type === "integer" || type === "decimal" || type === "range" ? value : String(value);
}
