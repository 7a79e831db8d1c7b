import { expect, test } from "vitest";
import { type Counts, rakePopulation } from "./rake-population.ts";

const place = (
  unitId: string,
  parentId: string | null,
  population: number | undefined,
  sex?: Record<string, number>,
): Counts => ({
  unitId,
  parentId,
  stated: new Map([
    ...(population === undefined ? [] : [["", new Map([["", population]])] as const]),
    ...(sex ? [["sex", new Map(Object.entries(sex))] as const] : []),
  ]),
});

test("by hand: communes of 300 and 100 in a province of 500 are 375 and 125, and the gap is told", () => {
  const { raked, gaps } = rakePopulation([place("P", null, 500), place("a", "P", 300), place("b", "P", 100)]);
  expect(raked.get("a")!.get("")!.get("")).toBe(375);
  expect(raked.get("b")!.get("")!.get("")).toBe(125);
  expect(gaps).toEqual([{ unitId: "P", variable: "", level: "", stated: 500, sum: 400, factor: 1.25 }]);
});

test("what adds up is left as it is, without a word", () => {
  const { raked, gaps } = rakePopulation([place("P", null, 400), place("a", "P", 300), place("b", "P", 100)]);
  expect(raked.get("a")!.get("")!.get("")).toBe(300);
  expect(gaps).toEqual([]);
});

test("levels are raked to the province's levels while each commune keeps its total", () => {
  const { raked, gaps } = rakePopulation([
    place("P", null, 200, { nam: 120, nữ: 80 }),
    place("a", "P", 100, { nam: 50, nữ: 50 }),
    place("b", "P", 100, { nam: 50, nữ: 50 }),
  ]);
  for (const id of ["a", "b"]) {
    const sex = raked.get(id)!.get("sex")!;
    expect(sex.get("nam")).toBeCloseTo(60, 6);
    expect(sex.get("nữ")).toBeCloseTo(40, 6);
  }
  expect(gaps.map(({ level, sum, stated }) => [level, sum, stated])).toEqual([
    ["nam", 100, 120],
    ["nữ", 100, 80],
  ]);
});

test("three steps down, every sum is what stands above it", () => {
  const { raked } = rakePopulation([
    place("N", null, 1000),
    place("P", "N", 300),
    place("Q", "N", 100),
    place("a", "P", 10),
    place("b", "P", 30),
    place("c", "Q", 7),
  ]);
  const of = (id: string) => raked.get(id)!.get("")!.get("")!;
  expect([of("P"), of("Q")]).toEqual([750, 250]);
  expect([of("a"), of("b"), of("c")]).toEqual([187.5, 562.5, 250]);
});

test("a level that the province has and no commune has is a contradiction", () => {
  const { contradictions } = rakePopulation([
    place("P", null, 100, { nam: 50, nữ: 50 }),
    place("a", "P", 100, { nam: 100 }),
  ]);
  expect(contradictions).toEqual([{ unitId: "P", variable: "sex", level: "nữ" }]);
});
