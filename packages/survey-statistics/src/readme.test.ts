import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const library = new URL("./index.ts", import.meta.url).href;
const examples = [...readme.matchAll(/## ([^\n]*)\n(?:(?!\n## )[\s\S])*?```ts\n([\s\S]*?)```/g)].map(
  (match) => [match[1]!, match[2]!] as const,
);

test("the README has its examples", () => expect(examples.length).toBeGreaterThanOrEqual(6));

test.each(examples)('the example under "%s" runs and prints what it says', (_, code) => {
  const promised = [...code.matchAll(/^\/\/ (.*)$/gm)].map((match) => match[1]!).filter((line) => !/[.]$/.test(line));
  const folder = mkdtempSync(join(tmpdir(), "survey-statistics-"));
  try {
    const file = join(folder, "example.mts");
    writeFileSync(file, code.replace('"@lang-nghe/survey-statistics"', JSON.stringify(library)));
    const printed = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", file], {
      encoding: "utf8",
    });
    expect(printed.trimEnd().split("\n")).toEqual(promised);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
