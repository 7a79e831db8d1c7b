import { expect, test } from "vitest";
import { makeTabulationKeys, openAnswer, openingKey, sealAnswer } from "./sealing/index.ts";
import { combineShares, splitTabulationKey } from "./shares.ts";
import { random, subtle } from "./testing/issuer.ts";

const studyId = "0b5c3f7e-90a1-4c1e-8d4e-6a54a1f0c9d2";
const keys = await makeTabulationKeys(subtle);
const shares = await splitTabulationKey(subtle, studyId, keys);
const [one, two, three] = shares as [string, string, string];
const wave = { studyId, publicKey: keys.publicKey };
const combined = (...texts: string[]) => combineShares(subtle, random, wave, texts);
const refused = (code: string, message?: RegExp) =>
  expect.objectContaining({ code, ...(message && { message: expect.stringMatching(message) }) });

test("a share is six rows of letters that look like no others", () => {
  const row = "[0-9B-HJKMNP-TVXZ]{5}-[0-9B-HJKMNP-TVXZ]{5}-[0-9B-HJKMNP-TVXZ]{4}";
  for (const share of shares) expect(share).toMatch(new RegExp(`^${row}(\n${row}){5}$`));
});

test("any two of three shares, in any order, give the key back; all three do too", async () => {
  for (const texts of [
    [one, two],
    [two, one],
    [one, three],
    [three, two],
    [two, three, one],
  ])
    expect(await combined(...texts)).toEqual(keys);
});

test("answers sealed before are opened with the key that two officers put together", async () => {
  const context = { studyId, manifestHash: new Uint8Array(32) };
  const answer = { answers: { q1: "có" }, language: "vi", version: 1, cell: 0 };
  const sealed = await sealAnswer(subtle, keys.publicKey, context, answer);
  const opening = await openingKey(await combined(three, one));
  expect(await openAnswer(opening, context, sealed)).toEqual(answer);
});

test("a share typed in small letters, with spaces and O for 0, is the same share", async () => {
  const typed = one.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l");
  expect(await combined(typed, two)).toEqual(keys);
});

test("one share alone does not open", async () => {
  await expect(combined(one)).rejects.toEqual(refused("shares-too-few"));
  await expect(combined()).rejects.toEqual(refused("shares-too-few"));
});

test("a mistyped row is named, with the share it is in", async () => {
  const lines = two.split("\n");
  const letter = lines[3]!.startsWith("B") ? "C" : "B";
  lines[3] = letter + lines[3]!.slice(1);
  await expect(combined(one, lines.join("\n"))).rejects.toEqual(
    refused("share-mistyped", /^share 2: row 4 is mistyped$/),
  );
});

test("rows in another order are noticed", async () => {
  const lines = one.split("\n");
  [lines[1], lines[2]] = [lines[2]!, lines[1]!];
  await expect(combined(lines.join("\n"), two)).rejects.toEqual(refused("share-mistyped", /rows are swapped/));
});

test("a missing letter and a letter of no share are told apart", async () => {
  await expect(combined(one.slice(0, -1), two)).rejects.toEqual(
    refused("share-format", /^share 1: has 83 letters and should have 84$/),
  );
  await expect(combined(one, `Đ${two}`)).rejects.toEqual(refused("share-format", /^share 2: Đ is in no share$/));
});

test("the same share twice, and shares of another wave, are told apart", async () => {
  await expect(combined(one, two, one)).rejects.toEqual(
    refused("share-twice", /^share 3: is the same share as share 1$/),
  );
  const otherKeys = await makeTabulationKeys(subtle);
  const [foreign] = await splitTabulationKey(subtle, studyId, otherKeys);
  await expect(combined(one, foreign!)).rejects.toEqual(refused("share-of-another-wave", /^share 2/));
  const [elsewhere] = await splitTabulationKey(subtle, studyId.replace("0b", "0c"), keys);
  await expect(combined(elsewhere!, one)).rejects.toEqual(refused("share-of-another-wave", /^share 1/));
});

test("well-written shares of two different splittings do not open, and say so", async () => {
  const again = await splitTabulationKey(subtle, studyId, keys);
  await expect(combined(one, again[1]!)).rejects.toEqual(refused("shares-do-not-open"));
});

test("two splittings of one key share nothing that tells of it", async () => {
  const again = await splitTabulationKey(subtle, studyId, keys);
  expect(again[0]).not.toBe(one);
});
