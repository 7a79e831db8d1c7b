import fc from "fast-check";
import { expect, test } from "vitest";
import {
  covarianceBetweenDomains,
  degreesOfFreedom,
  estimateBy,
  estimateMean,
  estimateMeans,
  estimateProportions,
  estimateRatio,
  estimateTotal,
  jointByDomain,
  ofReplicates,
  rakeReplicates,
  replicateDesign,
  replicateWeights,
  reweightReplicates,
  type SurveyDesign,
  surveyDesign,
  toReplicates,
  WeightingError,
  withReplicates,
} from "../index.ts";

/** Three strata of two ambulance services: cardiac arrests and survivors (Levy & Lemeshow). */
const arrests = Float64Array.of(120, 78, 185, 228, 670, 530);
const alive = Float64Array.of(25, 24, 30, 49, 80, 70);
const pairs = surveyDesign({ rows: 6, strata: Int32Array.of(1, 1, 2, 2, 3, 3) });

test("half samples of a total give the pairs' squared differences, by hand", () => {
  // V = Σ (y1 − y2)² = 1² + 19² + 10² = 462.
  const brr = toReplicates(pairs, "BRR");
  expect(brr.replicateCount).toBe(4);
  expect(estimateTotal(brr, alive).standardError).toBeCloseTo(Math.sqrt(462), 12);
  const fay = toReplicates(pairs, "Fay", { rho: 0.3 });
  expect(estimateTotal(fay, alive).standardError).toBeCloseTo(Math.sqrt(462), 12);
  expect(brr.degreesOfFreedom).toBe(3);
  // The ratio in the four half samples: rows 1, 3, 5; 2, 3, 6; 1, 4, 6; 2, 4, 5.
  const ratios = [135 / 975, 124 / 793, 144 / 878, 153 / 976];
  const centre = ratios.reduce((sum, ratio) => sum + ratio, 0) / 4;
  const variance = ratios.reduce((sum, ratio) => sum + (ratio - centre) ** 2, 0) / 4;
  expect(estimateRatio(brr, alive, arrests).standardError).toBeCloseTo(Math.sqrt(variance), 14);
});

test("the jackknife of a total is the linearised variance", () => {
  const jackknife = toReplicates(pairs, "JKn");
  expect(estimateTotal(jackknife, alive).standardError).toBeCloseTo(estimateTotal(pairs, alive).standardError, 10);
  expect(jackknife.degreesOfFreedom).toBe(3);
});

/** A stratified cluster sample drawn by fast-check. */
const samples = fc
  .record({
    strata: fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 4 }),
    rowsPerUnit: fc.integer({ min: 1, max: 4 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ strata, rowsPerUnit, seed }) => {
    let state = seed;
    const next = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const stratum: number[] = [];
    const psu: number[] = [];
    const sizes: number[] = [];
    strata.forEach((units, h) => {
      for (let u = 0; u < units; u++)
        for (let i = 0; i < rowsPerUnit; i++) {
          stratum.push(h);
          psu.push(u);
          sizes.push(units * (h + 2));
        }
    });
    const column = () => Float64Array.from(stratum, () => Math.round(1000 * next()) / 100 + 1);
    return {
      rows: stratum.length,
      strata: Int32Array.from(stratum),
      clusters: [Int32Array.from(psu)],
      populationSizes: [Float64Array.from(sizes)],
      weights: column(),
      y: column(),
      x: column(),
      codes: Int32Array.from(stratum, () => Math.floor(3 * next())),
    };
  });

function designOf(sample: ReturnType<typeof sampleOf>): SurveyDesign {
  const { rows, strata, clusters, populationSizes, weights } = sample;
  return surveyDesign({ rows, strata, clusters, populationSizes, weights });
}
const sampleOf = () => fc.sample(samples, 1)[0]!;

test("jackknife totals have the linearised covariance, finite population included, whatever the sample", () => {
  fc.assert(
    fc.property(samples, (sample) => {
      const design = designOf(sample);
      const jackknife = toReplicates(design, "JKn");
      const linearised = estimateTotal(design, sample.y).standardError;
      expect(estimateTotal(jackknife, sample.y).standardError / linearised).toBeCloseTo(1, 8);
      expect(jackknife.degreesOfFreedom).toBe(design.degreesOfFreedom);
    }),
    { numRuns: 40 },
  );
});

