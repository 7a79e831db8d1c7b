import { asFactor, type Column, type Frame, numbers, strings } from "./values.ts";

/** The cells of a CSV file, column by column. */
export function readTable(text: string): { readonly header: readonly string[]; readonly columns: readonly string[][] } {
  const records = recordsOf(text);
  const header = records[0] ?? [];
  const rows = records.slice(1);
  return { header, columns: header.map((_, at) => rows.map((row) => row[at] ?? "")) };
}

/** Records of RFC 4180: fields in quotes may hold commas, quotes and line breaks. */
function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") {
      record.push(field);
      field = "";
    } else if (character === "\n") {
      record.push(field);
      records.push(record);
      record = [];
      field = "";
    } else if (character !== "\r") field += character;
  }
  if (field !== "" || record.length > 0) records.push([...record, field]);
  return records;
}

/** A data frame from a CSV file: empty = NA, factors with the given levels in their order. */
export function readFrame(
  text: string,
  types: Readonly<Record<string, string>>,
  factors: Readonly<Record<string, readonly string[]>>,
): Frame {
  const { header, columns } = readTable(text);
  const made = new Map<string, Column>();
  for (const [at, name] of header.entries()) {
    const cells = columns[at]!;
    const type = types[name];
    if (type === "number") made.set(name, numbers(cells.map(numberOf)));
    else if (type === "logical" || type === "boolean")
      made.set(name, {
        type: "numbers",
        logical: true,
        values: Float64Array.from(cells, (cell) => (cell === "" ? Number.NaN : Number(/^t(rue)?$|^1$/i.test(cell)))),
      });
    else {
      const texts = strings(cells.map((cell) => (cell === "" ? null : cell)));
      made.set(name, factors[name] === undefined && type !== "factor" ? texts : asFactor(texts, factors[name]));
    }
  }
  return { type: "frame", rows: columns[0]?.length ?? 0, columns: made };
}

function numberOf(cell: string): number {
  if (cell === "" || cell === "NA" || cell === "NaN") return Number.NaN;
  if (cell === "Inf") return Number.POSITIVE_INFINITY;
  return cell === "-Inf" ? Number.NEGATIVE_INFINITY : Number(cell);
}
