import { constants, createPublicKey, createVerify, verify as nodeVerify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnonymityError, type AnonymityErrorCode } from "../anonymity-error.ts";
import { concat, fromHex, toHex } from "../encoding.ts";
import { issuerOfPrimes, newIssuer, random, subtle } from "../testing/issuer.ts";
import appendix from "../testing/rfc-9474.json" with { type: "json" };
import { blind, checkBlinded, finalize, modulusFromSpki, prepare, signBlinded, spkiOf, verify } from "./index.ts";
import { bytesOf, integerOf, inverseOf } from "./integers.ts";

const issuer = newIssuer();
const other = newIssuer();
const k = 384;
const n = integerOf(issuer.modulus);
const message = new TextEncoder().encode("một câu trả lời, không ai biết của ai");

const failsWith = async (work: () => unknown, code: AnonymityErrorCode) => {
  const error = await Promise.resolve()
    .then(work)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  expect(error).toBeInstanceOf(AnonymityError);
  expect((error as AnonymityError).code).toBe(code);
};

const sign = (blinded: Uint8Array, by = issuer) =>
  signBlinded(by.privateOperation, by.publicOperation, by.modulus, blinded);

test.each(appendix.vectors)("$name of RFC 9474, appendix A", async (vector) => {
  const signer = issuerOfPrimes(BigInt(`0x${appendix.p}`), BigInt(`0x${appendix.q}`));
  const r = inverseOf(BigInt(`0x${vector.inverse}`), integerOf(signer.modulus))!;
  const draws = [fromHex(vector.salt), bytesOf(r, 512)];
  const prepared = concat(fromHex(vector.prefix), fromHex(appendix.message));
  if (vector.prefix !== "") expect(prepare(() => fromHex(vector.prefix), fromHex(appendix.message))).toEqual(prepared);
  const salt = vector.salt.length / 2;
  const blinding = await blind(subtle, () => draws.shift()!, signer.modulus, prepared, salt);
  expect(toHex(blinding.blinded)).toBe(vector.blinded);
  expect(toHex(blinding.inverse)).toBe(vector.inverse);
  const blindSignature = await sign(blinding.blinded, signer);
  const signature = await finalize(subtle, signer.modulus, prepared, blinding.inverse, blindSignature, salt);
  expect(toHex(signature)).toBe(vector.signature);
  // A variant's signature is none under the other salt length.
  expect(await verify(subtle, signer.modulus, prepared, signature, 48 - salt)).toBe(false);
});

test("a signature made blindly is an ordinary RSA-PSS signature", async () => {
  const prepared = prepare(random, message);
  const { blinded, inverse } = await blind(subtle, random, issuer.modulus, prepared);
  const signature = await finalize(subtle, issuer.modulus, prepared, inverse, await sign(blinded));
  const key = createPublicKey({ key: Buffer.from(issuer.spki, "base64url"), format: "der", type: "spki" });
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
  expect(nodeVerify("sha384", prepared, pss, signature)).toBe(true);
  expect(createVerify("sha384").update(message).verify(pss, signature)).toBe(false);
});

test("blinding the same message twice gives two messages that share nothing, and one signature's worth each", async () => {
  const prepared = prepare(random, message);
  const one = await blind(subtle, random, issuer.modulus, prepared);
  const two = await blind(subtle, random, issuer.modulus, prepared);
  expect(one.blinded).not.toEqual(two.blinded);
  // The inverse of one does not open the signature of the other.
  await failsWith(
    async () => finalize(subtle, issuer.modulus, prepared, one.inverse, await sign(two.blinded)),
    "signature",
  );
});

