/** A variable of a made-up system file. `width` 0 or absent = numeric. */
export type MadeVariable = {
  name: string;
  label?: string;
  width?: number;
  format?: number;
  missing?: number[];
  range?: [number, number];
  labels?: [value: number | string, label: string][];
};

/**
 * A .sav file, compressed by bytes, made after the format's description so that tests need no file of others.
 * `weight` is the number of the weight variable's first element, from 1; `encode` turns text into the bytes of `encoding`.
 */
export function savFile(
  variables: MadeVariable[],
  rows: (number | string | null)[][],
  { encoding = "UTF-8", encode = (text: string) => Buffer.from(text, "utf8"), cases = rows.length, weight = 0 } = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const int = (value: number) => {
    const buffer = Buffer.alloc(4);
    buffer.writeInt32LE(value);
    parts.push(buffer);
  };
  const float = (value: number) => {
    const buffer = Buffer.alloc(8);
    buffer.writeDoubleLE(value);
    parts.push(buffer);
  };
  const padded = (bytes: Uint8Array, length: number) =>
    parts.push(Buffer.concat([bytes, Buffer.alloc(Math.max(0, length - bytes.length), 32)], length));
  padded(Buffer.from("$FL2"), 4);
  padded(Buffer.from("@(#) SPSS DATA FILE"), 60);
  int(2);
  int(variables.length);
  int(1);
  int(weight);
  int(cases);
  float(100);
  padded(Buffer.from("06 Feb 2610:00:00"), 17);
  padded(Buffer.from(""), 64);
  padded(Buffer.from([0, 0, 0]), 3);
  let element = 0;
  const starts: number[] = [];
  variables.forEach(({ label, width = 0, format = width ? 1 : 5, missing = [], range }, v) => {
    starts.push(element + 1);
    const elements = Math.max(1, Math.ceil(width / 8));
    for (let e = 0; e < elements; e++) {
      element++;
      int(2);
      int(e ? -1 : width);
      int(!e && label ? 1 : 0);
      int(e ? 0 : range ? -2 : missing.length);
      int((format << 16) | (8 << 8));
      int((format << 16) | (8 << 8));
      padded(Buffer.from(e ? "" : `V${v}`), 8);
      if (e) continue;
      if (label) {
        const bytes = encode(label);
        int(bytes.length);
        padded(bytes, Math.ceil(bytes.length / 4) * 4);
      }
      for (const value of range ?? missing) float(value);
    }
  });
  variables.forEach(({ labels = [] }, v) => {
    if (!labels.length) return;
    int(3);
    int(labels.length);
    for (const [value, label] of labels) {
      if (typeof value === "number") float(value);
      else padded(encode(value), 8);
      const bytes = encode(label);
      parts.push(Buffer.from([bytes.length]));
      padded(bytes, Math.ceil((bytes.length + 1) / 8) * 8 - 1);
    }
    int(4);
    int(1);
    int(starts[v]!);
  });
  const extension = (subtype: number, bytes: Uint8Array) => {
    int(7);
    int(subtype);
    int(1);
    int(bytes.length);
    parts.push(Buffer.from(bytes));
  };
  extension(
    13,
    Buffer.concat(variables.flatMap(({ name }, v) => [Buffer.from(`${v ? "\t" : ""}V${v}=`), encode(name)])),
  );
  if (encoding) extension(20, Buffer.from(encoding));
  int(999);
  int(0);
  const codes: number[] = [];
  const raw: Buffer[] = [];
  const flush = () => {
    while (codes.length < 8) codes.push(0);
    parts.push(Buffer.from(codes.splice(0, 8)), ...raw.splice(0));
  };
  const push = (code: number, bytes?: Buffer) => {
    codes.push(code);
    if (bytes) raw.push(bytes);
    if (codes.length === 8) flush();
  };
  for (const row of rows)
    row.forEach((value, v) => {
      const { width = 0 } = variables[v]!;
      if (width) {
        const bytes = Buffer.concat([encode(String(value ?? "")), Buffer.alloc(width + 8, 32)]);
        for (let e = 0; e < Math.ceil(width / 8); e++) push(253, bytes.subarray(e * 8, e * 8 + 8));
      } else if (value === null) push(255);
      else if (Number.isInteger(value) && Number(value) >= -99 && Number(value) <= 151) push(Number(value) + 100);
      else {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(Number(value));
        push(253, bytes);
      }
    });
  if (codes.length) flush();
  return new Uint8Array(Buffer.concat(parts));
}
