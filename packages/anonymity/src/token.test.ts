import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { blind, finalize, signBlinded } from "./blind-signature/index.ts";
import { newIssuer, random, subtle } from "./testing/issuer.ts";
import {
  checkToken,
  decodeToken,
  encodeToken,
  nullifierOf,
  preparedLength,
  prepareToken,
  readPrepared,
} from "./token.ts";

const issuer = newIssuer();
const studyId = "0b5c3f7e-90a1-4c1e-8d4e-6a54a1f0c9d2";
const manifestHash = new Uint8Array(32).fill(9);
const wave = { studyId, manifestHash, modulus: issuer.modulus };

async function newToken(claim = { studyId, manifestHash }, by = issuer) {
  const prepared = prepareToken(random, claim);
  const { blinded, inverse } = await blind(subtle, random, by.modulus, prepared);
  const answer = await signBlinded(by.privateOperation, by.publicOperation, by.modulus, blinded);
  return { prepared, signature: await finalize(subtle, by.modulus, prepared, inverse, answer) };
}

test("a token's message is 32 random bytes, SVT1, study, manifest, 32 random bytes", () => {
  let next = 0;
  const prepared = prepareToken((length) => new Uint8Array(length).fill(++next), { studyId, manifestHash });
  expect(preparedLength).toBe(116);
  expect(Buffer.from(prepared).toString("hex")).toBe(
    `${"02".repeat(32)}${Buffer.from("SVT1").toString("hex")}${studyId.replaceAll("-", "")}${"09".repeat(32)}${"01".repeat(32)}`,
  );
  expect(readPrepared(prepared)).toEqual({ studyId, manifestHash });
});

test("a token passes its own wave's check and no other's", async () => {
  const token = await newToken();
  await checkToken(subtle, wave, token);
  const elsewhere = { ...wave, studyId: "0b5c3f7e-90a1-4c1e-8d4e-6a54a1f0c9d3" };
  await expect(checkToken(subtle, elsewhere, token)).rejects.toMatchObject({ code: "token-of-another-wave" });
  const otherManifest = { ...wave, manifestHash: new Uint8Array(32).fill(8) };
  await expect(checkToken(subtle, otherManifest, token)).rejects.toMatchObject({ code: "token-of-another-wave" });
  const otherKey = { ...wave, modulus: newIssuer().modulus };
  await expect(checkToken(subtle, otherKey, token)).rejects.toMatchObject({ code: "signature" });
});

test("a message rewritten for another wave has lost its signature", async () => {
  const token = await newToken();
  const prepared = token.prepared.slice();
  prepared[40]! ^= 1;
  const claim = readPrepared(prepared);
  await expect(checkToken(subtle, { ...wave, ...claim }, { ...token, prepared })).rejects.toMatchObject({
    code: "signature",
  });
});

test("a token is written and read in one way only", async () => {
  const token = await newToken();
  const text = encodeToken(token);
  expect(decodeToken(text, 384)).toEqual(token);
  const [prepared = "", signature = ""] = text.split(".");
  for (const wrong of [
    "",
    prepared,
    `${prepared}.`,
    `.${signature}`,
    `${text}.`,
    `${text}=`,
    ` ${text}`,
    text.slice(0, -1),
  ])
    expect(() => decodeToken(wrong, 384), wrong).toThrow(expect.objectContaining({ code: "token-format" }));
  expect(() => decodeToken(text, 256)).toThrow(expect.objectContaining({ code: "token-format" }));
  const otherKind = token.prepared.slice();
  otherKind[35] = "2".charCodeAt(0);
  expect(() => decodeToken(encodeToken({ ...token, prepared: otherKind }), 384)).toThrow(
    expect.objectContaining({ code: "token-format" }),
  );
});

test("a spent token is remembered by the SHA-256 of its prepared message", async () => {
  const { prepared } = await newToken();
  expect(Buffer.from(await nullifierOf(subtle, prepared)).toString("hex")).toBe(
    createHash("sha256").update(prepared).digest("hex"),
  );
});

test("a study's id that is not a UUID, or a hash of another length, makes no token", () => {
  expect(() => prepareToken(random, { studyId: "nước sạch", manifestHash })).toThrow(/UUID/);
  expect(() => prepareToken(random, { studyId: studyId.toUpperCase(), manifestHash })).toThrow(/UUID/);
  expect(() => prepareToken(random, { studyId, manifestHash: new Uint8Array(31) })).toThrow(/32 bytes/);
});
