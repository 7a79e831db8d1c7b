import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import { manifestHash, parseManifest, type WaveManifest } from "../index.ts";
import {
  checkpointText,
  cosignatureLine,
  cosignedMessage,
  formatProofFile,
  formatVerifierKey,
  logSignature,
  manifestLeaf,
  receiptLeaf,
  type SignatureType,
  signatureLine,
  type VerifierKey,
  verifierKey,
  witnessSignature,
} from "../log/index.ts";
import { newIssuer, subtle } from "../testing/issuer.ts";
import { checkReceipt, readWave } from "./index.ts";

type Signer = { key: VerifierKey; line: string; sign: (bytes: Uint8Array) => Uint8Array };

function newSigner(name: string, type: SignatureType): Signer {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } = generateKeyPairSync("ed25519");
  const key = verifierKey(name, type, new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32)));
  return { key, line: formatVerifierKey(key), sign: (bytes) => new Uint8Array(sign(null, bytes, privateKey)) };
}

/** A proof that a leaf is the only entry of a log. */
function proofOf(leaf: Uint8Array, log: Signer, witnesses: readonly Signer[] = []): string {
  const text = checkpointText({ origin: log.key.name, size: 1, root: leaf });
  const time = 1_772_000_000;
  const lines = [
    signatureLine(log.key, log.sign(Buffer.from(text))),
    ...witnesses.map(({ key, sign }) => cosignatureLine(key, time, sign(cosignedMessage(text, time)))),
  ];
  return formatProofFile({ index: 0, proof: [], checkpoint: `${text}\n${lines.join("")}` });
}

const log = newSigner("issuer.example/log", logSignature);
const collectorLog = newSigner("collector.example/log", logSignature);
const witness = newSigner("university.example/witness", witnessSignature);
let manifest: WaveManifest;

beforeAll(() => {
  manifest = parseManifest({
    format: "lang-nghe/wave/1",
    studyId: "3f1c2a7e-8b4d-4c6f-9a10-2b3c4d5e6f70",
    slug: "nuoc-sach",
    titles: { vi: "Nước sạch" },
    form: { version: 3, hash: "ab".repeat(32) },
    languages: ["vi"],
    opening: "batches",
    tabulationKey: Buffer.alloc(65, 4).toString("base64url"),
    officeKey: log.line,
    collectorKey: collectorLog.line,
    office: "https://office.example",
    issuer: "https://issuer.example",
    collector: "https://collector.example",
    firstDay: "2026-03-01",
    lastDay: "2026-03-10",
    witnesses: [],
    issuerKey: newIssuer().spki,
    issuerLogKey: log.line,
    cells: [{ stratum: "Núi", unit: 1, weight: 12.5, invited: 20 }],
    invited: 20,
  });
});

const logged = async (content: WaveManifest, by = log, witnesses: readonly Signer[] = []) => ({
  manifest: content,
  proof: proofOf(manifestLeaf(content.studyId, await manifestHash(subtle, content)), by, witnesses),
});

describe("a manifest", () => {
  test("is believed when the issuer's log holds it", async () => {
    const { manifest: read, modulus } = await readWave(subtle, await logged(manifest));
    expect(read).toEqual(manifest);
    expect(modulus).toHaveLength(384);
  });
  test("made for one person, or with another key, is not what the log holds", async () => {
    const { proof } = await logged(manifest);
    for (const change of [
      { issuerKey: newIssuer().spki },
      { tabulationKey: Buffer.alloc(65, 5).toString("base64url") },
    ])
      await expect(readWave(subtle, { manifest: { ...manifest, ...change }, proof })).rejects.toMatchObject({
        code: "manifest-not-logged",
      });
    await expect(readWave(subtle, await logged(manifest, newSigner("issuer.example/log", 1)))).rejects.toMatchObject({
      code: "manifest-not-logged",
    });
    for (const nothing of [undefined, "", "c2sp.org/tlog-proof@v1\nindex 0\n\n"])
      await expect(readWave(subtle, { manifest, proof: nothing })).rejects.toMatchObject({
        code: "manifest-not-logged",
      });
  });
  test("that names a witness needs the witness's cosignature", async () => {
    const watched = { ...manifest, witnesses: [witness.line] };
    await expect(readWave(subtle, await logged(watched))).rejects.toMatchObject({ code: "manifest-not-logged" });
    expect((await readWave(subtle, await logged(watched, log, [witness]))).manifest.witnesses).toEqual([witness.line]);
  });
  test("that is none is named by its member", async () => {
    for (const reply of [undefined, {}, { manifest: { ...manifest, invited: 21 } }])
      await expect(readWave(subtle, reply)).rejects.toMatchObject({ code: "manifest" });
  });
});

test("a receipt is found in the collector's log, not yet, or not provably", async () => {
  const receipt = Buffer.alloc(16, 7).toString("base64url");
  const leaf = receiptLeaf(manifest.studyId, Buffer.alloc(16, 7));
  const proof = proofOf(leaf, collectorLog);
  const asked: string[] = [];
  const check = (status: number, text: string, wave = manifest) =>
    checkReceipt(
      async (_, url) => {
        asked.push(url);
        return { status, text };
      },
      wave,
      receipt,
    );
  expect(await check(200, proof)).toEqual({ state: "counted", proof, witnesses: 0 });
  expect(asked).toEqual([`https://collector.example/log/proof?leaf=${Buffer.from(leaf).toString("hex")}`]);
  expect(await check(404, "")).toEqual({ state: "not-yet" });
  await expect(check(200, proofOf(leaf, log))).rejects.toMatchObject({ code: "manifest-not-logged" });
  await expect(check(503, "")).rejects.toMatchObject({ code: "try-later" });

  const other = newSigner("newspaper.example/witness", witnessSignature);
  const watched = { ...manifest, witnesses: [witness.line, other.line] };
  const seen = proofOf(leaf, collectorLog, [witness]);
  expect(await check(200, seen, watched)).toEqual({ state: "counted", proof: seen, witnesses: 1 });
  expect(await check(200, proof, watched)).toMatchObject({ witnesses: 0 });
  const impostor = { ...newSigner("-", witnessSignature), key: witness.key };
  await expect(check(200, proofOf(leaf, collectorLog, [impostor]), watched)).rejects.toMatchObject({
    code: "manifest-not-logged",
  });
});

test("the respondent's half takes at most 12 KB of the page's 50, gzipped", async () => {
  const built = (await build({
    logLevel: "silent",
    configFile: false,
    build: {
      write: false,
      lib: { entry: join(import.meta.dirname, "index.ts"), formats: ["es"] },
      target: "es2020",
      minify: true,
    },
  })) as Rolldown.RolldownOutput[];
  const bytes = gzipSync(built[0]!.output[0].code).length;
  console.log(`respondent's half: ${bytes} bytes gzipped`);
  expect(bytes).toBeLessThanOrEqual(12 * 1024);
});
