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
  /** Each protection taken away, how its attack fares then, and what luck would bring it with the protection. */
  without: { protection: string; judged: Judged; luck: number }[];
  /** What does not hold. Empty: everything does. */
  faults: string[];
};

/** The answers that everybody hides among, at least. */
const fewest = 20;

/** Runs a wave as it is, lets every strategy at it; then takes protections away one by one, and sees their attacks succeed. */
export async function attack(
  {
    invitations,
    seed,
    onlyAsItIs = false,
    tail = 0.001,
  }: { invitations: number; seed: number; onlyAsItIs?: boolean; tail?: number },
  progress: (says: string) => void = () => {},
): Promise<Report> {
  const whole = await runWave({ invitations, seed }, progress);
  const of =
    ({ evidence, truth }: Wave) =>
    (strategy: (typeof strategies)[number]) =>
      judge(strategy, evidence, truth, seed, tail);
  const asItIs = strategies.map(of(whole));
  const luckOf = (strategy: (typeof strategies)[number]) => asItIs[strategies.indexOf(strategy)]!.expected;
  const without: Report["without"] = [];
  const took = (protection: string, judged: Judged, luck = judged.expected) =>
    without.push({ protection, judged, luck });
  took("check of the manifest", await keyOfOnesOwn(whole));
  took("coarse cells", fullDesign(whole, seed));
  took("padding", unpadded(whole, seed));
  if (!onlyAsItIs) {
    const alone = await runWave({ invitations, seed, without: "mixing" }, progress);
    took("mixing", of(alone)(atOnceStrategy), luckOf(atOnceStrategy));
    // What shuffling hides is which batch a row came with: the more batches, the more it hides.
    const kept = await runWave({ invitations: 2 * invitations, seed, without: "shuffling" }, progress);
    took("shuffling", of(kept)(transactionStrategy));
    const hasty = await runWave({ invitations, seed, sendAtOnce: true }, progress);
    took("delay", of(hasty)(bothNetworks), of(whole)(bothNetworks).expected);
  }
  const faults = [
    ...asItIs
      .filter(({ hits, bound }) => hits > bound)
      .map(({ strategy, hits, bound }) => `${strategy}: ${hits} hits, and luck reaches ${bound} at most`),
    ...asItIs
      // Who finds nothing to go by points at nobody.
      .filter(({ guesses, smallest }) => guesses > 0 && smallest < fewest)
      .map(({ strategy, smallest }) => `${strategy}: somebody hides among ${smallest} only`),
    ...without
      .filter(({ judged, luck }) => judged.mean < 3 * luck)
      .map(
        ({ protection, judged, luck }) =>
          `without ${protection} only ${judged.mean.toFixed(1)} hits, ${luck.toFixed(1)} by luck: the attack does not try it`,
      ),
    ...(whole.keptReceipts > 0 ? [`${whole.keptReceipts} receipts are left in files of the databases`] : []),
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
