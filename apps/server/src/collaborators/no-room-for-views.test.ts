// A collaborator has no form for telling what others said or thought (docs/the-line.md). Every place where text fits is named here
// with what it is for: a new one fails until somebody has said what it is.
import * as contract from "@lang-nghe/contract";
import { expect, inject, test } from "vitest";
import { connect } from "../platform/database.ts";
import { databaseUrl } from "../platform/host-databases.ts";
import { templateOf } from "../testing/database.ts";

/** Texts in the shapes of requests, by `Shape.field`. */
const texts: Record<string, string> = {
  "CollaboratorEntry.name": "the collaborator's name",
  "CollaboratorEntry.contact": "how the collaborator is reached",
  "CollaboratorEntry.languages[]": "codes of ISO 639",
  "TrainingEntry.title": "what is taught",
  "TrainingEntry.place": "where",
  "TrainingEntry.questions[].question": "a question on what was taught",
  "TrainingEntry.questions[].choices[]": "its choices",
  "CommendationEntry.givenBy": "the office that commends",
  "CommendationEntry.sentence": "one sentence on the collaborator's own work",
};

/** Columns that hold text or documents. */
const columns: Record<string, string> = {
  "collaborator.name": texts["CollaboratorEntry.name"]!,
  "collaborator.contact": texts["CollaboratorEntry.contact"]!,
  "collaborator.languages": "codes",
  "training.title": texts["TrainingEntry.title"]!,
  "training.place": "where",
  "training.questions": "of the test",
  "commendation.given_by": texts["CommendationEntry.givenBy"]!,
  "commendation.sentence": texts["CommendationEntry.sentence"]!,
};

/** Words a field for such telling, or a quota of it, would go by. */
const telling =
  /situation|opinion|view|mood|attitude|rumou?r|public|said|thought|statement|observ|note|remark|comment|report|quota|target|matter|topic|subject|respondent|household|citizen|person|about|tinh.?hinh|du.?luan|phan.?anh|y.?kien/i;
/** `published` of a commendation: whether it may be named in print. */
const known = /^(?:CommendationEntry\.|commendation\.)published$/;

type Schema = {
  type?: string;
  enum?: unknown[];
  format?: string;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
};

/** Every field of a shape, and of those that take free text their paths. */
function fieldsOf(schema: Schema, path: string): { path: string; free: boolean }[] {
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([name, field]) => fieldsOf(field, `${path}.${name}`));
  if (schema.items) return fieldsOf(schema.items, `${path}[]`);
  if (schema.anyOf) return schema.anyOf.flatMap((one) => fieldsOf(one, path));
  return [{ path, free: schema.type === "string" && schema.enum === undefined && schema.format === undefined }];
}

/** Faults of a request's shape: a text nobody has accounted for, a word of telling, a shape that takes what it does not name. */
function faultsOf(name: string, schema: Schema): string[] {
  const open = (one: Schema): boolean =>
    (one.type === "object" && one.additionalProperties !== false) ||
    [...Object.values(one.properties ?? {}), ...(one.anyOf ?? []), ...(one.items ? [one.items] : [])].some(open);
  return [
    ...(open(schema) ? [`${name} takes what it does not name`] : []),
    ...fieldsOf(schema, name).flatMap(({ path, free }) => [
      ...(free && !(path in texts) ? [`${path} takes text`] : []),
      ...(telling.test(path.slice(name.length)) && !known.test(path) ? [`${path} sounds of telling`] : []),
    ]),
  ];
}

const requests = [
  ...["CollaboratorEntry", "TrainingEntry", "AttendanceEntry", "TariffEntry", "TariffEnd", "PaySheetEntry"],
  ...["PayCorrectionEntry", "CommendationEntry"],
] as const;
const shapeOf = (name: string) => JSON.parse(JSON.stringify((contract as Record<string, unknown>)[name])) as Schema;

test("no request about collaborators has room for what others said or thought", () => {
  for (const name of requests) expect(faultsOf(name, shapeOf(name)), name).toEqual([]);
});

test("the test sees a field for the situation, one without a telling name, and a quota", () => {
  const shape = shapeOf("AttendanceEntry");
  const withField = (name: string, field: Schema) => ({ ...shape, properties: { ...shape.properties, [name]: field } });
  expect(faultsOf("AttendanceEntry", withField("situation", { type: "string" }))).toHaveLength(2);
  expect(faultsOf("AttendanceEntry", withField("more", { type: "string" }))).toHaveLength(1);
  expect(faultsOf("AttendanceEntry", withField("reportsPerMonth", { type: "integer" }))).toHaveLength(1);
  expect(faultsOf("AttendanceEntry", { ...shape, additionalProperties: true })).toHaveLength(1);
});

test("nor has any table: every column that holds text is accounted for", async () => {
  const database = connect(databaseUrl(inject("databaseServer"), templateOf("office")), 1);
  const found = await database.introspection.getTables();
  await database.destroy();
  const kept = found
    .filter(({ schema }) => schema === "collaborators")
    .flatMap((table) =>
      table.columns.map(({ name, dataType }) => ({
        column: `${table.name}.${name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)}`,
        dataType,
      })),
    );
  expect(kept.length).toBeGreaterThan(40);
  // One of a few words, by a check: no room.
  const chosen = ["collaborator.level", "tariff.kind", "pay_correction.cause"];
  const roomy = kept.filter(({ dataType }) => /^(text|_text|varchar|bpchar|char|json|jsonb|bytea|xml)$/.test(dataType));
  expect(roomy.map(({ column }) => column).sort()).toEqual([...Object.keys(columns), ...chosen].sort());
  for (const { column } of kept) if (!known.test(column)) expect(column.split(".")[1], column).not.toMatch(telling);
});
