import type { DesignStage } from "@lang-nghe/contract";
import { isProportionalToSize, type SampleStage } from "@lang-nghe/survey-statistics";
import { toneFree } from "@lang-nghe/vietnamese-text";
import { type DrawFault, DrawFaults, refuseFaults } from "./draw-faults.ts";

/** A list to draw from, wherever it is kept. */
export type DrawFrame = {
  header: readonly string[];
  rows: number;
  /** Text of a cell as it was written; "" where empty. */
  cell: (row: number, column: number) => string;
  /** Number of a row in its file, the header being the first. */
  rowNumber: (row: number) => number;
};

export type PreparedStage = {
  stage: SampleStage;
  file: DesignStage;
  /** Names of the strata by code; one empty name where there are none. */
  strata: string[];
  /** How a unit of several rows got its size. */
  sizeFrom?: "row" | "agreed" | "sum";
};

/** A frame of a file's cells. @throws {DrawFaults} naming row and column: no rows, doubled columns, ragged rows. */
export function frameOfRows(rows: string[][]): DrawFrame {
  const top = rows.findIndex((row) => row.some((cell) => cell.trim() !== ""));
  const header = (rows[top] ?? []).map((cell) => cell.trim());
  while (header.at(-1) === "") header.pop();
  const kept: string[][] = [];
  const numbers: number[] = [];
  const faults: DrawFault[] = [];
  const say = (row: number, vi: string, en: string) => faults.push({ row, what: { vi, en } });
  header.forEach((name, k) => {
    if (name === "")
      say(
        top + 1,
        `cột thứ ${k + 1} không có tên; xin đặt tên hoặc bỏ cột đó.`,
        `column ${k + 1} has no name; name it or delete it.`,
      );
    else if (header.indexOf(name) < k)
      say(
        top + 1,
        `hai cột cùng tên ${name}; xin đổi tên một cột.`,
        `two columns are named ${name}; rename one of them.`,
      );
  });
  for (let i = top + 1; i < rows.length && top >= 0; i++) {
    const row = rows[i]!;
    if (row.length <= 1 && (row[0] ?? "").trim() === "") continue;
    while (row.length > header.length && row.at(-1) === "") row.pop();
    if (row.length > header.length)
      say(
        i + 1,
        `có ${row.length} ô, dòng tiêu đề có ${header.length}; thừa hoặc thiếu dấu phân cách hay dấu ngoặc kép.`,
        `${row.length} cells, the header has ${header.length}; a separator or a quotation mark is missing or too many.`,
      );
    while (row.length < header.length) row.push("");
    kept.push(row);
    numbers.push(i + 1);
  }
  if (!faults.length && !kept.length)
    throw new DrawFaults([
      {
        what: {
          vi: "Dàn mẫu không có dòng nào: cần dòng tiêu đề và ít nhất một dòng.",
          en: "The frame has no rows: a header and at least one row are needed.",
        },
      },
    ]);
  refuseFaults(faults);
  return {
    header,
    rows: kept.length,
    cell: (row, column) => kept[row]![column]!,
    rowNumber: (row) => numbers[row]!,
  };
}

/** Whether the stages can be drawn from a frame: the columns they name are there, ids are told apart. @throws {DrawFaults} */
export function checkColumns(frame: DrawFrame, stages: readonly DesignStage[]): void {
  const { header } = frame;
  const faults: DrawFault[] = [];
  for (const { unit, id, strata = [], measureOfSize, allocation } of stages)
    for (const name of [unit, id, ...strata, measureOfSize, allocation?.variable])
      if (name !== undefined && !header.includes(name))
        faults.push({
          what: {
            vi: `Thiết kế nêu cột ${name}; dàn mẫu có các cột ${header.join(", ")}.`,
            en: `The design names the column ${name}; the frame has ${header.join(", ")}.`,
          },
        });
  refuseFaults(faults);
  for (const name of idColumns(frame, stages)) faults.push(...doubledIds(frame, name));
  for (const name of ["inclusion_probability", "base_weight", "rotation_group"])
    if (header.includes(name))
      faults.push({
        row: 1,
        what: {
          vi: `dàn mẫu đã có cột ${name}, trùng với cột của mẫu; xin đổi tên cột.`,
          en: `the frame has a column ${name} already, which the sample will have; rename it.`,
        },
      });
  refuseFaults(faults);
}

