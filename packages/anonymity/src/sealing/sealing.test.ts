import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { concat, fromHex, toBase64url, toHex, utf8 } from "../encoding.ts";
import { random, subtle } from "../testing/issuer.ts";
import type { Bytes } from "../web-crypto.ts";
import { type EphemeralKeys, sealTo } from "./hpke-seal.ts";
import {
  keysBelongTogether,
  makeDraftKey,
  makeTabulationKeys,
  openAnswer,
  openDraft,
  openingKey,
  paddedLengths,
  sealAnswer,
  sealDraft,
  sealedLengths,
} from "./index.ts";
import { pad, unpad } from "./padding.ts";

const context = { studyId: "0b5c3f7e-90a1-4c1e-8d4e-6a54a1f0c9d2", manifestHash: new Uint8Array(32).fill(3) };
const answer = { answers: { nước: "rất tốt", tuổi: 41 }, language: "vi", version: 2, cell: 7 };

/** RFC 9180, appendix A.3.1. */
const vector = {
  info: "4f6465206f6e2061204772656369616e2055726e",
  ephemeralPublic:
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
  ephemeralPrivate: "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb",
  recipientPublic:
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
  associated: "436f756e742d30",
  plaintext: "4265617574792069732074727574682c20747275746820626561757479",
  ciphertext: "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434",
};

async function keyPair(publicKey: Bytes, privateKey: Bytes): Promise<EphemeralKeys> {
  const point = {
    kty: "EC",
    crv: "P-256",
    x: toBase64url(publicKey.slice(1, 33)),
    y: toBase64url(publicKey.slice(33)),
  };
  const curve = { name: "ECDH", namedCurve: "P-256" };
  return {
    publicKey: await subtle.importKey("jwk", point, curve, true, []),
    privateKey: await subtle.importKey("jwk", { ...point, d: toBase64url(privateKey) }, curve, false, ["deriveBits"]),
  };
}

test("sealing gives the bytes of RFC 9180, appendix A.3.1", async () => {
  const ephemeral = await keyPair(fromHex(vector.ephemeralPublic), fromHex(vector.ephemeralPrivate));
  const sealed = await sealTo(
    subtle,
    fromHex(vector.recipientPublic),
    fromHex(vector.info),
    fromHex(vector.associated),
    fromHex(vector.plaintext),
    ephemeral,
  );
  expect(toHex(sealed)).toBe(vector.ephemeralPublic + vector.ciphertext);
});

test("@hpke/core opens what is sealed here, with our info and associated data in plain sight", async () => {
  const keys = await makeTabulationKeys(subtle);
  const sealed = await sealAnswer(subtle, keys.publicKey, context, answer);
  const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
  const recipient = await suite.createRecipientContext({
    recipientKey: await openingKey(keys),
    enc: sealed.slice(0, 65),
    info: utf8("lang-nghe answer 1"),
  });
  const associated = utf8(`0b5c3f7e-90a1-4c1e-8d4e-6a54a1f0c9d2|${Buffer.alloc(32, 3).toString("base64url")}`);
  const padded = new Uint8Array(await recipient.open(sealed.slice(65), associated));
  expect(padded.length).toBe(4096);
  expect(JSON.parse(Buffer.from(padded.subarray(4, 4 + Buffer.from(padded).readUInt32BE())).toString())).toEqual(
    answer,
  );
});

test("answers open with the wave's key, in its study and manifest, and only so", async () => {
  const keys = await makeTabulationKeys(subtle);
  const key = await openingKey(keys);
  const sealed = await sealAnswer(subtle, keys.publicKey, context, answer);
  expect(await openAnswer(key, context, sealed)).toEqual(answer);
  const agreed = { ...answer, purposes: { consent_open: true, consent_again: false } };
  expect(await openAnswer(key, context, await sealAnswer(subtle, keys.publicKey, context, agreed))).toEqual(agreed);
  const cannot = { code: "cannot-open" };
  const otherStudy = { ...context, studyId: context.studyId.replace("0b", "0c") };
  await expect(openAnswer(key, otherStudy, sealed)).rejects.toMatchObject(cannot);
  const otherManifest = { ...context, manifestHash: new Uint8Array(32) };
  await expect(openAnswer(key, otherManifest, sealed)).rejects.toMatchObject(cannot);
  const otherKey = await openingKey(await makeTabulationKeys(subtle));
  await expect(openAnswer(otherKey, context, sealed)).rejects.toMatchObject(cannot);
  for (const at of [1, 70, sealed.length - 1]) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    await expect(openAnswer(key, context, changed)).rejects.toMatchObject(cannot);
  }
  for (const wrong of [sealed.slice(1), new Uint8Array(0), concat(sealed, Uint8Array.of(0))])
    await expect(openAnswer(key, context, wrong)).rejects.toMatchObject({ code: "sealed-format" });
});

