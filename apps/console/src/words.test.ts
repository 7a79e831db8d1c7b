import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { WordList } from "./platform/words.ts";

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
  (file) => /(^|[/-])words\.ts$/.test(file) && file !== join("platform", "words.ts"),
);
const isList = (value: unknown): value is WordList<string> =>
  typeof value === "object" && value !== null && "vi" in value && "en" in value;
const lists = await Promise.all(
  files.map(async (file) => {
    const module: Record<string, unknown> = await import(join(import.meta.dirname, file));
    return { file, list: Object.values(module).find(isList) };
  }),
);
const holes = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

test("word lists are found", () => expect(files.length).toBeGreaterThan(4));

test.each(lists)("$file says everything in both languages", ({ list }) => {
  expect(list).toBeDefined();
  expect(Object.keys(list!.en).sort()).toEqual(Object.keys(list!.vi).sort());
  for (const sentence of [...Object.values(list!.vi), ...Object.values(list!.en)]) {
    expect(sentence.trim(), sentence).not.toBe("");
    expect(sentence).toBe(sentence.normalize("NFC"));
  }
});

test.each(lists)("$file fills the same places in both languages", ({ list }) => {
  for (const key of Object.keys(list!.vi)) expect(holes(list!.en[key]!), key).toEqual(holes(list!.vi[key]!));
});
