import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { DepositRequest } from "@lang-nghe/anonymity";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordCounts } from "../../../../e2e/testing/proof.ts";
import { freePort } from "../../../../e2e/testing/system.ts";
import { dayOf } from "../platform/clock.ts";
import { openServer, type TestServer } from "../testing/index.ts";
import { newDeposit, type PublishedWaves, publishWaves } from "../testing/published-waves.ts";

const kills = Number(process.env.PROOF_KILLS ?? 3);

let published: PublishedWaves;
let collector: TestServer;
beforeAll(async () => {
  published = await publishWaves();
  collector = await openServer({ role: "collector" });
});
afterAll(async () => {
  await collector.close();
  await published.close();
});

/** The collector as a process of its own, on the test's database. */
async function start(port: number): Promise<ChildProcess> {
  const { VITEST: _vitest, NODE_OPTIONS: _options, ...environment } = process.env;
  const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts")], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: {
      ...environment,
      ROLE: "collector",
      PORT: String(port),
      PUBLIC_URL: "http://localhost:3002",
      ISSUER_URL: published.url,
      DATA_DIR: collector.dataDirectory,
      DATABASE_URL: collector.databaseUrl,
    },
  });
  await new Promise((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", (code) => reject(new Error(`The collector ended with ${code}.`)));
  });
  return child;
}

test(
  `after ${kills} kill -9 under load each answer is kept or its token unspent, never neither, never both`,
  async () => {
    const today = dayOf(new Date());
    const wave = await published.newWave({ firstDay: today, lastDay: "9999-12-31" });
    const port = await freePort();
    const post = (given: DepositRequest) =>
      fetch(`http://127.0.0.1:${port}/d/${wave.studyId}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(given),
      }).then(
        ({ status }) => status,
        () => 0,
      );
    let child = await start(port);
    const sent: { given: DepositRequest; acknowledged: boolean }[] = [];
    for (let round = 0; round < kills; round++) {
      const waiting = await Promise.all(Array.from({ length: 40 }, () => newDeposit(wave, published.issuer)));
      const load = Promise.all(
        Array.from({ length: 4 }, async () => {
          for (let given = waiting.pop(); given; given = waiting.pop())
            sent.push({ given, acknowledged: (await post(given)) === 200 });
        }),
      );
      // In the middle of the load, after another number of replies each round.
      const before = sent.length;
      while (sent.length < before + 5 + ((round * 7) % 20)) await new Promise((resolve) => setTimeout(resolve, 1));
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await Promise.all([ended, load]);
      child = await start(port);
    }
    const { rows } = await sql<{ spent: number; staged: number }>`
    select (select count(*) from deposits.spent)::int as spent, (select count(*) from deposits.staged)::int as staged`.execute(
      collector.database,
    );
    const { spent, staged } = rows[0]!;
    const acknowledged = sent.filter((one) => one.acknowledged);
    expect(acknowledged.length).toBeGreaterThan(kills);
    expect(acknowledged.length).toBeLessThan(sent.length);
    expect(staged).toBe(spent);
    expect(spent).toBeGreaterThanOrEqual(acknowledged.length);
    // Who was acknowledged is in: another answer for the same token is refused. Who was not can send again, and is in once.
    for (const { given } of acknowledged)
      expect(await post({ ...given, withdrawalHash: given.receipt.padEnd(43, "A") })).toBe(409);
    for (const { given } of sent) expect(await post(given)).toBe(200);
    const { rows: after } = await sql<{ count: number }>`select count(*)::int as count from deposits.staged`.execute(
      collector.database,
    );
    expect(after[0]!.count).toBe(sent.length);
    recordCounts({ kills, sent: sent.length, acknowledged: acknowledged.length, spent, staged });
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
  },
  60_000 + kills * 10_000,
);
