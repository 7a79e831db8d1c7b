// What devices and collectors meet of an issuer, before there is anybody to invite: waves in its log, and tokens.
import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  blind,
  canonicalJson,
  type DepositRequest,
  finalize,
  manifestHash,
  parseManifest,
  prepareToken,
  sealedLengths,
  signBlinded,
  type WaveManifest,
} from "@lang-nghe/anonymity";
import { waveBody } from "@lang-nghe/anonymity/log";
import { type Issuer, newIssuer, random, subtle } from "../../../../packages/anonymity/src/testing/issuer.ts";
import { inTransaction } from "../platform/database.ts";
import { appendToLog, hostKey, proofFile } from "../transparency/index.ts";
import { openServer } from "./index.ts";

export type PublishedWaves = Awaited<ReturnType<typeof publishWaves>>;

/** An address where manifests of waves lie, with proofs from a real issuer's log. */
export async function publishWaves() {
  const published = new Map<string, { manifest: WaveManifest; proof: string }>();
  const host = createServer((request, reply) => {
    const found = published.get(request.url?.split("/")[2] ?? "");
    reply.writeHead(found ? 200 : 404).end(found ? canonicalJson(found) : "");
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as AddressInfo;
  const server = await openServer({ role: "issuer" });
  const issuer = newIssuer();
  const office = hostKey({ dataDirectory: `${server.dataDirectory}/office`, publicUrl: "http://localhost:3000" });

  /** A wave that the issuer has written into its log and published. */
  async function newWave(change: Partial<WaveManifest> = {}): Promise<WaveManifest> {
    const manifest = parseManifest({
      format: "lang-nghe/wave/1",
      studyId: randomUUID(),
      slug: "nuoc-sach",
      titles: { vi: "Nước sạch" },
      form: { version: 1, hash: "ab".repeat(32) },
      languages: ["vi"],
      opening: "batches",
      tabulationKey: Buffer.from([4, ...randomBytes(64)]).toString("base64url"),
      officeKey: office.line,
      collectorKey: null,
      office: "http://localhost:3000",
      issuer: "http://localhost:3001",
      collector: "http://localhost:3002",
      firstDay: "2026-03-01",
      lastDay: "2026-03-10",
      witnesses: [],
      issuerKey: issuer.spki,
      issuerLogKey: hostKey(server.config).line,
      cells: [{ stratum: "A", unit: 1, weight: 10, invited: 300 }],
      invited: 300,
      ...change,
    });
    const body = waveBody(manifest.studyId, await manifestHash(subtle, manifest));
    const { config, database } = server;
    const index = await inTransaction(database, (transaction) => appendToLog(transaction, "manifest", body));
    published.set(manifest.studyId, { manifest, proof: await proofFile({ config, database }, { index }) });
    return manifest;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    /** Whose waves these are: signs what the office asks of the collector. */
    office,
    issuer,
    newWave,
    /** What lies at the address, by study. */
    manifests: published,
    close: async () => {
      host.close();
      await server.close();
    },
  };
}

/** A deposit as a device makes one; what is sealed is as good as random to everyone here. */
export async function newDeposit(of: WaveManifest, signer: Issuer): Promise<DepositRequest> {
  const prepared = prepareToken(random, { studyId: of.studyId, manifestHash: await manifestHash(subtle, of) });
  const blinding = await blind(subtle, random, signer.modulus, prepared);
  const blindSignature = await signBlinded(
    signer.privateOperation,
    signer.publicOperation,
    signer.modulus,
    blinding.blinded,
  );
  const signature = await finalize(subtle, signer.modulus, prepared, blinding.inverse, blindSignature);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
  return {
    prepared: text(prepared),
    signature: text(signature),
    sealed: text(randomBytes(sealedLengths[0]!)),
    receipt: text(randomBytes(16)),
    withdrawalHash: text(randomBytes(32)),
  };
}
