import { expect, test } from "vitest";
import { answerState, checkAnswers, completeAnswers } from "./check.ts";
import { form, moment } from "./testing/form.ts";

const q = form(`
| survey |
| | type | name | label | relevant | required | constraint | choice_filter | calculation | parameters |
| | integer | age | A | | yes | . >= 18 | | | |
| | decimal | area | B | | | | | | |
| | date | born | C | | | . <= today() | | | |
| | time | at | D | | | | | | |
| | select_one d | district | E | | | | | | |
| | select_one c | commune | F | | | | district = \${district} | | |
| | select_multiple m | many | G | | | | | | |
| | rank m | order | H | | | | | | |
| | range | mark | I | | | | | | start=0 end=10 step=0.5 |
| | text | why | J | \${age} > 60 | | | | | |
| | acknowledge | seen | K | | | | | | |
| | begin_repeat | visits | L | | | | | | |
| | text | place | M | | yes | | | | |
| | end_repeat | | | | | | | | |
| | calculate | decade | | | | | | int(\${age} div 10) * 10 | |
| | calculate | several | | | | | | count(\${visits}) > 1 | |
| choices |
| | list_name | name | label | district |
| | d | sapa | Sa Pa | |
| | d | bacha | Bắc Hà | |
| | d | 99 | Không biết | |
| | c | tavan | Tả Van | sapa |
| | c | lungphinh | Lùng Phình | bacha |
| | m | a | A | |
| | m | b | B | |
| | m | dk | Không biết | |
| | m | rf | Từ chối | |
`);
const faults = (answers: unknown) =>
  checkAnswers(q, answers, moment).map((problem) => `${problem.path} ${problem.kind}`);

test("a good set of answers has no problem", () => {
  expect(
    faults({
      age: 70,
      area: 1.5,
      born: "1956-02-06",
      at: "10:30",
      district: "sapa",
      commune: "tavan",
      many: ["a", "b"],
      order: ["b", "a", "dk", "rf"],
      mark: 7.5,
      why: "nước",
      seen: "OK",
      visits: [{ place: "xã" }, { place: "huyện" }],
    }),
  ).toEqual([]);
});

test.each([
  [{}, "age required"],
  [{ age: 17 }, "age constraint"],
  [{ age: 40.5 }, "age type"],
  [{ age: "40" }, "age type"],
  [{ age: 40, born: "2026-02-30" }, "born type"],
  [{ age: 40, born: "2026-02-07" }, "born constraint"],
  [{ age: 40, at: "25:00" }, "at type"],
  [{ age: 40, district: "hanoi" }, "district choice"],
  [{ age: 40, district: "bacha", commune: "tavan" }, "commune choice"],
  [{ age: 40, many: ["a", "a"] }, "many type"],
  [{ age: 40, order: ["a"] }, "order type"],
  [{ age: 40, mark: 7.3 }, "mark type"],
  [{ age: 40, why: "không hỏi" }, "why irrelevant"],
  [{ age: 40, nobody: 1 }, "nobody unknown"],
  [{ age: 40, decade: 40 }, "decade unknown"],
  [{ age: 40, visits: [{}] }, "visits[0].place required"],
  [{ age: 40, visits: [{ place: "x", age: 1 }] }, "visits[0].age unknown"],
  [{ age: 40, seen: true }, "seen type"],
])("%j is refused: %s", (answers, fault) => expect(faults(answers)).toEqual([fault]));

test("nobody is held back by a required question without an open choice", () => {
  const cascade = form(`
| survey |
| | type | name | label | required | choice_filter |
| | text | district | A | yes | |
| | select_one c | commune | B | yes | district = \${district} |
| choices |
| | list_name | name | label | district |
| | c | tavan | Tả Van | sapa |`);
  expect(checkAnswers(cascade, { district: "xa" }, moment)).toEqual([]);
  expect(checkAnswers(cascade, { district: "sapa" }, moment)).toEqual([{ path: "commune", kind: "required" }]);
  expect(checkAnswers(cascade, { district: "  " }, moment)).toEqual([{ path: "district", kind: "required" }]);
});

