import fc from "fast-check";
import { expect, test } from "vitest";
import {
  akaike,
  coefficientIntervals,
  estimateMean,
  factorColumns,
  type GlmFit,
  interactionColumns,
  interceptColumn,
  numericColumn,
  predict,
  predictedMargins,
  profileIntervals,
  pseudoRSquared,
  RegressionError,
  surveyDesign,
  surveyGlm,
  termTest,
  termTestByLikelihood,
  toReplicates,
} from "../index.ts";

const rows = (n: number) => Array.from({ length: n }, (_, i) => i);

/** A small cluster sample with a few unlike columns. */
function sample(n = 240) {
  const noise = (i: number, k: number) => ((Math.imul(i + 1, 2654435761) >>> (k % 16)) % 1000) / 1000;
  const strata = Int32Array.from(rows(n), (i) => i % 3);
  const clusters = Int32Array.from(rows(n), (i) => Math.floor(i / 8));
  const group = Int32Array.from(rows(n), (i) => Math.floor(noise(i, 3) * 3));
  const x = Float64Array.from(rows(n), (i) => Math.round(noise(i, 5) * 200) / 10);
  const weights = Float64Array.from(rows(n), (i) => 1 + Math.floor(noise(i, 7) * 5));
  const yes = Float64Array.from(rows(n), (i) => (noise(i, 11) + 0.1 * group[i]! > 0.6 ? 1 : 0));
  const amount = Float64Array.from(rows(n), (i) => 5 + x[i]! / 3 + group[i]! + 4 * noise(i, 9));
  const design = surveyDesign({
    rows: n,
    weights,
    strata,
    clusters: [Int32Array.from(clusters, (c, i) => 3 * c + strata[i]!)],
  });
  return { n, design, strata, clusters, group, x, weights, yes, amount };
}

const levels = ["low", "middle", "high"];

test("Dobson's counts give the coefficients and deviances of the textbook", () => {
  // Dobson (1990), An Introduction to Generalized Linear Models, page 93.
  const counts = Float64Array.of(18, 17, 15, 20, 10, 20, 25, 13, 12);
  const outcome = Int32Array.from(rows(9), (i) => i % 3);
  const treatment = Int32Array.from(rows(9), (i) => Math.floor(i / 3));
  const design = surveyDesign({ rows: 9, weights: new Float64Array(9).fill(100) });
  const fit = surveyGlm(design, {
    response: counts,
    family: "poisson",
    columns: [
      interceptColumn(),
      ...factorColumns("outcome", outcome, ["1", "2", "3"]),
      ...factorColumns("treatment", treatment, ["1", "2", "3"]),
    ],
  });
  expect(fit.coefficients[0]).toBeCloseTo(3.044522, 6);
  expect(fit.coefficients[1]).toBeCloseTo(-0.4542553, 6);
  expect(fit.coefficients[2]).toBeCloseTo(-0.2929871, 6);
  expect(fit.deviance).toBeCloseTo(5.1291, 4);
  expect(fit.nullDeviance).toBeCloseTo(10.5814, 4);
});

test("Clotting times give the gamma coefficients of the textbook", () => {
  // McCullagh & Nelder (1989), section 8.4.2: lot 1 on the logarithm of the plasma concentration.
  const u = [5, 10, 15, 20, 30, 40, 60, 80, 100];
  const time = Float64Array.of(118, 58, 42, 35, 27, 25, 21, 19, 18);
  const fit = surveyGlm(surveyDesign({ rows: 9, weights: new Float64Array(9).fill(3) }), {
    response: time,
    family: "gamma",
    columns: [interceptColumn(), numericColumn("log u", Float64Array.from(u, Math.log))],
  });
  expect(fit.coefficients[0]).toBeCloseTo(-0.01655438, 7);
  expect(fit.coefficients[1]).toBeCloseTo(0.01534311, 7);
});

test("An intercept alone is the weighted mean, with its design-based error", () => {
  const { design, amount } = sample();
  const mean = estimateMean(design, amount);
  const fit = surveyGlm(design, { response: amount, columns: [interceptColumn()] });
  expect(fit.coefficients[0]).toBeCloseTo(mean.estimate, 10);
  expect(fit.standardErrors[0]).toBeCloseTo(mean.standardError, 10);
  expect(fit.degreesOfFreedom).toBe(design.degreesOfFreedom);
});