test("a signature with another key, of another message or changed in one bit is refused", async () => {
  const prepared = prepare(random, message);
  const { blinded, inverse } = await blind(subtle, random, issuer.modulus, prepared);
  const blindSignature = await sign(blinded);
  const signature = await finalize(subtle, issuer.modulus, prepared, inverse, blindSignature);
  expect(await verify(subtle, issuer.modulus, prepared, signature)).toBe(true);
  expect(await verify(subtle, other.modulus, prepared, signature)).toBe(false);
  expect(await verify(subtle, issuer.modulus, prepare(random, message), signature)).toBe(false);
  for (const at of [0, 200, 383]) {
    const changed = signature.slice();
    changed[at]! ^= 1;
    expect(await verify(subtle, issuer.modulus, prepared, changed)).toBe(false);
  }
  for (const wrong of [new Uint8Array(0), signature.slice(1), concat(signature, Uint8Array.of(0))])
    expect(await verify(subtle, issuer.modulus, prepared, wrong)).toBe(false);
  const byOther = other.privateOperation(bytesOf(integerOf(blinded) % integerOf(other.modulus), k));
  await failsWith(() => finalize(subtle, issuer.modulus, prepared, inverse, byOther), "signature");
  await failsWith(() => finalize(subtle, issuer.modulus, prepared, inverse, blindSignature.subarray(1)), "length");
});

test("the issuer refuses every length but its own, and 0, 1, n − 1, n and n + 5", async () => {
  const good = bytesOf(n / 3n, k);
  checkBlinded(issuer.modulus, good);
  for (const length of [0, 1, k - 1, k + 1, 2 * k]) {
    const wrong = new Uint8Array(length).fill(7);
    await failsWith(() => checkBlinded(issuer.modulus, wrong), "length");
    await failsWith(() => sign(wrong), "length");
  }
  for (const value of [0n, 1n, n - 1n, n, n + 5n]) {
    await failsWith(() => checkBlinded(issuer.modulus, bytesOf(value, k)), "range");
    await failsWith(() => sign(bytesOf(value, k)), "range");
  }
  for (const value of [2n, n - 2n]) checkBlinded(issuer.modulus, bytesOf(value, k));
});

test("nothing refused reaches the private key, and a faulty result never leaves", async () => {
  let uses = 0;
  const counted = (bytes: Uint8Array) => {
    uses++;
    return issuer.privateOperation(bytes);
  };
  await failsWith(() => signBlinded(counted, issuer.publicOperation, issuer.modulus, bytesOf(1n, k)), "range");
  expect(uses).toBe(0);
  const faulty = (bytes: Uint8Array) => {
    const result = Uint8Array.from(issuer.privateOperation(bytes));
    result[100]! ^= 4;
    return result;
  };
  const blinded = bytesOf(n / 3n, k);
  await failsWith(() => signBlinded(faulty, issuer.publicOperation, issuer.modulus, blinded), "fault");
  await failsWith(() => signBlinded(() => new Uint8Array(3), issuer.publicOperation, issuer.modulus, blinded), "fault");
});

test("an issuer's key is read in one form only: RSA, 3072 bits, 65537", async () => {
  expect(modulusFromSpki(issuer.spki)).toEqual(issuer.modulus);
  expect(spkiOf(issuer.modulus)).toBe(issuer.spki);
  await failsWith(() => modulusFromSpki(newIssuer(2048).spki), "key");
  await failsWith(() => modulusFromSpki(`${issuer.spki}A`), "key");
  await failsWith(() => modulusFromSpki(issuer.spki.slice(0, -4)), "key");
  await failsWith(() => modulusFromSpki(""), "key");
  const even = issuer.modulus.slice();
  even[383]! &= 0xfe;
  await failsWith(() => modulusFromSpki(spkiOf(even)), "key");
});

test("a source of chance that is broken is noticed", async () => {
  const prepared = prepare(random, message);
  await failsWith(() => blind(subtle, () => new Uint8Array(5), issuer.modulus, prepared), "random");
  await failsWith(() => blind(subtle, (length) => new Uint8Array(length), issuer.modulus, prepared), "random");
  await failsWith(() => prepare(() => new Uint8Array(31), message), "random");
});

test("integers and bytes go both ways, and inverses are inverses", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: n - 1n }), (a) => {
      expect(integerOf(bytesOf(a, k))).toBe(a);
      expect((inverseOf(a, n)! * a) % n).toBe(1n);
    }),
    { numRuns: 50 },
  );
  expect(inverseOf(6n, 9n)).toBeUndefined();
});
