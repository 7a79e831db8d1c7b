import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { toXlsx } from "../platform/files/index.ts";
import { savFile } from "../platform/files/testing/sav-file.ts";
import { backup, restore } from "./backup.ts";
import { check } from "./check.ts";
import { estimate } from "./estimate.ts";
import { link } from "./link.ts";
import { UsageError } from "./usage.ts";

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-estimate-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const oracle = new URL("../../../../../shared/oracle/", import.meta.url).pathname;
const program = join(import.meta.dirname, "main.ts");

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The command as a person types it. */
function run(...parameters: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, [program, ...parameters], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}
/** The same without a process of its own: what it prints, and its mistakes. */
async function here(...parameters: string[]): Promise<string> {
  const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    expect(await estimate.run(parameters)).toBe(0);
    return printed.mock.calls.map(([text]) => text).join("");
  } finally {
    printed.mockRestore();
  }
}
const asLines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
const lines = async (...parameters: string[]) => asLines(await here(...parameters, "--json"));

const people = file("people.csv", `region,age,vote\n${"N,30,yes\nN,40,no\nS,50,yes\nS,,\n".repeat(20)}`);

test("a proportion by hand: 40 of 60 answered yes, se = √(2/3·1/3/59)", async () => {
  const { code, out, err } = await run("estimate", people, "--ask", "vote", "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const [no, yes] = asLines(out);
  expect(yes).toMatchObject({ question: "vote", level: "yes", by: null, n: 60, df: 79, withheld: null });
  expect(yes.estimate).toBeCloseTo(2 / 3, 12);
  expect(no.estimate).toBeCloseTo(1 / 3, 12);
});

test("a workbook and a system file say the same as the text file", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : 2));
  const workbook = await toXlsx([{ name: "a", rows: [["vote"], ...rows.map((code) => [code === 1 ? "no" : "yes"])] }]);
  const system = savFile(
    [
      {
        name: "vote",
        labels: [
          [1, "no"],
          [2, "yes"],
        ],
      },
    ],
    rows.map((code) => [code]),
  );
  for (const path of [file("people.xlsx", workbook), file("people.sav", system)]) {
    const [no, yes] = await lines(path, "--ask", "vote");
    expect([no.level, yes.level, yes.n]).toEqual(["no", "yes", 60]);
    expect(no.estimate).toBeCloseTo(1 / 3, 12);
    expect(yes.estimate).toBeCloseTo(2 / 3, 12);
  }
});

test("a mean by hand leaves missing out: (30 + 40 + 50)/3", async () => {
  expect(await lines(people, "--ask", "age")).toMatchObject([{ level: null, n: 60, estimate: 40 }]);
});

test("by a variable: one line a level and domain, withheld where few answered, printed all the same", async () => {
  const found = await lines(people, "--ask", "vote", "--by", "region");
  expect(found.map(({ by, level, n }) => [by, level, n])).toEqual([
    ["N", "no", 40],
    ["N", "yes", 40],
    ["S", "no", 20],
    ["S", "yes", 20],
  ]);
  expect(found[2]).toMatchObject({ estimate: 0, withheld: "base-below-30" });
});

test("margins by hand: 0.5·(1/2) + 0.5·1 = 0.75 say yes when both regions count alike", async () => {
  const design = file("margins.json", JSON.stringify({ margins: { region: { N: 0.5, S: 0.5 } } }));
  const answered = file("answered.csv", `region,vote\n${"N,yes\nN,no\nN,yes\nN,no\nS,yes\n".repeat(20)}`);
  const [, yes] = await lines(answered, "--design", design, "--ask", "vote");
  expect(yes.estimate).toBeCloseTo(0.75, 9);
});

test("mistakes are told in one line with exit code 2", async () => {
  const cases: [string[], RegExp][] = [
    [[], /Name one file/],
    [[people], /--ask/],
    [[people, "--ask", "nobody"], /no variable nobody/],
    [[join(folder, "missing.csv"), "--ask", "x"], /cannot be read/],
    [[people, "--ask", "age", "--design", file("bad.json", '{"weight": "w"}')], /known are weights/],
    [[people, "--ask", "age", "--design", file("no.json", '{"weights": "w"}')], /names the column w/],
    [
      [people, "--ask", "vote", "--design", file("m.json", '{"margins": {"region": {"N": 1}}}')],
      /S has answers but no target/,
    ],
  ];
  for (const [parameters, message] of cases) {
    const told: unknown = await here(...parameters).catch((error: unknown) => error);
    // What the command's process says in a line, with exit code 2; anything else it shows as a bug.
    expect(told).toBeInstanceOf(UsageError);
    expect((told as UsageError).message).toMatch(message);
    expect((told as UsageError).message).not.toContain("\n");
  }
  const told = await run("estimate", people, "--ask", "nobody");
  expect(told.err).toMatch(/^.*no variable nobody.*\n$/);
  expect(told.code).toBe(2);
  const unknown = await run("estimte");
  expect(unknown.err).toMatch(/no command estimte/);
  expect(unknown.err.trim().split("\n").length).toBeLessThanOrEqual(20);
  expect(unknown.code).toBe(2);
});

test("help is there for everyone", async () => {
  expect((await run("--help")).out).toContain("estimate");
  expect((await run("estimate", "--help")).out).toBe(estimate.help);
  for (const { help } of [backup, restore, check, link]) expect(help.length).toBeGreaterThan(100);
});

const present = existsSync(oracle);
if (!present) console.log("shared oracle: not present");

test.runIf(present)("R's numbers on the stratified and the cluster sample of schools", async () => {
  const stored = (id: string) => JSON.parse(readFileSync(join(oracle, `${id}.json`), "utf8"));
  const stratified = file("apistrat.json", JSON.stringify({ weights: "pw", strata: "stype", fpc: "fpc" }));
  const result = (id: string, name: string) => stored(id).results.find((one: { id: string }) => one.id === name);
  const [mean] = await lines(join(oracle, "data/P02_apistrat_apistrat.csv"), "--design", stratified, "--ask", "api00");
  const r = result("P02_apistrat", "mean_deff");
  expect(mean.estimate / r.coef[0]).toBeCloseTo(1, 6);
  expect(mean.se / r.se[0]).toBeCloseTo(1, 5);
  expect(mean.deff / r.deff[0]).toBeCloseTo(1, 5);
  const clustered = file("apiclus1.json", JSON.stringify({ weights: "pw", psu: ["dnum"], fpc: ["fpc"] }));
  const awards = await lines(join(oracle, "data/P03_apiclus1_apiclus1.csv"), "--design", clustered, "--ask", "awards");
  const yes = awards.find(({ level }) => level === "Yes");
  const logit = result("P03_apiclus1", "ciprop_logit");
  expect(yes.estimate / [logit.est].flat()[0]).toBeCloseTo(1, 6);
  expect(yes.low / [logit.ci].flat()[0]).toBeCloseTo(1, 5);
  expect(yes.high / [logit.ci].flat()[1]).toBeCloseTo(1, 5);
});
