import type { LiveDistribution } from "@lang-nghe/contract";
import { policyInForce } from "../disclosure/index.ts";
import { inTransaction } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { publishedForms } from "../questionnaires/index.ts";
import { advance, countAnswer, noCounts, type QuestionCounts, recounted } from "./live-counts.ts";
import { liveDistribution } from "./live-distribution.ts";
import { type LiveQuestion, liveQuestions } from "./live-questions.ts";
import * as queries from "./queries.ts";

/** Least number of new answers between two looks at anything. */
const batchSize = 50;
/** Shortest time between two batches, in milliseconds: a figure that moves faster is no better to look at. */
const shortestPause = 250;

type Watched = {
  /** Newest published version known. */
  version: number;
  questions: Map<string, LiveQuestion>;
  counts: Map<string, QuestionCounts>;
  /** Answers since the last batch. */
  waiting: number;
  /** Answers of the last batch, held back until the next. */
  held: number;
  /** Answers of the batches before, and how many batches these were. */
  shown: number;
  batches: number;
  /** Distributions as last kept in the database: all that anyone is shown. */
  visible: Map<string, queries.ShownCounts>;
  timer: NodeJS.Timeout | undefined;
  turning: Promise<void>;
  /** Someone has withdrawn: the next batch is counted from the answers that are left. */
  stale: boolean;
};

/**
 * Counts of the select questions of studies being asked, in memory, moved in batches, one batch behind. What is shown is
 * written to the database before anyone sees it; after a restart the rest is worked out again from the answers, and waits.
 */
export function liveCounts(platform: Platform) {
  const watched = new Map<string, Watched>();
  /** Studies in which someone has withdrawn while their answers were being counted. */
  const withdrawnMeanwhile = new Set<string>();

  /** @param before the counts until now: what they held stays held, unless someone has withdrawn since. */
  async function load(studyId: string, before: Watched | undefined): Promise<Watched> {
    const { database } = platform;
    const forms = await publishedForms(database, studyId);
    const questions = liveQuestions(forms);
    const shown = await queries.shownOf(database, studyId);
    const tally = await queries.tallyOf(database, studyId);
    const all = new Map([...questions.keys()].map((name) => [name, noCounts()]));
    let accepted = 0;
    for await (const piece of queries.answersOf(database, studyId)) {
      accepted += piece.length;
      for (const { answers } of piece)
        for (const [name, question] of questions) countAnswer(all.get(name)!, question, answers[name]);
    }
    const meanwhile = withdrawnMeanwhile.has(studyId);
    const kept = before && !before.stale && !meanwhile ? before : undefined;
    const held = kept?.held ?? 0;
    return {
      version: forms.at(-1)?.version ?? 0,
      questions,
      counts: new Map(
        [...all].map(([name, counts]) => {
          const held = kept?.counts.get(name)?.held ?? noCounts();
          return [name, recounted(counts, shown.get(name) ?? noCounts(), held, questions.get(name)!)];
        }),
      ),
      waiting: Math.max(0, accepted - tally.shown - held),
      held,
      shown: tally.shown,
      batches: tally.batches,
      visible: shown,
      timer: undefined,
      turning: Promise.resolve(),
      stale: meanwhile,
    };
  }

  async function turn(studyId: string, state: Watched): Promise<void> {
    if (state.waiting < batchSize || state.stale) return;
    const { held } = state;
    state.held = state.waiting;
    state.waiting = 0;
    const moved = new Map<string, queries.ShownCounts>();
    for (const [name, counts] of state.counts)
      if (advance(counts, state.questions.get(name)!)) moved.set(name, counts.shown);
    // The first batch since the start: nothing that people see has changed.
    if (held === 0) return;
    state.shown += held;
    state.batches++;
    const { shown, batches } = state;
    await inTransaction(platform.database, (transaction) =>
      queries.keepShown(transaction, studyId, moved, { shown, batches }),
    );
    for (const [name, counts] of moved) state.visible.set(name, counts);
    platform.events.changed(studyId, "answers");
  }

  function plan(studyId: string, state: Watched): void {
    if (state.waiting < batchSize || state.timer) return;
    state.timer = setTimeout(() => {
      state.timer = undefined;
      // When keeping fails, memory may be ahead of the database: start again from what is stored.
      state.turning = state.turning
        .then(() => turn(studyId, state))
        .catch(() => {
          state.stale = true;
          watched.delete(studyId);
        });
    }, shortestPause);
  }

  async function forget(studyId: string): Promise<void> {
    const state = watched.get(studyId);
    watched.delete(studyId);
    clearTimeout(state?.timer);
    await state?.turning;
  }

  return {
    /** Whether answers to this version can be counted without loading. */
    knows(studyId: string, version: number): boolean {
      const state = watched.get(studyId);
      if (!state || (state.stale && state.waiting >= batchSize)) return false;
      return state.version >= version;
    },
    /** An answer of this study was withdrawn. Nothing moves now: figures never go down, and the next batch is counted anew. */
    withdrawn(studyId: string): void {
      const state = watched.get(studyId);
      if (state) state.stale = true;
      withdrawnMeanwhile.add(studyId);
    },
    /** Counts a study's answers so far. To be called while none is being stored, or it is counted twice or not at all. */
    async load(studyId: string): Promise<void> {
      withdrawnMeanwhile.delete(studyId);
      const before = watched.get(studyId);
      await forget(studyId);
      const state = await load(studyId, before);
      watched.set(studyId, state);
      plan(studyId, state);
    },
    /** Counts a set of answers that has been stored. */
    take(studyId: string, answers: Record<string, unknown>): void {
      const state = watched.get(studyId);
      // Not loaded (that failed, or the study has just closed): whoever loads next counts it from the database.
      if (!state) return;
      state.waiting++;
      for (const [name, question] of state.questions)
        countAnswer(state.counts.get(name)!.waiting, question, answers[name]);
      plan(studyId, state);
    },
    /** The study has closed: nothing more will come. */
    forget,
    /** @throws {Problem} dictionary.unknown-variable for what is no select question. */
    async distribution(studyId: string, variable: string): Promise<LiveDistribution> {
      const question = liveQuestions(await publishedForms(platform.database, studyId)).get(variable);
      if (!question) throw new Problem("dictionary.unknown-variable", { variable });
      const shown = (await queries.shownOf(platform.database, studyId)).get(variable);
      const { limits } = await policyInForce(platform.database);
      return liveDistribution(question, shown ?? noCounts(), limits);
    },
    async close(): Promise<void> {
      for (const studyId of [...watched.keys()]) await forget(studyId);
    },
  };
}
export type LiveCounts = ReturnType<typeof liveCounts>;