/** Columns named in the design, and the first column called id, mã, code …, unless it names units of many rows. */
function idColumns({ header }: DrawFrame, stages: readonly DesignStage[]): string[] {
  const named = stages.flatMap(({ id }) => (id === undefined ? [] : [id]));
  if (named.length) return [...new Set(named)];
  const taken = new Set(stages.flatMap(({ unit, strata = [] }) => [unit, ...strata]));
  return header.filter((name) => /^(id|mã|ma)$/i.test(name) && !taken.has(name)).slice(0, 1);
}

function doubledIds(frame: DrawFrame, name: string): DrawFault[] {
  const k = frame.header.indexOf(name);
  const first = new Map<string, number>();
  const faults: DrawFault[] = [];
  for (let i = 0; i < frame.rows; i++) {
    const id = frame.cell(i, k).trim();
    const earlier = first.get(id);
    const row = frame.rowNumber(i);
    const say = (vi: string, en: string) => faults.push({ row, column: name, what: { vi, en } });
    if (id === "") say("thiếu mã; xin điền mã.", "the id is missing; give it one.");
    else if (earlier !== undefined)
      say(
        `mã ${id} đã có ở dòng ${earlier}; xin bỏ hoặc sửa một dòng.`,
        `the id ${id} stands in row ${earlier} too; delete one of them or mend it.`,
      );
    else first.set(id, row);
  }
  return faults;
}

