// Short here; the proof "coverage" runs it with 10,000 samples (PROOF_SAMPLES).
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { simulateCoverage } from "./simulation/coverage.ts";
import { drawSample, syntheticPopulation } from "./simulation/population.ts";

const full = process.env.PROOF_SAMPLES !== undefined;
const samples = Number(process.env.PROOF_SAMPLES ?? 200);

test("95 % intervals hold the truth in 95 % of stratified cluster samples, or at least as often as R's", {
  timeout: 900_000,
}, async () => {
  const started = performance.now();
  const found = await simulateCoverage({
    samples,
    seed: 20261123,
    samplesForR: full ? 100 : 0,
    ...(full ? { progress: (sentence: string) => process.stderr.write(`${sentence}\n`) } : {}),
  });
  const counts = process.env.PROOF_COUNTS;
  const seconds = Math.round((performance.now() - started) / 1000);
  if (counts !== undefined) writeFileSync(counts, JSON.stringify({ seconds, ...found }));
  if (found.r !== "not asked") process.stderr.write(`R: ${found.r}\n`);
  expect(found.figures.filter(({ holds }) => !holds)).toEqual([]);
});

test("the same seed gives the same sample, and weights add up to about the population", () => {
  const population = syntheticPopulation(7);
  const size = { unitsPerStratum: 12, peoplePerUnit: 15 };
  const sample = drawSample(population, size, 3);
  expect(drawSample(population, size, 3).income).toEqual(sample.income);
  const sum = sample.design.weights.reduce((total, weight) => total + weight, 0);
  expect(Math.abs(sum / population.people - 1)).toBeLessThan(0.1);
});
