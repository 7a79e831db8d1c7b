import { isProportionalToSize, type SampleStage } from "@lang-nghe/survey-statistics";
import { toneFree } from "@lang-nghe/vietnamese-text";
import type { StageFile } from "./draw-design.ts";
import { UsageError } from "./usage.ts";

export type DrawFrame = {
  header: string[];
  /** Rows of cells as the file has them. */
  rows: string[][];
  /** Number of each row in the file. */
  rowNumbers: Int32Array;
};

export type PreparedStage = {
  stage: SampleStage;
  file: StageFile;
  /** Names of the strata by code; one empty name where there are none. */
  strata: string[];
  /** How a unit of several rows got its size. */
  sizeFrom?: "row" | "agreed" | "sum";
};

/** Faults told at once: a person mends a file in one go. */
const mostTold = 20;

/** @throws {UsageError} naming row and column: no rows, missing or doubled columns, doubled or empty ids, ragged rows. */
export function frameOf(rows: string[][], stages: readonly StageFile[]): DrawFrame {
  const top = rows.findIndex((row) => row.some((cell) => cell.trim() !== ""));
  const header = (rows[top] ?? []).map((cell) => cell.trim());
  while (header.at(-1) === "") header.pop();
  const kept: string[][] = [];
  const numbers: number[] = [];
  const faults: string[] = [];
  header.forEach((name, k) => {
    if (name === "") faults.push(`row ${top + 1}: column ${k + 1} has no name; name it or delete it.`);
    else if (header.indexOf(name) < k)
      faults.push(`row ${top + 1}: two columns are named ${name}; rename one of them.`);
  });
  for (let i = top + 1; i < rows.length && top >= 0; i++) {
    const row = rows[i]!;
    if (row.length <= 1 && (row[0] ?? "").trim() === "") continue;
    while (row.length > header.length && row.at(-1) === "") row.pop();
    if (row.length > header.length)
      faults.push(
        `row ${i + 1}: ${row.length} cells, the header has ${header.length}; a separator or a quotation mark is missing or too many.`,
      );
    while (row.length < header.length) row.push("");
    kept.push(row);
    numbers.push(i + 1);
  }
  if (!faults.length && !kept.length)
    throw new UsageError("The frame has no rows: a header and at least one row are needed.");
  refuseFaults(faults);
  const frame = { header, rows: kept, rowNumbers: Int32Array.from(numbers) };
  for (const { unit, id, strata = [], measureOfSize, allocation } of stages)
    for (const name of [unit, id, ...strata, measureOfSize, allocation?.variable])
      if (name !== undefined && !header.includes(name))
        faults.push(`The design names the column ${name}; the frame has ${header.join(", ")}.`);
  refuseFaults(faults);
  for (const name of idColumns(frame, stages)) faults.push(...doubledIds(frame, name));
  for (const name of ["inclusion_probability", "base_weight", "rotation_group"])
    if (header.includes(name))
      faults.push(`row ${top + 1}: the frame has a column ${name} already, which the sample will have; rename it.`);
  refuseFaults(faults);
  return frame;
}

function refuseFaults(faults: readonly string[]): void {
  if (!faults.length) return;
  const more = faults.length > mostTold ? `\n… and ${faults.length - mostTold} more.` : "";
  throw new UsageError(`${faults.slice(0, mostTold).join("\n")}${more}\nNothing was drawn and nothing was written.`);
}

/** Columns named in the design, and the first column called id, mã, code …, unless it names units of many rows. */
function idColumns({ header }: DrawFrame, stages: readonly StageFile[]): string[] {
  const named = stages.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (named.length) return [...new Set(named)];
  const taken = new Set(stages.flatMap(({ unit, strata = [] }) => [unit, ...strata]));
  return header.filter((name) => /^(id|mã|ma)$/i.test(name) && !taken.has(name)).slice(0, 1);
}

function doubledIds(frame: DrawFrame, name: string): string[] {
  const k = frame.header.indexOf(name);
  const first = new Map<string, number>();
  const faults: string[] = [];
  frame.rows.forEach((row, i) => {
    const id = row[k]!.trim();
    const earlier = first.get(id);
    const number = frame.rowNumbers[i]!;
    if (id === "") faults.push(`row ${number}, column ${name}: the id is missing; give it one.`);
    else if (earlier !== undefined)
      faults.push(
        `row ${number}, column ${name}: the id ${id} stands in row ${earlier} too; delete one of them or mend it.`,
      );
    else first.set(id, number);
  });
  return faults;
}