/** Columns of the frame as the stages need them. @throws {DrawFaults} naming row and column. */
export function stagesOf(frame: DrawFrame, stages: readonly DesignStage[]): PreparedStage[] {
  checkColumns(frame, stages);
  let within: Int32Array | undefined;
  return stages.map((file, index) => {
    const faults: DrawFault[] = [];
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
function spellings(frame: DrawFrame, column: string): (name: string, row: number, faults: DrawFault[]) => void {
  const first = new Map<string, { name: string; row: number }>();
  const seen = new Set<string>();
  return (name, row, faults) => {
    if (seen.has(name)) return;
    seen.add(name);
    const key = toneFree(name).replace(/\s+/g, " ");
    const known = first.get(key);
    if (!known) first.set(key, { name, row });
    else
      faults.push({
        row: frame.rowNumber(row),
        column,
        what: {
          vi: `${name} và ${known.name} (dòng ${frame.rowNumber(known.row)}) là một tên viết hai cách; xin viết thống nhất.`,
          en: `${name} and ${known.name} (row ${frame.rowNumber(known.row)}) are one name written in two ways; write it in one.`,
        },
      });
  };
}

function stratumCodes(
  frame: DrawFrame,
  columns: readonly string[],
  faults: DrawFault[],
): { codes: Int32Array; names: string[] } {
  const places = columns.map((name) => frame.header.indexOf(name));
  const look = columns.map((name) => spellings(frame, name));
  const texts = Array.from({ length: frame.rows }, (_, i) =>
    places
      .map((k, c) => {
        const text = frame.cell(i, k).trim();
        if (text === "")
          faults.push({
            row: frame.rowNumber(i),
            column: columns[c]!,
            what: {
              vi: "tầng để trống; xin điền, nếu không thì không ai ở dòng này được rút.",
              en: "the stratum is empty; fill it in, or nobody of this row could be drawn.",
            },
          });
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
function unitCodes(frame: DrawFrame, column: string, within: Int32Array | undefined, faults: DrawFault[]): Int32Array {
  const k = frame.header.indexOf(column);
  const codeOf = new Map<string, number>();
  const lookIn = new Map<number, ReturnType<typeof spellings>>();
  return Int32Array.from({ length: frame.rows }, (_, i) => {
    const name = frame.cell(i, k).trim();
    if (name === "")
      faults.push({
        row: frame.rowNumber(i),
        column,
        what: { vi: "đơn vị để trống; xin điền.", en: "the unit is empty; fill it in." },
      });
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
  file: DesignStage,
  unitOfRow: Int32Array,
  strata: Int32Array,
  faults: DrawFault[],
): void {
  const first = new Map<number, number>();
  const k = frame.header.indexOf(file.unit!);
  unitOfRow.forEach((unit, i) => {
    const earlier = first.get(unit);
    if (earlier === undefined) first.set(unit, i);
    else if (strata[earlier] !== strata[i])
      faults.push({
        row: frame.rowNumber(i),
        column: file.unit!,
        what: {
          vi: `${frame.cell(i, k)} nằm ở tầng (${file.strata!.join(", ")}) khác so với dòng ${frame.rowNumber(earlier)}; nếu là hai nơi trùng tên, xin dùng cột mã.`,
          en: `${frame.cell(i, k)} is in another stratum (${file.strata!.join(", ")}) than in row ${frame.rowNumber(earlier)}; if these are two places of one name, use a column of codes.`,
        },
      });
  });
}

function sizesOf(
  frame: DrawFrame,
  column: string,
  unitOfRow: Int32Array | undefined,
  faults: DrawFault[],
): { values: Float64Array; from: "row" | "agreed" | "sum" } {
  const k = frame.header.indexOf(column);
  const values = Float64Array.from({ length: frame.rows }, (_, i) => {
    const text = frame.cell(i, k).trim();
    const size = text === "" ? Number.NaN : Number(text);
    if (!(size > 0 && Number.isFinite(size)))
      faults.push({
        row: frame.rowNumber(i),
        column,
        what: {
          vi: `quy mô ${text === "" ? "để trống" : `là ${text}`}; phải là số lớn hơn 0. Đơn vị không có người thì bỏ khỏi dàn mẫu; chưa biết quy mô thì ghi quy mô nhỏ nhất có thể.`,
          en: `the size is ${text === "" ? "empty" : text}; it must be a number above 0 with a decimal point. A unit without people leaves the frame; one whose size is not known gets the smallest likely size.`,
        },
      });
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
    throw new DrawFaults([
      {
        what: {
          vi: `Tầng ${empty.join(", ")} không có dòng nào trong dàn mẫu (“${what}” của thiết kế); các tầng là ${names.join(", ")}.`,
          en: `The stratum ${empty.join(", ")} has no row in the frame (“${what}” of the design); the strata are ${names.join(", ")}.`,
        },
      },
    ]);
  const values = new Map(Object.entries(given).map(([name, value]) => [name.normalize("NFC"), value]));
  return names.map((name) => {
    const value = values.get(name);
    if (value === undefined)
      throw new DrawFaults([
        {
          what: {
            vi: `“${what}” của thiết kế chưa có số cho tầng ${name}; xin ghi 0 trở lên.`,
            en: `“${what}” of the design has nothing for the stratum ${name}; say 0 or more.`,
          },
        },
      ]);
    return value;
  });
}

function spreadOf(
  frame: DrawFrame,
  file: DesignStage,
  strata: { codes: Int32Array; names: string[] },
): Float64Array | undefined {
  const { spread, variable } = file.allocation!;
  if (spread) return Float64Array.from(byStratum(spread, strata.names, "spread"));
  if (variable === undefined) return undefined;
  const k = frame.header.indexOf(variable);
  const count = new Float64Array(strata.names.length);
  const mean = new Float64Array(strata.names.length);
  const squares = new Float64Array(strata.names.length);
  const faults: DrawFault[] = [];
  for (let i = 0; i < frame.rows; i++) {
    const text = frame.cell(i, k).trim();
    const value = text === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value))
      faults.push({
        row: frame.rowNumber(i),
        column: variable,
        what: {
          vi: `${text === "" ? "để trống" : text} không phải là số nên không tính được độ phân tán.`,
          en: `${text === "" ? "empty" : text} is no number; spread cannot be worked out.`,
        },
      });
    const h = strata.codes[i]!;
    const delta = value - mean[h]!;
    mean[h]! += delta / ++count[h]!;
    squares[h]! += delta * (value - mean[h]!);
  }
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
          {
            what: {
              vi: `Tầng ${name} có ${units[h]!.size} đơn vị mà phải rút ${wanted(h)}; xin gộp với tầng khác hoặc rút ít hơn.`,
              en: `Stratum ${name} has ${units[h]!.size} units and is to give ${wanted(h)}; merge it with another or ask for fewer.`,
            },
          },
        ]
      : [],
  );
  refuseFaults(short);
}
