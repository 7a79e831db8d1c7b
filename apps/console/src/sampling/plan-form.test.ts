import { expect, test } from "vitest";
import { addressOfPlan, firstPlan, planOfAddress, questionOf } from "./plan-form.ts";

test("per cent and points become shares, and a missing number asks nothing", () => {
  expect(questionOf(firstPlan)).toMatchObject({ goal: { margin: 0.03 }, proportion: 0.5, responseRate: 0.7 });
  expect(questionOf({ ...firstPlan, begin: "budget", budget: "" })).toBeNull();
  expect(questionOf({ ...firstPlan, domains: [{ name: "Tày", share: "" }] })).toBeNull();
  const earlier = { designEffect: 2, perPsu: 12, weightingEffect: 1.1 };
  expect(questionOf({ ...firstPlan, intraclass: "", earlier })?.likeness).toEqual(earlier);
});

test("an address gives the form back that made it, and a broken one the first form", () => {
  const form = { ...firstPlan, begin: "completes" as const, completes: 600, domains: [{ name: "Tày", share: 12 }] };
  expect(planOfAddress(addressOfPlan(form))).toEqual(form);
  expect(addressOfPlan(firstPlan)).toBeUndefined();
  expect(planOfAddress({ margin: "3", domains: 5, other: 1 })).toEqual(firstPlan);
});
