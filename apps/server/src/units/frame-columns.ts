import type { FrameColumn, FrameRole, RowFault } from "@lang-nghe/contract";
import type { Table, TableColumn } from "../platform/files/index.ts";
import { type KeptColumn, textAt } from "../platform/kept-columns.ts";
import { plain } from "./rows-of-file.ts";

export function frameData(column: TableColumn): KeptColumn {
  if (column.numbers) return { name: column.name, kind: "number", numbers: Float64Array.from(column.numbers) };
  const texts = column.texts ?? [];
  const codes = new Int32Array(texts.length);
  const values: string[] = [];
  const codeOf = new Map<string, number>();
  /** As written → code, so that each spelling is normalised once: there may be a million rows. */
  const seen = new Map<string, number>();
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row];
    if (text === null || text === undefined) {
      codes[row] = -1;
      continue;
    }
    let code = seen.get(text);
    if (code === undefined) {
      const value = text.normalize("NFC").trim();
      code = codeOf.get(value);
      if (code === undefined) {
        code = values.length;
        values.push(value);
        codeOf.set(value, code);
      }
      seen.set(text, code);
    }
    codes[row] = code;
  }
  return { name: column.name, kind: "text", codes, values };
}

const headings: readonly [FrameRole, RegExp][] = [
  ["id", /^(id|ma|stt|ma (ho|so|nguoi|dia ban|thon|mau)|household id|person id|unit id|so thu tu)$/],
  ["within", /^(tinh|thanh pho|tinh thanh( pho)?|province|city|ten tinh|ma tinh)$/],
  [
    "place",
    /^(xa|phuong|xa phuong|ten xa|ma xa|commune|ward|place|dia ban|dia phuong|noi o|don vi hanh chinh|xa phuong dac khu)$/,
  ],
  ["size", /^(size|quy mo|so ho|so nguoi|dan so|households?|population|n ho|so nhan khau|measure of size|mos)$/],
];

/** What a column seems to be, by its name; nothing twice. */
export function guessRoles(columns: readonly KeptColumn[], rows: number): Map<string, FrameRole> {
  const roles = new Map<string, FrameRole>(columns.map(({ name }) => [name, "keep"]));
  for (const [role, pattern] of headings) {
    const found = columns.find(
      (column) =>
        roles.get(column.name) === "keep" &&
        pattern.test(plain(column.name)) &&
        (role !== "size" || column.kind === "number") &&
        (role !== "id" || distinctOf(column) === rows),
    );
    if (found) roles.set(found.name, role);
  }
  return roles;
}

function distinctOf(column: KeptColumn): number {
  if (column.kind === "text") return column.values.length;
  const seen = new Set<number>();
  for (const value of column.numbers) if (!Number.isNaN(value)) seen.add(value);
  return seen.size;
}

export function describe(column: KeptColumn, role: FrameRole): FrameColumn {
  const examples: string[] = [];
  let missing = 0;
  const rows = column.kind === "text" ? column.codes.length : column.numbers.length;
  for (let row = 0; row < rows; row++) {
    const text = textAt(column, row);
    if (text === "") missing++;
    else if (examples.length < 3 && !examples.includes(text)) examples.push(text.slice(0, 80));
  }
  return { name: column.name, kind: column.kind, role, missing, distinct: distinctOf(column), examples };
}

/** The header is row 1. */
const rowOf = (index: number) => index + 2;

/** What keeps a table from being a frame: ids that come twice or not at all, sizes of zero or none, every row named. */
export function frameFaults(columns: readonly KeptColumn[], roles: ReadonlyMap<string, FrameRole>): RowFault[] {
  const faults: RowFault[] = [];
  for (const column of columns) {
    const role = roles.get(column.name);
    const rows = column.kind === "text" ? column.codes.length : column.numbers.length;
    const say = (row: number, vi: string, en: string) =>
      faults.push({ row: rowOf(row), column: column.name, what: { vi, en } });
    // As many different ids as rows: none is missing, none comes twice.
    if (role === "id" && distinctOf(column) < rows) {
      const first = new Map<string, number>();
      for (let row = 0; row < rows; row++) {
        const text = textAt(column, row);
        const earlier = first.get(text);
        if (text === "") say(row, "thiếu mã.", "the id is missing.");
        else if (earlier !== undefined)
          say(
            row,
            `mã “${text}” đã có ở dòng ${rowOf(earlier)}.`,
            `the id “${text}” stands in row ${rowOf(earlier)} too.`,
          );
        else first.set(text, row);
      }
    }
    if (role === "size") {
      if (column.kind === "text") {
        const odd = column.values.find((value) => !/^[\d.,\s]+$/.test(value)) ?? column.values[0] ?? "";
        const row = column.codes.indexOf(column.values.indexOf(odd));
        say(Math.max(0, row), `“${odd}” không phải là số.`, `“${odd}” is not a number.`);
        continue;
      }
      for (let row = 0; row < rows; row++) {
        const value = column.numbers[row]!;
        if (Number.isNaN(value)) say(row, "thiếu quy mô.", "the size is missing.");
        else if (!(value > 0 && Number.isFinite(value)))
          say(row, `quy mô là ${value}; phải lớn hơn 0.`, `the size is ${value}; it must be greater than 0.`);
      }
    }
  }
  return faults.sort((a, b) => a.row - b.row);
}

/** Distinct places of a frame with how many rows say them, by what they lie in. Rows without a place are left out. */
export function distinctPlaces(
  columns: readonly KeptColumn[],
  roles: ReadonlyMap<string, FrameRole>,
): { place: string; within: string; rows: number }[] {
  const of = (role: FrameRole) => columns.find(({ name }) => roles.get(name) === role);
  const place = of("place");
  if (!place) return [];
  const within = of("within");
  const found = new Map<string, { place: string; within: string; rows: number }>();
  const rows = place.kind === "text" ? place.codes.length : place.numbers.length;
  for (let row = 0; row < rows; row++) {
    const text = textAt(place, row);
    if (text === "") continue;
    const inside = within ? textAt(within, row) : "";
    const key = `${text}\u0000${inside}`;
    const one = found.get(key);
    if (one) one.rows++;
    else found.set(key, { place: text, within: inside, rows: 1 });
  }
  return [...found.values()];
}

export const columnsOfTable = (table: Table): KeptColumn[] => table.columns.map(frameData);
