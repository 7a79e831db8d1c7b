import { expect, test } from "vitest";
import {
  confidenceSequence,
  meanInterval,
  proportionInterval,
  raoScott,
  sensitivityOfOptIn,
  surveyDesign,
} from "../index.ts";

test("by the printed t table: 2.228 standard errors at 10 degrees of freedom, 1.960 at infinity", () => {
  const figure = { estimate: 5, standardError: 1, degreesOfFreedom: 10 };
  expect(meanInterval(figure).high - 5).toBeCloseTo(2.228, 3);
  expect(meanInterval({ ...figure, degreesOfFreedom: Number.POSITIVE_INFINITY }).high - 5).toBeCloseTo(1.96, 3);
  expect(meanInterval({ ...figure, degreesOfFreedom: 0 }).high).toBe(Number.POSITIVE_INFINITY);
});

test("0 of 10 has Clopper and Pearson's interval 0 … 1 − 0.025^(1/10) = 0.3085, and 10 of 10 its mirror", () => {
  const figure = { standardError: 0, degreesOfFreedom: 9, domainRows: 10, effectiveBase: 10 };
  const none = proportionInterval({ ...figure, estimate: 0 });
  expect([none.low, none.high]).toEqual([0, expect.closeTo(1 - 0.025 ** 0.1, 10)]);
  const all = proportionInterval({ ...figure, estimate: 1 });
  expect([all.low, all.high]).toEqual([expect.closeTo(0.025 ** 0.1, 10), 1]);
});

test("a simple random sample of 10 with 3 yes has Clopper and Pearson's 0.0667 … 0.6525 by the beta method", () => {
  const figure = {
    estimate: 0.3,
    standardError: Math.sqrt(0.021),
    degreesOfFreedom: 9,
    domainRows: 10,
    effectiveBase: 10,
  };
  const { low, high } = proportionInterval(figure, { method: "beta" });
  expect(low).toBeCloseTo(0.0667, 4);
  expect(high).toBeCloseTo(0.6525, 4);
});

test("by hand, logit: p = 0.5, se = 0.05, normal: odds e^(±0.392)", () => {
  const figure = {
    estimate: 0.5,
    standardError: 0.05,
    degreesOfFreedom: Number.POSITIVE_INFINITY,
    domainRows: 100,
    effectiveBase: 100,
  };
  const { low, high } = proportionInterval(figure);
  expect(Math.log(high / (1 - high))).toBeCloseTo(1.959964 * 0.2, 6);
  expect(low + high).toBeCloseTo(1, 12);
});

test("by hand, equal weights: the table 10, 20 / 30, 40 has X² = 100·200²/(30·70·40·60) and design effect 100/99", () => {
  const row = Int32Array.from({ length: 100 }, (_, i) => (i < 30 ? 0 : 1));
  const column = Int32Array.from({ length: 100 }, (_, i) => (i < 10 || (i >= 30 && i < 60) ? 0 : 1));
  const test = raoScott(surveyDesign({ rows: 100 }), row, 2, column, 2);
  expect(test.chiSquare).toBeCloseTo(4e6 / 5.04e6, 10);
  expect(test.meanDesignEffect).toBeCloseTo(100 / 99, 10);
  expect(test.f).toBeCloseTo(((4e6 / 5.04e6) * 99) / 100, 10);
  expect([test.numeratorDegreesOfFreedom, test.denominatorDegreesOfFreedom]).toEqual([
    expect.closeTo(1, 10),
    expect.closeTo(99, 8),
  ]);
});

test("a question with one answered level has no association to test", () => {
  expect(() => raoScott(surveyDesign({ rows: 2 }), Int32Array.of(0, 0), 2, Int32Array.of(0, 1), 2)).toThrow(
    /two answered levels/,
  );
});

test("as published for a plan of 1,000, looking always costs 1.97, 1.55, 1.65 times the fixed interval at 100, 1,000, 10,000", () => {
  const cost = (effectiveBase: number) => {
    const { high } = confidenceSequence({
      estimate: 0,
      standardDeviation: 1,
      effectiveBase,
      plannedEffectiveBase: 1000,
    });
    return high / (1.959964 / Math.sqrt(effectiveBase));
  };
  expect(cost(100)).toBeCloseTo(1.97, 2);
  expect(cost(1000)).toBeCloseTo(1.55, 2);
  expect(cost(10_000)).toBeCloseTo(1.65, 2);
});

test("Meng's example: 1 % of the people and a correlation of 0.005 are worth 404 random answers", () => {
  const found = sensitivityOfOptIn({ n: 2_300_000, population: 230_000_000, sigma: 0.5 }, [0.005])[0]!;
  expect(Math.round(found.effectiveBase)).toBe(404);
  expect(found.bias).toBeCloseTo(0.005 * Math.sqrt(99) * 0.5, 12);
});
