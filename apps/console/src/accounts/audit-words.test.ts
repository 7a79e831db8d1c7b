import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { auditWords } from "./audit-words.ts";

const server = new URL("../../../server/src/", import.meta.url).pathname;

test("whatever the server writes into its audit log, the page has words for", () => {
  const written = globSync("*/*.ts", { cwd: server })
    .filter((file) => !file.endsWith(".test.ts") && !file.startsWith("testing"))
    .flatMap((file) => [...readFileSync(server + file, "utf8").matchAll(/\baudit\([^"`;]*"([a-z]+\.[a-z-]+)"/g)])
    .map((match) => match[1]!);
  expect(written.length).toBeGreaterThan(40);
  expect([...new Set(written)].filter((action) => !(action in auditWords.vi))).toEqual([]);
});