test("a jackknife told by unit and the same weights row by row give the same figures and degrees of freedom", () => {
  fc.assert(
    fc.property(samples, (sample) => {
      const short = toReplicates(designOf(sample), "JKn");
      const long = replicateDesign({
        weights: sample.weights,
        replicates: Array.from({ length: short.replicateCount }, (_, r) => replicateWeights(short, r).slice()),
        method: "JKn",
        rscales: short.rscales,
      });
      const domain = sample.codes.map((code) => (code === 1 ? 0 : 1));
      const mask = Uint8Array.from(domain);
      if (mask.every((value) => value === 0)) return;
      const first = estimateMeans(short, [sample.y, sample.x], { domain: mask });
      const second = estimateMeans(long, [sample.y, sample.x], { domain: mask });
      first.covariance.forEach((value, at) => {
        expect(value).toBeCloseTo(second.covariance[at]!, 8);
      });
      expect(first.estimates[0]!.degreesOfFreedom).toBe(second.estimates[0]!.degreesOfFreedom);
      const byLevel = estimateProportions(short, sample.codes, 3);
      const byRow = estimateProportions(long, sample.codes, 3);
      byLevel.covariance.forEach((value, at) => {
        expect(value).toBeCloseTo(byRow.covariance[at]!, 10);
      });
    }),
    { numRuns: 40 },
  );
});

/** 40 strata of 25 PSUs: enough for replicates and linearisation to meet. */
const large = (() => {
  let state = 20260101;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const rows = 4000;
  const psu = Int32Array.from({ length: rows }, (_, i) => i % 1000);
  return {
    design: surveyDesign({
      rows,
      strata: psu.map((unit) => Math.floor(unit / 25)),
      clusters: [psu],
      weights: Float64Array.from({ length: rows }, () => 1 + next()),
    }),
    y: Float64Array.from({ length: rows }, (_, i) => 10 + 5 * next() + (i % 7)),
    x: Float64Array.from({ length: rows }, () => 5 + next()),
    codes: Int32Array.from({ length: rows }, () => Math.floor(4 * next())),
    groups: Int32Array.from({ length: rows }, () => Math.floor(3 * next())),
  };
})();

test("in a large sample every kind of replicate comes near the linearised standard error", () => {
  const { design, y, x, codes, groups } = large;
  const kinds = [
    { of: toReplicates(design, "JKn"), within: 0.005 },
    { of: toReplicates(design, "bootstrap", { seed: 1, replicates: 400 }), within: 0.15 },
    { of: toReplicates(design, "subbootstrap", { seed: 2, replicates: 400 }), within: 0.15 },
    { of: toReplicates(design, "mrbbootstrap", { seed: 3, replicates: 400 }), within: 0.15 },
    { of: toReplicates(design, "BRR", { large: "merge" }), within: 0.45 },
  ];
  const by = { codes: groups, levelCount: 3 };
  for (const { of, within } of kinds) {
    const ratios = [
      estimateMean(of, y).standardError / estimateMean(design, y).standardError,
      estimateRatio(of, y, x).standardError / estimateRatio(design, y, x).standardError,
      estimateProportions(of, codes, 4).estimates[2]!.standardError /
        estimateProportions(design, codes, 4).estimates[2]!.standardError,
      estimateBy(of, by, { mean: y })[1]!.estimates[0]!.standardError /
        estimateBy(design, by, { mean: y })[1]!.estimates[0]!.standardError,
    ];
    for (const ratio of ratios) expect(Math.abs(ratio - 1), of.method).toBeLessThan(within);
  }
});

test("bootstraps repeat with their seed, keep the sum of weights on average, and ask for a seed", () => {
  const { design } = large;
  for (const method of ["bootstrap", "subbootstrap", "mrbbootstrap"] as const) {
    const first = toReplicates(design, method, { seed: 5, replicates: 20 });
    const again = toReplicates(design, method, { seed: 5, replicates: 20 });
    expect(replicateWeights(first, 7)).toEqual(replicateWeights(again, 7));
    expect(replicateWeights(first, 7)).not.toEqual(replicateWeights(first, 8));
    const sum = (weights: Float64Array) => weights.reduce((total, weight) => total + weight, 0);
    const ratio = sum(replicateWeights(first, 3)) / sum(design.weights);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
    expect(() => toReplicates(design, method)).toThrowError(expect.objectContaining({ code: "no-seed" }));
  }
});

