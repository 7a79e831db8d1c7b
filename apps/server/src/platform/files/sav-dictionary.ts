import { FileProblem } from "./file-problem.ts";

/** One variable of a system file, its segments (very long strings) put together. */
export type SavVariable = {
  name: string;
  label: string;
  /** Bytes of a string; 0 = numeric. */
  width: number;
  /** Index of its first 8-byte element in a case, and of each segment's first element. */
  segments: { element: number; elements: number }[];
  /** Print format type (5 = F, 20 = DATE …). */
  format: number;
  missing: { low: number; high: number }[];
  missingTexts: string[];
  labels: { value: number | string; label: string }[];
};

export type SavDictionary = {
  variables: SavVariable[];
  /** 8-byte elements of one case. */
  elements: number;
  /** As the header says; -1 = not told. */
  cases: number;
  /** Name of the variable the file is weighted by. */
  weight: string | undefined;
  compression: 0 | 1 | 2;
  bias: number;
  littleEndian: boolean;
  systemMissing: number;
  decode(bytes: Uint8Array): string;
  /** Where the data begin. */
  dataAt: number;
};

type RawVariable = {
  element: number;
  type: number;
  shortName: Uint8Array;
  label: Uint8Array | undefined;
  format: number;
  missingCode: number;
  missing: Uint8Array;
};

const broken = (reason: string) => new FileProblem("broken", { reason: `.sav: ${reason}` });

/**
 * The dictionary of an SPSS system file (.sav, .zsav): variables, wording, labels, missing values, encoding.
 * Written after the format's description in the GNU PSPP developers guide, "System File Format".
 */
