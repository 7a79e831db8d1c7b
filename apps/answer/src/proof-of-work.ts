import type { WorkChallenge, WorkDone } from "@lang-nghe/contract";

/** Longest time the page does not react while it works, in milliseconds. */
const longestTurn = 30;

const roots = new Int32Array(8);
const cubes = new Int32Array(64);
// FIPS 180-4: the first 32 bits of the fractions of roots of the first primes.
for (let number = 2, found = 0; found < 64; number++) {
  let divisor = 2;
  while (number % divisor) divisor++;
  if (divisor !== number) continue;
  if (found < 8) roots[found] = (Math.sqrt(number) * 2 ** 32) | 0;
  cubes[found++] = (Math.cbrt(number) * 2 ** 32) | 0;
}

/**
 * SHA-256 of one padded block of 16 words, by hand: WebCrypto would need a turn of the event loop for each try, and is missing
 * on plain HTTP.
 * @param words 64 of them, of which the first 16 are given and the others overwritten.
 */
export function hashBlock(words: Int32Array, digest: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15]!;
    const y = words[i - 2]!;
    words[i] =
      words[i - 16]! +
      words[i - 7]! +
      (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) +
      (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = roots as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const one =
      (h +
        (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) +
        ((e & f) ^ (~e & g)) +
        cubes[i]! +
        words[i]!) |
      0;
    const two =
      ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) +
        ((a & b) ^ (a & c) ^ (b & c))) |
      0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    digest[i] = word + roots[i]!;
  });
}

const wordsOf = (hex: string) => (hex.match(/.{8}/g) ?? []).map((part) => Number.parseInt(part, 16) | 0);
const hexOf = (words: Int32Array) => Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

/**
 * Finds the counter that a challenge hides, in turns, so that the page still reacts.
 * @param turn resolves when the page has had its turn.
 * @returns what the header `x-work` says.
 */
export async function solve(
  challenge: WorkChallenge,
  now: () => number = () => performance.now(),
  turn: () => Promise<void> = () => new Promise((resume) => setTimeout(resume)),
): Promise<string> {
  const { salt, nonce, keyPrefix } = challenge.parameters;
  const [wanted] = wordsOf(keyPrefix);
  const words = new Int32Array(64);
  const digest = new Int32Array(8);
  words.set(wordsOf(salt + nonce));
  // 36 bytes, then the one bit and the length that SHA-256 puts after a message.
  words[9] = 1 << 31;
  words[15] = 36 * 8;
  let pause = now() + longestTurn;
  for (let counter = 0; ; counter++) {
    words[8] = counter;
    hashBlock(words, digest);
    if (digest[0] === wanted) {
      const done: WorkDone = { challenge, solution: { counter, derivedKey: hexOf(digest) } };
      return btoa(JSON.stringify(done));
    }
    if (counter % 256 === 0 && now() > pause) {
      await turn();
      pause = now() + longestTurn;
    }
  }
}
