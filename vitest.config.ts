import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Hosts, commands and threads that tests start, some hundreds, each read the same code: strip and compile it once.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "node_modules/.cache/compiled-code");

/** Holds a stopwatch: runs alone, after the others. */
const timed = ["e2e/the-answer-page-is-light.test.ts"];
/** Waits for npm most of its time: begins early, beside the small tests. */
const clone = ["e2e/from-clone-to-first-screen.test.ts"];

/** Keeps hosts on clocks of their own for a whole wave: nothing of another test may run beside it in its process. */
const apart = ["apps/server/src/testing/attack/**/*.test.ts"];
const server = {
  globalSetup: ["apps/server/src/testing/database.ts"],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // Each file has a database of its own and shares the code that was read already.
  isolate: false,
};

/** Debian's folder of PostgreSQL 15's programs. */
const postgres15 = "/usr/lib/postgresql/15/bin";
/** What a second database could answer otherwise: its schema, triggers and roles, its transactions and locks, its files. */
const asksTheDatabase = [
  "accounts/accounts",
  "deposits/*",
  "disclosure/*",
  "platform/audit",
  "platform/backup",
  "platform/database-roles",
  "platform/migrate",
  "platform/storage-order",
  "releases/*",
  "responses/freeze",
  "responses/intake",
  "rights/*",
  "sampling/*",
  "tabulation/*",
  "transparency/*",
  "units/*",
  "waves/protection",
].map((files) => `apps/server/src/${files}.test.ts`);

/** Units need nothing; the rest have database servers of their own (and a browser). */
export default defineConfig({
  test: {
    // The main thread mostly waits, and so do tests for databases, browsers and clocks.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          name: "units",
          isolate: false,
          include: [
            "packages/**/*.test.ts",
            "examples/**/*.test.ts",
            "apps/{console,answer,portal}/**/*.test.ts",
            "tools/**/*.test.ts",
          ],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...server,
          name: "server",
          include: ["apps/server/**/*.test.ts"],
          exclude: apart,
        },
      },
      {
        test: {
          ...server,
          name: "server on PostgreSQL 15",
          include: asksTheDatabase,
          env: { TEST_POSTGRES_PROGRAMS: postgres15 },
        },
      },
      { test: { name: "clone", include: clone, testTimeout: 600_000, hookTimeout: 120_000 } },
      { test: { ...server, name: "server apart", include: apart, isolate: true } },
      {
        test: {
          name: "journeys",
          globalSetup: ["e2e/testing/prepared-office.ts"],
          include: ["e2e/**/*.test.ts"],
          exclude: [...timed, ...clone],
          // A page that is slow because everything else runs beside it is not wrong.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "timed journeys",
          include: timed,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
