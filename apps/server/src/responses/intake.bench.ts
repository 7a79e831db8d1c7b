// How many answers a second come in through HTTP, against the bare insert on the same database in the same run; and how
// long a batch takes to reach the live view. npm run bench intake
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { checkAnswers } from "@lang-nghe/questionnaire";
import pg from "pg";
import { buildApp } from "../app.ts";
import { readConfig } from "../platform/config.ts";
import { connect, inTransaction } from "../platform/database.ts";
import { startEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { migrate } from "../platform/migrate.ts";
import { compiled, newestForm, publishDraft, storeDraft } from "../questionnaires/index.ts";
import { createStudy, setState } from "../studies/index.ts";
import type { Load } from "./intake-load.ts";

type Measurement = { name: string; sizes: Record<string, number>; medianMs: number; reference: string; ratio: number };

const count = 4000;
const connections = 64;
const runs = 3;
/** Thirty questions and a text: about 2 KB, as a real form gives. */
const questions = 30;
const by = { id: randomUUID(), name: "bench", grants: [] };

export async function run(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-bench-"));
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres(folder);
  try {
    const url = server.url("postgres");
    await migrate(url);
    return await measure(url, folder);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(url: string, folder: string): Promise<Measurement[]> {
  const database = connect(url);
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: url });
  const app = await buildApp({ config, database, clock: () => new Date() });
  try {
    const address = await app.listen({ port: 0, host: "127.0.0.1" });
    const study = await askedStudy(database);
    const given = answers();
    const form = await newestForm(database, study.id);
    const faults = checkAnswers(form!.questionnaire, given, "2026-03-02");
    if (faults.length) throw new Error(`The bench's answers do not fit its form: ${faults[0]!.path}.`);

    const place = `${address}/a/${study.slug}`;
    const ours: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < runs; i++) {
      ours.push(await overHttp({ url: `${place}/answers`, answers: given, count, connections }));
      bare.push(await bareInserts(url, study.id, given));
    }
    const latencies: number[] = [];
    for (let i = 0; i < 7; i++) latencies.push(await batchLatency(app, database, study, given));
    const bytes = JSON.stringify(given).length;
    return [
      {
        name: "intake over HTTP",
        sizes: { answers: count, connections, bytes, answersPerSecond: Math.round((1000 * count) / median(ours)) },
        medianMs: median(ours),
        reference: "bare inserts of the same rows on 10 connections; ratio = our answers per second to theirs",
        ratio: median(bare) / median(ours),
      },
      {
        name: "batch to live estimate",
        sizes: { batch: 50, worstMs: Math.round(Math.max(...latencies)) },
        medianMs: median(latencies),
        reference: "one second; ratio = how many times faster",
        ratio: 1000 / median(latencies),
      },
    ];
  } finally {
    await app.close();
    await database.destroy();
  }
}

async function askedStudy(database: ReturnType<typeof connect>): Promise<{ id: string; slug: string }> {
  const rows = Array.from(
    { length: questions },
    (_, i) => `| | select_one scale | q${i} | Câu ${i}: ông/bà thấy thế nào? |`,
  );
  const text = `| survey | | | |
| | type | name | label::Tiếng Việt (vi) |
${rows.join("\n")}
| | text | wish | Ông/bà mong gì? |
| choices | | | |
| | list_name | name | label::Tiếng Việt (vi) |
${["rat_kem", "kem", "trung_binh", "tot", "rat_tot"].map((name) => `| | scale | ${name} | ${name} |`).join("\n")}
`;
  const form = await compiled({ fileName: "bench.md", bytes: Buffer.from(text) });
  const id = await inTransaction(database, async (transaction) => {
    const title = { vi: "Đo", en: "Bench" };
    const provenance = {
      collectedBy: "",
      consentHow: "",
      mode: "web",
      from: null,
      to: null,
      population: "",
      populationSize: null,
      selection: "open-link",
      remarks: "",
      licence: "",
    } as const;
    const seed = { title, description: { vi: "", en: "" }, kind: "asked", state: "design", synthetic: true } as const;
    const study = await createStudy(transaction, by, { ...seed, example: null, provenance, retainUntil: null });
    await storeDraft(transaction, study, form);
    await publishDraft(transaction, by, study, "2026-03-02");
    await setState(transaction, study, "open");
    return study;
  });
  const { slug } = await database
    .selectFrom("studies.study")
    .select("slug")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return { id, slug };
}

function answers(): Record<string, string> {
  const given = Object.fromEntries(
    Array.from({ length: questions }, (_, i) => [`q${i}`, i % 2 ? "trung_binh" : "tot"]),
  );
  return { ...given, wish: "Mong đường vào bản được làm trước mùa mưa. ".repeat(25) };
}

async function overHttp(load: Load): Promise<number> {
  const worker = new Worker(new URL("./intake-load.ts", import.meta.url), { workerData: load });
  const { milliseconds, accepted } = await new Promise<{ milliseconds: number; accepted: number }>(
    (resolve, reject) => {
      worker.once("message", resolve).once("error", reject);
    },
  );
  await worker.terminate();
  if (accepted !== load.count) throw new Error(`${accepted} of ${load.count} answers were accepted.`);
  return milliseconds;
}

/** The least a server could do: each row by a statement of its own, prepared, as many connections as ours has. */
async function bareInserts(url: string, studyId: string, given: Record<string, string>): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const text = JSON.stringify(given);
  const hash = Buffer.alloc(32);
  let left = count;
  const start = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (left-- > 0)
        await client.query({
          name: "bare",
          text: `insert into responses.answer (id, study_id, version, day, language, answers, content_hash)
            values ($1, $2, 1, '2026-03-02', 'vi', $3, $4)`,
          values: [randomUUID(), studyId, text, hash],
        });
    }),
  );
  const milliseconds = performance.now() - start;
  await Promise.all(clients.map((client) => client.end()));
  return milliseconds;
}

type App = Awaited<ReturnType<typeof buildApp>>;

/** From the acknowledgement of a batch's last answer to the kept figures that the live view reads. */
async function batchLatency(
  app: App,
  database: ReturnType<typeof connect>,
  study: { id: string; slug: string },
  given: Record<string, string>,
): Promise<number> {
  const batches = async () =>
    (
      await database
        .selectFrom("responses.tally")
        .select("batches")
        .where("studyId", "=", study.id)
        .executeTakeFirstOrThrow()
    ).batches;
  const before = await batches();
  const url = `/a/${study.slug}/answers`;
  const one = () => ({ id: randomUUID(), version: 1, language: "vi", consent: true, answers: given });
  await Promise.all(Array.from({ length: 50 }, () => app.inject({ method: "POST", url, payload: one() })));
  const start = performance.now();
  while ((await batches()) === before) await new Promise((resolve) => setTimeout(resolve, 5));
  return performance.now() - start;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
