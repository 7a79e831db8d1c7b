/**
 * Letters of codes and shares. None looks like another of them (I, L and O are read as 1 and 0, U is none), and none
 * wakes a Vietnamese keyboard: Telex, VNI and VIQR change vowels, Y, W and DD as one types, so A, D, E, W and Y are left out too.
 * The place of a letter is its value.
 */
export const letters = "0123456789BCFGHJKMNPQRSTVXZ";

/** Letters of a row before its check character: 27^13 > 2^61. */
export const rowLength = 13;

/** Units modulo 27 whose neighbours differ by a unit: one wrong letter, or two neighbours swapped, change the sum. */
const factorAt = (place: number): number => 3 * Math.floor(place / 2) + 1 + (place % 2);

/** The check character of a row of 13 letters of the alphabet above. */
export function checkCharacter(row: string): string {
  let sum = 0;
  for (let place = 0; place < row.length; place++) sum += factorAt(place) * letters.indexOf(row[place] ?? "");
  // With the check, whose factor is 20, all adds up to 0: 20 · 4 = 80 = −1 modulo 27.
  return letters[(4 * sum) % 27] ?? "";
}

/** A row and its check character as people read them: XXXXX-XXXXX-XXXX. */
export const printedRow = (row: string): string => `${row}${checkCharacter(row)}`.replace(/(.{5})(?=.)/g, "$1-");

/**
 * What somebody typed, in the alphabet's letters: small or large, with spaces, hyphens and line breaks anywhere,
 * O for 0, I and L for 1.
 * @returns the letters, or the first character that is none.
 */
export function lettersOf(typed: string): { readonly row: string } | { readonly stranger: string } {
  const row = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Dash}_.·]/gu, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  const stranger = [...row].find((letter) => !letters.includes(letter));
  return stranger === undefined ? { row } : { stranger };
}
