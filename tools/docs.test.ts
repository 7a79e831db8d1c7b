// Commands, paths, arrows and problem codes in the docs are held to what is there.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { problems } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { hostRoles } from "../apps/server/src/platform/config.ts";
import { fileLimits } from "../apps/server/src/platform/files/file-limits.ts";
import { arrows, capabilities } from "./architecture.ts";
import { problemsPage } from "./problems.ts";

const root = join(import.meta.dirname, "..");
const documents = globSync(["*.md", "docs/**/*.md", "packages/*/README.md", "examples/*/README.md"], {
  cwd: root,
}).sort();
const text = (file: string) => readFileSync(join(root, file), "utf8");

test("every link to a file in the docs leads to a file", () => {
  const dead = documents.flatMap((file) =>
    [...text(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1]!)
      .filter((target) => !existsSync(resolve(root, dirname(file), target)))
      .map((target) => `${file}: ${target}`),
  );
  expect(dead).toEqual([]);
});

test("every path named in the docs exists", () => {
  const dead = documents
    .filter((file) => file !== "CHANGELOG.md")
    .flatMap((file) =>
      [...text(file).matchAll(/`((?:apps|packages|tools|docs|examples|e2e)\/[\w./-]+)`/g)]
        .map((match) => match[1]!)
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${file}: ${path}`),
    );
  expect(dead).toEqual([]);
});

test("every npm script named in the docs exists", () => {
  const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
  const named = documents.flatMap((file) =>
    [...text(file).matchAll(/npm (?:run (?:-s )?)([\w-]+)/g)].map((match) => `${file}: ${match[1]}`),
  );
  expect(named.filter((entry) => !(entry.split(": ")[1]! in scripts))).toEqual([]);
});

test("docs/problems.md has a section for each problem and none besides", () => {
  const sections = [...text("docs/problems.md").matchAll(/^## `([\w.-]+)`$/gm)].map((match) => match[1]);
  expect(sections.sort()).toEqual(Object.keys(problems).sort());
});

test("docs/problems.md is what tools/problems.ts writes today", () => {
  expect(text("docs/problems.md"), "run: node tools/problems.ts").toBe(problemsPage());
});

test("each problem's section has status, both sentences, when it occurs and what to do", () => {
  for (const section of text("docs/problems.md").split(/^## /m).slice(1)) {
    const code = section.match(/^`([\w.-]+)`/)?.[1] as keyof typeof problems;
    const { status, vi, en } = problems[code];
    expect(section, code).toContain(`HTTP ${status}`);
    expect(section, code).toContain(`> ${vi}\n>\n> ${en}`);
    expect(section, code).toMatch(/\*\*When:\*\* \S+ .+\./);
    expect(section, code).toMatch(/\*\*What to do:\*\* \S+.*\./);
  }
});

test("every problem says what to do in both languages", () => {
  for (const [code, { status, vi, en }] of Object.entries(problems)) {
    expect(status, code).toBeGreaterThanOrEqual(400);
    expect(vi.trim(), code).not.toBe("");
    expect(en.trim(), code).not.toBe("");
    expect([...vi.matchAll(/\{\w+\}/g)].map(String).sort(), code).toEqual(
      [...en.matchAll(/\{\w+\}/g)].map(String).sort(),
    );
  }
});

/** Rows of the first table of a page whose header has `first`, cells trimmed. */
function tableOf(page: string, first: string): string[][] {
  const lines = page.slice(page.indexOf(`| ${first} |`)).split("\n");
  const rows = lines.slice(
    2,
    lines.findIndex((line) => !line.startsWith("|")),
  );
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
const roomsIn = (cell: string) => [...cell.matchAll(/`([\w/-]+)`/g)].map((match) => match[1]!);

test("the arrow table of ARCHITECTURE.md is the one the code is held to", () => {
  const written = tableOf(text("ARCHITECTURE.md"), "room").map(([room, may]) => [roomsIn(room!)[0], roomsIn(may!)]);
  expect(Object.fromEntries(written)).toEqual(arrows);
});

test("ARCHITECTURE.md names the server's capabilities in their order, and each has a folder", () => {
  const written = tableOf(text("ARCHITECTURE.md"), "capability").map(([name]) => name);
  expect(written).toEqual(capabilities);
  for (const name of capabilities) expect(existsSync(join(root, "apps/server/src", name, "index.ts")), name).toBe(true);
});

test("each decision has context, decision, consequences and what would change our mind", () => {
  const decisions = documents.filter((file) => file.startsWith("docs/decisions/"));
  const numbers = decisions.map((file) => Number(file.match(/\/(\d{4})-/)?.[1]));
  expect(numbers).toEqual(decisions.map((_, i) => i + 1));
  for (const file of decisions)
    for (const part of ["Context", "Decision", "Consequences", "What would change our mind"])
      expect(text(file), file).toMatch(new RegExp(`^\\*\\*${part}\\.\\*\\* \\S`, "m"));
});

test("the command line examples of README.md print what README.md says", () => {
  const examples = [
    ...text("README.md").matchAll(/```sh\nnpm run -s lang-nghe -- (estimate [^\n]*)\n```\n+```text\n([\s\S]*?)```/g),
  ];
  expect(examples.length).toBeGreaterThan(0);
  for (const [, command, output] of examples) {
    const parameters = command!.split(" ");
    const program = join(root, "apps/server/src/commands/main.ts");
    expect(execFileSync(process.execPath, [program, ...parameters], { cwd: root, encoding: "utf8" })).toBe(output);
  }
});

test("README.md and docs/operations.md name the settings that the server reads, and no others", () => {
  const read = new Set([
    ...[...text("apps/server/src/platform/config.ts").matchAll(/\benvironment\.([A-Z_]+)/g)].map((match) => match[1]!),
    ...hostRoles.map((host) => `${host.toUpperCase()}_URL`),
  ]);
  for (const page of ["README.md", "docs/operations.md"]) {
    const named = tableOf(text(page), "setting").flatMap(([setting]) => setting!.replaceAll("`", "").split(", "));
    expect(named.sort(), page).toEqual([...read].sort());
  }
});

