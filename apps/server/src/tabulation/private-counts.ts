import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Labels, PrivateCounts, PrivateCountsOffers, PrivateCountsQuestion } from "@lang-nghe/contract";
import { discreteLaplaceWithin, drawDiscreteLaplace, type Fraction } from "@lang-nghe/survey-statistics";
import { readDataset } from "../dictionary/index.ts";
import {
  allPaid,
  keepAnswer,
  millionths,
  type Paid,
  paidFor,
  payFor,
  policyInForce,
  queryOf,
} from "../disclosure/index.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { getStudy } from "../studies/index.ts";
import { moreThanIssued } from "../waves/index.ts";
import { askedOn, type Level } from "./columns.ts";
import { definitionOf } from "./linked.ts";

/** What is kept of counts for ever. */
type Answer = Pick<PrivateCounts, "label" | "mechanism" | "scale" | "eachIn" | "within" | "counts">;

/**
 * How many people gave each answer, with noise of the discrete Laplace distribution; paid for out of the study's privacy
 * budget before it is drawn. A question that was asked before gets the answer it got then and costs nothing.
 *
 * @throws {Problem} disclosure.not-one-answer-each, disclosure.no-budget, disclosure.budget-spent, disclosure.too-little-noise,
 *   tabulation.not-shown, dictionary.not-frozen, dictionary.unknown-variable.
 */
export async function askPrivately(
  platform: Platform,
  by: Person,
  studyId: string,
  { ask, epsilon }: PrivateCountsQuestion,
): Promise<PrivateCounts> {
  const { database } = platform;
  const question = await questionOf(platform, studyId, ask);
  const { query, definition, eachIn } = question;
  let paid = await paidFor(database, studyId, query);
  if (!paid) {
    const least = (await policyInForce(database)).limits.smallestCell;
    const within = discreteLaplaceWithin(scaleOf(eachIn, millionths(epsilon)));
    if (within < least) throw new Problem("disclosure.too-little-noise", { wanted: epsilon, within, least });
    paid = await payFor(platform, by, studyId, definition, query, millionths(epsilon));
  }
  const price = paid.epsilon;
  const answer = paid.answer ?? (await keepAnswer(database, paid.id, await unhurried(() => drawn(question, price))));
  return countsOf(paid, answer as Answer);
}

/** All counts of a study that were drawn, oldest first. */
export async function privateCounts({ database }: Platform, studyId: string): Promise<PrivateCounts[]> {
  const paid = await allPaid(database, studyId);
  return paid.filter(({ answer }) => answer !== null).map((line) => countsOf(line, line.answer as Answer));
}

/** What counts of a question may cost, and how near to the truth they then are. Dearer ones would hide too little. */
export async function offersFor(platform: Platform, studyId: string, ask: string): Promise<PrivateCountsOffers> {
  const { query, eachIn } = await questionOf(platform, studyId, ask);
  const { limits } = await policyInForce(platform.database);
  const asked = (await paidFor(platform.database, studyId, query)) !== undefined;
  const offers = prices
    .map((epsilon) => ({ epsilon, within: discreteLaplaceWithin(scaleOf(eachIn, millionths(epsilon))) }))
    .filter(({ within }) => within >= limits.smallestCell);
  return { asked, offers };
}

const prices = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1];

type Question = {
  query: string;
  definition: Paid["definition"];
  label: Labels;
  levels: readonly Level[];
  /** Counts that one person may be in. */
  eachIn: number;
  /** True counts. Never leave this file. [levels.length] */
  count: () => number[];
};

/** A question with levels in frozen answers of which each person gave one. */
async function questionOf(platform: Platform, studyId: string, ask: string): Promise<Question> {
  const study = await getStudy(platform, studyId);
  if (study.entry !== "invitation" || (await moreThanIssued(platform.database, studyId)))
    throw new Problem("disclosure.not-one-answer-each");
  const dataset = await readDataset(platform.database, studyId);
  // Don't know and refusal are levels of the form; "no answer" would be one or not depending on the answers.
  const asked = askedOn(dataset, ask, "answered");
  if (asked.kind === "numeric")
    throw new Problem("tabulation.not-shown", {
      variable: ask,
      reason: "chỉ đếm được câu hỏi có các mức / only answers with levels can be counted",
    });
  const definition = definitionOf(dataset, { ask, by: null, base: "answered" }, null);
  const { levels, variable } = asked;
  return {
    query: queryOf(dataset.snapshotHash, definition),
    definition,
    label: variable.label,
    levels,
    eachIn: asked.kind === "multiple" ? Math.max(1, levels.length) : 1,
    count: () =>
      asked.kind === "multiple"
        ? asked.options.map((option) => option.reduce((sum, chosen) => (chosen === 1 ? sum + 1 : sum), 0))
        : levels.map((_, l) => asked.codes.reduce((sum, code) => (code === l ? sum + 1 : sum), 0)),
  };
}

/** One person changes `eachIn` counts by 1 each: noise of this scale protects them together by ε, given in millionths. */
const scaleOf = (eachIn: number, epsilon: number): Fraction => [BigInt(eachIn) * 1_000_000n, BigInt(epsilon)];

function drawn({ label, levels, eachIn, count }: Question, epsilon: number): Answer {
  const scale = scaleOf(eachIn, epsilon);
  const noisy = count().map((people) => people + Number(drawDiscreteLaplace(scale, randomBytes)));
  return {
    label,
    mechanism: "discrete-laplace",
    scale: Number(scale[0]) / Number(scale[1]),
    eachIn,
    within: discreteLaplaceWithin(scale),
    counts: levels.map((level, l) => ({ level: level.code, label: level.label, count: noisy[l]! })),
  };
}

const countsOf = ({ definition, epsilon, remaining, spentOn }: Paid, answer: Answer): PrivateCounts => ({
  ask: definition.ask,
  epsilon: epsilon / 1e6,
  remaining: remaining / 1e6,
  askedOn: spentOn,
  ...answer,
});

/** Milliseconds; drawing takes a few at most. */
const beat = 250;

/** Larger noise takes longer to draw: what is drawn is told on the next beat only, so that the wait tells nothing of it. */
async function unhurried<Drawn>(draw: () => Drawn): Promise<Drawn> {
  const from = performance.now();
  const found = draw();
  const took = performance.now() - from;
  await wait(Math.ceil((took + 1) / beat) * beat - took);
  return found;
}
