import { readFileSync } from "node:fs";
import { createSession, type Questionnaire } from "@lang-nghe/questionnaire";
import { expect, test } from "vitest";
import { exclusiveChoices, offeredLanguages, pageNumber, possiblePages } from "./questionnaire-facts.ts";
import { openLinkWords } from "./words-open-link.ts";

/** A form with every question type; Hmong has no text yet. */
function everyQuestionType(style: Questionnaire["style"]): Questionnaire {
  const file = new URL("testing/every-question-type.json", import.meta.url);
  return { ...JSON.parse(readFileSync(file, "utf8")), style };
}

test("a language whose column is still empty is not offered", () => {
  const codes = offeredLanguages(everyQuestionType("pages")).map(({ code }) => code);
  expect(codes).toEqual(["vi", "en"]);
});

test("an exclusive choice is read from the constraint that counts", () => {
  const none = ["not", ["and", ["selected", ["."], "none"], [">", ["count-selected", ["."]], 1]]] as const;
  expect(exclusiveChoices(none)).toEqual(["none"]);
  expect(exclusiveChoices(["selected", ["."], "road"])).toEqual([]);
  expect(exclusiveChoices(["<=", ["count-selected", ["."]], 3])).toEqual([]);
  expect(exclusiveChoices(undefined)).toEqual([]);
});

/** Keys of all pages that a session passes when every question gets its first fitting answer. */
function walked(questionnaire: Questionnaire): string[] {
  const session = createSession(questionnaire, { clock: () => "2026-03-02T09:00" });
  session.answer("visited", "yes");
  session.answer("satisfaction", "4");
  session.answer("minutes", 30);
  session.answer("matters", ["road"]);
  session.addInstance("members");
  session.answer("members[0].age", 12);
  return [...session.pages];
}

test.each(["pages", "screens"] as const)("every page of a session (%s) has a number of its own", (style) => {
  const questionnaire = everyQuestionType(style);
  const possible = possiblePages(questionnaire);
  const numbers = walked(questionnaire).map((key) => pageNumber(possible, key));
  expect(numbers).toEqual([...possible.keys()]);
});

test("a page keeps its number when others are skipped", () => {
  const questionnaire = everyQuestionType("screens");
  const session = createSession(questionnaire, { clock: () => "2026-03-02T09:00" });
  const possible = possiblePages(questionnaire);
  expect(session.pages).not.toContain("satisfaction");
  expect(pageNumber(possible, "minutes")).toBe(possible.indexOf("satisfaction") + 2);
  expect(pageNumber(possible, "members[4].age")).toBe(possible.indexOf("members.age"));
  expect(pageNumber(possible, "nowhere")).toBe(-1);
});

test("a language without words of its own is spoken to in Vietnamese", () => {
  expect(openLinkWords("hmn").controls.day).toBe("Ngày");
  expect(openLinkWords("es-CL").controls.day).toBe("Día");
  expect(openLinkWords("es-CL").send).toBe("Enviar mis respuestas");
});
