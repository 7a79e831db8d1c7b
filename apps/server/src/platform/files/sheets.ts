import { basename } from "node:path";
import { type CsvText, readCsv } from "./csv.ts";
import type { FileLimits } from "./file-limits.ts";
import { FileProblem } from "./file-problem.ts";
import { cleanCell, decodeText } from "./text.ts";

/** @property firstRow number of `rows[0]` in the file, when it is not 1. */
export type Sheet = { name: string; rows: string[][]; firstRow?: number };
export type Sheets = Sheet[];

const formSheets = new Set(["survey", "choices", "settings", "external_choices", "entities", "osm", "columns"]);

/**
 * A .csv file as sheets. A form saved as one .csv names a sheet in the first column and leaves that column empty in the
 * rows of the sheet; any other file is one sheet, named after the file.
 */
export function sheetsOfCsv(bytes: Uint8Array, fileName: string, limits: FileLimits): Sheets {
  const { rows }: CsvText = readCsv(bytes, limits, limits.sheetCells);
  const first = rows.find((row) => row.some((cell) => cell.trim() !== ""));
  const isForm =
    first && formSheets.has(first[0]!.trim().toLowerCase()) && first.slice(1).every((cell) => cell.trim() === "");
  return isForm ? splitByFirstColumn(rows) : [{ name: basename(fileName).replace(/\.[^.]*$/, ""), rows }];
}

/**
 * A form written as text tables: either every line has the sheet's name in the first column (`| survey |`, then
 * `| | type | name |`), or a heading `## survey` stands above an ordinary Markdown table. Other lines are prose.
 */
export function sheetsOfMarkdown(bytes: Uint8Array, limits: FileLimits): Sheets {
  const sheets: Sheets = [];
  let heading: string | undefined;
  let cells = 0;
  let classic: Sheet | undefined;
  const lines = decodeText(bytes).split(/\r\n|\r|\n/);
  lines.forEach((line, index) => {
    const title = /^#{1,6}\s+(.+?)\s*#*$/.exec(line);
    if (title) {
      heading = cleanCell(title[1]!.replaceAll("`", "").trim());
      classic = undefined;
      return;
    }
    const row = tableRow(line);
    if (!row) {
      if (line.trim() !== "" && heading && sheets.at(-1)?.name === heading) heading = undefined;
      return;
    }
    cells += row.length;
    if (row.length > limits.columns)
      throw new FileProblem("too-many-columns", { limit: limits.columns }, { row: index + 1 });
    if (cells > limits.sheetCells) throw new FileProblem("too-many-cells", { limit: limits.sheetCells });
    if (row.some((cell) => cell !== "") && row.every((cell) => /^:?-*:?$/.test(cell))) {
      // The line under the headings is no row; the rows below it keep the numbers they have in the file.
      const sheet = classic ?? sheets.at(-1);
      if (sheet?.firstRow) sheet.firstRow++;
      return;
    }
    const names = row[0] !== "" && row.slice(1).every((cell) => cell === "");
    if (names && (formSheets.has(row[0]!.toLowerCase()) || classic)) {
      classic = { name: row[0]!, rows: [], firstRow: index + 2 };
      sheets.push(classic);
      heading = undefined;
    } else if (classic) classic.rows.push(row.slice(1));
    else if (heading) {
      if (sheets.at(-1)?.name !== heading) sheets.push({ name: heading, rows: [], firstRow: index + 1 });
      sheets.at(-1)!.rows.push(row);
    }
  });
  if (!sheets.length) throw new FileProblem("no-sheets");
  return sheets;
}

function splitByFirstColumn(rows: string[][]): Sheets {
  const sheets: Sheets = [];
  for (const [index, row] of rows.entries()) {
    const [name = "", ...rest] = row;
    if (name.trim() !== "") {
      const below = rest.every((cell) => cell.trim() === "");
      sheets.push({ name: name.trim(), rows: [], firstRow: index + (below ? 2 : 1) });
      if (below) continue;
    }
    sheets.at(-1)?.rows.push(rest);
  }
  return sheets;
}

/** Cells of a line `| a | b |`; a bar inside a cell is written `\|`, a line end `<br>`. */
function tableRow(line: string): string[] | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith("|")) return undefined;
  const inside = trimmed.slice(1);
  const cells = inside.split(/(?<!\\)\|/);
  if (/(?<!\\)\|$/.test(inside)) cells.pop();
  return cells.map((cell) =>
    cleanCell(
      cell
        .trim()
        .replaceAll("\\|", "|")
        .replace(/<br\s*\/?>/g, "\n"),
    ),
  );
}
