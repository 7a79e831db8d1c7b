import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CalibrateOptions,
  type CalibrationAuxiliaries,
  type CalibrationDistance,
  calibrate,
  estimateTotals,
  rake,
  surveyDesign,
  WeightingError,
  withCalibration,
} from "../index.ts";

const sex = Int32Array.of(0, 0, 1, 1);
const ones = new Float64Array(4).fill(1);

test("by hand: linear calibration of y = 0, 1, 2, 3 to N = 4 and total 8 gives 0.4, 0.8, 1.2, 1.6", () => {
  // w = 1 + a + b·y with Σw = 4, Σwy = 8: a = −0.6 and b = 0.4, so 1 − 0.6 = 0.4, 0.8, 1.2, 1.6.
  const { weights, iterations } = calibrate(ones, {
    columns: [
      { values: ones, total: 4 },
      { values: Float64Array.of(0, 1, 2, 3), total: 8 },
    ],
  });
  [0.4, 0.8, 1.2, 1.6].forEach((expected, i) => {
    expect(weights[i]).toBeCloseTo(expected, 12);
  });
  expect(iterations).toBe(1);
});

test("by hand: bounded at 0.5 and 1.5 the same calibration has its ends at the bounds", () => {
  // 0.5 + b + c + 1.5 = 4 and b + 2c + 4.5 = 8 have the one answer c = 1.5, b = 0.5.
  const { weights } = calibrate(
    ones,
    {
      columns: [
        { values: ones, total: 4 },
        { values: Float64Array.of(0, 1, 2, 3), total: 8 },
      ],
    },
    { bounds: { lower: 0.5, upper: 1.5 } },
  );
  [0.5, 0.5, 1.5, 1.5].forEach((expected, i) => {
    expect(weights[i]).toBeCloseTo(expected, 8);
  });
});

const population = fc.record({
  rows: fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 2 }),
      fc.double({ min: 0.5, max: 3, noNaN: true }),
      // In hundredths: a column that the margins explain but for a billionth cannot be met, and is refused.
      fc.integer({ min: -200, max: 200 }).map((hundredths) => hundredths / 100),
    ),
    { minLength: 0, maxLength: 30 },
  ),
  factors: fc.array(fc.double({ min: 0.85, max: 1.2, noNaN: true }), { minLength: 60, maxLength: 60 }),
});

/** A sample and totals that weights near the starting ones have: so that every calibration can be met. */
function reachable({ rows, factors }: typeof population extends fc.Arbitrary<infer T> ? T : never) {
  const all = [...rows, ...[0, 1, 2].flatMap((b) => [0, 1].map((a) => [a, b, 1, a - b / 2] as const))];
  const weights = Float64Array.from(all, (row) => row[2]);
  const target = weights.map((weight, i) => weight * factors[i % factors.length]!);
  const codes = [Int32Array.from(all, (row) => row[0]), Int32Array.from(all, (row) => row[1])];
  const values = Float64Array.from(all, (row) => row[3]);
  const sums = (column: Int32Array, levels: number) => {
    const totals = new Float64Array(levels);
    column.forEach((code, i) => {
      totals[code]! += target[i]!;
    });
    return totals;
  };
  const auxiliaries: CalibrationAuxiliaries = {
    margins: [
      { codes: codes[0]!, targets: sums(codes[0]!, 2) },
      { codes: codes[1]!, targets: sums(codes[1]!, 3) },
    ],
    columns: [{ values, total: values.reduce((sum, value, i) => sum + value * target[i]!, 0) }],
  };
  return { weights, auxiliaries };
}

const ways: readonly [CalibrationDistance, CalibrateOptions["bounds"]][] = [
  ["linear", undefined],
  ["linear", { lower: 0.2, upper: 3 }],
  ["raking", undefined],
  ["raking", { lower: 0.2, upper: 3 }],
  ["logit", { lower: 0.2, upper: 3 }],
  ["sinh", undefined],
];

