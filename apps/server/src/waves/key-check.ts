import { randomBytes, timingSafeEqual } from "node:crypto";
import { AnonymityError, sealAnswer } from "@lang-nghe/anonymity";
import type { WaveKey, WaveKeyCheck } from "@lang-nghe/contract";
import type { Clock } from "../platform/clock.ts";
import { Problem } from "../platform/problem.ts";

const patience = 30 * 60_000;
const mostKept = 100;

/** Stands where the hash of a manifest will: there is none yet. */
const noManifest = new Uint8Array(32);

/**
 * Before a sealed wave is offered, its key holders show that their shares open: something is sealed to the key as an answer will
 * be, and the browser, with the shares typed back, says what it holds. Kept in memory only.
 */
export function keyChecks(clock: Clock) {
  const kept = new Map<string, { tabulationKey: string; proof: string; until: number }>();
  return {
    /** @throws {Problem} waves.key-proof for what is no key. */
    async make(studyId: string, { tabulationKey }: WaveKey): Promise<WaveKeyCheck> {
      const proof = randomBytes(32).toString("base64url");
      const key = new Uint8Array(Buffer.from(tabulationKey, "base64url"));
      const answer = { answers: { proof }, language: "vi", version: 0, cell: 0 };
      try {
        const sealed = await sealAnswer(crypto.subtle, key, { studyId, manifestHash: noManifest }, answer);
        kept.set(studyId, { tabulationKey, proof, until: clock().getTime() + patience });
        if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
        return { sealed: Buffer.from(sealed).toString("base64url") };
      } catch (error) {
        if (error instanceof AnonymityError) throw new Problem("waves.key-proof", {}, { cause: error });
        throw error;
      }
    },
    holds(studyId: string, tabulationKey: string, proof: string): boolean {
      const found = kept.get(studyId);
      return (
        found !== undefined &&
        found.tabulationKey === tabulationKey &&
        found.until > clock().getTime() &&
        found.proof.length === proof.length &&
        timingSafeEqual(Buffer.from(found.proof), Buffer.from(proof))
      );
    },
    forget: (studyId: string) => void kept.delete(studyId),
  };
}
export type KeyChecks = ReturnType<typeof keyChecks>;
