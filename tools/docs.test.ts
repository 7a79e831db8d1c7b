// Commands, paths and problem codes in the docs are held to what is there.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { problems } from "@lang-nghe/contract";
import { expect, test } from "vitest";

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
