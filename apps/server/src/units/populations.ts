import { createHash } from "node:crypto";
import type {
  NewPopulation,
  Population,
  PopulationCount,
  PopulationGap,
  PopulationUpload,
  RowFault,
} from "@lang-nghe/contract";
import { isPlaceKind } from "@lang-nghe/contract";
import { sql } from "kysely";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import { type Cell, readSheets } from "../platform/files/index.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import type { Upload } from "../platform/upload.ts";
import { unitRefs } from "./frames.ts";
import { placeFinder } from "./match-places.ts";
import * as queries from "./queries.ts";
import { type Counts, type Gap, rakePopulation, whole } from "./rake-population.ts";
import { countOfText, rowsOfFile, rowsProblem, toldFaults } from "./rows-of-file.ts";

type Run = Database | Transaction;

const headings = {
  place: [
    "place",
    "don vi",
    "ten don vi",
    "dia ban",
    "xa",
    "xa phuong",
    "commune",
    "name",
    "ten",
    "full name",
    "ma",
    "code",
    "ma don vi",
  ],
  within: ["province", "tinh", "tinh thanh", "thuoc", "within", "parent", "province code", "ma tinh"],
  variable: ["variable", "bien", "ten bien"],
  level: ["level", "muc", "gia tri", "category"],
  count: ["count", "population", "so luong", "dan so", "so dan", "value", "n", "population official"],
} as const;

const mostVariables = 20;

type Read = Omit<PopulationUpload, "id"> & {
  places: number;
  counts: Counts[];
  raked: ReturnType<typeof rakePopulation>["raked"];
};

/** What a file of counts would hold, raked. */
export async function readPopulation(run: Run, { bytes, fileName }: Upload, day: string): Promise<Read> {
  const sheets = await readSheets(bytes, fileName);
  const { rows, faults, has } = rowsOfFile<keyof typeof headings>(sheets, headings, ["place", "count"]);
  const units = await queries.placedUnits(run, day);
  const finder = placeFinder(units);
  const unmatched: { row: number; place: string; suggestions: string[] }[] = [];
  const places = new Map<string, Counts["stated"]>();
  const rowOfPlace = new Map<string, number>();
  for (const { row, text, say } of rows) {
    const place = text("place");
    if (place === "") {
      say("place", "thiếu địa bàn.", "the place is missing.");
      continue;
    }
    const count = countOfText(text("count"));
    if (count === undefined) {
      say(
        "count",
        text("count") === "" ? "thiếu số dân." : `“${text("count")}” không phải là số không âm.`,
        text("count") === "" ? "the count is missing." : `“${text("count")}” is not a number of zero or more.`,
      );
      continue;
    }
    const variable = has("variable") ? text("variable") : whole;
    const level = has("level") ? text("level") : whole;
    if ((variable === whole) !== (level === whole)) {
      say(
        "level",
        "có biến mà không có mức, hoặc ngược lại.",
        "has a variable without a level, or the other way round.",
      );
      continue;
    }
    const found = finder.find(place, text("within"));
    if (found.unitId === null) {
      unmatched.push({ row, place, suggestions: found.suggestions });
      continue;
    }
    const stated = places.get(found.unitId) ?? new Map<string, Map<string, number>>();
    places.set(found.unitId, stated);
    rowOfPlace.set(found.unitId, row);
    const levels = stated.get(variable) ?? new Map<string, number>();
    stated.set(variable, levels);
    if (levels.has(level))
      say(
        "place",
        `“${place}” ${level && `mức “${level}” `}đã có ở một dòng trên.`,
        `“${place}” ${level && `at level “${level}” `}stands in a row above too.`,
      );
    levels.set(level, count);
  }
  const parentOf = new Map(units.map(({ id, parentId }) => [id, parentId]));
  const inFile = (from: string): string | null => {
    for (let id = parentOf.get(from) ?? null; id !== null; id = parentOf.get(id) ?? null) if (places.has(id)) return id;
    return null;
  };
  const counts = [...places].map(([unitId, stated]): Counts => ({ unitId, parentId: inFile(unitId), stated }));
  missingPlaces(counts, units, rowOfPlace, faults);
  const variables = variablesOf(counts);
  if (variables.length > mostVariables)
    faults.push({
      row: 1,
      column: "variable",
      what: { vi: "có quá nhiều biến.", en: "there are too many variables." },
    });
  const { raked, gaps, contradictions } = rakePopulation(counts);
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  for (const { unitId, variable, level } of contradictions)
    faults.push({
      row: rowOfPlace.get(unitId) ?? 1,
      column: variable,
      what: {
        vi: `“${nameOf.get(unitId)}” có người ở ${level ? `mức “${level}”` : "đây"} mà các đơn vị bên trong thì không.`,
        en: `“${nameOf.get(unitId)}” has people ${level ? `at level “${level}”` : "here"}, and the units in it have none.`,
      },
    });
  faults.sort((a, b) => a.row - b.row);
  const refs = await unitRefs(
    run,
    [...new Set([...unmatched.flatMap(({ suggestions }) => suggestions), ...gaps.map(({ unitId }) => unitId)])],
    day,
  );
  return {
    fileName,
    rows: rows.length,
    places: places.size,
    variables,
    total: totalOf(counts, raked),
    gaps: gaps.map((gap) => toGap(gap, refs)),
    faultCount: faults.length,
    faults: faults.slice(0, toldFaults),
    unmatched: unmatched.slice(0, toldFaults).map(({ suggestions, ...one }) => ({
      ...one,
      suggestions: suggestions.flatMap((id) => refs.get(id) ?? []),
    })),
    counts,
    raked,
  };
}

