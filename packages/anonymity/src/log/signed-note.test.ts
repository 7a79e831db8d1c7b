import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";
import {
  checkpointText,
  cosignatureLine,
  cosignedAt,
  cosignedMessage,
  openCheckpoint,
  openWitnessedCheckpoint,
  parseCheckpoint,
} from "./checkpoint.ts";
import { encodeEntry, leafOfExtra, receiptBody, receiptExtra, receiptLeaf } from "./entry.ts";
import { hostMessage, verifyHostSignature } from "./host-signature.ts";
import { leafHash, nodeHash } from "./merkle-tree.ts";
import { formatProofFile, parseProofFile, verifyProofFile } from "./proof-file.ts";
import {
  formatVerifierKey,
  parseNote,
  parseVerifierKey,
  signatureLine,
  verifierKey,
  verifyNote,
} from "./signed-note.ts";

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));

/** A key made from 32 equal bytes, signing with Node's own Ed25519 (RFC 8032 private keys in PKCS #8). */
function signer(name: string, type: 1 | 4, byte: number) {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, byte)]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const raw = createPublicKey(secret).export({ format: "der", type: "spki" }).subarray(-32);
  const key = verifierKey(name, type, new Uint8Array(raw));
  return { key, sign: (message: Uint8Array) => new Uint8Array(sign(null, message, secret)) };
}

// The example in the documentation of golang.org/x/mod/sumdb/note.
const neumann = parseVerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
const neumannsText =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const neumannsNote = `${neumannsText}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

test("Go's example of a signed note holds, and its key reads and writes as it was", async () => {
  expect(await verifyNote(neumannsNote, neumann)).toBe(neumannsText);
  expect(formatVerifierKey(neumann)).toBe("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
});

test("the specification's example key and note hold", async () => {
  const key = parseVerifierKey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
  expect(Buffer.from(key.publicKey).toString("hex")).toBe(
    "e932791ae6e7a840a46164c904786426d5e7821dd8b29a00d61cae72afdd4da4",
  );
  const note =
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
  expect(await verifyNote(note, key)).toBe("This is an example message.\n");
});

// A checkpoint that a public test log signed and public witnesses saw.
const arche = parseVerifierKey(
  "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f",
);
const remora = parseVerifierKey("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");
const archesCheckpoint = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
`;

test("a public log's checkpoint holds under its key and its witness's, and not with another size", async () => {
  expect(await openWitnessedCheckpoint(archesCheckpoint, arche, [remora], 1)).toMatchObject({ size: 1432088532 });
  expect(await cosignedAt(archesCheckpoint, remora)).toBe(0x6a122120);
  const other = archesCheckpoint.replace("1432088532", "1432088533");
  await expect(openCheckpoint(other, arche)).rejects.toMatchObject({ code: "unsigned" });
  await expect(cosignedAt(other, remora)).rejects.toMatchObject({ code: "unsigned" });
});

test("what nobody signed is refused: another key, another text, the same name with another key", async () => {
  await expect(verifyNote(neumannsNote, arche)).rejects.toMatchObject({ code: "unsigned" });
  await expect(verifyNote(neumannsNote.replace("problem is", "problem was"), neumann)).rejects.toMatchObject({
    code: "unsigned",
  });
  const impostor = verifierKey("PeterNeumann", 1, arche.publicKey);
  await expect(verifyNote(neumannsNote, impostor)).rejects.toMatchObject({ code: "unsigned" });
});

test.each([
  ["no signature", "text\n"],
  ["no newline at the end", neumannsNote.slice(0, -1)],
  ["a tab", neumannsNote.replace("If you", "If\tyou")],
  ["a carriage return", neumannsNote.replaceAll("\n", "\r\n")],
  ["a plain dash", neumannsNote.replace("—", "-")],
  ["two spaces", neumannsNote.replace("PeterNeumann ", "PeterNeumann  ")],
  ["base64 with a bit too many", neumannsNote.replace("nAM=", "nAN=")],
])("a note with %s is none", (_, note) =>
  expect(() => parseNote(note)).toThrow(expect.objectContaining({ name: "LogError" })),
);

test.each([
  "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  "PeterNeumann+c74f20a3+AhpC",
  "",
])("%s is no key", (line) =>
  expect(() => parseVerifierKey(line)).toThrow(expect.objectContaining({ name: "LogError" })),
);

test.each([
  ["a size with a nought before", "log\n01\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"],
  ["a size beyond counting", "log\n9999999999999999\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"],
  ["a short root", "log\n1\nU7WM\n"],
  ["no newline", "log\n1\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro="],
  ["no name", "\n1\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"],
])("%s: no checkpoint", (_, text) => expect(() => parseCheckpoint(text)).toThrow());

const log = signer("log.example/log", 1, 1);
const witness = signer("witness.example/w", 4, 2);
const signed = (text: string) => `${text}\n${signatureLine(log.key, log.sign(utf8(text)))}`;
const cosigned = (note: string, text: string, time: number, by = witness) =>
  note + cosignatureLine(by.key, time, by.sign(cosignedMessage(text, time)));

