import fc from "fast-check";
import { expect, test } from "vitest";
import { cumulativeRates, outcomeRates, participationRate, RatesError, tallyDispositions } from "../index.ts";

const study = {
  complete: 500,
  partial: 50,
  refusal: 200,
  nonContact: 150,
  otherEligible: 20,
  unknownHousehold: 100,
  unknownOther: 30,
};
const given = { method: "given", value: 0.6, source: "census of dwellings" } as const;

test("by hand: D = 920, U = 130, e = 0.6, so the denominators are 1050, 998 and 920", () => {
  const { rates } = outcomeRates(study, given);
  const rounded = Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, rate.toFixed(4)]));
  expect(rounded).toEqual({
    ...{ RR1: "0.4762", RR2: "0.5238", RR3: "0.5010", RR4: "0.5511", RR5: "0.5435", RR6: "0.5978" },
    // I = 500 and I + P = 550 over 770 (with O) and 750.
    ...{ COOP1: "0.6494", COOP2: "0.7143", COOP3: "0.6667", COOP4: "0.7333" },
    ...{ REF1: "0.1905", REF2: "0.2004", REF3: "0.2174" },
    ...{ CON1: "0.7333", CON2: "0.7715", CON3: "0.8370" },
  });
});

test("by hand: e from the data is 920 eligible of 1150 resolved, 0.8, and says so", () => {
  const { eligibility, rates } = outcomeRates({ ...study, ineligible: 230 });
  expect(eligibility).toEqual({
    value: 0.8,
    method: "proportional-allocation",
    source: "proportional allocation (CASRO): 920 eligible of 1150 resolved cases",
    eligible: 920,
    ineligible: 230,
  });
  expect(rates.RR3).toBeCloseTo(500 / (920 + 0.8 * 130), 12);
});

test("by hand: weighted cases, two completes of weight 1 and a refusal of weight 3 respond at 40 %, not 67 %", () => {
  const codes = Int32Array.of(0, 0, 2);
  expect(outcomeRates(tallyDispositions(codes)).rates.RR1).toBeCloseTo(2 / 3, 12);
  expect(outcomeRates(tallyDispositions(codes, Float64Array.of(1, 1, 3))).rates.RR1).toBeCloseTo(0.4, 12);
});

test("by hand: a panel of 0.2 · 0.5 · 0.8 · 0.6 cumulates to 4.8 %, 6 % without retention", () => {
  const { withoutRetention, cumulative } = cumulativeRates({
    recruitment: 0.2,
    profile: 0.5,
    retention: 0.8,
    completion: 0.6,
  });
  expect(withoutRetention).toBeCloseTo(0.06, 12);
  expect(cumulative).toBeCloseTo(0.048, 12);
  expect(participationRate({ usable: 120, invited: 1000 })).toBe(0.12);
});

const counts = fc.record({
  complete: fc.nat(1000).map((count) => count + 1),
  partial: fc.nat(100),
  refusal: fc.nat(1000),
  nonContact: fc.nat(1000),
  otherEligible: fc.nat(100),
  unknownHousehold: fc.nat(1000),
  unknownOther: fc.nat(1000),
  ineligible: fc.nat(1000),
});

test("RR1 ≤ RR3 ≤ RR5, rates lie within 0 … 1, RR2 + REF1 + the rest is 1, and counting everyone twice changes nothing", () => {
  fc.assert(
    fc.property(counts, (study) => {
      const { rates } = outcomeRates(study);
      for (const rate of Object.values(rates)) expect(rate >= 0 && rate <= 1).toBe(true);
      expect(rates.RR1).toBeLessThanOrEqual(rates.RR3);
      expect(rates.RR3).toBeLessThanOrEqual(rates.RR5);
      expect(rates.RR6).toBeCloseTo(rates.COOP2 * rates.CON3, 12);
      const all = Object.values(study).reduce((sum, count) => sum + count, 0) - study.ineligible;
      const rest = study.nonContact + study.otherEligible + study.unknownHousehold + study.unknownOther;
      expect(rates.RR2 + rates.REF1 + rest / all).toBeCloseTo(1, 12);
      const twice = Object.fromEntries(Object.entries(study).map(([name, count]) => [name, 2 * count]));
      const again = outcomeRates(twice as typeof study).rates;
      for (const name of Object.keys(rates) as (keyof typeof rates)[]) expect(again[name]).toBeCloseTo(rates[name], 12);
    }),
  );
});

test("e = 1 makes RR3 into RR1 and e = 0 into RR5", () => {
  const at = (value: number) => outcomeRates(study, { ...given, value }).rates;
  expect(at(1).RR3).toBe(at(1).RR1);
  expect(at(0).RR3).toBe(at(0).RR5);
});

const refusals: readonly [string, string, () => unknown][] = [
  ["negative-count", "refusal", () => outcomeRates({ complete: 1, refusal: -1 })],
  ["not-finite", "partial", () => outcomeRates({ complete: 1, partial: Number.NaN })],
  ["no-cases", "dispositions", () => outcomeRates({ complete: 0 })],
  ["no-eligible-case", "dispositions", () => outcomeRates({ complete: 0, ineligible: 5 })],
  ["no-resolved-case", "eligibility", () => outcomeRates({ complete: 0, unknownOther: 5 })],
  ["bad-eligibility", "eligibility.value", () => outcomeRates(study, { ...given, value: 1.2 })],
  ["no-source", "eligibility.source", () => outcomeRates(study, { ...given, source: " " })],
  ["opt-in", "sample", () => outcomeRates(study, given, "opt-in")],
  ["unknown-disposition", "codes[1]", () => tallyDispositions(Int32Array.of(0, 9))],
  ["wrong-length", "weights", () => tallyDispositions(Int32Array.of(0), new Float64Array(2))],
  ["no-cases", "invited", () => participationRate({ usable: 0, invited: 0 })],
  ["bad-rate", "usable", () => participationRate({ usable: 2, invited: 1 })],
  ["bad-rate", "retention", () => cumulativeRates({ recruitment: 1, profile: 1, retention: 2, completion: 1 })],
];
test.each(refusals)("refuses with %s at %s", (code, place, ask) => {
  let refusal: unknown;
  try {
    ask();
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(RatesError);
  expect(refusal).toMatchObject({ code, place });
});