test("what opens but is not a set of answers is told apart", async () => {
  const keys = await makeTabulationKeys(subtle);
  const key = await openingKey(keys);
  for (const wrong of [
    { ...answer, name: "An" },
    { ...answer, cell: -1 },
    { ...answer, answers: [] },
    { ...answer, purposes: ["consent_open"] },
    { ...answer, purposes: { consent_open: "yes" } },
    null,
    5,
  ]) {
    const sealed = await sealAnswer(subtle, keys.publicKey, context, wrong as typeof answer);
    await expect(openAnswer(key, context, sealed)).rejects.toMatchObject({ code: "sealed-format" });
  }
});

test("a sealed answer has one of four lengths, and the same answer twice shares no bytes", async () => {
  expect(sealedLengths).toEqual([4177, 8273, 16465, 32849]);
  const { publicKey } = await makeTabulationKeys(subtle);
  for (const [letters, length] of [
    [0, 4177],
    [4000, 4177],
    [4096, 8273],
    [9000, 16465],
    [30_000, 32849],
  ] as const) {
    const sealed = await sealAnswer(subtle, publicKey, context, { ...answer, answers: { open: "a".repeat(letters) } });
    expect(sealed.length).toBe(length);
  }
  const [one, two] = await Promise.all([1, 2].map(() => sealAnswer(subtle, publicKey, context, answer)));
  expect(one!.slice(0, 65)).not.toEqual(two!.slice(0, 65));
});

test("longer answers are refused in words", async () => {
  const { publicKey } = await makeTabulationKeys(subtle);
  const long = { ...answer, answers: { open: "ư".repeat(20_000) } };
  await expect(sealAnswer(subtle, publicKey, context, long)).rejects.toThrow(
    "the answers take 40 KB and 32 KB is the most that can be sent",
  );
});

test("padding is undone exactly, and nothing else is taken for padding", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 9000 }), (content) => {
      const padded = pad(content);
      expect(paddedLengths).toContain(padded.length);
      expect(unpad(padded)).toEqual(new Uint8Array(content));
    }),
    { numRuns: 50 },
  );
  expect(pad(new Uint8Array(4092)).length).toBe(4096);
  expect(pad(new Uint8Array(4093)).length).toBe(8192);
  expect(pad(new Uint8Array(32764)).length).toBe(32768);
  expect(() => pad(new Uint8Array(32765))).toThrow("32 KB is the most");
  const dirty = pad(utf8("nước"));
  dirty[4095] = 1;
  for (const wrong of [dirty, new Uint8Array(0), new Uint8Array(4095), pad(new Uint8Array(5000)).slice(0, 4096)])
    expect(() => unpad(wrong)).toThrow(expect.objectContaining({ code: "sealed-format" }));
});

test("a key that is no point of the curve seals nothing", async () => {
  const off = new Uint8Array(65).fill(4);
  await expect(sealAnswer(subtle, off, context, answer)).rejects.toMatchObject({ code: "key" });
});

test("whether two halves belong together is found by trying", async () => {
  const keys = await makeTabulationKeys(subtle);
  const other = await makeTabulationKeys(subtle);
  expect(await keysBelongTogether(subtle, keys, random)).toBe(true);
  expect(await keysBelongTogether(subtle, { ...keys, privateKey: other.privateKey }, random)).toBe(false);
  expect(await keysBelongTogether(subtle, { ...keys, privateKey: new Uint8Array(32) }, random)).toBe(false);
});

test("a draft opens with its key and label only, and its key cannot be taken out", async () => {
  const key = await makeDraftKey(subtle);
  const label = utf8("draft");
  const sealed = await sealDraft(subtle, random, key, label, utf8("chưa gửi"));
  expect(await openDraft(subtle, key, label, sealed)).toEqual(utf8("chưa gửi"));
  expect(Buffer.from(sealed).includes("chưa")).toBe(false);
  await expect(openDraft(subtle, key, utf8("other"), sealed)).rejects.toMatchObject({ code: "cannot-open" });
  await expect(openDraft(subtle, await makeDraftKey(subtle), label, sealed)).rejects.toMatchObject({
    code: "cannot-open",
  });
  await expect(subtle.exportKey("raw", key)).rejects.toThrow();
});