test("hostile answers are refused, not worked on", () => {
  expect(faults(null)).toEqual([" type"]);
  expect(faults([1])).toEqual([" type"]);
  expect(faults({ age: 40, why: "x".repeat(10_001) })).toEqual(["why size"]);
  expect(faults({ age: 70, why: "a\0b" })).toEqual(["why type"]);
  expect(faults({ age: 70, why: "a\ud800" })).toEqual(["why type"]);
  expect(faults({ age: 40, visits: Array(201).fill({ place: "x" }) })).toEqual(["visits size"]);
  expect(faults(JSON.parse(`{"age":40,"__proto__":{"age":1},"constructor":1}`))).toEqual([
    "__proto__ unknown",
    "constructor unknown",
  ]);
  expect(faults({ age: 40, many: Array(20_001).fill("a") })).toEqual([" size"]);
  expect(faults(JSON.parse(`${'{"visits":['.repeat(5000)}1${"]}".repeat(5000)}`))).toEqual([" size"]);
});

test("not asked, not answered, don't know and refused are told apart", () => {
  const state = (answers: object, name: string) => answerState(q, answers as never, name, moment);
  expect(state({ age: 40 }, "why")).toBe("not-asked");
  expect(state({ age: 70 }, "why")).toBe("missing");
  expect(state({ age: 70, why: "nước" }, "why")).toBe("answered");
  expect(state({ district: "99" }, "district")).toBe("dont-know");
  expect(state({ many: ["rf"] }, "many")).toBe("refused");
  expect(state({ many: ["a", "dk"] }, "many")).toBe("answered");
  expect(state({}, "visits[0].place")).toBe("not-asked");
  expect(state({ visits: [{}] }, "visits[0].place")).toBe("missing");
});

test("calculated values are added where answers are stored, not taken from the sender", () => {
  expect(completeAnswers(q, { age: 47, why: "dropped", visits: [{ place: "a" }, { place: "b" }] }, moment)).toEqual({
    age: 47,
    visits: [{ place: "a" }, { place: "b" }],
    decade: 40,
    several: "true",
  });
});

test("a chain of 300 conditions is worked out from its far end", () => {
  const rows = Array.from({ length: 300 }, (_, i) => `| | text | n${i} | N | \${n${i + 1}} = 'a' |`);
  const chain = form(`| survey |\n| | type | name | label | relevant |\n${rows.join("\n")}\n| | text | n300 | N | |`);
  const all = Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`n${i}`, "a"]));
  expect(answerState(chain, all, "n0")).toBe("answered");
  expect(checkAnswers(chain, all, moment)).toEqual([]);
});

test("a questionnaire that asks for endless work is refused as too large", () => {
  const nested = (depth: number): string =>
    depth === 0
      ? "| | calculate | c | | sum(${t}) + count(${r0}) | |\n| | text | t | T | | |"
      : `| | begin_repeat | r${depth - 1} | R | | 200 |\n${nested(depth - 1)}\n| | end_repeat | | | | |`;
  const endless = form(`| survey |\n| | type | name | label | calculation | repeat_count |\n${nested(4)}`);
  expect(checkAnswers(endless, {}, moment)).toEqual([{ path: "", kind: "size" }]);
});

test("a list of 15,000 communes under a filter is checked within the limits", () => {
  const communes = Array.from({ length: 15_000 }, (_, i) => `| | c | c${i} | Xã ${i} | d${i % 700} |`);
  const large = form(`
| survey |
| | type | name | label | choice_filter |
| | text | district | A | |
${Array.from({ length: 30 }, (_, i) => `| | select_one c | commune${i} | B | district = \${district} |`).join("\n")}
| choices |
| | list_name | name | label | district |
${communes.join("\n")}`);
  const answers = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`commune${i}`, "c1407"]));
  expect(checkAnswers(large, { district: "d7", ...answers }, moment)).toEqual([]);
});
