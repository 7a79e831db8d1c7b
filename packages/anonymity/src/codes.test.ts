import fc from "fast-check";
import { expect, test } from "vitest";
import { checkCharacter, letters } from "./check-character.ts";
import { makeLinkCode, makeTypedCode, printedCode, readCode } from "./codes.ts";
import { random } from "./testing/issuer.ts";

const letter = fc.constantFrom(...letters);
const row = fc.array(letter, { minLength: 13, maxLength: 13 }).map((drawn) => drawn.join(""));

test("a code for links has 120 bits and none of the bytes is lost", () => {
  let next = 0;
  const code = makeLinkCode((length) => new Uint8Array(length).map(() => next++ * 17));
  expect(code).toBe(Buffer.from(Array.from({ length: 15 }, (_, i) => (i * 17) % 256)).toString("base64url"));
  expect(code).toHaveLength(20);
  expect(readCode(` ${code}\n`)).toEqual({ kind: "link", code });
  expect(new Set(Array.from({ length: 500 }, () => makeLinkCode(random))).size).toBe(500);
});

test("codes for links are read as they are, whatever letters chance gave", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 15, maxLength: 15 }), (bytes) => {
      const code = makeLinkCode(() => bytes);
      expect(readCode(code)).toEqual({ kind: "link", code });
    }),
  );
});

test("a typed code is thirteen letters of 27 and a check", () => {
  // By hand: the last letter's factor is 3·6 + 1 = 19, the check's is 20; 19·1 + 20·c = 0 modulo 27 for c = 22 (S).
  expect((19 + 20 * letters.indexOf("S")) % 27).toBe(0);
  expect(checkCharacter("0000000000001")).toBe("S");
  // The letter before it has 3·5 + 2 = 17: 17·1 + 20·14 = 297 = 11·27, and 14 is H.
  expect(checkCharacter("0000000000010")).toBe("H");
  expect(makeTypedCode((length) => Uint8Array.from({ length }, (_, i) => (i === 12 ? 28 : 27)))).toBe("0000000000001S");
  expect(printedCode("0000000000001S")).toBe("00000-00000-001S");
});

test("all letters of a typed code are as likely, and none wakes a Vietnamese keyboard", () => {
  expect(letters).toHaveLength(27);
  expect(letters).not.toMatch(/[ADEILOUWY]/);
  const bytes = Array.from({ length: 256 }, (_, i) => i);
  const counts = new Map<string, number>();
  const source = (length: number) => Uint8Array.from({ length }, () => bytes.shift() ?? 0);
  let drawn = "";
  for (let i = 0; i < 18; i++) drawn += makeTypedCode(source).slice(0, 13);
  // The bytes 0 to 242 give each letter nine times; 18 codes use 234 of them.
  for (const letter of drawn) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(9);
});

test("typed codes are read as people type them", () => {
  expect(readCode("00000-00000-001S")).toEqual({ kind: "typed", code: "0000000000001S" });
  expect(readCode(" ooooo OOOOO oo1–s ").code).toBe("0000000000001S");
  expect(readCode("ooooo.ooooo.ools").code).toBe("0000000000001S");
  expect(readCode("OOOOOOOOOOOOIS").code).toBe("0000000000001S");
  fc.assert(
    fc.property(row, fc.array(fc.constantFrom("", " ", "-", " - "), { minLength: 14, maxLength: 14 }), (body, gaps) => {
      const code = body + checkCharacter(body);
      const typed = [...code.toLowerCase()].map((character, i) => character + gaps[i]).join("");
      expect(readCode(typed)).toEqual({ kind: "typed", code });
    }),
  );
});

test("one wrong letter, and two neighbours swapped, are always noticed", () => {
  fc.assert(
    fc.property(row, fc.nat(13), letter, (body, at, wrong) => {
      const code = [...(body + checkCharacter(body))];
      fc.pre(code[at] !== wrong);
      code[at] = wrong;
      expect(() => readCode(code.join(""))).toThrow(expect.objectContaining({ code: "code-mistyped" }));
    }),
  );
  fc.assert(
    fc.property(row, fc.nat(12), (body, at) => {
      const code = [...(body + checkCharacter(body))];
      fc.pre(code[at] !== code[at + 1]);
      [code[at], code[at + 1]] = [code[at + 1]!, code[at]!];
      expect(() => readCode(code.join(""))).toThrow(expect.objectContaining({ code: "code-mistyped" }));
    }),
  );
});

test("what is wrong with a code is said apart: too short, a strange letter, mistyped", () => {
  expect(() => readCode("00000-00000-001")).toThrow(expect.objectContaining({ code: "code-length", message: "13" }));
  expect(() => readCode("")).toThrow(expect.objectContaining({ code: "code-length", message: "0" }));
  expect(() => readCode("00000-000Ư0-001S")).toThrow(expect.objectContaining({ code: "code-letter", message: "Ư" }));
  expect(() => readCode("00000-000U0-001S")).toThrow(expect.objectContaining({ code: "code-letter", message: "U" }));
});

test("a source of chance that gives too little is noticed", () => {
  expect(() => makeTypedCode(() => new Uint8Array(11))).toThrow(expect.objectContaining({ code: "random" }));
  expect(() => makeTypedCode((length) => new Uint8Array(length).fill(255))).toThrow(
    expect.objectContaining({ code: "random" }),
  );
});
