/**
 * Widths of Be Vietnam Pro (regular) in thousandths of the type size, by base letter; marks add nothing.
 * A table, not a canvas: the same text breaks at the same place on a server, a phone and in a file.
 */
const widths: readonly (readonly [letters: string, width: number])[] = [
  [" \u00a0'’", 235],
  ["ijlI.,:;|!·‘", 290],
  ['1tfr()[]{}/"“”*J', 425],
  ["szL<>?", 545],
  ["ckuvxyhenE", 600],
  ["abdgopqFKPRSTYZB+−-±", 655],
  ["0235689ƠA4NUVXHD–7", 710],
  ["OQCG=&", 790],
  ["mwM%—…", 885],
  ["W", 1010],
];
const widthOf = new Map(widths.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width] as const)));

function letterWidth(letter: string): number {
  return widthOf.get(letter) ?? 680;
}

/** Estimated width of a text in pixels at a type size; never far below the drawn width. */
export function textWidth(text: string, size: number, weight = 400): number {
  let thousandths = 0;
  for (const letter of text.normalize("NFD")) {
    if (/\p{M}/u.test(letter)) continue;
    thousandths += /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(letter)
      ? 1000
      : letterWidth(letter === "đ" ? "d" : letter === "Đ" ? "D" : letter);
  }
  return (thousandths / 1000) * size * (weight >= 600 ? 1.03 : 1);
}

function brokenWord(word: string, width: number, size: number, weight: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const letter of word) {
    if (piece !== "" && textWidth(piece + letter, size, weight) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += letter;
  }
  return piece === "" ? pieces : [...pieces, piece];
}

/** Breaks a text into lines no wider than `width` pixels, between words; a word longer than a line is cut. At least one line. */
export function wrapText(text: string, width: number, size: number, weight = 400): string[] {
  const words = text
    .normalize("NFC")
    .split(/[ \t\r\n]+/)
    .filter((word) => word !== "")
    .flatMap((word) => (textWidth(word, size, weight) > width ? brokenWord(word, width, size, weight) : [word]));
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size, weight) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}