test("the multistage bootstrap carries both stages", () => {
  // Without variation within PSUs only the first stage counts; with it the second adds its share.
  const psu = Int32Array.from({ length: 240 }, (_, i) => Math.floor(i / 12));
  const design = surveyDesign({
    rows: 240,
    clusters: [psu, Int32Array.from({ length: 240 }, (_, i) => i)],
    populationSizes: [new Float64Array(240).fill(40), new Float64Array(240).fill(36)],
  });
  const y = Float64Array.from({ length: 240 }, (_, i) => ((i * 7919) % 101) + (psu[i]! % 5));
  const replicates = toReplicates(design, "mrbbootstrap", { seed: 11, replicates: 800 });
  const ratio = estimateTotal(replicates, y).standardError / estimateTotal(design, y).standardError;
  expect(Math.abs(ratio - 1)).toBeLessThan(0.12);
});

test("any function of the weights gets its standard error; a function of replicated figures too", () => {
  const jackknife = toReplicates(large.design, "JKn");
  const { y, x } = large;
  const ratio = (weights: Float64Array) => {
    let top = 0;
    let bottom = 0;
    for (let i = 0; i < y.length; i++) {
      top += weights[i]! * y[i]!;
      bottom += weights[i]! * x[i]!;
    }
    return [top, bottom, top / bottom];
  };
  const replicated = withReplicates(jackknife, ratio);
  expect(replicated.standardErrors[2]).toBeCloseTo(estimateRatio(jackknife, y, x).standardError, 10);
  const later = ofReplicates(jackknife, replicated, ([top, bottom]) => [top! / bottom!]);
  expect(later.standardErrors[0]).toBeCloseTo(replicated.standardErrors[2]!, 10);
});

test("domains with all their covariances: the same under both kinds of design, and those of one domain at a time", () => {
  const { design, y, x, groups, codes } = large;
  const by = { codes: groups, levelCount: 4 };
  const jackknife = toReplicates(design, "JKn");
  for (const of of [design, jackknife]) {
    const joint = jointByDomain(of, by, { means: [y, x] });
    expect(joint.domains).toEqual([0, 1, 2]);
    const between = covarianceBetweenDomains(of, by, y);
    const alone = estimateBy(of, by, { mean: y });
    for (let a = 0; a < 3; a++) {
      expect(Math.sqrt(joint.covariance[2 * a * 6 + 2 * a]!)).toBeCloseTo(alone[a]!.estimates[0]!.standardError, 10);
      for (let b = 0; b < 3; b++) expect(joint.covariance[2 * a * 6 + 2 * b]).toBeCloseTo(between[a * 4 + b]!, 10);
    }
    const ratios = jointByDomain(of, by, { ratios: [{ numerator: y, denominator: x }] });
    expect(Math.sqrt(ratios.covariance[0]!)).toBeCloseTo(
      estimateBy(of, by, { numerator: y, denominator: x })[0]!.estimates[0]!.standardError,
      10,
    );
    const levels = jointByDomain(of, by, { codes, levelCount: 4, of: "total" });
    const totals = estimateBy(of, by, { codes, levelCount: 4, of: "total" });
    expect(Math.sqrt(levels.covariance[5 * 12 + 5]!)).toBeCloseTo(totals[1]!.estimates[1]!.standardError, 8);
  }
});

test("long work tells how far it is and stops when asked to", () => {
  const bootstrap = toReplicates(large.design, "subbootstrap", { seed: 1, replicates: 10 });
  const stop = new AbortController();
  const done: number[] = [];
  const progress = (count: number) => {
    done.push(count);
    if (count === 3) stop.abort();
  };
  expect(() => withReplicates(bootstrap, (weights) => [weights[0]!], { signal: stop.signal, progress })).toThrowError(
    expect.objectContaining({ name: "AbortError" }),
  );
  expect(done).toEqual([1, 2, 3]);
});

