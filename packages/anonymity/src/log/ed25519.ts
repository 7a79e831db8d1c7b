// Verification of Ed25519 (RFC 8032, 5.1.7), and nothing else of it: no secret is ever in here, so that nothing must take
// the same time for all inputs. Libraries bring signing along, at three times the size, to a page that counts kilobytes;
// WebCrypto's own came to phones only in 2025.
import { integerOf } from "../blind-signature/integers.ts";
import { concat } from "../encoding.ts";
import { digest } from "./digest.ts";

const p = 2n ** 255n - 19n;
/** Of the base point: 2^252 + 27742317777372353535851937790883648493. */
const order = 2n ** 252n + 0x14def9dea2f79cd65812631a5cf5d3edn;
/** −121665/121666. */
const d = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;

/** Extended coordinates (RFC 8032, 5.1.4): x = X/Z, y = Y/Z, x·y = T/Z. */
type Point = readonly [X: bigint, Y: bigint, Z: bigint, T: bigint];

const modulo = (a: bigint): bigint => ((a % p) + p) % p;
// A copy whatever kind of array it is: the slice of a Buffer is the Buffer's own memory.
const littleEndian = (bytes: Uint8Array): bigint => integerOf(new Uint8Array(bytes).reverse());

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, left] = [base, exponent]; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % p;
    square = (square * square) % p;
  }
  return result;
}

/** RFC 8032, 5.1.4. Complete: the same points and the neutral one are added by the same formula. */
function add([X1, Y1, Z1, T1]: Point, [X2, Y2, Z2, T2]: Point): Point {
  const a = ((Y1 - X1) * (Y2 - X2)) % p;
  const b = ((Y1 + X1) * (Y2 + X2)) % p;
  const c = (2n * d * ((T1 * T2) % p)) % p;
  const twice = (2n * Z1 * Z2) % p;
  const [e, f, g, h] = [b - a, twice - c, twice + c, b + a];
  return [(e * f) % p, (g * h) % p, (f * g) % p, (e * h) % p];
}

const fromAffine = (x: bigint, y: bigint): Point => [x, y, 1n, (x * y) % p];
const base = fromAffine(
  0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  0x6666666666666666666666666666666666666666666666666666666666666658n,
);
const neutral = fromAffine(0n, 1n);

const same = ([X1, Y1, Z1]: Point, [X2, Y2, Z2]: Point): boolean =>
  modulo(X1 * Z2 - X2 * Z1) === 0n && modulo(Y1 * Z2 - Y2 * Z1) === 0n;

/** The point that 32 bytes encode (RFC 8032, 5.1.3); undefined where they encode none, or are not the one encoding of it. */
function pointOf(bytes: Uint8Array): Point | undefined {
  const encoded = littleEndian(bytes);
  const y = encoded & (2n ** 255n - 1n);
  if (y >= p) return undefined;
  const u = modulo(y * y - 1n);
  const v = (d * y * y + 1n) % p;
  const root = (u * v ** 3n * power((u * v ** 7n) % p, (p - 5n) / 8n)) % p;
  const x = [root, (root * power(2n, (p - 1n) / 4n)) % p].find((each) => modulo(v * each * each - u) === 0n);
  const odd = encoded >> 255n;
  if (x === undefined || (x === 0n && odd)) return undefined;
  return fromAffine((x & 1n) === odd ? x : p - x, y);
}

/** a·A + b·B, both from their highest bits down at once. */
function sumOfProducts(a: bigint, A: Point, b: bigint, B: Point): Point {
  const both = add(A, B);
  let sum = neutral;
  for (let bit = 252n; bit >= 0n; bit--) {
    sum = add(sum, sum);
    const [inA, inB] = [(a >> bit) & 1n, (b >> bit) & 1n];
    if (inA || inB) sum = add(sum, inA ? (inB ? both : A) : B);
  }
  return sum;
}

/**
 * Ed25519 as Go and OpenSSL check it (without the cofactor), with encodings other than RFC 8032's refused; keys of small order too,
 * under which one signature would hold for many texts.
 * @returns false for whatever is no signature or no key; never rejects.
 */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  const first = signature.slice(0, 32);
  const s = littleEndian(signature.slice(32));
  const [A, R] = [pointOf(publicKey), pointOf(first)];
  if (!A || !R || s >= order) return false;
  const fourfold = add(add(A, A), add(A, A));
  if (same(add(fourfold, fourfold), neutral)) return false;
  const k = littleEndian(await digest("SHA-512", concat(first, publicKey, message))) % order;
  const [X, Y, Z, T] = A;
  // s·B = R + k·A, which is k·(−A) + s·B = R.
  return same(sumOfProducts(k, [p - X, Y, Z, p - T], s, base), R);
}
