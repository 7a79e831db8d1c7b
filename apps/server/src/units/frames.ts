import type {
  Frame,
  FrameColumn,
  FramePlace,
  FramePlaces,
  FrameUpload,
  NewFrame,
  PlaceChoice,
} from "@lang-nghe/contract";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { compute, inSharedMemory } from "../platform/computing.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import { type Cell, readTableFor } from "../platform/files/index.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import type { Upload } from "../platform/upload.ts";
import { describeTable, frameOfTable, sheetOfFrame } from "./frame-reading.ts";
import { placeFinder } from "./match-places.ts";
import * as queries from "./queries.ts";

type Run = Database | Transaction;

const reading = new URL("./frame-reading.ts", import.meta.url);

/** What an uploaded file has, and the parts its columns would get. Columns that point at people refuse it. */
export const describeUpload = ({ bytes, fileName }: Upload): Promise<Omit<FrameUpload, "id">> =>
  readTableFor(bytes, fileName, describeTable, reading, [fileName]);

/** Keeps a file as a frame, its places matched. @throws {Problem} units.frame-columns, units.rows; nothing is kept then. */
export async function newFrame(
  platform: Platform,
  by: Person,
  { bytes, fileName }: Upload,
  given: NewFrame,
): Promise<string> {
  const { hash, body, rows, columns, size, places } = await readTableFor(bytes, fileName, frameOfTable, reading, [
    given.roles,
  ]);
  return inTransaction(platform.database, async (transaction) => {
    const { id } = await transaction
      .insertInto("units.frame")
      .values({
        title: given.title.normalize("NFC").trim(),
        kind: given.kind,
        fileName,
        hash,
        rows,
        columns: JSON.stringify(columns),
        size,
        body: Buffer.from(body),
        uploadedOn: dayOf(platform.clock()),
        uploadedBy: by.name,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    await storePlaces(transaction, id, given.kind, places, dayOf(platform.clock()));
    await audit(transaction, by, "units.frame", id, { file: fileName, rows, hash });
    return id;
  });
}

type Place = { place: string; within: string; rows: number };

async function storePlaces(
  run: Transaction,
  frameId: string,
  kind: string,
  places: Place[],
  day: string,
): Promise<void> {
  const finder = placeFinder(await queries.placedUnits(run, day), { smallOnly: kind !== "places" });
  const rows = places.map((one) => {
    const { how, unitId, reason, suggestions } = finder.find(one.place, one.within);
    return { frame_id: frameId, ...one, how, unit_id: unitId, reason, suggestions };
  });
  for (let from = 0; from < rows.length; from += 10_000)
    await sql`
      insert into units.frame_place
      select * from json_populate_recordset(null::units.frame_place, ${JSON.stringify(rows.slice(from, from + 10_000))}::json)
      on conflict (frame_id, place, within) do update
      set how = excluded.how, unit_id = excluded.unit_id, reason = excluded.reason, suggestions = excluded.suggestions`.execute(
      run,
    );
}

/** Matches again whatever no person has matched: the tree may have grown. */
export async function matchAgain(platform: Platform, by: Person, frameId: string): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    const { kind } = await frameRow(transaction, frameId);
    const places = await transaction
      .selectFrom("units.frame_place")
      .select(["place", "within", "rows"])
      .where("frameId", "=", frameId)
      .where((expression) => expression.or([expression("how", "is", null), expression("how", "!=", "person")]))
      .execute();
    await storePlaces(transaction, frameId, kind, places, dayOf(platform.clock()));
    await audit(transaction, by, "units.match", frameId, { places: places.length });
  });
}

export async function choosePlace(platform: Platform, by: Person, frameId: string, choice: PlaceChoice): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    if (choice.unitId) {
      const [unit] = await queries.unitsById(transaction, [choice.unitId], dayOf(platform.clock()));
      if (!unit) throw new Problem("platform.not-found");
    }
    const changed = await transaction
      .updateTable("units.frame_place")
      .set({ unitId: choice.unitId, how: choice.unitId ? "person" : null })
      .where("frameId", "=", frameId)
      .where("place", "=", choice.place)
      .where("within", "=", choice.within)
      .returning("rows")
      .executeTakeFirst();
    if (!changed) throw new Problem("platform.not-found");
    await audit(transaction, by, "units.match", frameId, { place: choice.place, unit: choice.unitId });
  });
}

const foreignKeyViolation = "23503";

export async function deleteFrame(platform: Platform, by: Person, frameId: string): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    const { title, hash } = await frameRow(transaction, frameId);
    await transaction
      .deleteFrom("units.frame")
      .where("id", "=", frameId)
      .execute()
      .catch((error: { code?: string }) => {
        throw error.code === foreignKeyViolation ? new Problem("units.in-use", {}, { cause: error }) : error;
      });
    await audit(transaction, by, "units.frame-delete", frameId, { title, hash });
  });
}

const frames = (run: Run) =>
  run
    .selectFrom("units.frame as f")
    .select([
      "f.id",
      "f.title",
      "f.kind",
      "f.fileName",
      "f.rows",
      "f.hash",
      "f.columns",
      "f.size",
      "f.uploadedOn",
      "f.uploadedBy",
    ])
    .select(
      sql<Record<"matched" | "unsure" | "unmatched", [number, number]>>`(
        select jsonb_build_object(
          'matched', jsonb_build_array(coalesce(sum(p.rows) filter (where p.unit_id is not null), 0), count(*) filter (where p.unit_id is not null)),
          'unsure', jsonb_build_array(coalesce(sum(p.rows) filter (where p.unit_id is null and p.reason is not null), 0), count(*) filter (where p.unit_id is null and p.reason is not null)),
          'unmatched', jsonb_build_array(coalesce(sum(p.rows) filter (where p.unit_id is null and p.reason is null), 0), count(*) filter (where p.unit_id is null and p.reason is null)))
        from units.frame_place p where p.frame_id = f.id)`.as("placed"),
    )
    .orderBy("f.uploadedOn", "desc")
    .orderBy("f.title");

