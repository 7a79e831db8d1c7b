import type { FileLimits } from "./file-limits.ts";
import { columnLetters, FileProblem } from "./file-problem.ts";

/** One variable of a file of answers. Exactly one of `numbers` and `texts` is there, by `kind`. */
export type TableColumn = {
  name: string;
  /** The question's wording, when the file has it (.sav). */
  label?: string;
  kind: "number" | "text";
  /** [rows]; NaN = missing in the file. Declared missing values (don't know …) keep their number. */
  numbers?: Float64Array;
  /** [rows]; null = missing in the file. Dates are ISO 8601. */
  texts?: (string | null)[];
  valueLabels?: { value: string | number; label: string }[];
  /** Values the file declares as missing and that occur in it or are labelled. */
  missingValues?: { value: string | number; label?: string }[];
};

export type Table = {
  columns: TableColumn[];
  rows: number;
  /** Name of the column the file itself says it is weighted by (.sav). */
  weight?: string;
  /** SHA-256 of the bytes as they arrived, hexadecimal. */
  fileHash: string;
};

/** Texts that stand for "no value": an empty cell, and what R, SPSS and spreadsheets write. */
const missingTexts = new Set(["", "NA", "N/A", "#N/A", "#NULL!", "NaN", "."]);

/**
 * A table from rows of text, the first of which names the columns. A column is numeric when every cell that is not empty is a
 * number; codes with leading zeros (00268) or of more than 15 digits stay text, because a number would lose them.
 *
 * @param sheet name for messages, when the file has sheets.
 * @param raggedRows whether a row may have fewer cells than the header (a spreadsheet leaves empty cells out; a .csv does not).
 * @throws {FileProblem} no-table, empty-header, duplicate-header, ragged-row.
 */
export function tableOfRows(
  rows: string[][],
  sheet: string | undefined,
  raggedRows: boolean,
  limits: FileLimits,
): Omit<Table, "fileHash"> {
  const at = sheet === undefined ? {} : { sheet };
  const top = rows.findIndex((row) => row.some((cell) => cell.trim() !== ""));
  if (top < 0 || top + 1 >= rows.length) throw new FileProblem("no-table", {}, at);
  const header = rows[top]!.map((cell) => cell.trim());
  while (header.at(-1) === "") header.pop();
  if (header.length > limits.columns) throw new FileProblem("too-many-columns", { limit: limits.columns }, at);
  const lines: string[][] = [];
  for (let i = top + 1; i < rows.length; i++) {
    const row = rows[i]!;
    // A blank line is no row; separators alone are a person who left every question out.
    if ((raggedRows || row.length <= 1) && row.every((cell) => cell.trim() === "")) continue;
    for (let k = header.length; k < row.length; k++)
      if (row[k]!.trim() !== "") {
        if (raggedRows || rows[top]!.length > k)
          throw new FileProblem("empty-header", {}, { ...at, row: top + 1, column: columnLetters(k) });
        throw new FileProblem("ragged-row", { found: row.length, wanted: header.length }, { ...at, row: i + 1 });
      }
    if (!raggedRows && row.length < header.length)
      throw new FileProblem("ragged-row", { found: row.length, wanted: header.length }, { ...at, row: i + 1 });
    lines.push(row);
  }
  if (!lines.length) throw new FileProblem("no-table", {}, at);
  const kept = header.flatMap((name, k) => {
    if (name !== "") return [{ name, k }];
    if (lines.every((row) => (row[k] ?? "").trim() === "")) return [];
    // R and pandas write row numbers under an empty first name; they say nothing.
    if (k === 0 && lines.every((row, i) => row[0] === String(i + 1) || row[0] === String(i))) return [];
    throw new FileProblem("empty-header", {}, { ...at, row: top + 1, column: columnLetters(k) });
  });
  const seen = new Set<string>();
  for (const { name, k } of kept) {
    if (seen.has(name))
      throw new FileProblem("duplicate-header", { name }, { ...at, row: top + 1, column: columnLetters(k) });
    seen.add(name);
  }
  const decimalComma = usesDecimalComma(lines);
  return { rows: lines.length, columns: kept.map(({ name, k }) => columnOf(name, lines, k, decimalComma)) };
}

function columnOf(name: string, lines: string[][], k: number, decimalComma: boolean): TableColumn {
  const numbers = new Float64Array(lines.length);
  let anyNumber = false;
  let numeric = true;
  for (let i = 0; i < lines.length && numeric; i++) {
    const cell = (lines[i]![k] ?? "").trim();
    if (missingTexts.has(cell)) numbers[i] = Number.NaN;
    else {
      const value = numberOf(cell, decimalComma);
      if (value === undefined) numeric = false;
      else {
        numbers[i] = value;
        anyNumber = true;
      }
    }
  }
  if (numeric && anyNumber) return { name, kind: "number", numbers };
  const interned = new Map<string, string>();
  const texts = lines.map((row) => {
    const cell = (row[k] ?? "").trim();
    if (missingTexts.has(cell)) return null;
    const same = interned.get(cell);
    if (same !== undefined) return same;
    if (interned.size < 10_000) interned.set(cell, cell);
    return cell;
  });
  return { name, kind: "text", texts };
}

/** A number as people and programs write it, or undefined. 1.234,5 in files with decimal commas, 1,234.5 in others. */
function numberOf(cell: string, decimalComma: boolean): number | undefined {
  if (/^-?(0|[1-9]\d{0,14})$/.test(cell)) return Number(cell);
  const grouped = decimalComma ? /^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/ : /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/;
  let text = cell;
  if (grouped.test(cell)) text = cell.replaceAll(decimalComma ? "." : ",", "");
  if (decimalComma) text = text.replace(",", ".");
  if (/^[-+]?0\d/.test(text) || !/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?$/i.test(text)) return undefined;
  if (/^[-+]?\d{16,}$/.test(text)) return undefined;
  return Number(text);
}

/** Whether a comma is the decimal mark in this file: some cell can only be read so (0,5 · 12,34 · 1.234,5), none the other way. */
function usesDecimalComma(lines: string[][]): boolean {
  let comma = 0;
  let point = 0;
  for (let i = 0; i < Math.min(lines.length, 5_000); i++)
    for (const cell of lines[i]!) {
      if (cell.length > 30 || !/[.,]/.test(cell)) continue;
      const text = cell.trim();
      if (/^[-+]?(\d{1,3}(\.\d{3})+|\d+),\d+$/.test(text) && !/^[-+]?[1-9]\d{0,2}(,\d{3})+$/.test(text)) comma++;
      else if (/^[-+]?(\d{1,3}(,\d{3})+|\d+)\.\d+$/.test(text) && !/^[-+]?[1-9]\d{0,2}(\.\d{3})+$/.test(text)) point++;
    }
  return comma > point;
}
