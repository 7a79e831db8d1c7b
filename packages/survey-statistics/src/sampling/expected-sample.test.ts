import { expect, test } from "vitest";
import { drawSample, type SampleStage } from "./draw-sample.ts";
import { expectedSample } from "./expected-sample.ts";
import { intraclassCorrelation } from "./plan-sample.ts";
import { samplingGenerator } from "./sampling-generator.ts";

test("by hand: 4 of 10 and 2 of 30 by strata; weights 2.5 and 15, deff = 6 · (4·2.5² + 2·15²)/40²", () => {
  const stratumOfRow = Int32Array.from({ length: 40 }, (_, i) => (i < 10 ? 0 : 1));
  const expected = expectedSample(40, [
    {
      method: "simple-random",
      size: 6,
      stratumOfRow,
      allocation: { method: "equal", counts: Int32Array.of(4, 2) },
    },
  ]);
  expect(expected.strata).toMatchObject([
    { units: 10, drawn: 4, rows: 10, lowest: 0.4, highest: 0.4 },
    { units: 30, drawn: 2, rows: 30, lowest: 2 / 30, highest: 2 / 30 },
  ]);
  expect(expected.expectedRows).toBeCloseTo(6, 12);
  expect(expected.weightingEffect).toBeCloseTo((6 * (4 * 2.5 ** 2 + 2 * 15 ** 2)) / 40 ** 2, 12);
});

test("the chance of every row is the one it has when it is drawn: two stages, sizes, a reserve, villages too small", () => {
  const unitOfRow = Int32Array.from({ length: 300 }, (_, i) => Math.floor(i ** 0.7));
  const inside = new Map<number, number>();
  for (const unit of unitOfRow) inside.set(unit, (inside.get(unit) ?? 0) + 1);
  const stages: SampleStage[] = [
    {
      method: "pps-sampford",
      size: 12,
      unitOfRow,
      sizeOfRow: Float64Array.from(unitOfRow, (unit) => inside.get(unit)!),
      stratumOfRow: unitOfRow.map((unit) => unit % 3),
    },
    { method: "simple-random", size: 5, reserve: 0.4 },
  ];
  const expected = expectedSample(300, stages);
  for (let seed = 1; seed <= 20; seed++) {
    const { rows, probabilities } = drawSample(samplingGenerator(seed), 300, stages);
    rows.forEach((row, i) => {
      expect(probabilities[i]).toBeCloseTo(expected.probabilities[row]!, 12);
    });
  }
  expect(expected.expectedUnits[0]).toBeCloseTo(12, 9);
  expect(expected.smallUnits).toBe([...inside.values()].filter((count) => count < 5).length);
});

test("likeness inside PSUs, by hand: deff 2.4 with weights that cost 1.2 and 11 interviews a PSU is ρ = 0.1", () => {
  expect(intraclassCorrelation(2.4, 11, 1.2)).toBeCloseTo(0.1, 12);
  expect(intraclassCorrelation(0.8, 11)).toBe(0);
  expect(() => intraclassCorrelation(2, 1)).toThrow(/one interview a PSU/);
});
