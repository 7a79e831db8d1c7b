import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { functions } from "../functions.ts";
import { limits } from "../model.ts";
import { missingCodes, missingNames } from "./choices.ts";
import { choicesLayout, settingsLayout, surveyLayout } from "./columns.ts";
import { functionArguments, refusedFunctions } from "./expression.ts";
import { problemWords } from "./problem-words.ts";
import { readType, refusedTypes, unsupportedTypes } from "./types.ts";

const page = readFileSync(new URL("../../../../docs/xlsform.md", import.meta.url), "utf8");
/** Words in backticks in the part of the page under a heading. */
function listed(heading: string, line = /(?:)/): string[] {
  const part = page.split(/^##+ /m).find((text) => text.startsWith(heading))!;
  const lines = part.split("\n").filter((text) => line.test(text));
  return lines.flatMap((text) => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
}

test("docs/xlsform.md lists every function that is taken, and no other", () => {
  const rows = listed("Expressions", /^\| (conditions|choices|words|numbers|days|repeats)/);
  expect(rows.sort()).toEqual(Object.keys(functionArguments).sort());
});

test("every function that is taken is worked out somewhere, and nothing else is", () => {
  const operators = ["+", "-", "*", "div", "mod", "|"];
  const special = ["if", "once", "today", "now", "position", "regex", "indexed-repeat", "jr:choice-name"];
  expect([...Object.keys(functions), ...special].sort()).toEqual(
    [...Object.keys(functionArguments), ...operators].sort(),
  );
});

test("docs/xlsform.md lists every refused function and type, every fault and every column", () => {
  const all = new Set(listed(""));
  const words = [...page.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
  for (const word of words) all.add(word);
  const code = [
    ...refusedFunctions,
    ...Object.values(refusedTypes).flat(),
    ...Object.keys(unsupportedTypes),
    ...Object.keys(problemWords),
    ...[surveyLayout, choicesLayout, settingsLayout].flatMap((layout) => Object.keys(layout.fields)),
    ...Object.values(missingNames).flat(),
    ...missingCodes.map((name) => name.replace("-", "")),
  ];
  expect(code.filter((word) => !all.has(word))).toEqual([]);
  expect(listed("Faults").sort()).toEqual(Object.keys(problemWords).sort());
});

test("every type of the page's table is understood", () => {
  const rows = page.split("\n").filter((line) => /^\| `[a-z_]+/.test(line));
  const types = rows.flatMap((line) => [...line.split("|")[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
  expect(types.length).toBeGreaterThan(12);
  for (const type of types) expect([type, readType(type).kind]).not.toContain("wrong");
});

test("the limits of the page are those of the code", () => {
  const plain = (number: number) => number.toLocaleString("en");
  expect(page).toContain(`at most ${plain(limits.text)} characters`);
  expect(page).toContain(`at most ${limits.instances} times, ${limits.depth} deep`);
  expect(page).toContain(`${plain(limits.values)} values, ${plain(limits.steps)} steps`);
  expect(page).toContain(`above ${plain(limits.pattern)} characters`);
});
