// What the office asks of the issuer and the collector: everything it gets is public or of its own wave, and is checked.
import { createHash } from "node:crypto";
import { canonicalJson, manifestHash, offerOf, parseManifest, type WaveManifest } from "@lang-nghe/anonymity";
import {
  encodeEntry,
  leafHash,
  manifestLeaf,
  parseVerifierKey,
  poolsBody,
  verifyProofFile,
} from "@lang-nghe/anonymity/log";
import { BatchPart, CollectorState, IssuerCounts, Officers, PoolPlaces } from "@lang-nghe/contract";
import type { Static, TSchema } from "typebox";
import { Check } from "typebox/value";
import { dayOf } from "../platform/clock.ts";
import { type Outgoing, type OutgoingReply, outgoing } from "../platform/outgoing.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import type { SealedRow } from "../responses/index.ts";
import { hostKey } from "../transparency/index.ts";

/** As the collector makes them. */
const depositsInPart = 100;

export type Batch = CollectorState["batches"][number];

/** @param ask tests bring hosts of their own. */
export function hosts({ config, clock }: Pick<Platform, "config" | "clock">, given?: Outgoing) {
  const { issuer, collector } = config.hosts;
  const ask = given ?? outgoing([issuer, collector]);

  const disagrees = (url: string, what: string) =>
    new Problem("waves.host-disagrees", { host: new URL(url).host, what });

  async function json<T extends TSchema>(url: string, schema: T): Promise<Static<T> | undefined> {
    const reply = await ask(url);
    if (reply.status === 404) return undefined;
    return read(url, reply, schema);
  }

  function read<T extends TSchema>(url: string, { status, body }: OutgoingReply, schema: T): Static<T> {
    if (status !== 200) throw disagrees(url, `HTTP ${status}`);
    const value = parsed(body);
    if (!Check(schema, value)) throw disagrees(url, "a reply of another shape");
    return value as Static<T>;
  }

  /** The office's own request: its log key signs the day over what it asks for. */
  const signed = (studyId: string, what: string) => signedFor("batches", `${studyId} ${what}`);
  const signedFor = (purpose: string, what: string) => ({
    "x-office-signature": Buffer.from(hostKey(config).sign(purpose, Buffer.from(`${what} ${dayOf(clock())}`))).toString(
      "base64url",
    ),
  });

  return {
    /** The manifest that the issuer published of an offer; undefined when there is none yet. */
    async manifest(studyId: string, offer: string): Promise<{ manifest: WaveManifest; hash: Buffer } | undefined> {
      const url = `${issuer}/waves/${studyId}/manifest.json`;
      const reply = await ask(url);
      if (reply.status === 404) return undefined;
      const content = parsed(reply.body) as { manifest?: unknown; proof?: unknown } | undefined;
      const manifest = manifestOf(url, content?.manifest);
      if (canonicalJson(offerOf(manifest)) !== offer) throw disagrees(url, "the manifest is not of the offer");
      const hash = await manifestHash(crypto.subtle, manifest);
      await verifyProofFile(
        String(content?.proof),
        manifestLeaf(studyId, hash),
        parseVerifierKey(manifest.issuerLogKey),
      ).catch((error: unknown) => {
        throw new Problem(
          "waves.host-disagrees",
          { host: new URL(url).host, what: "the manifest is not in the issuer's log" },
          { cause: error },
        );
      });
      return { manifest, hash: Buffer.from(hash) };
    },

    /** What the collector says of a wave; undefined when it does not know it. */
    async state(studyId: string, hash: Buffer): Promise<CollectorState | undefined> {
      const url = `${collector}/waves/${studyId}`;
      const state = await json(url, CollectorState);
      if (state && state.manifestHash !== hash.toString("hex")) throw disagrees(url, "it works with another manifest");
      return state;
    },

    /** A whole batch, held against what the collector said of it and wrote into its log. */
    async batch(studyId: string, { number, size, hash }: Batch, collectorKey: string): Promise<SealedRow[]> {
      const url = `${collector}/waves/${studyId}/batches/${number}`;
      const rows: SealedRow[] = [];
      for (let part = 0; part * depositsInPart < size; part++) {
        const reply = await ask(`${url}/${part}`, { headers: signed(studyId, String(number)) });
        for (const { sealed, withdrawalHash } of read(url, reply, BatchPart))
          rows.push({
            sealed: Buffer.from(sealed, "base64url"),
            withdrawalHash: Buffer.from(withdrawalHash, "base64url"),
          });
      }
      if (rows.length !== size || hashOf(rows) !== hash) throw disagrees(url, "the batch is not what was announced");
      const leaf = leafHash(encodeEntry("batch", `${studyId} ${number} ${size} ${hash}`));
      const proof = await ask(`${collector}/log/proof?leaf=${Buffer.from(leaf).toString("hex")}`);
      await verifyProofFile(proof.body.toString("utf8"), leaf, parseVerifierKey(collectorKey)).catch(
        (error: unknown) => {
          throw new Problem(
            "waves.host-disagrees",
            { host: new URL(url).host, what: "the batch is not in the collector's log" },
            { cause: error },
          );
        },
      );
      return rows;
    },

    /** Tells the collector that a batch is stored here: its copy can go. */
    async tell(studyId: string, number: number): Promise<void> {
      const url = `${collector}/waves/${studyId}/batches/${number}/taken`;
      const { status } = await ask(url, { method: "POST", headers: signed(studyId, `${number} taken`) });
      if (status !== 204) throw disagrees(url, `HTTP ${status}`);
    },

    /** Hashes of the usernames of who handles the study's contacts at the issuer; none where it does not know the wave. */
    async officers(studyId: string): Promise<string[]> {
      const url = `${issuer}/waves/${studyId}/officers`;
      const reply = await ask(url, { headers: signedFor("officers", studyId) });
      return reply.status === 404 ? [] : read(url, reply, Officers).officers;
    },

    /** Which cell each place of the sample lies in; none where the issuer does not know the wave. */
    async places(studyId: string): Promise<PoolPlaces["places"]> {
      const url = `${issuer}/waves/${studyId}/places`;
      const reply = await ask(url, { headers: signedFor("places", studyId) });
      return reply.status === 404 ? [] : read(url, reply, PoolPlaces).places;
    },

    /** Whether what pools may give stood in the issuer's log. @throws {Problem} waves.host-disagrees */
    async poolsInLog(
      studyId: string,
      { pools, pooled }: NonNullable<IssuerCounts["pools"]>,
      key: string,
    ): Promise<void> {
      const leaf = leafHash(encodeEntry("count", poolsBody(studyId, { pools, pooled })));
      const url = `${issuer}/log/proof?leaf=${Buffer.from(leaf).toString("hex")}`;
      const proof = await ask(url);
      await verifyProofFile(proof.body.toString("utf8"), leaf, parseVerifierKey(key)).catch((error: unknown) => {
        throw new Problem(
          "waves.host-disagrees",
          { host: new URL(url).host, what: "the pools for interviewers are not in the issuer's log" },
          { cause: error },
        );
      });
    },

    /** Tokens issued by cell; undefined until the issuer tells, after the close. */
    counts: (studyId: string): Promise<IssuerCounts | undefined> =>
      json(`${issuer}/waves/${studyId}/counts.json`, IssuerCounts),

    /** Verifier key of the collector's log, as it says itself. */
    async collectorKey(): Promise<string> {
      const url = `${collector}/log/key`;
      const { status, body } = await ask(url);
      const line = body.toString("utf8").trim();
      if (status !== 200) throw disagrees(url, `HTTP ${status}`);
      parseVerifierKey(line);
      return line;
    },
  };

  function manifestOf(url: string, value: unknown): WaveManifest {
    try {
      return parseManifest(value);
    } catch (error) {
      throw new Problem(
        "waves.host-disagrees",
        { host: new URL(url).host, what: (error as Error).message },
        { cause: error },
      );
    }
  }
}
export type Hosts = ReturnType<typeof hosts>;

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** SHA-256 over the deposits of a batch in their order, as the collector's log has it. */
function hashOf(rows: readonly SealedRow[]): string {
  const hash = createHash("sha256");
  for (const { sealed, withdrawalHash } of rows) hash.update(sealed).update(withdrawalHash);
  return hash.digest("hex");
}
