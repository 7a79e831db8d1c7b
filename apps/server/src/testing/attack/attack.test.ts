// A wave through the three real hosts, and an insider with copies of everything. In its short form the wave is small, and only
// mixing is taken away; `npm run -s proof -- attack` runs three waves of 2,000 invitations and takes every protection away.
import { expect, test } from "vitest";
import { recordCounts } from "../../../../../e2e/testing/proof.ts";
import { attack, notPlayed, type Report } from "./attack.ts";
import type { Judged } from "./judge.ts";

const invitations = Number(process.env.PROOF_INVITATIONS ?? 240);
const whole = process.env.PROOF_INVITATIONS !== undefined;
const waves = Number(process.env.PROOF_WAVES ?? 1);
const first = Number(process.env.PROOF_SEED ?? Date.now() % 1_000_000);
const seeds = Array.from({ length: waves }, (_, at) => first + at);

const line = ({ guesses, nothing, hits, expected, bound, smallest, median }: Judged): string =>
  guesses === 0
    ? `nothing to go by, ${nothing} people`
    : `${hits} hits of ${guesses}, ${expected.toFixed(1)} by luck, ${bound} at most, among ${smallest}, median ${median}`;

function record({
  seed,
  answers,
  batches,
  mishaps,
  asItIs,
  oneHand,
  networks,
  notPrevented,
  interviews,
  ...report
}: Report): void {
  const named = (kind: string, judged: readonly Judged[]) =>
    Object.fromEntries(judged.map((one) => [`${seed} ${kind}${one.strategy}`, line(one)]));
  const guessing = asItIs.filter(({ guesses }) => guesses > 0);
  recordCounts({
    [`${seed} answers`]: `${answers} in batches of ${batches.join(", ")}`,
    [`${seed} on the way`]: Object.entries(mishaps)
      .sort()
      .map(([what, count]) => `${count} ${what}`)
      .join("; "),
    ...named("", asItIs),
    [`${seed} hidden among`]: `${Math.min(...guessing.map(({ smallest }) => smallest))} at least, median ${Math.min(...guessing.map(({ median }) => median))}`,
    ...named("three hosts in one hand: ", oneHand),
    ...named("lines tapped: ", networks),
    ...named("not prevented: ", notPrevented),
    ...(interviews && {
      [`${seed} interviews`]: `${interviews.visits} visits; ${interviews.says}`,
      ...named("interviews, ", interviews.judged),
      ...named("interviews, lines tapped: ", interviews.networks),
    }),
    ...Object.fromEntries(Object.entries(report.beside).map(([what, says]) => [`${seed} ${what}`, says])),
    ...Object.fromEntries(
      report.without.map(({ protection, judged, luck }) => [
        `${seed} without ${protection}`,
        `${judged.strategy}: ${judged.mean.toFixed(1)} hits, ${luck.toFixed(1)} by luck with it`,
      ]),
    ),
  });
}

test.each(seeds)(
  `no strategy of an insider beats luck in a wave of ${invitations} invitations, and protections taken away are missed: seed %i`,
  {
    timeout: whole ? 5_400_000 : 300_000,
  },
  async (seed) => {
    console.log(`seed ${seed}`);
    // Each protection is taken away once; in the short form one in a thousand is that of all strategies together.
    const taken = whole ? (seed === first ? "all" : "none") : "one";
    // A quarter as many interviews as invitations, beside them.
    const visits = !whole ? 80 : seed === first ? Math.floor(invitations / 4) : 0;
    const report = await attack({ invitations, visits, seed, taken, ...(!whole && { tail: 0.001 / 25 }) }, (says) =>
      whole ? console.error(says) : undefined,
    );
    if (seed === first) recordCounts({ invitations, seeds: seeds.join(", "), "not played": notPlayed.join("; ") });
    record(report);
    expect(report.answers).toBeGreaterThan(invitations / 3);
    expect(report.faults.join("\n")).toBe("");
  },
);
