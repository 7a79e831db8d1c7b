import { dayOfVisit, fullDesign, keyedByReceipt, keyOfOnesOwn, unblinded, unpadded } from "./counterfactuals.ts";
import type { Evidence } from "./evidence.ts";
import { type Judged, judge } from "./judge.ts";
import { bothNetworks, paddedLengths } from "./networks.ts";
import { receiptShown } from "./receipts.ts";
import {
  atOnceStrategy,
  networkStrategies,
  notPrevented,
  oneHandStrategies,
  type Strategy,
  strategies,
  transactionStrategy,
  waitingStrategy,
} from "./strategies.ts";
import { runWave, type Wave } from "./wave.ts";

export type Report = {
  seed: number;
  invitations: number;
  answers: number;
  cells: number;
  batches: readonly number[];
  /** What was made to go wrong on the way, and how often. */
  mishaps: Readonly<Record<string, number>>;
  asItIs: Judged[];
  /** Copies of all three hosts from each night; both lines tapped. Held to luck, but not to twenty. */
  oneHand: Judged[];
  networks: Judged[];
  /** Held to nothing. */
  notPrevented: Judged[];
  /** What no copy can show, and whether it was refused or kept apart. */
  beside: Record<string, string>;
  /** Each protection taken away, how its attack fares then, and what luck would bring it with the protection. */
  without: { protection: string; judged: Judged; luck: number }[];
  /** Interviews in the same wave: what the side of the visits, the pools and one interviewer's reports tell of their answers. */
  interviews: { visits: number; judged: Judged[]; networks: Judged[]; says: string } | undefined;
  /** What does not hold. Empty: everything does. */
  faults: string[];
};

/** What the issue of this attack names and no wave can play. */
export const notPlayed = [
  "released tables against each other: a solver reads them in apps/server/src/disclosure/ledger.test.ts",
] as const;

/** Of the strategies those that need no receipt and no request for a token: visits stand where tokens stand. */
const inTheField = strategies.filter(
  ({ name, of }) => of === undefined && !["values in common", "traces of retries", "receipt shown"].includes(name),
);

/** Invitations of a wave that moves in several batches. */
const severalBatches = 400;

/** The answers that everybody hides among, at least. */
const fewest = 20;

/** `none`: as it is only. `one`: mixing, in a small wave. `all`: each protection, at full size. */
export type Taken = "none" | "one" | "all";

const hour = 3_600_000;

