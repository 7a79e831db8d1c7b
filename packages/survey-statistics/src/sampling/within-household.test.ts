import { expect, test } from "vitest";
import { kishChance, kishSelected, kishTableOf, lastBirthday } from "../index.ts";

test("the grid is Kish's (1949, table 1): the rows of A, D and F", () => {
  const row = (table: "A" | "D" | "F") => [1, 2, 3, 4, 5, 6].map((eligible) => kishSelected(table, eligible));
  expect(row("A")).toEqual([1, 1, 1, 1, 1, 1]);
  expect(row("D")).toEqual([1, 2, 2, 3, 4, 4]);
  expect(row("F")).toEqual([1, 2, 3, 4, 5, 6]);
  expect(kishSelected("F", 9)).toBe(6);
});

test("everybody has the same chance, but for households of five, as Kish says", () => {
  for (const eligible of [1, 2, 3, 4, 6])
    for (let place = 1; place <= eligible; place++) expect(kishChance(eligible, place)).toBeCloseTo(1 / eligible, 12);
  expect([1, 2, 3, 4, 5].map((place) => Math.round(kishChance(5, place) * 12))).toEqual([2, 2, 3, 2, 3]);
  expect(kishChance(7, 7)).toBe(0);
});

test("chances of a household add up to 1", () => {
  for (const eligible of [1, 2, 3, 4, 5, 6, 8])
    expect([1, 2, 3, 4, 5, 6].reduce((sum, place) => sum + kishChance(eligible, place), 0)).toBeCloseTo(1, 12);
});

test("twelve households in turn take each table as often as its share says", () => {
  const taken = Array.from({ length: 12 }, (_, i) => kishTableOf(i + 1));
  expect(taken).toEqual(["A", "A", "B1", "B2", "C", "C", "D", "D", "E1", "E2", "F", "F"]);
  expect(kishTableOf(13)).toBe("A");
  // And so the places that the tables select come up as often as the chances say.
  for (const eligible of [2, 3, 4, 5, 6])
    for (let place = 1; place <= eligible; place++)
      expect(taken.filter((table) => kishSelected(table, eligible) === place).length / 12).toBeCloseTo(
        kishChance(eligible, place),
        12,
      );
});

test("the last birthday is the one that was last, over the turn of the year too", () => {
  const today = { month: 3, day: 2 };
  expect(
    lastBirthday(
      [
        { month: 3, day: 3 },
        { month: 12, day: 31 },
        { month: 2, day: 28 },
      ],
      today,
    ),
  ).toEqual([3]);
  expect(
    lastBirthday(
      [
        { month: 3, day: 3 },
        { month: 12, day: 31 },
      ],
      today,
    ),
  ).toEqual([2]);
  expect(
    lastBirthday(
      [
        { month: 3, day: 2 },
        { month: 3, day: 1 },
      ],
      today,
    ),
    "today",
  ).toEqual([1]);
  expect(
    lastBirthday(
      [
        { month: 2, day: 29 },
        { month: 3, day: 1 },
      ],
      { month: 2, day: 29 },
    ),
  ).toEqual([1]);
});

test("twins share a birthday, and both are named", () => {
  expect(
    lastBirthday(
      [
        { month: 5, day: 6 },
        { month: 1, day: 1 },
        { month: 5, day: 6 },
      ],
      { month: 6, day: 1 },
    ),
  ).toEqual([1, 3]);
});

test.each([
  () => kishTableOf(0),
  () => kishSelected("A", 0),
  () => kishChance(2, 0.5),
  () => lastBirthday([], { month: 1, day: 1 }),
  () => lastBirthday([{ month: 2, day: 30 }], { month: 1, day: 1 }),
  () => lastBirthday([{ month: 13, day: 1 }], { month: 1, day: 1 }),
])("nobody, and days that do not exist, are refused: %#", (call) => {
  expect(call).toThrow(expect.objectContaining({ name: "SamplingError", code: "bad-count" }));
});