/** A province with some of its communes cannot be raked to: the others would get their people. */
function missingPlaces(
  counts: readonly Counts[],
  units: readonly queries.Placed[],
  rowOfPlace: ReadonlyMap<string, number>,
  faults: RowFault[],
): void {
  const given = new Set(counts.map(({ unitId }) => unitId));
  for (const { unitId } of counts) {
    const below = units.filter(({ parentId, kind }) => parentId === unitId && isPlaceKind(kind));
    const missing = below.filter(({ id }) => !given.has(id));
    if (!missing.length || missing.length === below.length) continue;
    const some = missing
      .slice(0, 3)
      .map(({ name }) => name)
      .join(", ");
    const name = units.find(({ id }) => id === unitId)?.name ?? "";
    faults.push({
      row: rowOfPlace.get(unitId) ?? 1,
      column: "place",
      what: {
        vi: `“${name}” còn thiếu ${missing.length} trong ${below.length} đơn vị (${some}…).`,
        en: `“${name}” lacks ${missing.length} of its ${below.length} units (${some}…).`,
      },
    });
  }
}

function variablesOf(counts: readonly Counts[]): PopulationUpload["variables"] {
  const found = new Map<string, Set<string>>();
  for (const { stated } of counts)
    for (const [variable, levels] of stated) {
      if (variable === whole) continue;
      const all = found.get(variable) ?? new Set();
      for (const level of levels.keys()) all.add(level);
      found.set(variable, all);
    }
  return [...found].map(([name, levels]) => ({ name, levels: [...levels] }));
}

/** Over the places without smaller ones in the file. */
function totalOf(counts: readonly Counts[], raked: Read["raked"]): number {
  const above = new Set(counts.map(({ parentId }) => parentId));
  let total = 0;
  for (const { unitId } of counts) {
    if (above.has(unitId)) continue;
    const own = raked.get(unitId)!;
    const levels = own.get(whole) ?? [...own.values()][0];
    for (const count of levels?.values() ?? []) total += count;
  }
  return total;
}

const toGap = ({ unitId, ...gap }: Gap, refs: Awaited<ReturnType<typeof unitRefs>>): PopulationGap => ({
  ...gap,
  unit: refs.get(unitId) ?? { id: unitId, code: "", name: "", parent: null },
});

