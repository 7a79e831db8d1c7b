export { type FileLimits, fileLimits } from "./file-limits.ts";
export { type FileFault, type FilePlace, FileProblem } from "./file-problem.ts";
export { parseSheets, parseTable } from "./parse.ts";
export { type PersonalColumn, type PersonalReason, personalColumns } from "./personal-columns.ts";
export { readSheets, readTable, readTableFor } from "./reading.ts";
export type { Sheet, Sheets } from "./sheets.ts";
export type { Table, TableColumn } from "./table.ts";
export { type Cell, toCsv } from "./to-csv.ts";
export { toXlsx } from "./to-xlsx.ts";
