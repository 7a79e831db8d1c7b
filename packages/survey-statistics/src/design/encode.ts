/** Codes of a categorical column: `codes[i]` indexes `levels`; −1 = missing. */
export interface Encoded {
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/**
 * Numbers the distinct values of a column in order of first appearance, or in the order of `levels` when given.
 * null, undefined, NaN and values outside `levels` become −1.
 *
 * @param values any length; numbers are compared by their shortest decimal.
 */
export function encode(
  values: readonly (string | number | null | undefined)[],
  levels?: readonly (string | number)[],
): Encoded {
  const position = new Map<string, number>();
  for (const level of levels ?? []) position.set(String(level), position.size);
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined || Number.isNaN(value)) {
      codes[i] = -1;
      continue;
    }
    const key = String(value);
    let code = position.get(key);
    if (code === undefined) {
      code = levels === undefined ? position.size : -1;
      if (levels === undefined) position.set(key, code);
    }
    codes[i] = code;
  }
  return { codes, levels: [...position.keys()] };
}

/** One code for every combination of two columns: `first + firstLevels · second`; −1 where either is missing. */
export function crossCodes(
  first: Int32Array,
  firstLevels: number,
  second: Int32Array,
  codes: Int32Array = new Int32Array(first.length),
): Int32Array {
  for (let i = 0; i < first.length; i++) {
    const a = first[i]!;
    const b = second[i]!;
    codes[i] = a < 0 || b < 0 ? -1 : a + firstLevels * b;
  }
  return codes;
}

/** 1 where `codes` is `level`, 0 elsewhere, NaN where missing: the column whose mean is the level's proportion. */
export function indicator(codes: Int32Array, level: number): Float64Array {
  return Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : code === level ? 1 : 0));
}
