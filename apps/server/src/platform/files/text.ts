import { type FilePlace, FileProblem } from "./file-problem.ts";

/**
 * Text of an uploaded file: UTF-8 with or without byte order mark, or UTF-16 with one. Nothing else is guessed at,
 * because a wrong guess changes Vietnamese letters without anyone noticing.
 * @throws {FileProblem} not-utf8 (with the row, and what it may be), nul-byte.
 */
export function decodeText(bytes: Uint8Array): string {
  let text: string;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) text = decode("utf-16le", bytes);
  else if (bytes[0] === 0xfe && bytes[1] === 0xff) text = decode("utf-16be", bytes);
  else text = decode("utf-8", bytes);
  const nul = text.indexOf("\0");
  if (nul >= 0) throw new FileProblem("nul-byte", {}, { row: text.slice(0, nul).split(/\r\n|\r|\n/).length });
  return text;
}

function decode(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem("not-utf8", { guess: guessOf(bytes) }, encoding === "utf-8" ? firstBadRow(bytes) : {});
  }
}

function firstBadRow(bytes: Uint8Array): FilePlace {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let row = 1;
  let start = 0;
  for (let i = 0; i <= bytes.length; i++)
    if (i === bytes.length || bytes[i] === 0x0a) {
      try {
        decoder.decode(bytes.subarray(start, i));
      } catch {
        return { row };
      }
      row++;
      start = i + 1;
    }
  return {};
}

/** What the encoding may be, for the message only. Windows-1258 writes Vietnamese tones as separate bytes. */
function guessOf(bytes: Uint8Array): { vi: string; en: string } | "" {
  let high = 0;
  let tones = 0;
  let nul = 0;
  const end = Math.min(bytes.length, 200_000);
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === 0) nul++;
    if (byte >= 0x80) high++;
    // Letters and combining tones that only windows-1258 puts here: Ă Đ Ơ Ư ă đ ơ ư, and ̀ ̉ ̃ ́ ̣.
    if ([0xc3, 0xd0, 0xd5, 0xdd, 0xe3, 0xf0, 0xf5, 0xfd, 0xcc, 0xd2, 0xde, 0xec, 0xf2].includes(byte)) tones++;
  }
  if (nul > end / 8) return guess("UTF-16");
  return tones > high / 4 ? guess("windows-1258") : high ? guess("windows-1252") : "";
}

const guess = (name: string) => ({ vi: `; có thể là ${name}`, en: `; it may be ${name}` });

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes
const invisible = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g;

/**
 * A cell as it is kept: composed (NFC, so that one Vietnamese word is one text), line ends \n, and without control
 * characters or direction overrides, which no person typed and which can make a text look like another.
 */
export function cleanCell(text: string): string {
  // Nearly every cell is short plain ASCII.
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text.replace(/\r\n?/g, "\n").replace(invisible, "").normalize("NFC");
}

/** A number in plain form, never 1e+21: as a person would write it. */
export function plainNumber(value: number): string {
  const short = String(value);
  if (!short.includes("e")) return short;
  if (Math.abs(value) >= 1e21) return BigInt(value).toString();
  return value.toFixed(100).replace(/0+$/, "").replace(/\.$/, "");
}
