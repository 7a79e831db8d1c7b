import { inflateSync } from "node:zlib";
import type { FileLimits } from "./file-limits.ts";
import { FileProblem } from "./file-problem.ts";
import { readSavDictionary, type SavDictionary, type SavVariable } from "./sav-dictionary.ts";
import type { Table, TableColumn } from "./table.ts";
import { cleanCell } from "./text.ts";

/**
 * A table from an SPSS system file: plain, compressed (.sav) or zlib-compressed (.zsav), of either byte order. Kept are wording,
 * value labels and declared missing values (ranges as the values that occur); dates become ISO 8601 text.
 *
 * @throws {FileProblem} broken (cut off, or sizes that cannot be), too-many-cells, unknown-encoding, unsupported.
 */
export function readSav(bytes: Uint8Array, limits: FileLimits): Omit<Table, "fileHash"> {
  const dictionary = readSavDictionary(bytes);
  const { variables } = dictionary;
  if (!variables.length || dictionary.elements === 0) throw new FileProblem("no-table");
  if (variables.length > limits.columns) throw new FileProblem("too-many-columns", { limit: limits.columns });
  const stream = elementStream(bytes, dictionary, limits);
  const most = Math.floor(stream.atMost / dictionary.elements);
  if (dictionary.cases > most) throw new FileProblem("broken", { reason: `.sav: ${dictionary.cases} > ${most}` });
  const capacity = dictionary.cases >= 0 ? dictionary.cases : most;
  if (capacity > limits.rows && dictionary.cases >= 0) throw new FileProblem("too-many-rows", { limit: limits.rows });
  if (dictionary.cases >= 0 && capacity * variables.length > limits.savCells)
    throw new FileProblem("too-many-cells", { limit: limits.savCells });
  const readers = variables.map((variable) => columnReader(variable, dictionary, Math.min(capacity, 1 << 16)));
  const readerOf: (ColumnReader | undefined)[] = Array.from({ length: dictionary.elements });
  variables.forEach((variable, k) => {
    for (const segment of variable.segments)
      for (let e = 0; e < segment.elements; e++) readerOf[segment.element + e] = readers[k];
  });
  let rows = 0;
  while (dictionary.cases < 0 || rows < dictionary.cases) {
    if (!stream.next()) break;
    if (rows >= limits.rows) throw new FileProblem("too-many-rows", { limit: limits.rows });
    if ((rows + 1) * variables.length > limits.savCells)
      throw new FileProblem("too-many-cells", { limit: limits.savCells });
    for (let e = 0; e < dictionary.elements; e++) {
      if (e > 0 && !stream.next()) throw new FileProblem("broken", { reason: ".sav" }, { row: rows + 1 });
      readerOf[e]?.take(stream, e);
    }
    for (const reader of readers) reader.endRow(rows);
    rows++;
  }
  if (dictionary.cases >= 0 && rows < dictionary.cases)
    throw new FileProblem("broken", { reason: `.sav: ${rows} < ${dictionary.cases}` }, { row: rows + 1 });
  const columns = variables.map((variable, k) => readers[k]!.column(variable, rows));
  return { rows, columns, ...(dictionary.weight !== undefined && { weight: dictionary.weight }) };
}

/** The current 8-byte element: a number (in `value`), or 8 bytes at `at` of `source`, or 8 spaces. */
type ElementStream = {
  kind: "number" | "bytes" | "spaces";
  value: number;
  source: Uint8Array;
  view: DataView;
  at: number;
  /** No more than so many elements can follow: guards what is allocated. */
  atMost: number;
  next(): boolean;
};

