// What is made of a frame's rows in a thread: there may be a million of them.
import type { FrameColumn, FrameRole, FrameUpload } from "@lang-nghe/contract";
import { personalColumns } from "../platform/files/personal-columns.ts";
import type { Table } from "../platform/files/table.ts";
import { packColumns, textAt, unpackColumns } from "../platform/kept-columns.ts";
import { Problem } from "../platform/problem.ts";
import { columnsOfTable, describe, distinctPlaces, frameFaults, guessRoles } from "./frame-columns.ts";
import { rowsProblem } from "./rows-of-file.ts";

/** More distinct places than these are no column of places. */
const mostPlaces = 50_000;

export function describeTable(table: Table, fileName: string): Omit<FrameUpload, "id"> {
  const refused = personalColumns(table).map(({ column, reason }) => ({ column, reason }));
  if (refused.length) return { fileName, rows: table.rows, columns: [], refused };
  const columns = columnsOfTable(table);
  const roles = guessRoles(columns, table.rows);
  return {
    fileName,
    rows: table.rows,
    columns: columns.map((column) => describe(column, roles.get(column.name)!)),
    refused,
  };
}

export type ReadFrame = {
  hash: string;
  body: Uint8Array;
  rows: number;
  columns: FrameColumn[];
  /** Sum of the size column. */
  size: number | null;
  places: { place: string; within: string; rows: number }[];
};

/** A table as a frame, its columns given their parts. @throws {Problem} units.frame-columns, units.rows. */
export function frameOfTable(table: Table, given: Readonly<Record<string, FrameRole>>): ReadFrame {
  const personal = personalColumns(table).filter(({ column }) => given[column] !== "leave-out");
  if (personal.length) {
    const names = personal.map(({ column }) => column).join(", ");
    refuse(`cột ${names} chỉ ra người`, `${names} points at people`);
  }
  const roles = rolesOf(
    table.columns.map(({ name }) => name),
    given,
  );
  const columns = columnsOfTable(table).filter(({ name }) => roles.get(name) !== "leave-out");
  const faults = frameFaults(columns, roles);
  if (faults.length) throw rowsProblem(faults);
  const places = distinctPlaces(columns, roles);
  if (places.length > mostPlaces)
    refuse(
      `cột địa bàn có ${places.length} tên khác nhau`,
      `the column of places has ${places.length} different names`,
    );
  const size = columns.find(({ name }) => roles.get(name) === "size");
  return {
    ...packColumns(columns),
    rows: table.rows,
    columns: columns.map((column) => describe(column, roles.get(column.name)!)),
    size: size?.kind === "number" ? size.numbers.reduce((sum, value) => sum + value, 0) : null,
    places,
  };
}

const refuse = (vi: string, en: string): never => {
  throw new Problem("units.frame-columns", { reason: { vi, en } });
};

/** Every part that only one column can have is there once at most. */
function rolesOf(names: readonly string[], given: Readonly<Record<string, FrameRole>>): Map<string, FrameRole> {
  const roles = new Map(names.map((name): [string, FrameRole] => [name, given[name] ?? "keep"]));
  for (const name of Object.keys(given))
    if (!roles.has(name)) refuse(`không có cột “${name}” trong tệp`, `there is no column “${name}” in the file`);
  for (const role of ["id", "place", "within", "size"] as const) {
    const held = names.filter((name) => roles.get(name) === role);
    if (held.length > 1)
      refuse(`hai cột cùng một vai trò: ${held.join(", ")}`, `two columns have one part: ${held.join(", ")}`);
  }
  if ([...roles.values()].includes("within") && ![...roles.values()].includes("place"))
    refuse("có cột cấp trên mà không có cột địa bàn", "there is a column for what places lie in, and none for places");
  if ([...roles.values()].every((role) => role === "leave-out"))
    refuse("mọi cột đều bị bỏ", "every column is left out");
  return roles;
}

/** The cells of a kept frame, and what each row says of its place. */
export function sheetOfFrame(
  body: SharedArrayBuffer,
  rows: number,
  parts: { place?: string; within?: string },
): { header: string[]; cells: (string | number)[][]; places: [place: string, within: string][] } {
  const columns = unpackColumns(new Uint8Array(body));
  const of = (name: string | undefined) => columns.find((column) => column.name === name);
  const [place, within] = [of(parts.place), of(parts.within)];
  const each = Array.from({ length: rows }, (_, row) => row);
  return {
    header: columns.map(({ name }) => name),
    cells: each.map((row) =>
      columns.map((column) => (column.kind === "number" ? column.numbers[row]! : textAt(column, row))),
    ),
    places: each.map((row) => [place ? textAt(place, row) : "", within ? textAt(within, row) : ""]),
  };
}