test("A logit of one group is the log odds of its proportion, with error se/(p(1 − p))", () => {
  const { design, yes, group } = sample();
  const domain = Uint8Array.from(group, (code) => (code === 1 ? 1 : 0));
  const p = estimateMean(design, yes, { domain });
  for (const fit of [
    surveyGlm(design, { response: yes, family: "binomial", columns: [interceptColumn()], domain }),
    surveyGlm(design, {
      response: yes,
      family: "binomial",
      columns: [interceptColumn(), ...factorColumns("group", group, levels, { reference: 1 })],
    }),
  ]) {
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(p.estimate / (1 - p.estimate)), 7);
    expect(fit.standardErrors[0]).toBeCloseTo(p.standardError / (p.estimate * (1 - p.estimate)), 7);
  }
});

test("Rows with a missing value are left out, as if they were outside the domain", () => {
  const { design, amount, x, n } = sample();
  const holes = x.slice();
  for (let i = 0; i < n; i += 7) holes[i] = Number.NaN;
  const columns = [interceptColumn(), numericColumn("x", holes)];
  const missing = surveyGlm(design, { response: amount, columns });
  const outside = surveyGlm(design, {
    response: amount,
    columns,
    domain: Uint8Array.from(rows(n), (i) => (i % 7 === 0 ? 0 : 1)),
  });
  expect(missing.coefficients[1]).toBeCloseTo(outside.coefficients[1]!, 10);
  expect(missing.standardErrors[1]).toBeCloseTo(outside.standardErrors[1]!, 12);
  expect(missing.n).toBe(n - Math.ceil(n / 7));
});

test("Rows folded into cells give what rows one by one give", () => {
  const { design, yes, group, x, n } = sample();
  const coarse = Float64Array.from(x, (value) => Math.floor(value / 5));
  const columns = [interceptColumn(), numericColumn("x", coarse), ...factorColumns("group", group, levels)];
  const folded = surveyGlm(design, { response: yes, family: "binomial", columns });
  // An offset of many values that is the same for all keeps the cells apart.
  const offset = Float64Array.from(rows(n), (i) => i * 1e-300);
  const apart = surveyGlm(design, { response: yes, family: "binomial", columns, offset });
  expect(folded.model.cells.count).toBeLessThan(n / 4);
  expect(apart.model.cells.count).toBe(n);
  expectSame(folded, apart);
});

