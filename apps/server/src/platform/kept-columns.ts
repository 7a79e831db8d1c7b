// Columns of a list as they are kept in one cell of the database: typed, deflated, under one hash.
import { createHash } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/** A column. numbers: NaN = missing. text: place in `values`, -1 = missing. */
export type KeptColumn =
  | { name: string; kind: "number"; numbers: Float64Array }
  | { name: string; kind: "text"; codes: Int32Array; values: string[] };

/** Text of a row; "" where missing. */
export function textAt(column: KeptColumn, row: number): string {
  if (column.kind === "text") return column.values[column.codes[row]!] ?? "";
  const value = column.numbers[row]!;
  return Number.isNaN(value) ? "" : String(value);
}

type Stored = { name: string; numbers?: string; codes?: string; values?: string[] };

const base64 = (array: ArrayBufferView) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
const memory = (text: string): ArrayBuffer => {
  const bytes = Buffer.from(text, "base64");
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
};

/** The columns as they are kept, and the SHA-256 of them before they are deflated. Of a large frame: in a thread. */
export function packColumns(columns: readonly KeptColumn[]): { hash: string; body: Uint8Array } {
  const stored = columns.map(
    (column): Stored =>
      column.kind === "number"
        ? { name: column.name, numbers: base64(column.numbers) }
        : { name: column.name, codes: base64(column.codes), values: column.values },
  );
  const text = JSON.stringify(stored);
  const hash = createHash("sha256").update(text).digest("hex");
  return { hash, body: deflateRawSync(text, { level: 3 }) };
}

/** Columns as packColumns packed them. Of a large frame it takes seconds: call it in a computing thread. */
export function unpackColumns(body: Uint8Array): KeptColumn[] {
  const stored = JSON.parse(inflateRawSync(body).toString()) as Stored[];
  return stored.map(
    ({ name, numbers, codes, values }): KeptColumn =>
      numbers === undefined
        ? { name, kind: "text", codes: new Int32Array(memory(codes ?? "")), values: values ?? [] }
        : { name, kind: "number", numbers: new Float64Array(memory(numbers)) },
  );
}
