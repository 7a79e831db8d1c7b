import fc from "fast-check";
import { expect, test } from "vitest";
import { planSample } from "./plan-sample.ts";
import { SamplingError } from "./sampling-error.ts";

/** z = 2, as Cochran's examples round it. */
const confidence = 0.954499736103642;

test("Cochran (1977), 4.4: ±5 points with t = 2 take 400, of a population of 3,200 only 356", () => {
  expect(planSample({ goal: { margin: 0.05 }, confidence }).completes).toBe(400);
  expect(planSample({ goal: { margin: 0.05 }, confidence, population: 3200 }).completes).toBe(356);
});
test("±3 points at 95 % take 1,068 people; ten a village with ρ = 0.05 take 1.45 times as many", () => {
  expect(planSample({ goal: { margin: 0.03 } }).completes).toBe(1068);
  const plan = planSample({ goal: { margin: 0.03 }, intraclassCorrelation: 0.05, perPsuCompletes: 10 });
  expect(plan.designEffect).toBeCloseTo(1.45, 12);
  expect(plan.completes).toBe(Math.ceil(1067.0718946 * 1.45));
  expect(plan.psus).toBe(155);
});
test("by hand: 1,000 interviews at a response rate of 0.8 approach 1,250, cost 100 + 50·20 + 1,000·3 + 1,250·1 and give ±3.10 points", () => {
  const plan = planSample({
    goal: { completes: 1000 },
    responseRate: 0.8,
    perPsuCompletes: 20,
    costs: { fixed: 100, perPsu: 20, perInterview: 3, perApproach: 1 },
  });
  expect(plan).toMatchObject({ approaches: 1250, psus: 50, cost: 5350 });
  expect(plan.margin).toBeCloseTo(0.03099, 6);
});
test("by hand: a PSU at 100, an interview at 4, ρ = 0.2: best are √(25·4) = 10 a PSU", () =>
  expect(
    planSample({ goal: { completes: 100 }, intraclassCorrelation: 0.2, costs: { perPsu: 100, perInterview: 4 } })
      .bestPerPsuCompletes,
  ).toBeCloseTo(10, 12));
test("a domain of a quarter that needs ±5 points takes four times 385; oversampled, 385 each and weights that cost", () => {
  const domains = [
    { name: "mountains", share: 0.25 },
    { name: "lowlands", share: 0.75 },
  ];
  expect(planSample({ goal: { margin: 0.05 }, domains }).completes).toBe(1540);
  const both = planSample({ goal: { margin: 0.05 }, domains, oversample: true });
  expect(both.completes).toBe(770);
  // 770 · (0.25² + 0.75²)/385
  expect(both.designEffect).toBeCloseTo(1.25, 12);
});
test("there and back: the size for a margin gives that margin, one less does not; its cost buys the same size", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.2, noNaN: true }),
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 500, max: 2_000_000 }),
      (margin, intraclassCorrelation, perPsuCompletes, population) => {
        const given = {
          intraclassCorrelation,
          perPsuCompletes,
          population,
          responseRate: 0.6,
          costs: { fixed: 50, perPsu: 7, perInterview: 2, perApproach: 0.5 },
        };
        const plan = planSample({ goal: { margin }, ...given });
        expect(plan.margin).toBeLessThanOrEqual(margin * (1 + 1e-8));
        if (plan.completes > 1)
          expect(planSample({ goal: { completes: plan.completes - 1 }, ...given }).margin).toBeGreaterThan(margin);
        expect(planSample({ goal: { budget: plan.cost! }, ...given }).completes).toBe(plan.completes);
      },
    ),
    { numRuns: 200, endOnFailure: true },
  );
});
test.each([
  [{ goal: { margin: 0.05 }, responseRate: 0 }, "responseRate"],
  [{ goal: { margin: 0.05 }, proportion: 1 }, "proportion"],
  [{ goal: { margin: Number.NaN } }, "margin"],
  [{ goal: { budget: 100 } }, "costs"],
  [{ goal: { budget: 1 }, costs: { fixed: 5, perInterview: 1 } }, "budget"],
  [{ goal: { completes: 50 }, population: 20 }, "population"],
])("%j is refused: %s", (input, parameter) => {
  try {
    planSample(input);
    expect.unreachable();
  } catch (error) {
    expect((error as SamplingError).place).toEqual({ parameter });
    expect(error).toBeInstanceOf(SamplingError);
  }
});