test("every command line in the docs names a command that exists, with options that its help explains", () => {
  const help = new Map<string, string>();
  const program = join(root, "apps/server/src/commands/main.ts");
  const helpOf = (command: string) => {
    if (!help.has(command))
      help.set(command, execFileSync(process.execPath, [program, command, "--help"], { cwd: root, encoding: "utf8" }));
    return help.get(command)!;
  };
  let tried = 0;
  for (const file of documents)
    for (const [, line] of text(file).matchAll(/lang-nghe -- ([^\n`]+)/g)) {
      const [command, verb] = line!.split("#")[0]!.trim().split(/\s+/);
      if (!/^[a-z]+$/.test(command!)) continue;
      tried++;
      if (command === "audit") expect(helpOf(command), `${file}: ${line}`).toContain(`audit ${verb}`);
      for (const [option] of line!.split("#")[0]!.matchAll(/(?<!\S)--[a-z-]+/g))
        if (option !== "--help") expect(helpOf(command!), `${file}: ${line}`).toContain(option);
    }
  expect(tried).toBeGreaterThan(15);
});

test("docs/operations.md gives the limits that files are read with", () => {
  const limits = tableOf(text("docs/operations.md"), "what | limit")
    .map((row) => row.join(" "))
    .join("\n");
  const millions = (count: number) => `${count / 1_000_000} million`;
  expect(limits).toContain(`${millions(fileLimits.tableCells)} cells`);
  expect(limits).toContain(`${millions(fileLimits.rows)} rows`);
  expect(limits).toContain(`${millions(fileLimits.savCells)} values`);
  expect(limits).toContain(`${fileLimits.savBytes / 1_000_000} MB`);
  expect(limits).toContain(`${fileLimits.inflatedBytes / 1_000_000} MB`);
  expect(limits).toContain(`${fileLimits.cellCharacters.toLocaleString("en")} characters`);
  expect(limits).toContain(`${fileLimits.columns.toLocaleString("en")} columns`);
  expect(limits).toContain(`${fileLimits.milliseconds / 1000} s`);
});

test("docs/security.md names tests that exist, lists each it uses, and judges all 253 requirements once", () => {
  const page = text("docs/security.md");
  const tests = tableOf(page, "test");
  const known = new Set(tests.map(([name]) => name));
  for (const [name, file, title] of tests) {
    const source = existsSync(join(root, file!)) ? text(file!).replaceAll('\\"', '"') : "";
    expect(source.includes(title!), `${name}: ${file} “${title}”`).toBe(true);
  }
  const used = [...page.matchAll(/(?<!\w)\[([a-z0-9-]+)\](?!\()/g)]
    .map((match) => match[1]!)
    .filter((name) => !/^\d+$/.test(name));
  expect([...new Set(used)].filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => !used.includes(name!))).toEqual([]);
  const judged = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| .+ \| (met|not applicable|deviation) \| (.+) \|$/gm)];
  expect(new Set(judged.map((match) => match[1])).size).toBe(253);
  expect(judged).toHaveLength(253);
  for (const [, number, verdict, reason] of judged)
    if (verdict === "deviation") expect(reason!.length, number).toBeGreaterThan(20);
});
