import { createHash } from "node:crypto";
import type { WorkChallenge, WorkDone } from "@lang-nghe/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hashBlock, solve } from "./proof-of-work.ts";

/** The message as a padded block. */
function blockOf(message: Uint8Array): Int32Array {
  const bytes = Buffer.alloc(64);
  bytes.set(message);
  bytes[message.length] = 0x80;
  bytes.writeUInt32BE(message.length * 8, 60);
  const words = new Int32Array(64);
  for (let i = 0; i < 16; i++) words[i] = bytes.readInt32BE(4 * i);
  return words;
}

test("the hash is SHA-256, as Node has it", () => {
  const digest = new Int32Array(8);
  const hex = () => Array.from(digest, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  // FIPS 180-4's own example.
  hashBlock(blockOf(Buffer.from("abc")), digest);
  expect(hex()).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 55 }), (message) => {
      hashBlock(blockOf(message), digest);
      expect(hex()).toBe(createHash("sha256").update(message).digest("hex"));
    }),
  );
});

/** A challenge as the server makes it, for a counter that only the test knows. */
function challengeFor(counter: number): WorkChallenge {
  const message = Buffer.alloc(36);
  message.writeUInt32BE(counter, 32);
  const digest = createHash("sha256").update(message).digest("hex");
  return {
    parameters: {
      algorithm: "SHA-256",
      cost: 1,
      keyLength: 32,
      keyPrefix: digest.slice(0, 8),
      nonce: "00".repeat(16),
      salt: "00".repeat(16),
      data: { study: "s", until: 1 },
    },
    signature: "00".repeat(32),
  };
}

test("the counter that a challenge hides is found, and handed over with its hash", async () => {
  for (const counter of [0, 1, 255, 256, 30_000]) {
    const challenge = challengeFor(counter);
    const done: WorkDone = JSON.parse(atob(await solve(challenge)));
    expect(done.challenge).toEqual(challenge);
    expect(done.solution.counter).toBe(counter);
    expect(done.solution.derivedKey.slice(0, 8)).toBe(challenge.parameters.keyPrefix);
  }
});

test("the page has its turn while its device works", async () => {
  let time = 0;
  let turns = 0;
  await solve(
    challengeFor(20_000),
    () => (time += 10),
    async () => {
      turns++;
    },
  );
  // A look at the clock each 256 hashes, a turn each 30 ms.
  expect(turns).toBeGreaterThan(10);
});
