import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import * as noble from "@noble/ed25519";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyEd25519 } from "./ed25519.ts";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

function signer(seed: Uint8Array) {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  return {
    publicKey: new Uint8Array(raw),
    sign: (message: Uint8Array) => new Uint8Array(sign(null, message, secret)),
  };
}

/** Node's own public key of 32 bytes, whatever they are. */
const nodesKey = (raw: Uint8Array): KeyObject =>
  createPublicKey({
    key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]),
    format: "der",
    type: "spki",
  });

// RFC 8032, 7.1: TEST 1, 2 and 3.
test.each([
  [
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
])("RFC 8032's signature of key %s holds, and no other one of it", async (key, message, signature) => {
  expect(await verifyEd25519(bytes(key), bytes(message), bytes(signature))).toBe(true);
  expect(await verifyEd25519(bytes(key), bytes(`${message}00`), bytes(signature))).toBe(false);
  const other = bytes(signature);
  other[40]! ^= 16;
  expect(await verifyEd25519(bytes(key), bytes(message), other)).toBe(false);
});

test("what Node signs holds; with any one bit of key, text or signature turned it does not, as Node and noble say", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(),
      async (seed, message, turned) => {
        const { publicKey, sign } = signer(seed);
        const whole = Uint8Array.from([...publicKey, ...sign(message), ...message]);
        const changed = whole.slice();
        const bit = turned % (8 * whole.length);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        const parts = (all: Uint8Array) => [all.slice(0, 32), all.slice(96), all.slice(32, 96)] as const;
        const held = async (all: Uint8Array) => {
          const [key, text, signature] = parts(all);
          const node = verify(null, text, nodesKey(key), signature);
          const nobles = await noble.verifyAsync(signature, text, key, { zip215: false }).catch(() => false);
          return [await verifyEd25519(key, text, signature), node, nobles];
        };
        expect(await held(whole)).toEqual([true, true, true]);
        expect(await held(changed)).toEqual([false, false, false]);
      },
    ),
    { numRuns: 40, endOnFailure: true },
  );
});

// Points of order 1, 2, 4 and 8 as RFC 8032 encodes them (from the table of "Taming the many EdDSAs", 2020).
const smallOrder = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];

describe("refused, whatever the text", () => {
  test("keys of small order, under which R = −k·A and s = 0 would hold for one text in eight or more", async () => {
    for (const key of smallOrder)
      for (const first of smallOrder)
        for (let text = 0; text < 4; text++)
          expect(
            await verifyEd25519(
              bytes(key),
              Uint8Array.of(text),
              Uint8Array.from([...bytes(first), ...new Array(32).fill(0)]),
            ),
          ).toBe(false);
  });
  test("s not below the order of the group: the same signature written in a second way", async () => {
    const { publicKey, sign } = signer(new Uint8Array(32).fill(7));
    const message = bytes("0a0b");
    const signature = sign(message);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = order + BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString("hex")}`);
    const second = signature.map((byte, at) => {
      if (at < 32) return byte;
      const low = Number(s & 255n);
      s >>= 8n;
      return low;
    });
    expect(await verifyEd25519(publicKey, message, signature)).toBe(true);
    expect(await verifyEd25519(publicKey, message, second)).toBe(false);
  });
  test("encodings that are no point, or a second one of a point, and lengths that are wrong", async () => {
    const { publicKey, sign } = signer(new Uint8Array(32).fill(9));
    const message = bytes("01");
    const signature = sign(message);
    const wrong = [
      "0200000000000000000000000000000000000000000000000000000000000000", // no x for y = 2
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p + 1, that is 1
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y = p, that is 0
      "0100000000000000000000000000000000000000000000000000000000000080", // x = 0, said to be odd
      "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ].map(bytes);
    for (const point of wrong) {
      expect(await verifyEd25519(point, message, signature)).toBe(false);
      expect(await verifyEd25519(publicKey, message, Uint8Array.from([...point, ...signature.slice(32)]))).toBe(false);
    }
    expect(await verifyEd25519(publicKey, message, signature.slice(1))).toBe(false);
    expect(await verifyEd25519(publicKey.slice(1), message, signature)).toBe(false);
    expect(await verifyEd25519(publicKey, message, Uint8Array.from([...signature, 0]))).toBe(false);
  });
});

test("buffers are verified like other arrays, more than once, and left as they are", async () => {
  const { publicKey, sign } = signer(new Uint8Array(32).fill(11));
  const message = Buffer.from("0a0b", "hex");
  const [key, signature] = [Buffer.from(publicKey), Buffer.from(sign(message))];
  for (let time = 0; time < 2; time++) expect(await verifyEd25519(key, message, signature)).toBe(true);
  expect([new Uint8Array(key), new Uint8Array(signature)]).toEqual([publicKey, sign(message)]);
});