function elementStream(bytes: Uint8Array, dictionary: SavDictionary, limits: FileLimits): ElementStream {
  const { compression, bias, systemMissing } = dictionary;
  const source = compression === 2 ? inflateBlocks(bytes, dictionary, limits) : bytes.subarray(dictionary.dataAt);
  const view = new DataView(source.buffer, source.byteOffset, source.byteLength);
  const stream: ElementStream = { kind: "bytes", value: 0, source, view, at: 0, atMost: 0, next: () => false };
  if (compression === 0) {
    stream.atMost = Math.floor(source.length / 8);
    stream.at = -8;
    stream.next = () => {
      stream.at += 8;
      return stream.at + 8 <= source.length;
    };
    return stream;
  }
  stream.atMost = source.length;
  let codes = 0;
  let code = 8;
  let data = 0;
  stream.next = () => {
    for (;;) {
      if (code === 8) {
        if (data + 8 > source.length) return false;
        codes = data;
        data += 8;
        code = 0;
      }
      const command = source[codes + code++]!;
      if (command === 0) continue;
      if (command === 252) return false;
      if (command === 253) {
        if (data + 8 > source.length) return false;
        stream.kind = "bytes";
        stream.at = data;
        data += 8;
      } else if (command === 254) stream.kind = "spaces";
      else {
        stream.kind = "number";
        stream.value = command === 255 ? systemMissing : command - bias;
      }
      return true;
    }
  };
  return stream;
}