/** Columns of the frame as the stages need them. @throws {UsageError} naming row and column. */
export function stagesOf(frame: DrawFrame, stages: readonly StageFile[]): PreparedStage[] {
  let within: Int32Array | undefined;
  return stages.map((file, index) => {
    const faults: string[] = [];
    const strata = file.strata ? stratumCodes(frame, file.strata, faults) : undefined;
    const unitOfRow = file.unit === undefined ? undefined : unitCodes(frame, file.unit, within, faults);
    refuseFaults(faults);
    if (strata && unitOfRow) oneStratumEach(frame, file, unitOfRow, strata.codes, faults);
    const sized = file.measureOfSize !== undefined && isProportionalToSize(file.method);
    const sizes = sized ? sizesOf(frame, file.measureOfSize!, unitOfRow, faults) : undefined;
    refuseFaults(faults);
    const { allocation } = file;
    const spread = allocation && strata && spreadOf(frame, file, strata);
    const stage: SampleStage = {
      method: file.method,
      size: file.size,
      ...(unitOfRow ? { unitOfRow } : {}),
      ...(strata ? { stratumOfRow: strata.codes } : {}),
      ...(sizes ? { sizeOfRow: sizes.values } : {}),
      ...(file.reserve === undefined ? {} : { reserve: file.reserve }),
      ...(allocation
        ? {
            allocation: {
              method: allocation.method ?? "proportional",
              ...(allocation.by ? { by: allocation.by } : {}),
              ...(allocation.minimum === undefined ? {} : { minimum: allocation.minimum }),
              ...(allocation.maximum === undefined ? {} : { maximum: allocation.maximum }),
              ...(allocation.power === undefined ? {} : { power: allocation.power }),
              ...(spread ? { spread } : {}),
              ...(allocation.counts && strata
                ? { counts: Int32Array.from(byStratum(allocation.counts, strata.names, "counts")) }
                : {}),
            },
          }
        : {}),
    };
    if (index === 0 && strata) enoughUnits(stage, strata.names);
    within = unitOfRow ?? within;
    return { stage, file, strata: strata?.names ?? [""], ...(sizes ? { sizeFrom: sizes.from } : {}) };
  });
}

/** One name written in two ways (hoà and hòa, capitals, spaces) would be two strata or two units: told, never guessed. */
function spellings(frame: DrawFrame, column: string): (name: string, row: number, faults: string[]) => void {
  const first = new Map<string, { name: string; row: number }>();
  const seen = new Set<string>();
  return (name, row, faults) => {
    if (seen.has(name)) return;
    seen.add(name);
    const key = toneFree(name).replace(/\s+/g, " ");
    const known = first.get(key);
    if (!known) first.set(key, { name, row });
    else
      faults.push(
        `row ${frame.rowNumbers[row]}, column ${column}: ${name} and ${known.name} (row ${frame.rowNumbers[known.row]}) are one name written in two ways; write it in one.`,
      );
  };
}

function stratumCodes(
  frame: DrawFrame,
  columns: readonly string[],
  faults: string[],
): { codes: Int32Array; names: string[] } {
  const places = columns.map((name) => frame.header.indexOf(name));
  const look = columns.map((name) => spellings(frame, name));
  const texts = frame.rows.map((row, i) =>
    places
      .map((k, c) => {
        const text = row[k]!.trim();
        if (text === "")
          faults.push(
            `row ${frame.rowNumbers[i]}, column ${columns[c]}: the stratum is empty; fill it in, or nobody of this row could be drawn.`,
          );
        else look[c]!(text, i, faults);
        return text;
      })
      .join(" | "),
  );
  // By code units, never by a language: the order of strata is part of the draw.
  const names = [...new Set(texts)].sort();
  const codeOf = new Map(names.map((name, code) => [name, code]));
  return { codes: Int32Array.from(texts, (text) => codeOf.get(text)!), names };
}

/** Codes by first appearance; the same name in two units of the stage before is two units. */
function unitCodes(frame: DrawFrame, column: string, within: Int32Array | undefined, faults: string[]): Int32Array {
  const k = frame.header.indexOf(column);
  const codeOf = new Map<string, number>();
  const lookIn = new Map<number, ReturnType<typeof spellings>>();
  return Int32Array.from(frame.rows, (row, i) => {
    const name = row[k]!.trim();
    if (name === "") faults.push(`row ${frame.rowNumbers[i]}, column ${column}: the unit is empty; fill it in.`);
    const key = within ? `${within[i]} ${name}` : name;
    let code = codeOf.get(key);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(key, code);
      const parent = within?.[i] ?? -1;
      let look = lookIn.get(parent);
      if (!look) {
        look = spellings(frame, column);
        lookIn.set(parent, look);
      }
      look(name, i, faults);
    }
    return code;
  });
}

