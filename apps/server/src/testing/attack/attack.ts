import { fullDesign, keyOfOnesOwn, unpadded } from "./counterfactuals.ts";
import { type Judged, judge } from "./judge.ts";
import { atOnceStrategy, bothNetworks, strategies, transactionStrategy } from "./strategies.ts";
import { runWave, type Wave } from "./wave.ts";

export type Report = {
  seed: number;
  invitations: number;
  answers: number;
  cells: number;
  batches: readonly number[];
  asItIs: Judged[];
  bothNetworks: Judged;
  /** Each protection taken away, and how its attack fares then. */
  without: { protection: string; judged: Judged }[];
  /** What does not hold. Empty: everything does. */
  faults: string[];
};

/** The answers that everybody hides among, at least. */
const fewest = 20;

/** Runs a wave as it is, lets every strategy at it; then takes protections away one by one, and sees their attacks succeed. */
export async function attack(
  { invitations, seed, onlyAsItIs = false }: { invitations: number; seed: number; onlyAsItIs?: boolean },
  progress: (says: string) => void = () => {},
): Promise<Report> {
  const whole = await runWave({ invitations, seed }, progress);
  const of =
    ({ evidence, truth }: Wave) =>
    (strategy: (typeof strategies)[number]) =>
      judge(strategy, evidence, truth, seed);
  const asItIs = strategies.map(of(whole));
  const without: Report["without"] = [
    { protection: "check of the manifest", judged: await keyOfOnesOwn(whole) },
    { protection: "coarse cells", judged: fullDesign(whole, seed) },
    { protection: "padding", judged: unpadded(whole, seed) },
  ];
  if (!onlyAsItIs) {
    // A wave of one batch has nothing that shuffling would hide: `shuffling` needs a wave of several.
    const alone = await runWave({ invitations, seed, without: "mixing" }, progress);
    without.push({ protection: "mixing", judged: of(alone)(atOnceStrategy) });
    const kept = await runWave({ invitations, seed, without: "shuffling" }, progress);
    without.push({ protection: "shuffling", judged: of(kept)(transactionStrategy) });
    const hasty = await runWave({ invitations, seed, sendAtOnce: true }, progress);
    without.push({ protection: "delay", judged: of(hasty)(bothNetworks) });
  }
  const faults = [
    ...asItIs
      .filter(({ hits, bound }) => hits > bound)
      .map(({ strategy, hits, bound }) => `${strategy}: ${hits} hits, and luck reaches ${bound} at most`),
    ...asItIs
      .filter(({ smallest }) => smallest < fewest)
      .map(({ strategy, smallest }) => `${strategy}: somebody hides among ${smallest} only`),
    ...without
      .filter(({ judged }) => judged.hits < 3 * judged.expected)
      .map(({ protection, judged }) => `without ${protection} only ${judged.hits} hits: the attack does not try it`),
    ...(whole.loggedMarks > 0 ? [`${whole.loggedMarks} answers stand in what the hosts printed`] : []),
  ];
  const { evidence, cells, batches } = whole;
  const both = of(whole)(bothNetworks);
  return {
    seed,
    invitations,
    answers: evidence.answers.length,
    cells,
    batches,
    asItIs,
    bothNetworks: both,
    without,
    faults,
  };
}
