import { expect, test } from "vitest";
import { chance, luckAtMost } from "./chance.ts";
import { firstPlaces } from "./insider.ts";

test.each([
  // Binomial(10, ½): P(X > 9) = 1/1024 = 0.00098, P(X > 8) = 11/1024.
  ["ten tosses", Array.from({ length: 10 }, () => 0.5), 0.001, 9],
  // Binomial(3, 1/10): P(X > 2) = 0.001, P(X > 1) = 0.028.
  ["three guesses of one in ten", [0.1, 0.1, 0.1], 0.0010001, 2],
  ["certainty", [1, 1, 1], 0.001, 3],
  ["nothing", [], 0.001, 0],
])("luck reaches at most: %s", (_, probabilities, tail, most) => expect(luckAtMost(probabilities, tail)).toBe(most));

test("luck of different chances: P(both) = 0.5 · 0.001", () => {
  expect(luckAtMost([0.5, 0.001], 0.0005)).toBe(1);
  expect(luckAtMost([0.5, 0.001], 0.0004)).toBe(2);
});

test("the same seed draws the same, evenly", () => {
  const [one, two] = [chance(5), chance(5)];
  const drawn = Array.from({ length: 10_000 }, () => one.next());
  expect(drawn.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => two.next()));
  // Mean ½, standard error 1/√12/100 = 0.0029; five of them.
  expect(Math.abs(drawn.reduce((sum, x) => sum + x, 0) / 10_000 - 0.5)).toBeLessThan(0.015);
});

test("byte strings are found where they first stand, in one pass", () => {
  const bytes = Buffer.from("..mark0001k..mark0002kmark0001k");
  expect(
    firstPlaces(
      bytes,
      ["mark0002k", "mark0001k", "mark0003k"].map((text) => Buffer.from(text)),
    ),
  ).toEqual([13, 2, undefined]);
});
