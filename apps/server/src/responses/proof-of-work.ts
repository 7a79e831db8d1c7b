import { randomBytes, randomInt } from "node:crypto";
import { type LinkEffort, WorkDone } from "@lang-nghe/contract";
import { type Challenge, createChallenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import { Value } from "typebox/value";
import type { Clock } from "../platform/clock.ts";
import { Problem } from "../platform/problem.ts";

/**
 * Counters among which the solution lies: most hashes a device makes, and fewest. Between a tenth of a second on a computer and
 * at most about four seconds on a phone of ten years ago (docs/decisions/0020).
 */
const counters: Record<Exclude<LinkEffort, "off">, { least: number; most: number }> = {
  usual: { least: 20_000, most: 80_000 },
  raised: { least: 100_000, most: 300_000 },
};

/** A challenge is good for so long, in seconds: a slow phone on a slow network sends within it. */
const lifetime = 15 * 60;
/** Challenges remembered as used; beyond, senders are asked to come back. */
const mostUsed = 200_000;

/**
 * Tolls of open links (ALTCHA, hosted here): a challenge, then proof of the work. No identity, address or cookie takes part,
 * and nothing is stored: the secret lives as long as the process, and what was used before a restart is worthless after it.
 */
export function proofOfWork(clock: Clock) {
  const secret = randomBytes(32).toString("hex");
  /** Signature of a used challenge → which set it was used for, and until when it would have been good. In order of use. */
  const used = new Map<string, { setId: string; until: number }>();
  const now = () => Math.floor(clock().getTime() / 1000);

  function forgetPast(): void {
    for (const [signature, { until }] of used) {
      if (until > now() && used.size < mostUsed) return;
      if (until > now()) throw new Problem("platform.too-many-requests", { seconds: 60 });
      used.delete(signature);
    }
  }

  return {
    challenge(studyId: string, effort: Exclude<LinkEffort, "off">): Promise<Challenge> {
      const { least, most } = counters[effort];
      return createChallenge({
        algorithm: "SHA-256",
        cost: 1,
        counter: randomInt(least, most),
        keyPrefixLength: 4,
        deriveKey,
        data: { study: studyId, until: now() + lifetime },
        hmacSignatureSecret: secret,
      });
    },
    /**
     * Takes the proof that came with a set. The same set may come again with the same proof: its sender did not hear back.
     * @throws {Problem} responses.work-needed when there is none, or it is of another study, too old, wrong, or was used.
     */
    async take(studyId: string, setId: string, header: string | undefined): Promise<void> {
      const done = readWork(header);
      if (!done) throw new Problem("responses.work-needed");
      const { challenge, solution } = done;
      const { study, until } = challenge.parameters.data;
      if (study !== studyId || until <= now()) throw new Problem("responses.work-needed");
      const before = used.get(challenge.signature);
      if (before && before.setId !== setId) throw new Problem("responses.work-needed");
      const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: secret });
      if (!verified) throw new Problem("responses.work-needed");
      // Looked at again: two sets may have come with it at once.
      if ((used.get(challenge.signature)?.setId ?? setId) !== setId) throw new Problem("responses.work-needed");
      forgetPast();
      used.set(challenge.signature, { setId, until });
    },
  };
}

function readWork(header: string | undefined): WorkDone | undefined {
  if (header === undefined || header.length > 2000) return undefined;
  try {
    const read: unknown = JSON.parse(Buffer.from(header, "base64").toString("utf8"));
    return Value.Check(WorkDone, read) ? read : undefined;
  } catch {
    return undefined;
  }
}
