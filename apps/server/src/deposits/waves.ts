import {
  canonicalJson,
  manifestHash,
  modulusFromSpki,
  parseManifest,
  type WaveManifest,
  waveTimes,
} from "@lang-nghe/anonymity";
import { manifestLeaf, parseVerifierKey, verifyProofFile } from "@lang-nghe/anonymity/log";
import { outgoing } from "../platform/outgoing.ts";
import type { Platform } from "../platform/platform.ts";
import * as queries from "./queries.ts";

/** A wave as deposits are held to it. */
export type Wave = {
  studyId: string;
  manifest: WaveManifest;
  manifestHash: Uint8Array;
  modulus: Uint8Array;
  opens: number;
  takesUntil: number;
};

/** Asking the issuer again for a wave that it does not publish: once in so many milliseconds. */
const patience = 10_000;

/**
 * The waves this collector takes deposits of, by their manifests. A manifest comes from the issuer's public address, is checked
 * against the issuer's log, and is kept for good: a second one for the same study is never looked at.
 */
export function waves({ config, database, clock }: Pick<Platform, "config" | "database" | "clock">) {
  const known = new Map<string, Wave>();
  const missing = new Map<string, number>();
  const fetching = new Map<string, Promise<Wave | undefined>>();
  const ask = outgoing([config.hosts.issuer]);

  async function find(studyId: string): Promise<Wave | undefined> {
    const found = known.get(studyId);
    if (found) return found;
    const row = await queries.wave(database, studyId);
    if (row) return keep(studyId, JSON.parse(row.manifest));
    if (clock().getTime() < (missing.get(studyId) ?? 0)) return undefined;
    // Many devices may come before the manifest does: one question to the issuer serves all.
    let question = fetching.get(studyId);
    if (!question) {
      question = fetchManifest(studyId).finally(() => fetching.delete(studyId));
      fetching.set(studyId, question);
    }
    return question;
  }

  async function fetchManifest(studyId: string): Promise<Wave | undefined> {
    const manifest = await publishedManifest(studyId).catch(() => undefined);
    if (!manifest) {
      missing.set(studyId, clock().getTime() + patience);
      if (missing.size > 1000) missing.delete(missing.keys().next().value!);
      return undefined;
    }
    const hash = Buffer.from(await manifestHash(crypto.subtle, manifest));
    await queries.insertWave(database, { studyId, manifest: canonicalJson(manifest), hash });
    // Two may have asked: the one that was stored counts.
    return keep(studyId, JSON.parse((await queries.wave(database, studyId))!.manifest));
  }

  /** @throws when there is none, when it names another collector, or when the issuer's log does not hold it. */
  async function publishedManifest(studyId: string): Promise<WaveManifest> {
    const reply = await ask(`${config.hosts.issuer}/waves/${studyId}/manifest.json`);
    const { manifest: content, proof } = JSON.parse(reply.body.toString("utf8")) as Record<string, unknown>;
    const manifest = parseManifest(content);
    if (manifest.studyId !== studyId || manifest.collector !== new URL(config.publicUrl).origin)
      throw new Error("a manifest of another wave");
    const leaf = manifestLeaf(studyId, await manifestHash(crypto.subtle, manifest));
    await verifyProofFile(String(proof), leaf, parseVerifierKey(manifest.issuerLogKey));
    return manifest;
  }

  async function keep(studyId: string, content: unknown): Promise<Wave> {
    const manifest = parseManifest(content);
    const { opens, takesUntil } = waveTimes(manifest);
    const wave = {
      studyId,
      manifest,
      manifestHash: await manifestHash(crypto.subtle, manifest),
      modulus: modulusFromSpki(manifest.issuerKey),
      opens,
      takesUntil,
    };
    known.set(studyId, wave);
    return wave;
  }

  /**
   * Whether interviews may be among the deposits: the issuer has made pools of tokens. Not knowing counts as yes: until it answers, nothing
   * moves that might have to wait.
   */
  async function withInterviews({ studyId }: Wave): Promise<boolean> {
    try {
      const { status, body } = await ask(`${config.hosts.issuer}/waves/${studyId}`);
      if (status === 404) return false;
      const { pooled = 0 } = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
      return pooled !== 0;
    } catch {
      return true;
    }
  }

  return {
    find,
    withInterviews,
    /** All waves that were ever asked for here. */
    all: async (): Promise<Wave[]> =>
      Promise.all((await queries.waves(database)).map(async ({ studyId }) => (await find(studyId))!)),
  };
}

export type Waves = ReturnType<typeof waves>;