export function readSavDictionary(bytes: Uint8Array): SavDictionary {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 180) throw broken("header");
  const layout = view.getInt32(64, true);
  const littleEndian = layout === 2 || layout === 3;
  if (!littleEndian && view.getInt32(64, false) !== 2 && view.getInt32(64, false) !== 3) throw broken("layout");
  const int = (at: number) => {
    if (at < 0 || at + 4 > bytes.length) throw broken("dictionary");
    return view.getInt32(at, littleEndian);
  };
  const take = (at: number, length: number) => {
    if (length < 0 || at + length > bytes.length) throw broken("dictionary");
    return bytes.subarray(at, at + length);
  };
  const compression = int(72);
  if (compression !== 0 && compression !== 1 && compression !== 2) throw broken("compression");
  const raw: RawVariable[] = [];
  const labelSets: { values: { value: Uint8Array; label: Uint8Array }[]; elements: number[] }[] = [];
  const extensions = new Map<number, Uint8Array>();
  let element = 0;
  let at = 176;
  for (;;) {
    const record = int(at);
    if (record === 999) {
      at += 8;
      break;
    }
    if (record === 2) {
      const type = int(at + 4);
      const hasLabel = int(at + 8) === 1;
      const missingCode = int(at + 12);
      if (Math.abs(missingCode) > 3) throw broken("missing values");
      const variable: RawVariable = {
        element: element++,
        type,
        format: (int(at + 16) >> 16) & 0xff,
        missingCode,
        shortName: take(at + 24, 8),
        label: undefined,
        missing: new Uint8Array(),
      };
      at += 32;
      if (hasLabel) {
        const length = int(at);
        variable.label = take(at + 4, length);
        at += 4 + Math.ceil(length / 4) * 4;
      }
      variable.missing = take(at, Math.abs(missingCode) * 8);
      at += variable.missing.length;
      if (type >= 0) raw.push(variable);
    } else if (record === 3) {
      const count = int(at + 4);
      if (count < 0 || count > bytes.length / 16) throw broken("value labels");
      at += 8;
      const values = [];
      for (let i = 0; i < count; i++) {
        const value = take(at, 8);
        const length = take(at + 8, 1)[0]!;
        values.push({ value, label: take(at + 9, length) });
        at += 8 + Math.ceil((length + 1) / 8) * 8;
      }
      if (int(at) !== 4) throw broken("value labels");
      const variables = int(at + 4);
      if (variables < 0 || variables > bytes.length / 4) throw broken("value labels");
      labelSets.push({ values, elements: Array.from({ length: variables }, (_, i) => int(at + 8 + i * 4) - 1) });
      at += 8 + variables * 4;
    } else if (record === 6) at += 8 + int(at + 4) * 80;
    else if (record === 7) {
      const length = int(at + 8) * int(at + 12);
      extensions.set(int(at + 4), take(at + 16, length));
      at += 16 + length;
    } else throw broken(`record ${record}`);
    if (at <= 0 || at > bytes.length) throw broken("dictionary");
  }
  const { decode, encoding } = decoderOf(extensions, littleEndian);
  const text = (part: Uint8Array) => {
    try {
      return decode(part).replace(/[ \0]+$/, "");
    } catch {
      throw new FileProblem("unknown-encoding", { encoding });
    }
  };
  const floats = extensions.get(4);
  const float = (part: Uint8Array, offset = 0) =>
    new DataView(part.buffer, part.byteOffset, part.byteLength).getFloat64(offset, littleEndian);
  const systemMissing = floats && floats.length >= 24 ? float(floats) : -Number.MAX_VALUE;

  const longNames = new Map(pairsOf(extensions.get(13)).map(([short, long]) => [short, text(long)]));
  const veryLong = new Map(
    pairsOf(extensions.get(14)).map(([short, length]) => [short, Number.parseInt(text(length), 10)]),
  );
  const variables: SavVariable[] = [];
  const ofElement = new Map<number, SavVariable>();
  for (let i = 0; i < raw.length; i++) {
    const first = raw[i]!;
    const short = keyOf(first.shortName);
    const width = veryLong.get(short) ?? first.type;
    const pieces = width > 255 ? Math.ceil(width / 252) : 1;
    const segments = raw
      .slice(i, i + pieces)
      .map((piece) => ({ element: piece.element, elements: Math.max(1, Math.ceil(piece.type / 8)) }));
    if (segments.length !== pieces) throw broken("long strings");
    i += pieces - 1;
    const numeric = width === 0;
    const variable: SavVariable = {
      name: (longNames.get(short) ?? text(first.shortName)).normalize("NFC"),
      label: first.label ? text(first.label).normalize("NFC") : "",
      width,
      segments,
      format: first.format,
      missing: numeric ? missingNumbers(first, float) : [],
      missingTexts: numeric
        ? []
        : Array.from({ length: Math.abs(first.missingCode) }, (_, k) => text(first.missing.subarray(k * 8, k * 8 + 8))),
      labels: [],
    };
    variables.push(variable);
    ofElement.set(first.element, variable);
  }
  for (const set of labelSets)
    for (const index of set.elements) {
      const variable = ofElement.get(index);
      if (!variable) continue;
      for (const { value, label } of set.values)
        variable.labels.push({
          value: variable.width ? text(value) : float(value),
          label: text(label).normalize("NFC"),
        });
    }
  longStringRecords(extensions, variables, littleEndian, text);
  return {
    variables,
    elements: element,
    cases: int(80),
    weight: ofElement.get(int(76) - 1)?.name,
    compression,
    bias: view.getFloat64(84, littleEndian),
    littleEndian,
    systemMissing,
    decode: text,
    dataAt: at,
  };
}

/**
 * Pairs `A=b` separated by tabs (and NULs). Split as bytes: a short name is cut at eight bytes, in the middle of a letter if it
 * so falls, and is a key and no text.
 */
function pairsOf(bytes: Uint8Array = new Uint8Array()): [key: string, value: Uint8Array][] {
  const pairs: [string, Uint8Array][] = [];
  for (let start = 0; start < bytes.length; ) {
    let end = bytes.indexOf(9, start);
    if (end < 0) end = bytes.length;
    const part = bytes.subarray(start, end).filter((byte) => byte !== 0);
    const at = part.indexOf(0x3d);
    if (at > 0) pairs.push([keyOf(part.subarray(0, at)), part.subarray(at + 1)]);
    start = end + 1;
  }
  return pairs;
}

const keyOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1").trimEnd().toUpperCase();