/** The blocks of a .zsav, inflated: their sizes are listed at the end of the file and checked first. */
function inflateBlocks(bytes: Uint8Array, { dataAt, littleEndian }: SavDictionary, limits: FileLimits): Uint8Array {
  const broken = () => new FileProblem("broken", { reason: ".zsav" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (dataAt + 24 > bytes.length) throw broken();
  const trailer = Number(view.getBigInt64(dataAt + 8, littleEndian));
  if (trailer < dataAt || trailer + 24 > bytes.length) throw broken();
  const count = view.getInt32(trailer + 20, littleEndian);
  if (count < 0 || trailer + 24 + count * 24 > bytes.length) throw broken();
  const blocks = Array.from({ length: count }, (_, i) => {
    const at = trailer + 24 + i * 24;
    return {
      from: Number(view.getBigInt64(at + 8, littleEndian)),
      size: view.getInt32(at + 16, littleEndian),
      packed: view.getInt32(at + 20, littleEndian),
    };
  });
  const total = blocks.reduce((sum, block) => sum + block.size, 0);
  if (total > limits.inflatedBytes)
    throw new FileProblem("too-large-inflated", { limit: Math.round(limits.inflatedBytes / 1_000_000) });
  const inflated = new Uint8Array(total);
  let at = 0;
  for (const { from, size, packed } of blocks) {
    if (size < 0 || packed < 0 || from < 0 || from + packed > bytes.length) throw broken();
    try {
      const block = inflateSync(bytes.subarray(from, from + packed), { maxOutputLength: Math.max(1, size) });
      if (block.length !== size) throw broken();
      inflated.set(block, at);
    } catch {
      throw broken();
    }
    at += size;
  }
  return inflated;
}

type ColumnReader = {
  take(stream: ElementStream, element: number): void;
  endRow(row: number): void;
  column(variable: SavVariable, rows: number): TableColumn;
};

function columnReader(variable: SavVariable, dictionary: SavDictionary, capacity: number): ColumnReader {
  return variable.width === 0 ? numberReader(dictionary, capacity) : textReader(variable, dictionary);
}

function numberReader({ systemMissing, littleEndian }: SavDictionary, capacity: number): ColumnReader {
  let numbers = new Float64Array(capacity);
  let value = Number.NaN;
  return {
    take(stream) {
      if (stream.kind === "number") value = stream.value;
      else if (stream.kind === "bytes") value = stream.view.getFloat64(stream.at, littleEndian);
      else value = Number.NaN;
      if (value === systemMissing) value = Number.NaN;
    },
    endRow(row) {
      if (row >= numbers.length) {
        const larger = new Float64Array(Math.max(64, numbers.length * 2));
        larger.set(numbers);
        numbers = larger;
      }
      numbers[row] = value;
    },
    column(variable, rows) {
      return numberColumn(variable, numbers.length === rows ? numbers : numbers.slice(0, rows));
    },
  };
}

function textReader(variable: SavVariable, dictionary: SavDictionary): ColumnReader {
  // A segment of 255 bytes takes 32 elements, and its last byte is padding.
  const bytes = new Uint8Array(variable.segments.reduce((sum, segment) => sum + segment.elements * 8, 0));
  const starts = new Map<number, number>();
  variable.segments.forEach((segment, s) => {
    for (let e = 0; e < segment.elements; e++) starts.set(segment.element + e, s * 255 + e * 8);
  });
  const known = new Map<string, string | null>();
  const texts: (string | null)[] = [];
  let row = "";
  return {
    take(stream, element) {
      const at = starts.get(element)!;
      if (stream.kind === "bytes")
        bytes.set(stream.source.subarray(stream.at, Math.min(stream.at + 8, stream.at + bytes.length - at)), at);
      else bytes.fill(32, at, at + 8);
    },
    endRow() {
      let length = Math.min(variable.width, bytes.length);
      while (length > 0 && (bytes[length - 1] === 32 || bytes[length - 1] === 0)) length--;
      row = Buffer.from(bytes.buffer, 0, length).toString("latin1");
      let text = known.get(row);
      if (text === undefined) {
        text = length === 0 ? null : cleanCell(dictionary.decode(bytes.subarray(0, length)));
        if (known.size < 50_000) known.set(row, text);
      }
      texts.push(text);
    },
    column() {
      const column: TableColumn = { name: variable.name, kind: "text", texts };
      describe(column, variable);
      const missing = new Set(variable.missingTexts);
      if (missing.size) column.missingValues = [...missing].map((value) => withLabel(value, variable));
      return column;
    },
  };
}

/** Print formats that show seconds since 14 October 1582 as dates. */
const dateFormats = new Set([20, 23, 24, 28, 29, 30, 38, 39]);
const dateTimeFormats = new Set([22, 41]);
const timeFormats = new Set([21, 25, 40]);

function numberColumn(variable: SavVariable, numbers: Float64Array): TableColumn {
  if (dateFormats.has(variable.format) || dateTimeFormats.has(variable.format) || timeFormats.has(variable.format)) {
    const column: TableColumn = {
      name: variable.name,
      kind: "text",
      texts: Array.from(numbers, (value) => isoOfSeconds(value, variable.format)),
    };
    if (variable.label) column.label = cleanCell(variable.label);
    return column;
  }
  const column: TableColumn = { name: variable.name, kind: "number", numbers };
  describe(column, variable);
  if (variable.missing.length) {
    const found = new Set<number>();
    for (const { low, high } of variable.missing) if (low === high) found.add(low);
    const ranges = variable.missing.filter(({ low, high }) => low !== high);
    if (ranges.length) {
      const inRange = (value: number) => ranges.some(({ low, high }) => value >= low && value <= high);
      for (const value of numbers) if (found.size < 1000 && inRange(value)) found.add(value);
      for (const { value } of variable.labels) if (typeof value === "number" && inRange(value)) found.add(value);
    }
    column.missingValues = [...found].sort((a, b) => a - b).map((value) => withLabel(value, variable));
  }
  return column;
}

function describe(column: TableColumn, variable: SavVariable): void {
  if (variable.label) column.label = cleanCell(variable.label);
  if (variable.labels.length)
    column.valueLabels = variable.labels.map(({ value, label }) => ({ value, label: cleanCell(label) }));
}

function withLabel(value: number | string, variable: SavVariable): { value: number | string; label?: string } {
  const label = variable.labels.find((candidate) => candidate.value === value)?.label;
  return label ? { value, label: cleanCell(label) } : { value };
}

const epoch = Date.UTC(1582, 9, 14);

function isoOfSeconds(seconds: number, format: number): string | null {
  if (Number.isNaN(seconds)) return null;
  if (timeFormats.has(format)) {
    const whole = Math.round(Math.abs(seconds));
    const two = (value: number) => String(value).padStart(2, "0");
    return `${seconds < 0 ? "-" : ""}${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  }
  const moment = new Date(epoch + Math.round(seconds * 1000));
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9999) return null;
  const iso = moment.toISOString();
  return dateFormats.has(format) ? iso.slice(0, 10) : iso.slice(0, 19);
}
