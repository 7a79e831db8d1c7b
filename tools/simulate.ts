// npm run -s simulate [-- --samples 10000 --seed 20261123 --r 100]: coverage of 95 % intervals over samples of a fixed population.
import { parseArgs } from "node:util";
import { simulateCoverage } from "./simulation/coverage.ts";

const { values } = parseArgs({
  options: {
    samples: { type: "string", default: "10000" },
    seed: { type: "string", default: "20261123" },
    r: { type: "string", default: "100" },
  },
});
const [samples, seed, samplesForR] = [values.samples, values.seed, values.r].map(Number) as [number, number, number];
if (!(samples >= 100) || !Number.isInteger(seed) || !(samplesForR >= 0)) {
  console.error(
    "Usage: npm run -s simulate -- [--samples N, at least 100] [--seed INTEGER] [--r SAMPLES FOR R, 0 = none]",
  );
  process.exit(2);
}
const found = await simulateCoverage({ samples, seed, samplesForR, progress: (sentence) => console.error(sentence) });
console.error(`R: ${found.r}`);
console.log(JSON.stringify(found, null, 2));
process.exit(found.holds ? 0 : 1);
