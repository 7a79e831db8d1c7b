import { combine, split } from "shamir-secret-sharing";
import { AnonymityError } from "./anonymity-error.ts";
import { bytesOf, integerOf } from "./blind-signature/integers.ts";
import { checkCharacter, letters, lettersOf, printedRow, rowLength } from "./check-character.ts";
import { concat, sameBytes, utf8 } from "./encoding.ts";
import { keysBelongTogether, type TabulationKeys } from "./sealing/open-answer.ts";
import { idBytes } from "./token.ts";
import { type Bytes, type Random, type Subtle, sha256 } from "./web-crypto.ts";

/** Shares made, and shares that open. */
export const shareCounts = { made: 3, needed: 2 } as const;

/** Whose shares these are: the wave's study, and the public half that answers are sealed to. */
export interface SharedKey {
  readonly studyId: string;
  /** 65 bytes. */
  readonly publicKey: Bytes;
}

const tagLength = 7;
const shareLength = 33;
const sumLength = 4;
/** 45 bytes are a number of 76 letters: six rows. */
const bytesInAll = 1 + tagLength + shareLength + sumLength;
const rows = 6;

/** One share, read. */
interface Share {
  /** 1, 2 or 3. */
  readonly number: number;
  readonly tag: Bytes;
  readonly share: Bytes;
}

/**
 * Splits the private half among three people, any two of whom can open (Shamir, over bytes). Chance comes from the global
 * WebCrypto, as the library wants it.
 * @returns three texts to print: six rows of letters each, every row with a check character.
 */
export async function splitTabulationKey(
  subtle: Subtle,
  studyId: string,
  { publicKey, privateKey }: TabulationKeys,
): Promise<string[]> {
  if (privateKey.length !== shareLength - 1) throw new AnonymityError("key", "a tabulation key has 32 bytes");
  const tag = await tagOf(subtle, { studyId, publicKey });
  const shares = await split(privateKey, shareCounts.made, shareCounts.needed);
  return Promise.all(
    shares.map(async (share, i) => {
      const body = concat(Uint8Array.of(i + 1), tag, share);
      return printed(concat(body, await sumOf(subtle, body)));
    }),
  );
}

/**
 * Puts the private half together from two or three printed shares, and tries whether it opens.
 * @throws {AnonymityError} naming the share by its place in the list (`share 2`):
 *   `share-format` (too many or too few letters, or a strange one), `share-mistyped` (naming the row),
 *   `share-of-another-wave`, `share-twice`, `shares-too-few`, or `shares-do-not-open`
 */
export async function combineShares(
  subtle: Subtle,
  random: Random,
  shared: SharedKey,
  texts: readonly string[],
): Promise<TabulationKeys> {
  const tag = await tagOf(subtle, shared);
  const read: Share[] = [];
  for (const [i, text] of texts.entries()) {
    const name = `share ${i + 1}`;
    const share = await readShare(subtle, text, name);
    if (!sameBytes(share.tag, tag))
      throw new AnonymityError("share-of-another-wave", `${name}: belongs to another study or another key`);
    const same = read.findIndex(({ number }) => number === share.number);
    if (same >= 0) throw new AnonymityError("share-twice", `${name}: is the same share as share ${same + 1}`);
    read.push(share);
  }
  if (read.length < shareCounts.needed)
    throw new AnonymityError("shares-too-few", `${shareCounts.needed} shares are needed`);
  const privateKey = new Uint8Array(await combine(read.map(({ share }) => share)));
  const keys = { publicKey: shared.publicKey, privateKey };
  if (!(await keysBelongTogether(subtle, keys, random)))
    throw new AnonymityError("shares-do-not-open", "the shares are well written, but do not give the key of this wave");
  return keys;
}

/** @throws {AnonymityError} `share-format` or `share-mistyped` */
async function readShare(subtle: Subtle, text: string, name: string): Promise<Share> {
  const read = lettersOf(text);
  if ("stranger" in read) throw new AnonymityError("share-format", `${name}: ${read.stranger} is in no share`);
  const all = rows * (rowLength + 1);
  if (read.row.length !== all)
    throw new AnonymityError("share-format", `${name}: has ${read.row.length} letters and should have ${all}`);
  let digits = "";
  for (let i = 0; i < rows; i++) {
    const row = read.row.slice(i * (rowLength + 1), (i + 1) * (rowLength + 1));
    if (checkCharacter(row.slice(0, rowLength)) !== row[rowLength])
      throw new AnonymityError("share-mistyped", `${name}: row ${i + 1} is mistyped`);
    digits += row.slice(0, rowLength);
  }
  const bytes = bytesOfLetters(digits);
  const body = bytes?.slice(0, -sumLength);
  if (bytes === undefined || body === undefined || !sameBytes(bytes.slice(-sumLength), await sumOf(subtle, body)))
    throw new AnonymityError("share-mistyped", `${name}: two letters or more are wrong, or rows are swapped`);
  return { number: body[0] ?? 0, tag: body.slice(1, 1 + tagLength), share: body.slice(1 + tagLength) };
}

/** Which wave a share belongs to, without telling anything of the key. */
const tagOf = async (subtle: Subtle, { studyId, publicKey }: SharedKey) =>
  (await sha256(subtle, concat(utf8("lang-nghe share"), idBytes(studyId), publicKey))).slice(0, tagLength);

const sumOf = async (subtle: Subtle, body: Bytes) => (await sha256(subtle, body)).slice(0, sumLength);

/** The bytes as one number, written with 27 letters. */
function printed(bytes: Bytes): string {
  let number = integerOf(bytes);
  let text = "";
  for (let i = 0; i < rows * rowLength; i++) {
    text = `${letters[Number(number % 27n)]}${text}`;
    number /= 27n;
  }
  return Array.from({ length: rows }, (_, i) => printedRow(text.slice(i * rowLength, (i + 1) * rowLength))).join("\n");
}

/** Undefined when the number is larger than any that `printed` writes. */
function bytesOfLetters(digits: string): Bytes | undefined {
  let number = 0n;
  for (const letter of digits) number = number * 27n + BigInt(letters.indexOf(letter));
  return number < 2n ** BigInt(8 * bytesInAll) ? bytesOf(number, bytesInAll) : undefined;
}