/** Runs a wave as it is, lets every strategy at it; then takes protections away one by one, and sees their attacks succeed. */
export async function attack(
  {
    invitations,
    visits = 0,
    seed,
    taken = "all",
    tail = 0.001,
  }: { invitations: number; visits?: number; seed: number; taken?: Taken; tail?: number },
  progress: (says: string) => void = () => {},
): Promise<Report> {
  // With interviews everything moves at the close: batches are tried in a wave without, where it is large enough to have some.
  const apart = visits > 0 && invitations >= severalBatches;
  const whole = await runWave({ invitations, visits: apart ? 0 : visits, seed, thorough: true }, progress);
  const of =
    ({ evidence, truth }: Wave) =>
    (strategy: Strategy) =>
      judge(strategy, evidence, truth, seed, tail);
  const asItIs = strategies.map(of(whole));
  const oneHand = oneHandStrategies.map(of(whole));
  const networks = networkStrategies.map(of(whole));
  const luckOf = (strategy: Strategy) => of(whole)(strategy).expected;

  const without: Report["without"] = [];
  const took = (protection: string, judged: Judged, luck = judged.expected) =>
    without.push({ protection, judged, luck });
  took("check of the manifest", await keyOfOnesOwn(whole, seed));
  took("blinding", unblinded(whole, seed));
  took("coarse cells", fullDesign(whole, seed));
  took("padding", unpadded(whole, seed), luckOf(paddedLengths));
  took("the token as key of what is kept", keyedByReceipt(whole, seed), luckOf(receiptShown));
  if (taken === "one") {
    const alone = await runWave({ invitations: 96, seed, without: "mixing", sendAtOnce: true, every: 12 * hour });
    // So few would move on at the close, all at once: with mixing nothing is left but the cell.
    took("mixing", of(alone)({ ...atOnceStrategy, leaves: ({ cell }) => cell }));
  }
  if (taken === "all") {
    const alone = await runWave({ invitations, seed, without: "mixing" }, progress);
    took("mixing", of(alone)(atOnceStrategy), luckOf(atOnceStrategy));
    // What shuffling hides is which batch a row came with: the more batches, the more it hides.
    const kept = await runWave({ invitations: 2 * invitations, seed, without: "shuffling" }, progress);
    took("shuffling", of(kept)(transactionStrategy));
    const hasty = await runWave(
      { invitations, seed, without: "shuffling", sendAtOnce: true, thorough: true },
      progress,
    );
    took("shuffling of what waits", of(hasty)(waitingStrategy));
    took("delay", of(hasty)(bothNetworks), luckOf(bothNetworks));
  }
  const { evidence, cells, batches, mishaps, substituted } = whole;
  const field = apart
    ? (await runWave({ invitations: Math.ceil(invitations / 4), visits, seed, thorough: true }, progress)).interviewed
    : whole.interviewed;
  const interviews = field && {
    visits: field.visits,
    judged: [...inTheField, ...oneHandStrategies].map((strategy) =>
      judge(strategy, field.evidence, field.truth, seed, tail),
    ),
    networks: [judge(bothNetworks, field.evidence, field.truth, seed, tail)],
    says: [
      `${field.groups} cells with their codes`,
      `${field.repeated} repeated`,
      ...Object.entries(field.mishaps)
        .sort()
        .map(([what, count]) => `${count} ${what}`),
      `${field.passed} values between pools and phones, in ${field.traces} rows of office and collector`,
    ].join("; "),
  };
  if (field) took("coarse days of interviews", dayOfVisit(field, seed));
  const changes = differences(evidence.looks);
  const faults = [
    ...[...asItIs, ...oneHand, ...networks]
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
    ...whole.keptReceipts.map(({ file, kept }) => `${kept} receipts are left in the file ${file} of the databases`),
    ...counted(whole.loggedMarks, "people's codes or answers stand in what the hosts printed"),
    ...counted(whole.waitingInBackups, "waiting deposits are in the collector's backups"),
    ...counted(whole.miscounted, "answers too many or too few after all mishaps"),
    ...[...(interviews?.judged ?? []), ...(interviews?.networks ?? [])]
      .filter(({ hits, bound }) => hits > bound)
      .map(({ strategy, hits, bound }) => `interviews, ${strategy}: ${hits} hits, and luck reaches ${bound} at most`),
    ...(interviews?.judged.slice(0, inTheField.length) ?? [])
      .filter(({ guesses, smallest }) => guesses > 0 && smallest < fewest)
      .map(({ strategy, smallest }) => `interviews, ${strategy}: somebody hides among ${smallest} only`),
    ...counted(field?.miscounted ?? 0, "interviews too many or too few after all mishaps"),
    ...counted(field?.traces ?? 0, "rows of office and collector with what passed between pools and phones"),
    ...counted(field?.logged ?? 0, "interviews in what the hosts printed"),
    ...counted(substituted.shown - substituted.refused, "devices took a key or a cell of their own"),
    ...counted(
      changes.filter((change) => change < fewest).length,
      `looks at live figures differ by fewer than ${fewest} answers`,
    ),
  ];
  return {
    seed,
    invitations,
    answers: evidence.answers.length,
    cells,
    batches,
    mishaps,
    asItIs,
    oneHand,
    networks,
    notPrevented: notPrevented.map(of(whole)),
    interviews,
    beside: {
      "key substitution": `${substituted.refused} of ${substituted.shown} devices refused before anything was blinded`,
      "live figures": `bases ${evidence.looks.filter((base, at) => base !== evidence.looks[at - 1]).join(", ")}: changes by ${Math.min(...changes)} at least, the frozen table among them`,
      "values compared": `${whole.compared.values} of single people at the issuer, with ${whole.compared.rows} rows of the other hosts`,
      backups: `${whole.waitingInBackups} waiting deposits in the collector's`,
      logs: `${whole.loggedMarks} people in what the hosts printed, receipts in ${whole.keptReceipts.length} files of the databases`,
      "refused by the collector": whole.refused.join(", ") || "nothing, whatever came again",
    },
    without,
    faults,
  };
}

const counted = (count: number, what: string): string[] => (count > 0 ? [`${count} ${what}`] : []);

/** By how many answers one look differs from the one before, where it does. */
const differences = (looks: Evidence["looks"]): number[] =>
  looks.flatMap((base, at) => {
    const change = Math.abs(base - (looks[at - 1] ?? 0));
    return change === 0 ? [] : [change];
  });
