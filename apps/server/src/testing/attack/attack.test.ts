// A wave through the three real hosts, and an insider with copies of everything. In its short form the wave is small and keeps
// its protections; `npm run -s proof -- attack` runs it with 2,000 invitations and takes the protections away one by one.
import { expect, test } from "vitest";
import { recordCounts } from "../../../../../e2e/testing/proof.ts";
import { attack } from "./attack.ts";

const invitations = Number(process.env.PROOF_INVITATIONS ?? 240);
const whole = process.env.PROOF_INVITATIONS !== undefined;

test(`no strategy of an insider beats luck in a wave of ${invitations} invitations${whole ? ", and each protection is needed" : ""}`, {
  timeout: whole ? 3_600_000 : 150_000,
}, async () => {
  const seed = Number(process.env.PROOF_SEED ?? Date.now() % 1_000_000);
  console.log(`seed ${seed}`);
  const report = await attack({ invitations, seed, onlyAsItIs: !whole });
  const guessing = report.asItIs.filter(({ guesses }) => guesses > 0);
  recordCounts({
    seed,
    invitations,
    answers: report.answers,
    cells: report.cells,
    batches: report.batches.join(", "),
    ...Object.fromEntries(
      report.asItIs.map(({ strategy, guesses, hits, expected, bound }) => [
        strategy,
        `${hits} hits of ${guesses}, ${expected.toFixed(1)} by luck, ${bound} at most`,
      ]),
    ),
    "hidden among at least": Math.min(...guessing.map(({ smallest }) => smallest)),
    "hidden among, median": Math.min(...guessing.map(({ median }) => median)),
    ...Object.fromEntries(
      report.without.map(({ protection, judged, luck }) => [
        `without ${protection}`,
        `${judged.strategy}: ${judged.mean.toFixed(1)} hits, ${luck.toFixed(1)} by luck with it`,
      ]),
    ),
  });
  expect(report.answers).toBeGreaterThan(invitations / 3);
  expect(report.faults.join("\n")).toBe("");
});