/** Missing values of a numeric variable: up to three values, or a range and perhaps one value. */
function missingNumbers(
  variable: RawVariable,
  float: (part: Uint8Array, offset?: number) => number,
): { low: number; high: number }[] {
  const values = Array.from({ length: Math.abs(variable.missingCode) }, (_, k) => float(variable.missing, k * 8));
  if (variable.missingCode >= 0) return values.map((value) => ({ low: value, high: value }));
  const [low, high, single] = values;
  const ranges = low === undefined || high === undefined ? [] : [{ low, high }];
  return single === undefined ? ranges : [...ranges, { low: single, high: single }];
}

/** Labels (record 7, subtype 21) and missing values (22) of strings longer than 8 bytes. */
function longStringRecords(
  extensions: Map<number, Uint8Array>,
  variables: SavVariable[],
  littleEndian: boolean,
  text: (part: Uint8Array) => string,
) {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  for (const [subtype, bytes] of extensions) {
    if (subtype !== 21 && subtype !== 22) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    const int = () => {
      if (at + 4 > bytes.length) throw broken("long strings");
      at += 4;
      return view.getInt32(at - 4, littleEndian);
    };
    const take = (length: number) => {
      if (length < 0 || at + length > bytes.length) throw broken("long strings");
      at += length;
      return text(bytes.subarray(at - length, at));
    };
    while (at < bytes.length) {
      const variable = byName.get(take(int()).normalize("NFC"));
      if (subtype === 21) {
        int();
        const count = int();
        for (let i = 0; i < count; i++) {
          const value = take(int());
          variable?.labels.push({ value, label: take(int()).normalize("NFC") });
        }
      } else {
        const count = bytes[at++] ?? 0;
        const length = int();
        for (let i = 0; i < count; i++) variable?.missingTexts.push(take(length));
      }
    }
  }
}

const codePages: Record<number, string> = {
  65001: "utf-8",
  2: "us-ascii",
  874: "windows-874",
  932: "shift_jis",
  936: "gbk",
  949: "euc-kr",
  950: "big5",
  28591: "iso-8859-1",
};

/** The file's own encoding: by name (subtype 20), else by code page (subtype 3), else UTF-8 and nothing guessed. */
function decoderOf(
  extensions: Map<number, Uint8Array>,
  littleEndian: boolean,
): { decode: (part: Uint8Array) => string; encoding: string } {
  const named = extensions.get(20);
  const machine = extensions.get(3);
  let encoding = named ? new TextDecoder("latin1").decode(named).replace(/[ \0]+$/, "") : "";
  if (!encoding && machine && machine.length >= 32) {
    const page = new DataView(machine.buffer, machine.byteOffset, machine.byteLength).getInt32(28, littleEndian);
    encoding = codePages[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : "");
  }
  // A file that says it is ASCII (or nothing) and holds other bytes is read as UTF-8 or refused.
  const label =
    encoding === "" || /^(us-)?ascii$/i.test(encoding) ? "utf-8" : encoding.replace(/^cp(125\d)$/i, "windows-$1");
  try {
    const decoder = new TextDecoder(label, { fatal: true });
    const decode = (part: Uint8Array) => decoder.decode(part);
    return { decode: label.toLowerCase() === "utf-8" ? uncut(decode) : decode, encoding: encoding || "ASCII" };
  } catch {
    throw new FileProblem("unknown-encoding", { encoding });
  }
}

/** SPSS cuts texts at a number of bytes, so that the last letter of a UTF-8 text may be half there: that half is left out. */
function uncut(decode: (part: Uint8Array) => string): (part: Uint8Array) => string {
  return (part) => {
    let end = part.length;
    while (end > 0 && (part[end - 1] === 32 || part[end - 1] === 0)) end--;
    let start = end;
    while (start > 0 && end - start < 3 && (part[start - 1]! & 0xc0) === 0x80) start--;
    const lead = start > 0 ? part[start - 1]! : 0;
    const wanted = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : end - start;
    return decode(part.subarray(0, end - start < wanted ? start - 1 : end));
  };
}