test("every distance meets margins and totals, within its bounds", () => {
  fc.assert(
    fc.property(population, fc.constantFrom(...ways), (sample, [distance, bounds]) => {
      const { weights, auxiliaries } = reachable(sample);
      const made = calibrate(weights, auxiliaries, { distance, ...(bounds === undefined ? {} : { bounds }) });
      expect(made.largestError).toBeLessThan(1e-8);
      auxiliaries.margins!.forEach(({ codes, targets }) => {
        const sums = new Float64Array(targets.length);
        codes.forEach((code, i) => {
          sums[code]! += made.weights[i]!;
        });
        targets.forEach((target, level) => {
          expect(sums[level]! / target).toBeCloseTo(1, 7);
        });
      });
      if (bounds !== undefined)
        for (const factor of made.factors) {
          expect(factor).toBeGreaterThanOrEqual(bounds.lower! - 1e-12);
          expect(factor).toBeLessThanOrEqual(bounds.upper! + 1e-12);
        }
    }),
    { numRuns: 60 },
  );
});

test("neither the unit of a column, nor its origin, nor the scale of weights and targets changes the factors", () => {
  fc.assert(
    fc.property(
      population,
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.constantFrom(...ways),
      (sample, scale, shift, [distance, bounds]) => {
        const { weights, auxiliaries } = reachable(sample);
        const options = { distance, ...(bounds === undefined ? {} : { bounds }) };
        const plain = calibrate(weights, auxiliaries, options).factors;
        const size = auxiliaries.margins![0]!.targets.reduce((sum, target) => sum + target, 0);
        const [column] = auxiliaries.columns!;
        const moved = calibrate(
          weights.map((weight) => weight * scale),
          {
            margins: auxiliaries.margins!.map(({ codes, targets }) => ({
              codes,
              targets: targets.map((t) => t * scale),
            })),
            columns: [
              {
                values: column!.values.map((value) => value * scale + shift),
                total: scale * (column!.total * scale + shift * size),
              },
            ],
          },
          options,
        ).factors;
        plain.forEach((factor, i) => {
          expect(moved[i]).toBeCloseTo(factor, 6);
        });
      },
    ),
    { numRuns: 40 },
  );
});

test("raking distance on margins alone is iterative proportional fitting", () => {
  fc.assert(
    fc.property(population, (sample) => {
      const { weights, auxiliaries } = reachable(sample);
      const margins = auxiliaries.margins!;
      const fitted = rake(weights, margins, { tolerance: 1e-12 }).weights;
      calibrate(weights, { margins }, { distance: "raking" }).weights.forEach((weight, i) => {
        expect(weight / fitted[i]!).toBeCloseTo(1, 8);
      });
    }),
    { numRuns: 40 },
  );
});

test("a row written as two rows of half the weight gets the same factor; the order of rows does not matter", () => {
  fc.assert(
    fc.property(population, fc.constantFrom(...ways), (sample, [distance, bounds]) => {
      const { weights, auxiliaries } = reachable(sample);
      const options = { distance, ...(bounds === undefined ? {} : { bounds }) };
      const order = [...weights.keys()].reverse();
      const rows = [...order, 0];
      const halved = Float64Array.from(rows, (row) => weights[row]! / (row === 0 ? 2 : 1));
      const made = calibrate(
        halved,
        {
          margins: auxiliaries.margins!.map(({ codes, targets }) => ({
            codes: Int32Array.from(rows, (row) => codes[row]!),
            targets,
          })),
          columns: auxiliaries.columns!.map(({ values, total }) => ({
            values: Float64Array.from(rows, (row) => values[row]!),
            total,
          })),
        },
        options,
      ).factors;
      const plain = calibrate(weights, auxiliaries, options).factors;
      rows.forEach((row, at) => {
        expect(made[at]).toBeCloseTo(plain[row]!, 7);
      });
    }),
    { numRuns: 40 },
  );
});

test("people of one unit get one factor", () => {
  const units = Int32Array.of(7, 7, 3, 3);
  const { factors } = calibrate(
    ones,
    {
      columns: [
        { values: ones, total: 6 },
        { values: Float64Array.of(1, 0, 1, 1), total: 5 },
      ],
    },
    { units, distance: "raking" },
  );
  // By hand: units have sizes 2, 2 and totals 1, 2: 2f + 2g = 6 and f + 2g = 5 give f = 1, g = 2.
  [1, 1, 2, 2].forEach((expected, i) => {
    expect(factors[i]).toBeCloseTo(expected, 8);
  });
});

const refusal = (auxiliaries: CalibrationAuxiliaries, options: CalibrateOptions, weights = ones) => {
  try {
    calibrate(weights, auxiliaries, options);
  } catch (error) {
    if (error instanceof WeightingError) return { code: error.code, ...error.place };
    throw error;
  }
  return "not refused";
};