test("post-stratified replicates know the levels' sizes: their totals have no error", () => {
  const { design, groups } = large;
  const bootstrap = toReplicates(design, "subbootstrap", { seed: 4, replicates: 30 });
  const targets = Float64Array.of(2000, 3000, 1000);
  const { design: weighted, leftOut } = rakeReplicates(bootstrap, [{ codes: groups, targets }]);
  expect(leftOut).toEqual([]);
  const totals = estimateProportions(weighted, groups, 3, { of: "total" }).estimates;
  totals.forEach(({ estimate, standardError }, level) => {
    expect(estimate).toBeCloseTo(targets[level]!, 6);
    expect(standardError).toBeLessThan(1e-6);
  });
});

test("raking by cells is raking each replicate's rows", () => {
  const { design, groups, codes, y } = large;
  const bootstrap = toReplicates(design, "subbootstrap", { seed: 9, replicates: 6 });
  const margins = [
    { codes: groups, targets: Float64Array.of(2000, 3000, 1000) },
    { codes, targets: Float64Array.of(1500, 1500, 1000, 2000) },
  ];
  const short = rakeReplicates(bootstrap, margins).design;
  const long = reweightReplicates(bootstrap, (weights) => {
    const raked = weights.slice();
    for (let sweep = 0; sweep < 60; sweep++) {
      for (const { codes: levels, targets } of margins) {
        const sums = new Float64Array(targets.length);
        for (let i = 0; i < raked.length; i++) sums[levels[i]!]! += raked[i]!;
        for (let i = 0; i < raked.length; i++) raked[i]! *= targets[levels[i]!]! / sums[levels[i]!]!;
      }
    }
    return raked;
  }).design;
  expect(estimateMean(short, y).estimate).toBeCloseTo(estimateMean(long, y).estimate, 8);
  expect(estimateMean(short, y).standardError).toBeCloseTo(estimateMean(long, y).standardError, 8);
});

test("a replicate that lost a level is left out, and said to be; a sample that lacks one is refused", () => {
  const design = surveyDesign({ rows: 6, clusters: [Int32Array.of(0, 0, 1, 1, 2, 2)] });
  const jackknife = toReplicates(design, "JK1");
  const margin = { codes: Int32Array.of(0, 0, 1, 0, 1, 2), targets: Float64Array.of(3, 2, 1) };
  expect(rakeReplicates(jackknife, [margin]).leftOut).toEqual([2]);
  const lacking = { codes: Int32Array.of(0, 0, 1, 0, 1, 1), targets: Float64Array.of(3, 2, 1) };
  expect(() => rakeReplicates(jackknife, [lacking])).toThrowError(WeightingError);
});

test("what cannot be done is refused by name", () => {
  const weights = Float64Array.of(1, 2);
  const code = (expected: string) => expect.objectContaining({ code: expected });
  expect(() => replicateDesign({ weights, replicates: [] })).toThrowError(code("no-replicates"));
  expect(() => replicateDesign({ weights, replicates: [Float64Array.of(1)] })).toThrowError(code("wrong-length"));
  expect(() => replicateDesign({ weights, replicates: [Float64Array.of(1, Number.NaN)] })).toThrowError(
    code("not-finite"),
  );
  expect(() => replicateDesign({ weights: Float64Array.of(-1, 2), replicates: [weights] })).toThrowError(
    code("negative-weight"),
  );
  expect(() => replicateDesign({ weights, replicates: [weights], method: "Fay" })).toThrowError(code("bad-scale"));
  expect(() => replicateDesign({ weights, replicates: [weights], method: "JKn" })).toThrowError(code("bad-scale"));
  expect(() => toReplicates(pairs, "JK1")).toThrowError(code("stratified"));
  expect(() => toReplicates(large.design, "BRR")).toThrowError(code("not-pairs"));
  expect(() => toReplicates(large.design, "bootstrap", { seed: 1, replicates: 1 })).toThrowError(code("no-replicates"));
  expect(degreesOfFreedom(toReplicates(pairs, "BRR"), Uint8Array.of(1, 1, 0, 0, 0, 0))).toBe(1);
});
