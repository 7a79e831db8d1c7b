import writeXlsxFile from "write-excel-file/node";
import type { Cell } from "./to-csv.ts";

/** Characters that a sheet's name may not have, and its greatest length. */
const nameOf = (name: string) => name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31) || "1";

/**
 * Sheets as a .xlsx workbook. Texts are written as text cells, which a spreadsheet never runs, whatever they start with;
 * numbers are numbers; null is an empty cell. The first row is bold and stays in sight.
 */
export async function toXlsx(
  sheets: readonly { name: string; rows: readonly (readonly Cell[])[] }[],
): Promise<Uint8Array> {
  const file = writeXlsxFile(
    sheets.map(({ name, rows }) => ({
      sheet: nameOf(name),
      stickyRowsCount: 1,
      data: rows.map((row, i) => row.map((cell) => excelCell(cell, i === 0))),
    })),
  );
  return new Uint8Array(await file.toBuffer());
}

function excelCell(cell: Cell, header: boolean) {
  if (cell === null || cell === undefined || cell === "" || (typeof cell === "number" && !Number.isFinite(cell)))
    return null;
  const weight = header ? { fontWeight: "bold" as const } : {};
  if (typeof cell === "number") return { value: cell, type: Number, ...weight };
  if (typeof cell === "boolean") return { value: cell, type: Boolean, ...weight };
  return { value: cell, type: String, ...weight };
}