test("bounds that cannot hold are told with margin, level and how far the weights can go", () => {
  const margins = [{ codes: sex, targets: Float64Array.of(3.5, 0.5) }];
  for (const distance of ["linear", "raking", "logit"] as const)
    expect(refusal({ margins }, { distance, bounds: { lower: 0.5, upper: 1.5 } })).toMatchObject({
      code: "bounds-infeasible",
      margin: 0,
      level: 0,
      target: 3.5,
      within: [1, 3],
    });
  expect(
    refusal({ columns: [{ values: Float64Array.of(0, 1, 2, 3), total: 30 }] }, { bounds: { lower: 0.5, upper: 2 } }),
  ).toMatchObject({ code: "bounds-infeasible", column: 0, within: [3, 12] });
});

test("targets that only contradict one another end with the one that is missed most", () => {
  const old = Int32Array.of(0, 1, 1, 1);
  const found = refusal(
    {
      margins: [
        { codes: sex, targets: Float64Array.of(1.2, 2.8) },
        { codes: old, targets: Float64Array.of(1.25, 2.75) },
      ],
    },
    { distance: "logit", bounds: { lower: 0.2, upper: 4 } },
  );
  expect(found).toMatchObject({ code: "bounds-infeasible" });
  expect(
    refusal(
      {
        columns: [
          { values: ones, total: 4 },
          { values: ones, total: 5 },
        ],
      },
      {},
    ),
  ).toMatchObject({
    code: "not-converged",
  });
});

test("within reach one by one but not together: every distance proves it, and soon", () => {
  // By hand: three rows are (0, 0) and one (0, 1); 5.5 in the first margin needs at least 4 from (0, 0), but 2.5 is all it may have.
  const first = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
  const second = Int32Array.of(0, 0, 0, 1, 1, 1, 1, 0);
  const auxiliaries = {
    margins: [
      { codes: first, targets: Float64Array.of(5.5, 2.5) },
      { codes: second, targets: Float64Array.of(2.5, 5.5) },
    ],
  };
  for (const distance of ["linear", "raking", "logit", "sinh"] as const) {
    const found = refusal(auxiliaries, { distance, bounds: { lower: 0.5, upper: 1.5 } }, new Float64Array(8).fill(1));
    expect(found).toMatchObject({ code: "bounds-infeasible" });
    expect((found as { trace?: readonly number[] }).trace?.length).toBeLessThan(60);
  }
});

test("a soft target is missed a little, and the more the cheaper that is", () => {
  const target = Float64Array.of(3.5, 0.5);
  const reached = (cost: number) =>
    calibrate(ones, { margins: [{ codes: sex, targets: target, cost }] }, { bounds: { lower: 0.5, upper: 1.5 } })
      .totals[0]!;
  expect(reached(0.01)).toBeLessThan(reached(1));
  expect(reached(1)).toBeLessThan(reached(100));
  expect(reached(100)).toBeLessThanOrEqual(3);
  // By hand without bounds at cost 1: λ = (3.5 − 2)/(2 + 3.5), total 2 + 2λ.
  const free = calibrate(ones, { margins: [{ codes: sex, targets: target, cost: 1 }] });
  expect(free.totals[0]).toBeCloseTo(2 + (2 * 1.5) / 5.5, 10);
});

test("after calibration a total that the auxiliaries fix has no error, a trimmed design's knows of the calibration", () => {
  fc.assert(
    fc.property(population, (sample) => {
      const { weights, auxiliaries } = reachable(sample);
      const { values, total } = auxiliaries.columns![0]!;
      const made = calibrate(weights, auxiliaries, { distance: "raking" });
      const design = surveyDesign({ rows: weights.length, weights });
      const calibrated = withCalibration(design, made.weights, made.calibration);
      const estimate = estimateTotals(calibrated, [values]).estimates[0];
      expect(Math.abs(estimate!.estimate - total)).toBeLessThan(1e-6);
      expect(estimate!.standardError).toBeLessThan(1e-6);
      const twice = withCalibration(calibrated, made.weights, made.calibration);
      expect(estimateTotals(twice, [values]).estimates[0]!.standardError).toBeLessThan(1e-6);
    }),
    { numRuns: 30 },
  );
});
