/** A workbook that has been read: every cell as the text that was typed. */
export interface Sheet {
  readonly name: string;
  /** Rows from the top, the heading first. */
  readonly rows: readonly (readonly string[])[];
  /** Number of the first row in the file, when it is not 1. */
  readonly firstRow?: number;
}
export type Sheets = readonly Sheet[];

/** Rows of comma-separated text (RFC 4180: quotes, doubled quotes, line breaks inside quotes). */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const source = text.replace(/^\uFEFF/, "");
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!;
    if (quoted) {
      if (c !== '"') cell += c;
      else if (source[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && cell.trim() === "") {
      quoted = true;
      cell = "";
    } else if (c === ",") {
      row.push(cell);
      cell = "";
    } else if (c === "\n") {
      row.push(cell.replace(/\r$/, ""));
      rows.push(row);
      row = [];
      cell = "";
    } else cell += c;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** pyxform's layout of a form in one table: a name in the first column opens a sheet, its rows leave that column empty. */
export function parseCsvForm(rows: readonly (readonly string[])[]): Sheets {
  const sheets: { name: string; rows: string[][]; firstRow: number }[] = [];
  for (const [i, [first = "", ...cells]] of rows.entries()) {
    if (first.trim() !== "") sheets.push({ name: first.trim(), rows: [], firstRow: i + 2 });
    else sheets.at(-1)?.rows.push(cells);
  }
  return sheets;
}

/** The same layout as a Markdown table, as in the documentation of XLSForm. Row numbers count within a sheet. */
export function parseMarkdownForm(text: string): Sheets {
  const sheets: { name: string; rows: string[][] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (!trimmed.startsWith("|") || /^[|\s:-]*-{3}[|\s:-]*$/.test(trimmed)) continue;
    const [first = "", ...cells] = trimmed
      .replace(/^\||(?<!\\)\|$/g, "")
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll("\\|", "|"));
    if (first !== "") sheets.push({ name: first, rows: [] });
    else sheets.at(-1)?.rows.push(cells);
  }
  return sheets;
}