type FrameRow = Awaited<ReturnType<ReturnType<typeof frames>["executeTakeFirstOrThrow"]>>;

function toFrame({ placed, columns, kind, ...row }: FrameRow): Frame {
  const described = columns as FrameColumn[];
  const of = ([rows, places]: [number, number]) => ({ rows, places });
  const told = placed.matched[0] + placed.unsure[0] + placed.unmatched[0];
  const counts = {
    matched: of(placed.matched),
    unsure: of(placed.unsure),
    unmatched: of(placed.unmatched),
    empty: { rows: row.rows - told, places: 0 },
  };
  const hasPlace = described.some(({ role }) => role === "place");
  return { ...row, kind: kind as Frame["kind"], columns: described, places: hasPlace ? counts : null };
}

export const listFrames = async (run: Run): Promise<Frame[]> => (await frames(run).execute()).map(toFrame);

export async function getFrame(run: Run, id: string): Promise<Frame> {
  const row = await frames(run).where("f.id", "=", id).executeTakeFirst();
  if (!row) throw new Problem("platform.not-found");
  return toFrame(row);
}

async function frameRow(run: Run, id: string) {
  const row = await run
    .selectFrom("units.frame")
    .select(["title", "kind", "hash"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new Problem("platform.not-found");
  return row;
}

const shownPlaces = 200;

/** Places of a frame in one state, or all: those with most rows first. */
export async function framePlaces(
  run: Run,
  frameId: string,
  state: FramePlace["state"] | undefined,
  day: string,
): Promise<FramePlaces> {
  const { places: counts } = await getFrame(run, frameId);
  const inState = {
    matched: sql<boolean>`unit_id is not null`,
    unsure: sql<boolean>`unit_id is null and reason is not null`,
    unmatched: sql<boolean>`unit_id is null and reason is null`,
  };
  let query = run.selectFrom("units.frame_place").selectAll().where("frameId", "=", frameId);
  if (state) query = query.where(inState[state]);
  const rows = await query.orderBy("rows", "desc").orderBy("place").limit(shownPlaces).execute();
  const refs = await unitRefs(
    run,
    [...new Set(rows.flatMap((row) => [...(row.unitId ? [row.unitId] : []), ...row.suggestions]))],
    day,
  );
  const none = { rows: 0, places: 0 };
  return {
    counts: counts ?? { matched: none, unsure: none, unmatched: none, empty: none },
    total: state ? (counts?.[state].places ?? 0) : rows.length,
    places: rows.map(({ place, within, rows: number, how, unitId, reason, suggestions }) => ({
      place,
      within,
      rows: number,
      state: unitId ? "matched" : reason ? "unsure" : "unmatched",
      how: how as FramePlace["how"],
      unit: (unitId && refs.get(unitId)) || null,
      reason: reason as FramePlace["reason"],
      suggestions: suggestions.flatMap((id) => refs.get(id) ?? []),
    })),
  };
}

/** Units with the name of what they lie in. */
export async function unitRefs(run: Run, ids: readonly string[], day: string) {
  const [units, paths] = [await queries.unitsById(run, ids, day), await queries.pathsOf(run, ids, day)];
  return new Map(
    units.map(({ id, code, name }) => [id, { id, code, name, parent: paths.get(id)?.at(-1)?.name ?? null }]),
  );
}

/** A frame to draw from: its columns as packed (unpackColumns), and the column that has each part. */
export type FrameToDraw = {
  id: string;
  title: string;
  hash: string;
  rows: number;
  body: Buffer;
  parts: Partial<Record<"id" | "place" | "within" | "size", string>>;
};

/** @throws {Problem} platform.not-found. */
export async function frameToDraw(run: Run, id: string): Promise<FrameToDraw> {
  const row = await run
    .selectFrom("units.frame")
    .select(["title", "hash", "rows", "body", "columns"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new Problem("platform.not-found");
  const { columns, ...frame } = row;
  const parts = Object.fromEntries((columns as FrameColumn[]).map(({ name, role }) => [role, name]));
  return { id, ...frame, parts };
}

/** What the places of a frame were matched to: the unit of a place and what it lies in, or null. */
export async function unitOfPlace(
  run: Run,
  frameId: string,
): Promise<(place: string, within: string) => string | null> {
  const places = await run
    .selectFrom("units.frame_place")
    .select(["place", "within", "unitId"])
    .where("frameId", "=", frameId)
    .execute();
  const unitOf = new Map(places.map(({ place, within, unitId }) => [`${place}\u0000${within}`, unitId]));
  return (place, within) => unitOf.get(`${place}\u0000${within}`) ?? null;
}

/** The frame as a sheet, with the code and name of each row's unit at its end. */
export async function frameSheet(run: Run, id: string, day: string): Promise<Cell[][]> {
  const { body, rows, parts } = await frameToDraw(run, id);
  const unitOf = await unitOfPlace(run, id);
  const { header, cells, places } = await compute(sheetOfFrame, reading, rows, [inSharedMemory(body), rows, parts]);
  const unitOfRow = places.map(([place, within]) => unitOf(place, within));
  const refs = await unitRefs(run, [...new Set(unitOfRow.filter((unit) => unit !== null))], day);
  return [
    [...header, "unit_code", "unit_name"],
    ...cells.map((row, at) => {
      const unit = refs.get(unitOfRow[at] ?? "");
      return [...row, unit?.code ?? "", unit?.name ?? ""];
    }),
  ];
}