function oneStratumEach(
  frame: DrawFrame,
  file: StageFile,
  unitOfRow: Int32Array,
  strata: Int32Array,
  faults: string[],
): void {
  const first = new Map<number, number>();
  const k = frame.header.indexOf(file.unit!);
  unitOfRow.forEach((unit, i) => {
    const earlier = first.get(unit);
    if (earlier === undefined) first.set(unit, i);
    else if (strata[earlier] !== strata[i])
      faults.push(
        `row ${frame.rowNumbers[i]}, column ${file.unit}: ${frame.rows[i]![k]} is in another stratum (${file.strata!.join(", ")}) than in row ${frame.rowNumbers[earlier]}; if these are two places of one name, use a column of codes.`,
      );
  });
}

function sizesOf(
  frame: DrawFrame,
  column: string,
  unitOfRow: Int32Array | undefined,
  faults: string[],
): { values: Float64Array; from: "row" | "agreed" | "sum" } {
  const k = frame.header.indexOf(column);
  const values = Float64Array.from(frame.rows, (row, i) => {
    const text = row[k]!.trim();
    const size = text === "" ? Number.NaN : Number(text);
    if (!(size > 0 && Number.isFinite(size)))
      faults.push(
        `row ${frame.rowNumbers[i]}, column ${column}: the size is ${text === "" ? "empty" : text}; it must be a number above 0 with a decimal point. A unit without people leaves the frame; one whose size is not known gets the smallest likely size.`,
      );
    return size;
  });
  if (!unitOfRow || faults.length) return { values, from: "row" };
  const sums = new Map<number, number>();
  const firstOf = new Map<number, number>();
  let agreed = true;
  unitOfRow.forEach((unit, i) => {
    sums.set(unit, (sums.get(unit) ?? 0) + values[i]!);
    const first = firstOf.get(unit);
    if (first === undefined) firstOf.set(unit, values[i]!);
    else agreed &&= first === values[i];
  });
  // Rows that all have one and the same size (each is one household) add up; they say nothing of their unit.
  const alike = values.every((size) => size === values[0]);
  if (agreed && !alike) return { values, from: "agreed" };
  return { values: Float64Array.from(unitOfRow, (unit) => sums.get(unit)!), from: "sum" };
}

function byStratum(given: Record<string, number>, names: readonly string[], what: string): number[] {
  const empty = Object.keys(given).filter((name) => !names.includes(name.normalize("NFC")));
  if (empty.length)
    throw new UsageError(
      `The stratum ${empty.join(", ")} has no row in the frame (“${what}” of the design); the strata are ${names.join(", ")}.`,
    );
  const values = new Map(Object.entries(given).map(([name, value]) => [name.normalize("NFC"), value]));
  return names.map((name) => {
    const value = values.get(name);
    if (value === undefined)
      throw new UsageError(`“${what}” of the design has nothing for the stratum ${name}; say 0 or more.`);
    return value;
  });
}

function spreadOf(
  frame: DrawFrame,
  file: StageFile,
  strata: { codes: Int32Array; names: string[] },
): Float64Array | undefined {
  const { spread, variable } = file.allocation!;
  if (spread) return Float64Array.from(byStratum(spread, strata.names, "spread"));
  if (variable === undefined) return undefined;
  const k = frame.header.indexOf(variable);
  const count = new Float64Array(strata.names.length);
  const mean = new Float64Array(strata.names.length);
  const squares = new Float64Array(strata.names.length);
  const faults: string[] = [];
  frame.rows.forEach((row, i) => {
    const text = row[k]!.trim();
    const value = text === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value))
      faults.push(
        `row ${frame.rowNumbers[i]}, column ${variable}: ${text === "" ? "empty" : text} is no number; spread cannot be worked out.`,
      );
    const h = strata.codes[i]!;
    const delta = value - mean[h]!;
    mean[h]! += delta / ++count[h]!;
    squares[h]! += delta * (value - mean[h]!);
  });
  refuseFaults(faults);
  return squares.map((sum, h) => (count[h]! > 1 ? Math.sqrt(sum / (count[h]! - 1)) : 0));
}

/** Says by name which stratum is too small, before the draw would say it by code. */
function enoughUnits({ allocation, stratumOfRow, unitOfRow }: SampleStage, names: readonly string[]): void {
  const wanted = (h: number) => allocation?.counts?.[h] ?? allocation?.minimum ?? 1;
  const units = names.map(() => new Set<number>());
  stratumOfRow!.forEach((h, i) => {
    units[h]!.add(unitOfRow?.[i] ?? i);
  });
  const short = names.flatMap((name, h) =>
    units[h]!.size < wanted(h)
      ? [
          `Stratum ${name} has ${units[h]!.size} units and is to give ${wanted(h)}; merge it with another or ask for fewer.`,
        ]
      : [],
  );
  refuseFaults(short);
}
