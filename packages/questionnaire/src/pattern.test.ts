import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesPattern } from "./pattern.ts";
import { compilePattern, PatternError } from "./xlsform/pattern-parser.ts";

const samples = [
  "",
  "a",
  "ab",
  "aab",
  "abc",
  "0912345678",
  "a.b@c.vn",
  "Lào Cai",
  "Hà Nội",
  "-",
  "]",
  "12",
  "x1",
  "\n",
  "aaa",
  "b",
];

test.each([
  "a*",
  "a+b?",
  "(ab|a)*c?",
  "0[0-9]{9}",
  "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{2,4}",
  "[^a]",
  "\\p{L}+( \\p{L}+)*",
  "\\d{2}",
  "\\w\\d",
  ".",
  "(a|b|)",
  "a{2,}b",
  "a{0,2}",
  "(?:a|aa)+",
  "^abc$",
  "[\\]a-]",
  "\\s",
  "(a*)*",
  "|a",
  "a+?b",
])("%s matches what JavaScript's own engine matches", (source) => {
  const program = compilePattern(source);
  const judge = new RegExp(`^(?:${source})$`, "u");
  for (const sample of samples) expect([sample, matchesPattern(program, sample)]).toEqual([sample, judge.test(sample)]);
});

test("random patterns agree with JavaScript's engine", () => {
  const leaf = fc.constantFrom("a", "b", "[ab]", ".", "\\d", "[^a]");
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(${a}|${b})`),
      fc.tuple(tie("pattern"), fc.constantFrom("*", "+", "?", "{1,2}", "{2}")).map(([a, q]) => `(${a})${q}`),
    ),
  }));
  const text = fc.string({ unit: fc.constantFrom("a", "b", "1", "c"), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (source, sample) => {
      expect(matchesPattern(compilePattern(source), sample)).toBe(new RegExp(`^(?:${source})$`, "u").test(sample));
    }),
    { numRuns: 500 },
  );
});

test("patterns that hang a backtracking engine end", () => {
  expect(matchesPattern(compilePattern("(a+)+b"), "a".repeat(2000))).toBe(false);
  expect(matchesPattern(compilePattern("(a|a|aa)*c"), "a".repeat(2000))).toBe(false);
  expect(matchesPattern(compilePattern("(.*)(.*)(.*)(.*)x"), "a".repeat(2000))).toBe(false);
});

test.each([
  "(?=a)",
  "(?<!a)",
  "\\1",
  "\\bx",
  "a**",
  "(a",
  "a)",
  "[z-a]",
  "*",
  "{2}",
  "\\p{Nothing}",
  "(a{500}){500}",
  "[",
  "\\",
])("%s is refused", (source) => expect(() => compilePattern(source)).toThrow(PatternError));
