import type { RowFault } from "@lang-nghe/contract";
import { withoutMarks } from "@lang-nghe/vietnamese-text";
import type { Sheets } from "../platform/files/index.ts";
import { Problem } from "../platform/problem.ts";

/** Faults told at once: a person mends a file in one go. */
export const toldFaults = 50;

/** The first fault in a sentence, the others beside it. */
export function rowsProblem(faults: readonly RowFault[]): Problem {
  const { row, column, what } = faults[0]!;
  return new Problem("units.rows", { count: faults.length, row, column, what, faults: faults.slice(0, toldFaults) });
}

/** Names as they are compared: no marks, small letters, single spaces. */
export const plain = (text: string): string =>
  withoutMarks(text)
    .replace(/[\s_]+/g, " ")
    .trim();

export type FileRow<Column extends string> = {
  /** As the spreadsheet counts. */
  row: number;
  /** NFC, trimmed; "" where empty. */
  text: (column: Column) => string;
  /** Notes what is wrong in a column of this row. */
  say: (column: Column, vi: string, en: string) => void;
};

/**
 * Rows of the first sheet that has any, by headings in Vietnamese or English, in any order.
 * @param headings plain forms of what each column may be called; the first is its name in messages.
 * @returns without rows where a needed column is missing: then the fault says so.
 */
export function rowsOfFile<Column extends string>(
  sheets: Sheets,
  headings: Record<Column, readonly string[]>,
  needed: readonly Column[],
): {
  rows: FileRow<Column>[];
  faults: RowFault[];
  ignoredColumns: string[];
  has: (column: Column) => boolean;
  /** What the file calls a column. */
  titleOf: (column: Column) => string;
} {
  const faults: RowFault[] = [];
  const at: Partial<Record<Column, number>> = {};
  const has = (column: Column) => at[column] !== undefined;
  let titles: string[] = [];
  const titleOf = (column: Column) =>
    (at[column] === undefined ? undefined : titles[at[column]]) ?? headings[column][0]!;
  const nothing = { rows: [], faults, ignoredColumns: [], has, titleOf };
  const sheet = sheets.find(({ rows }) => rows.some((row) => row.some((cell) => cell.trim() !== "")));
  if (!sheet) {
    faults.push({ row: 1, column: "", what: { vi: "tệp không có dòng nào.", en: "the file has no rows." } });
    return nothing;
  }
  const top = sheet.rows.findIndex((row) => row.some((cell) => cell.trim() !== ""));
  const numberOf = (index: number) => (sheet.firstRow ?? 1) + index;
  const header = sheet.rows[top]!.map((cell) => cell.normalize("NFC").trim());
  titles = header;
  const ignoredColumns: string[] = [];
  header.forEach((name, index) => {
    const column = (Object.keys(headings) as Column[]).find((one) => headings[one].includes(plain(name)));
    if (column !== undefined && at[column] === undefined) at[column] = index;
    else if (name !== "") ignoredColumns.push(name);
  });
  const missing = needed.filter((column) => at[column] === undefined);
  for (const column of missing)
    faults.push({
      row: numberOf(top),
      column: headings[column][0]!,
      what: {
        vi: `thiếu cột này. Có thể đặt tên: ${headings[column].slice(0, 4).join(", ")}.`,
        en: `this column is missing. It may be called ${headings[column].slice(0, 4).join(", ")}.`,
      },
    });
  if (missing.length) return nothing;
  const rows = sheet.rows.flatMap((cells, index): FileRow<Column>[] => {
    if (index <= top || cells.every((cell) => cell.trim() === "")) return [];
    const row = numberOf(index);
    return [
      {
        row,
        text: (column) => (at[column] === undefined ? "" : (cells[at[column]] ?? "").normalize("NFC").trim()),
        say: (column, vi, en) => {
          faults.push({ row, column: titleOf(column), what: { vi, en } });
        },
      },
    ];
  });
  return { rows, faults, ignoredColumns, has, titleOf };
}

/** A day as people and spreadsheets write it (2025-07-01, 01/07/2025, 1.7.2025), ISO 8601; null: it is none. */
export function dayOfText(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(text);
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : written ? [written[3], written[2], written[1]] : [];
  if (!year || !month || !day) return null;
  const found = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${found}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== found ? null : found;
}

/** A count as people write it: 12345, 12.345, 12,345, 12 345; undefined: it is none. */
export function countOfText(text: string): number | undefined {
  const joined = text.replace(/[\s\u00A0]/g, "");
  if (/^\d+$/.test(joined)) return Number(joined);
  if (/^[1-9]\d{0,2}([.,])\d{3}(\1\d{3})*$/.test(joined)) return Number(joined.replace(/[.,]/g, ""));
  if (/^\d+[.,]\d+$/.test(joined)) return Number(joined.replace(",", "."));
  return undefined;
}
