import fc from "fast-check";
import { expect, test } from "vitest";
import { dayParts, readDay } from "./date-entry.ts";
import { parseNumber, writeNumber } from "./number-entry.ts";
import { moved, toggled } from "./selection.ts";

test("a number is read as its language writes it", () => {
  expect(parseNumber("1.234,5", "vi")).toBe(1234.5);
  expect(parseNumber("45,6", "vi")).toBe(45.6);
  expect(parseNumber("1.234", "vi")).toBe(1234);
  expect(parseNumber("1.234.567", "vi")).toBe(1234567);
  expect(parseNumber("1,234.5", "en")).toBe(1234.5);
  expect(parseNumber("1,234", "en")).toBe(1234);
  expect(parseNumber("1 234,5", "es-CL")).toBe(1234.5);
  expect(parseNumber("\u22123", "vi")).toBe(-3);
});

test("a keyboard with only the other sign still gives decimals", () => {
  expect(parseNumber("45.6", "vi")).toBe(45.6);
  expect(parseNumber("45,6", "en")).toBe(45.6);
  expect(parseNumber("0.125", "vi")).toBe(0.125);
  expect(parseNumber("1.5", "hmn")).toBe(1.5);
  expect(parseNumber(",5", "vi")).toBe(0.5);
});

test("what is not a number is said to be none", () => {
  for (const text of ["abc", "1.2.3", "12.34.567", "1,2,3", "-", ".", "1e5", "--1", "1,234,5.6"])
    expect(parseNumber(text, "vi"), text).toBeNaN();
  expect(parseNumber("  ", "vi")).toBeUndefined();
});

test("a number that is written can be read again, in any language", () => {
  const number = fc.oneof(
    fc.integer(),
    fc.tuple(fc.integer({ min: -999999, max: 999999 }), fc.integer({ min: 0, max: 3 })).map(([n, d]) => n / 10 ** d),
  );
  fc.assert(
    fc.property(number, fc.constantFrom("vi", "en", "es"), (value, language) => {
      expect(parseNumber(writeNumber(value, language), language)).toBe(value || 0);
    }),
  );
});

test("a day needs its three fields and a place in the calendar", () => {
  expect(readDay({ day: "6", month: "2", year: "2026" })).toEqual({ value: "2026-02-06" });
  expect(readDay({ day: "29", month: "2", year: "2024" })).toEqual({ value: "2024-02-29" });
  expect(readDay({ day: "29", month: "2", year: "1900" })).toEqual({ problem: "not-a-day" });
  expect(readDay({ day: "31", month: "4", year: "2026" })).toEqual({ problem: "not-a-day" });
  expect(readDay({ day: "1", month: "2", year: "26" })).toEqual({ problem: "day-incomplete" });
  expect(readDay({ day: "", month: "", year: "" })).toEqual({});
  expect(dayParts("2026-02-06")).toEqual({ day: "6", month: "2", year: "2026" });
});

test("“none of these” stands alone", () => {
  const order = ["road", "water", "school", "none"];
  expect(toggled(["water"], "road", order, ["none"])).toEqual(["road", "water"]);
  expect(toggled(["road", "water"], "none", order, ["none"])).toEqual(["none"]);
  expect(toggled(["none"], "water", order, ["none"])).toEqual(["water"]);
  expect(toggled(["road", "water"], "road", order)).toEqual(["water"]);
});

test("a ranked item moves by one place and stops at the ends", () => {
  expect(moved(["a", "b", "c"], "b", -1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
  expect(moved(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
});
