export type Cell = string | number | boolean | null | undefined;

/**
 * Rows as .csv that a spreadsheet opens with the right letters: UTF-8 with byte order mark, RFC 4180, CRLF.
 * A text that a spreadsheet would run (it starts with = + - @, a tab or a carriage return) gets an apostrophe before it;
 * numbers stay numbers, with a decimal point.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("")}`;
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined || (typeof cell === "number" && !Number.isFinite(cell))) return "";
  if (typeof cell !== "string") return String(cell);
  const safe = harmless(cell);
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Full-width forms count too: some spreadsheets read ＝ as =. */
const harmless = (text: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);
