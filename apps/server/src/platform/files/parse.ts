import { createHash } from "node:crypto";
import { readCsv } from "./csv.ts";
import type { FileLimits } from "./file-limits.ts";
import { FileProblem } from "./file-problem.ts";
import { readSav } from "./sav.ts";
import { type Sheets, sheetsOfCsv, sheetsOfMarkdown } from "./sheets.ts";
import { type FileKind, sniff } from "./sniff.ts";
import { type Table, tableOfRows } from "./table.ts";
import { readWorkbook } from "./workbook.ts";

/** Reads sheets where it is called. `readSheets` does the same in a thread of its own. */
export function parseSheets(bytes: Uint8Array, fileName: string, limits: FileLimits): Sheets {
  return naming(fileName, () => {
    checkSize(bytes, limits.fileBytes);
    const kind = sniff(bytes, fileName, ["xlsx", "csv", "md"]);
    if (kind === "xlsx") return readWorkbook(bytes, limits, limits.sheetCells);
    return kind === "md" ? sheetsOfMarkdown(bytes, limits) : sheetsOfCsv(bytes, fileName, limits);
  });
}

/** Reads a table where it is called. `readTable` does the same in a thread of its own. */
export function parseTable(bytes: Uint8Array, fileName: string, limits: FileLimits): Table {
  return naming(fileName, () => {
    checkSize(bytes, limits.savBytes);
    const kind = sniff(bytes, fileName, ["csv", "xlsx", "sav"]);
    if (kind !== "sav") checkSize(bytes, limits.fileBytes);
    return { ...tableOf(kind, bytes, limits), fileHash: createHash("sha256").update(bytes).digest("hex") };
  });
}

function tableOf(kind: FileKind, bytes: Uint8Array, limits: FileLimits): Omit<Table, "fileHash"> {
  if (kind === "sav") return readSav(bytes, limits);
  if (kind === "csv") return tableOfRows(readCsv(bytes, limits, limits.tableCells).rows, undefined, false, limits);
  const [sheet] = readWorkbook(bytes, limits, limits.tableCells, "first");
  if (!sheet) throw new FileProblem("no-sheets");
  return tableOfRows(sheet.rows, sheet.name, true, limits);
}

function checkSize(bytes: Uint8Array, limit: number): void {
  if (bytes.length > limit)
    throw new FileProblem("too-large", {
      size: Math.ceil(bytes.length / 1_000_000),
      limit: Math.round(limit / 1_000_000),
    });
}

/** Puts the file's name into every problem, and turns what a broken file makes our own arithmetic throw into one. */
function naming<T>(fileName: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileProblem)
      throw new FileProblem(error.fault, { ...error.details, file: fileName }, error.place, { cause: error });
    if (error instanceof RangeError)
      throw new FileProblem("broken", { file: fileName, reason: error.message }, {}, { cause: error });
    throw error;
  }
}