/** Keeps the counts of a file. @throws {Problem} units.rows where it has faults or names that are no unit. */
export async function newPopulation(
  platform: Platform,
  by: Person,
  file: Upload,
  given: NewPopulation,
): Promise<string> {
  const day = dayOf(platform.clock());
  return inTransaction(platform.database, async (transaction) => {
    const read = await readPopulation(transaction, file, day);
    const faults = [
      ...read.faults,
      ...read.unmatched.map(({ row, place }) => ({
        row,
        column: "place",
        what: { vi: `không chắc “${place}” là đơn vị nào.`, en: `it is not sure which unit “${place}” is.` },
      })),
    ];
    if (faults.length) throw rowsProblem(faults);
    const hash = createHash("sha256").update(file.bytes).digest("hex");
    const { id } = await transaction
      .insertInto("units.population")
      .values({
        title: given.title.normalize("NFC").trim(),
        source: given.source.normalize("NFC").trim(),
        fileName: file.fileName,
        hash,
        variables: JSON.stringify(read.variables),
        gaps: JSON.stringify(read.gaps),
        total: read.total,
        uploadedOn: day,
        uploadedBy: by.name,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    const rows = read.counts.flatMap(({ unitId, stated }) =>
      [...(read.raked.get(unitId) ?? [])].flatMap(([variable, levels]) =>
        [...levels].map(([level, raked]) => ({
          population_id: id,
          unit_id: unitId,
          variable,
          level,
          stated: stated.get(variable)?.get(level) ?? 0,
          raked,
        })),
      ),
    );
    for (let from = 0; from < rows.length; from += 20_000)
      await sql`insert into units.population_count
        select * from json_populate_recordset(null::units.population_count, ${JSON.stringify(rows.slice(from, from + 20_000))}::json)`.execute(
        transaction,
      );
    await audit(transaction, by, "units.population", id, {
      file: file.fileName,
      hash,
      places: read.places,
      gaps: read.gaps.length,
    });
    return id;
  });
}

const populations = (run: Run) =>
  run
    .selectFrom("units.population as p")
    .selectAll("p")
    .select(
      sql<number>`(select count(distinct c.unit_id) from units.population_count c where c.population_id = p.id)`.as(
        "places",
      ),
    )
    .orderBy("p.uploadedOn", "desc")
    .orderBy("p.title");

type PopulationRow = Awaited<ReturnType<ReturnType<typeof populations>["executeTakeFirstOrThrow"]>>;

const toPopulation = (row: PopulationRow): Population => ({
  ...row,
  variables: row.variables as Population["variables"],
  gaps: row.gaps as Population["gaps"],
});

export const listPopulations = async (run: Run): Promise<Population[]> =>
  (await populations(run).execute()).map(toPopulation);

/** @throws {Problem} platform.not-found. */
export async function getPopulation(run: Run, id: string): Promise<Population> {
  const row = await populations(run).where("p.id", "=", id).executeTakeFirst();
  if (!row) throw new Problem("platform.not-found");
  return toPopulation(row);
}

/** Counts as stated and as raked, by code of the unit. */
export async function populationCounts(run: Run, id: string): Promise<PopulationCount[]> {
  return run
    .selectFrom("units.population_count as c")
    .innerJoin("units.unit as u", "u.id", "c.unitId")
    .select(["c.unitId", "u.code", "u.name", "c.variable", "c.level", "c.stated", "c.raked"])
    .where("c.populationId", "=", id)
    .orderBy("u.code")
    .orderBy("c.variable")
    .orderBy("c.level")
    .execute();
}

/**
 * Margins as weighting takes them: `unit` with the raked population of each place that has no smaller one in the file, by its code;
 * then each variable over all of these places.
 */
export async function populationMargins(run: Run, id: string, day: string): Promise<Cell[][]> {
  const counts = await populationCounts(run, id);
  const there = new Set(counts.map(({ unitId }) => unitId));
  const above = new Set<string>();
  for (const path of (await queries.pathsOf(run, [...there], day)).values()) {
    const nearest = path.findLast((one) => there.has(one.id));
    if (nearest) above.add(nearest.id);
  }
  const smallest = counts.filter(({ unitId }) => !above.has(unitId));
  const sums = new Map<string, { variable: string; level: string; count: number }>();
  for (const { code, variable, level, raked } of smallest) {
    const [name, of] = variable === whole ? ["unit", code] : [variable, level];
    const sum = sums.get(`${name}\u0000${of}`) ?? { variable: name, level: of, count: 0 };
    sum.count += raked;
    sums.set(`${name}\u0000${of}`, sum);
  }
  return [
    ["variable", "level", "count"],
    ...[...sums.values()].map(({ variable, level, count }) => [variable, level, count]),
  ];
}

export async function deletePopulation(platform: Platform, by: Person, id: string): Promise<void> {
  await inTransaction(platform.database, async (transaction) => {
    const { title, hash } = await getPopulation(transaction, id);
    await transaction
      .deleteFrom("units.population")
      .where("id", "=", id)
      .execute()
      .catch((error: { code?: string }) => {
        throw error.code === "23503" ? new Problem("units.in-use", {}, { cause: error }) : error;
      });
    await audit(transaction, by, "units.population-delete", id, { title, hash });
  });
}
