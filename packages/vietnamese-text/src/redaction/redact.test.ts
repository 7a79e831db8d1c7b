import fc from "fast-check";
import { expect, test } from "vitest";
import { longestRedacted, type PersonalKind, type PersonalSpan, redact } from "../index.ts";
import { hardCases } from "./testing/hard-cases.ts";
import { templatedAnswers } from "./testing/templated-answers.ts";

const kinds: Readonly<Record<string, PersonalKind>> = {
  p: "person",
  t: "telephone",
  i: "identity-number",
  x: "tax-or-insurance-number",
  b: "bank-account",
  s: "passport",
  v: "plate",
  e: "email",
  u: "link",
  d: "birth-date",
  a: "address",
};

/** "Gọi «t:113»" as its text and its spans. */
function unmarked(marked: string): { text: string; spans: PersonalSpan[] } {
  let text = "";
  let from = 0;
  const spans: PersonalSpan[] = [];
  for (const match of marked.matchAll(/«(\w):([^»]*)»/gu)) {
    text += marked.slice(from, match.index);
    spans.push({ kind: kinds[match[1]!]!, start: text.length, end: text.length + match[2]!.length });
    text += match[2];
    from = match.index + match[0].length;
  }
  return { text: text + marked.slice(from), spans };
}

/** Spans that had to go and went whole, spans that had to go, spans that went, spans that went and had to. */
function compare(answers: readonly string[], among: (kind: PersonalKind) => boolean) {
  const sums = { wanted: 0, gone: 0, taken: 0, rightly: 0, leaking: 0 };
  for (const answer of answers) {
    const { text, spans } = unmarked(answer);
    const found = redact(text).spans;
    const missed = spans.filter((span) => !found.some(({ start, end }) => start <= span.start && end >= span.end));
    const wanted = spans.filter(({ kind }) => among(kind));
    const taken = found.filter(({ kind }) => among(kind));
    sums.wanted += wanted.length;
    sums.gone += wanted.filter((span) => !missed.includes(span)).length;
    sums.taken += taken.length;
    sums.rightly += taken.filter((one) => spans.some(({ start, end }) => one.start < end && one.end > start)).length;
    sums.leaking += missed.length > 0 ? 1 : 0;
  }
  return { ...sums, recall: sums.gone / sums.wanted, precision: sums.rightly / sums.taken };
}
const isPerson = (kind: PersonalKind) => kind === "person";
const isAddress = (kind: PersonalKind) => kind === "address";
const isStructured = (kind: PersonalKind) => !isPerson(kind) && !isAddress(kind);

test("there are 300 hard cases, and in more than three of ten nothing must go", () => {
  expect(hardCases).toHaveLength(300);
  expect(hardCases.filter((marked) => !marked.includes("«")).length / 300).toBeGreaterThan(0.3);
});

test("each hard case loses what is marked and nothing else", () => {
  const known = hardCases.filter((_, i) => i % 3 !== 2);
  expect(known.map((marked) => [unmarked(marked).text, redact(unmarked(marked).text).spans])).toEqual(
    known.map((marked) => [unmarked(marked).text, unmarked(marked).spans]),
  );
});

test("of the hard cases that no rule was made by, nine in ten come out right", () => {
  const held = hardCases.filter((_, i) => i % 3 === 2).map(unmarked);
  const right = held.filter(({ text, spans }) => JSON.stringify(redact(text).spans) === JSON.stringify(spans));
  expect(right.length / held.length).toBeGreaterThanOrEqual(0.9);
});

test("2,000 answers of templates: hardly a number stays, hardly a name, and little else goes", () => {
  const seed = 20_261_123;
  const answers = templatedAnswers(2000, chanceFrom(seed));
  const marked = answers.filter(({ bare }) => !bare).map((answer) => answer.marked);
  const bare = answers.filter((answer) => answer.bare).map((answer) => answer.marked);
  const structured = compare([...marked, ...bare], isStructured);
  const persons = compare(marked, isPerson);
  const bareNames = compare(bare, isPerson);
  const said = JSON.stringify({ seed, structured, persons, bareNames });
  expect(structured.wanted, said).toBeGreaterThan(500);
  expect(structured.recall, said).toBeGreaterThanOrEqual(0.995);
  expect(structured.precision, said).toBeGreaterThanOrEqual(0.95);
  expect(persons.recall, said).toBeGreaterThanOrEqual(0.95);
  expect(persons.precision, said).toBeGreaterThanOrEqual(0.95);
  expect(bareNames.recall, said).toBeGreaterThanOrEqual(0.8);
  expect(bareNames.precision, said).toBeGreaterThanOrEqual(0.9);
});

/** Mulberry32. */
function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("the same person twice is the same number, another person another", () => {
  expect(redact("Ông Nguyễn Văn An và bà Trần Thị Bình; ông Nguyễn Văn An là trưởng thôn.").text).toBe(
    "Ông [NGƯỜI_1] và bà [NGƯỜI_2]; ông [NGƯỜI_1] là trưởng thôn.",
  );
  expect(redact("Gọi 0912 345 678 hoặc 0912345678.").text).toBe("Gọi [ĐIỆN THOẠI_1] hoặc [ĐIỆN THOẠI_1].");
});

test("a name that is a place here stays", () => {
  expect(redact("Đi Lương Sơn xa quá").text).toBe("Đi Lương Sơn xa quá");
  expect(redact("Về Trịnh Tường khám bệnh", new Set(["trịnh tường"])).text).toBe("Về Trịnh Tường khám bệnh");
});

test("decomposed letters are read as the composed ones", () => {
  const text = "Tôi tên là Trần Thị Lan, số 0912345678";
  expect(redact(text.normalize("NFD"))).toEqual(redact(text));
});

test("spans are in order, apart from each other and inside the text, for any text", () => {
  const piece = fc.constantFrom(
    "Ông ",
    "Nguyễn ",
    "Văn ",
    "An",
    "0912",
    " 345",
    "678",
    " số nhà ",
    "12",
    "/",
    "ngõ ",
    "@",
    ".",
    "vn",
    "là ",
    "«",
    "\n",
    "İ",
    "không ",
    "một ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.array(piece).map((pieces) => pieces.join("")),
      ),
      (text) => {
        const { spans, text: redacted } = redact(text);
        const whole = text.normalize("NFC");
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(whole.length);
        if (spans.length === 0) expect(redacted).toBe(whole);
      },
    ),
    { numRuns: 500 },
  );
});

test("a text too long to be looked at is refused, not let through", () => {
  expect(() => redact("a".repeat(longestRedacted + 1))).toThrow(RangeError);
});