test("Coefficients follow shifts and scales of the answer, and do not follow the scale of the weights or the order of rows", () => {
  const { design, amount, group, x, weights, strata, clusters, n } = sample(120);
  const columnsOf = (at: number[]) => [
    interceptColumn(),
    numericColumn(
      "x",
      Float64Array.from(at, (i) => x[i]!),
    ),
    ...factorColumns(
      "group",
      Int32Array.from(at, (i) => group[i]!),
      levels,
    ),
  ];
  const plain = surveyGlm(design, { response: amount, columns: columnsOf(rows(n)) });
  fc.assert(
    fc.property(
      fc.double({ min: -100, max: 100, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.array(fc.nat(), { minLength: n, maxLength: n }),
      (shift, scale, weightScale, order) => {
        const at = rows(n).toSorted((a, b) => order[a]! - order[b]!);
        const moved = surveyGlm(
          surveyDesign({
            rows: n,
            weights: Float64Array.from(at, (i) => weights[i]! * weightScale),
            strata: Int32Array.from(at, (i) => strata[i]!),
            clusters: [Int32Array.from(at, (i) => 3 * clusters[i]! + strata[i]!)],
          }),
          { response: Float64Array.from(at, (i) => shift + scale * amount[i]!), columns: columnsOf(at) },
        );
        const size = Math.abs(shift) + scale * 20;
        moved.coefficients.forEach((value, k) => {
          expect(Math.abs(value - (scale * plain.coefficients[k]! + (k === 0 ? shift : 0)))).toBeLessThan(1e-10 * size);
          expect(Math.abs(moved.standardErrors[k]! - scale * plain.standardErrors[k]!)).toBeLessThan(1e-9 * size);
        });
      },
    ),
    { numRuns: 25 },
  );
});

test("A column that others explain is named, and the rest stands as without it", () => {
  const { design, amount, x } = sample();
  const twice = numericColumn(
    "twice x",
    x.map((value) => 3 + 2 * value),
  );
  const with3 = surveyGlm(design, { response: amount, columns: [interceptColumn(), numericColumn("x", x), twice] });
  const with2 = surveyGlm(design, { response: amount, columns: [interceptColumn(), numericColumn("x", x)] });
  expect(with3.aliased).toEqual(["twice x"]);
  expectSame(with3, with2);
});

test("Jackknife errors are close to linearised ones, and say how many replicates there were", () => {
  const { design, yes, group } = sample();
  const input = {
    response: yes,
    family: "binomial" as const,
    columns: [interceptColumn(), ...factorColumns("group", group, levels)],
  };
  const linearised = surveyGlm(design, input);
  const repeated = surveyGlm(toReplicates(design, "JKn"), input);
  expect(repeated.replicates).toHaveLength(design.psuCount);
  expect(Array.from(repeated.coefficients)).toEqual(Array.from(linearised.coefficients));
  for (const [k, se] of repeated.standardErrors.entries())
    expect(Math.abs(se / linearised.standardErrors[k]! - 1)).toBeLessThan(0.06);
});

test("Answers that a column separates are fitted as far as the stop allows, and said to be separated", () => {
  const { design, group } = sample();
  const fit = surveyGlm(design, {
    response: Float64Array.from(group, (code) => (code === 0 ? 0 : code === 1 ? 1 : Number.NaN)),
    family: "binomial",
    columns: [interceptColumn(), ...factorColumns("group", group, levels.slice(0, 2))],
  });
  expect(fit.separated).toBe(true);
});

test("Wald tests of one coefficient are its t squared; a term of all levels does not depend on the reference", () => {
  const { design, yes, group, x } = sample();
  const fitOf = (reference: number) =>
    surveyGlm(design, {
      response: yes,
      family: "binomial",
      columns: [interceptColumn(), numericColumn("x", x), ...factorColumns("group", group, levels, { reference })],
    });
  const fit = fitOf(0);
  const one = termTest(fit, { columns: ["x"] });
  expect(one.f).toBeCloseTo(fit.t[1]! ** 2, 10);
  expect(one.p).toBeCloseTo(fit.p[1]!, 10);
  const other = fitOf(2);
  expect(termTest(fit, { terms: ["group"] }).f).toBeCloseTo(termTest(other, { terms: ["group"] }).f, 6);
  const byLikelihood = termTestByLikelihood(fit, { terms: ["group"] });
  const again = termTestByLikelihood(other, { terms: ["group"] });
  expect(byLikelihood.p).toBeCloseTo(again.p, 6);
  expect(byLikelihood.numeratorDegreesOfFreedom).toBe(2);
  const reduced = surveyGlm(design, {
    response: yes,
    family: "binomial",
    columns: [interceptColumn(), numericColumn("x", x)],
  });
  expect(byLikelihood.chiSquare).toBeCloseTo(reduced.deviance - fit.deviance, 9);
});

test("At the ends of a profile interval the deviance has risen by t²λ", () => {
  const { design, yes, x } = sample();
  const columns = [interceptColumn(), numericColumn("x", x)];
  const fit = surveyGlm(design, { response: yes, family: "binomial", columns });
  const [, slope] = profileIntervals(fit);
  const [, wald] = coefficientIntervals(fit);
  const t = (wald!.high - fit.coefficients[1]!) / fit.standardErrors[1]!;
  const rise = (t * t * fit.covariance[3]!) / fit.naiveCovariance[3]!;
  for (const end of [slope!.low, slope!.high]) {
    const held = surveyGlm(design, {
      response: yes,
      family: "binomial",
      columns: [interceptColumn()],
      offset: x.map((value) => end * value),
    });
    expect(held.deviance - fit.deviance).toBeCloseTo(rise, 7);
  }
  const [, grid] = profileIntervals(fit, { search: "survey-4.1" });
  expect(Math.abs(grid!.low - slope!.low)).toBeLessThan(0.05 * fit.standardErrors[1]!);
});

test("Effective parameters of an unweighted simple random sample are about as many as the coefficients", () => {
  const { yes, group, n } = sample(1200);
  const design = surveyDesign({ rows: n });
  const columns = [interceptColumn(), ...factorColumns("group", group, levels)];
  const fit = surveyGlm(design, { response: yes, family: "binomial", columns });
  const criterion = akaike(fit);
  expect(Math.abs(criterion.effectiveParameters - 2)).toBeLessThan(0.05);
  expect(criterion.aic).toBeCloseTo(fit.deviance + 2 * criterion.effectiveParameters, 9);
  const { coxSnell, nagelkerke } = pseudoRSquared(fit);
  expect(coxSnell).toBeGreaterThan(0);
  expect(nagelkerke).toBeGreaterThan(coxSnell);
});

test("A prediction at the reference is the intercept; on the response scale its error is that of the mean", () => {
  const { design, yes, group } = sample();
  const fit = surveyGlm(design, {
    response: yes,
    family: "binomial",
    columns: [interceptColumn(), ...factorColumns("group", group, levels)],
  });
  const people = [interceptColumn(), ...factorColumns("group", Int32Array.of(0, 2, -1), levels)];
  const link = predict(fit, people, 3);
  expect(link.predictions[0]).toBe(fit.coefficients[0]);
  expect(link.standardErrors[0]).toBeCloseTo(fit.standardErrors[0]!, 12);
  expect(link.predictions[2]).toBeNaN();
  const response = predict(fit, people, 3, { scale: "response" });
  const mean = estimateMean(design, yes, { domain: Uint8Array.from(group, (code) => (code === 2 ? 1 : 0)) });
  expect(response.predictions[1]).toBeCloseTo(mean.estimate, 8);
  expect(response.standardErrors[1]).toBeCloseTo(mean.standardError, 8);
});

test("Predicted margins of a model of the group alone are the groups' means", () => {
  const { design, amount, group, n } = sample();
  const columnsOf = (codes: Int32Array) => [interceptColumn(), ...factorColumns("group", codes, levels)];
  const margins = predictedMargins(
    design,
    { response: amount, columns: columnsOf(group) },
    levels.map((name, level) => ({ name, columns: columnsOf(new Int32Array(n).fill(level)) })),
  );
  levels.forEach((_, level) => {
    const mean = estimateMean(design, amount, { domain: Uint8Array.from(group, (code) => (code === level ? 1 : 0)) });
    expect(margins.means[level]).toBeCloseTo(mean.estimate, 10);
    expect(margins.standardErrors[level]).toBeCloseTo(mean.standardError, 10);
  });
});

test("An interaction of two questions is the product of their dummies", () => {
  const { design, amount, group, strata } = sample();
  const first = factorColumns("group", group, levels);
  const second = factorColumns("region", strata, ["a", "b", "c"]);
  const fit = surveyGlm(design, {
    response: amount,
    columns: [interceptColumn(), ...first, ...second, ...interactionColumns(first, second)],
  });
  expect(fit.names.slice(-4)).toEqual([
    "groupmiddle:regionb",
    "grouphigh:regionb",
    "groupmiddle:regionc",
    "grouphigh:regionc",
  ]);
  const cell = Uint8Array.from(group, (code, i) => (code === 1 && strata[i] === 2 ? 1 : 0));
  const mean = estimateMean(design, amount, { domain: cell }).estimate;
  const at = (name: string) => fit.coefficients[fit.names.indexOf(name)]!;
  const sum = at("(Intercept)") + at("groupmiddle") + at("regionc") + at("groupmiddle:regionc");
  expect(sum).toBeCloseTo(mean, 9);
});

test("What has no answer is refused with a code", () => {
  const { design, amount, x, n } = sample();
  const columns = [interceptColumn(), numericColumn("x", x)];
  const codeOf = (ask: () => unknown) => {
    try {
      ask();
    } catch (error) {
      if (error instanceof RegressionError) return error.code;
      throw error;
    }
    return undefined;
  };
  expect(codeOf(() => surveyGlm(design, { response: amount, columns: [] }))).toBe("no-columns");
  expect(codeOf(() => surveyGlm(design, { response: amount.slice(1), columns }))).toBe("wrong-length");
  expect(codeOf(() => surveyGlm(design, { response: amount, columns, family: "binomial" }))).toBe("bad-response");
  expect(codeOf(() => surveyGlm(design, { response: amount, columns, domain: new Uint8Array(n) }))).toBe(
    "empty-domain",
  );
  const infinite = [
    interceptColumn(),
    numericColumn(
      "x",
      x.map((value, i) => (i === 3 ? Infinity : value)),
    ),
  ];
  expect(codeOf(() => surveyGlm(design, { response: amount, columns: infinite }))).toBe("not-finite");
  const fit = surveyGlm(design, { response: amount, columns });
  expect(codeOf(() => termTest(fit, { terms: ["age"] }))).toBe("unknown-term");
  expect(codeOf(() => predict(fit, [interceptColumn()], 1))).toBe("unknown-term");
});

function expectSame(first: GlmFit, second: GlmFit) {
  expect(first.names).toEqual(second.names);
  for (const [k, value] of first.coefficients.entries()) expect(value).toBeCloseTo(second.coefficients[k]!, 8);
  for (const [k, value] of first.covariance.entries()) expect(value).toBeCloseTo(second.covariance[k]!, 8);
  expect(first.deviance).toBeCloseTo(second.deviance, 8);
}