test("what we sign with Node's Ed25519 is what is verified; a witness's time is part of what it signs", async () => {
  const text = checkpointText({ origin: log.key.name, size: 7, root: new Uint8Array(32).fill(9) });
  const note = cosigned(signed(text), text, 1_770_000_000);
  expect(await openWitnessedCheckpoint(note, log.key, [witness.key], 1)).toMatchObject({ size: 7 });
  expect(await cosignedAt(note, witness.key)).toBe(1_770_000_000);
  await expect(openWitnessedCheckpoint(signed(text), log.key, [witness.key], 1)).rejects.toMatchObject({
    code: "unwitnessed",
  });
  const line = cosignatureLine(witness.key, 1_770_000_001, witness.sign(cosignedMessage(text, 1_770_000_000)));
  await expect(cosignedAt(signed(text) + line, witness.key)).rejects.toMatchObject({ code: "unsigned" });
});

test("one witness under two names is one witness", async () => {
  const text = checkpointText({ origin: log.key.name, size: 7, root: new Uint8Array(32).fill(9) });
  const twin = signer("another.example/w", 4, 2);
  const note = cosigned(cosigned(signed(text), text, 5), text, 5, twin);
  await expect(openWitnessedCheckpoint(note, log.key, [witness.key, twin.key], 2)).rejects.toMatchObject({
    code: "unwitnessed",
  });
});

test("a checkpoint under another log's name is refused, though the key is right", async () => {
  const text = checkpointText({ origin: "other.example/log", size: 7, root: new Uint8Array(32) });
  await expect(openCheckpoint(signed(text), log.key)).rejects.toMatchObject({ code: "bad-checkpoint" });
});

test("a proof file reads as it was written, and proves its own entry only", async () => {
  const [entry, other] = [encodeEntry("release", "khao-sat-1 abc"), encodeEntry("release", "khao-sat-2 def")];
  const root = nodeHash(leafHash(entry), leafHash(other));
  const text = checkpointText({ origin: log.key.name, size: 2, root });
  const checkpoint = cosigned(signed(text), text, 5);
  const file = formatProofFile({ index: 0, proof: [leafHash(other)], checkpoint, extra: entry });
  expect(file.split("\n").slice(0, 3)).toEqual(["c2sp.org/tlog-proof@v1", `extra ${toBase64(entry)}`, "index 0"]);
  expect(parseProofFile(file)).toEqual({ index: 0, proof: [leafHash(other)], checkpoint, extra: entry });
  expect(await verifyProofFile(file, leafHash(entry), log.key, [witness.key], 1)).toMatchObject({ size: 2 });
  await expect(verifyProofFile(file, leafHash(other), log.key)).rejects.toMatchObject({ code: "bad-proof" });
  await expect(verifyProofFile(file.replace("index 0", "index 1"), leafHash(entry), log.key)).rejects.toMatchObject({
    code: "bad-proof",
  });
  for (const bad of [file.replace("@v1", "@v2"), file.replace("index 0", "index 00"), file.replace("\n\n", "\n"), ""])
    expect(() => parseProofFile(bad)).toThrow();
});

test("a receipt's leaf is SHA-256(0x00 ‖ rcpt1 ‖ study ‖ id) inside an entry that names the study and not the id", () => {
  const study = "0b0e2bd4-6c38-4d4b-9c0b-58f1c2f0a001";
  const id = new Uint8Array(16).fill(0xab);
  // printf '\0rcpt1%s' STUDY | cat - ID | sha256sum, ID being 16 bytes 0xab
  expect(receiptBody(study, id)).toBe(`${study} h1/HU6yYE8zSTekMLtkd1OCtPp2RklxDt9lg7Ao4X9I=`);
  expect(receiptLeaf(study, id)).toEqual(leafHash(utf8(`receipt\n${receiptBody(study, id)}\n`)));
  expect(() => receiptBody(study, id.slice(1))).toThrow();
  expect(leafOfExtra(receiptExtra(study, id))).toEqual({ leaf: receiptLeaf(study, id), studyId: study });
  const entry = encodeEntry("release", "rcpt1");
  expect(leafOfExtra(entry)).toEqual({ leaf: leafHash(entry), studyId: undefined });
});

test("entries are text: a control character is refused", () => {
  expect(() => encodeEntry("key", "a\u0000b")).toThrow();
  expect(() => encodeEntry("key", "a\rb")).toThrow();
});

test("a host's signature serves its purpose and no other", async () => {
  const offer = utf8('{"studyId":"x"}');
  const signature = log.sign(hostMessage("wave-offer-1", offer));
  expect(await verifyHostSignature(log.key, "wave-offer-1", offer, signature)).toBe(true);
  expect(await verifyHostSignature(log.key, "batch-request-1", offer, signature)).toBe(false);
  expect(() => hostMessage("two words", offer)).toThrow(RangeError);
});

test("base64 goes there and back for every length, and only in its one form", () => {
  for (let length = 0; length < 70; length++) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 89 + length * 7) & 255);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  }
  for (const bad of ["A", "AA", "AB==", "AA=A", "====", "A-==", "AAA", " AAA", "AAAA\n"])
    expect(() => fromBase64(bad)).toThrow(expect.objectContaining({ code: "bad-encoding" }));
});
