import type { AnswerSet } from "@lang-nghe/contract";
import { type Answers, checkAnswers, completeAnswers } from "@lang-nghe/questionnaire";
import { dayOf } from "../platform/clock.ts";
import type { DiskGuard } from "../platform/disk-guard.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { type Form, putTestAnswer } from "../questionnaires/index.ts";
import type { AskedStudy } from "./asked-study.ts";
import { consentRecord } from "./consent-record.ts";
import { contentHash } from "./content-hash.ts";
import { intakeQueue } from "./intake-queue.ts";
import type { LiveCounts } from "./live.ts";
import * as queries from "./queries.ts";

type Outcome = "stored" | "again" | "conflict" | "not-open";
type Item = queries.AnswerRow & { parsed: Record<string, unknown> };

/** Takes sets of answers in: checks each against its questionnaire, stores it once, says so after the commit. */
export function intake(platform: Platform, live: LiveCounts, disk: DiskGuard) {
  const { database, clock, events } = platform;

  const closing = new Set<string>();

  const queue = intakeQueue<Item, Outcome>(store, (items) => {
    const unknown = [...newestVersions(items)].filter(([studyId, version]) => !live.knows(studyId, version));
    if (!unknown.length) return undefined;
    return async () => {
      for (const [studyId] of unknown) await live.load(studyId);
    };
  });

  async function store(items: Item[]): Promise<Outcome[]> {
    // A set sent twice in one batch is stored by its first appearance.
    const first = new Map<string, Item>();
    for (const item of items) if (!first.has(item.id)) first.set(item.id, item);
    const stored = await queries.insertAnswers(database, [...first.values()]);
    for (const item of first.values()) if (stored.has(item.id)) live.take(item.studyId, item.parsed);
    const isNew = (item: Item) => stored.has(item.id) && first.get(item.id) === item;
    const unsettled = items.filter((item) => !isNew(item)).map(({ id }) => id);
    const hashes = unsettled.length ? await queries.storedHashes(database, [...new Set(unsettled)]) : undefined;
    for (const studyId of new Set(items.map((item) => item.studyId))) events.changed(studyId, "answers");
    return items.map((item): Outcome => {
      if (isNew(item)) return "stored";
      const before = hashes?.get(item.id);
      if (!before) return "not-open";
      return before.equals(item.contentHash) ? "again" : "conflict";
    });
  }

  /** @returns whether the set is new; false when the very same was stored before. */
  async function take({ id: studyId, state, form }: AskedStudy, set: AnswerSet): Promise<boolean> {
    const hash = hashOf(studyId, set);
    if (state !== "open" || closing.has(studyId) || !form || form.version !== set.version) {
      const code = state === "open" && !closing.has(studyId) ? "responses.wrong-version" : "responses.not-open";
      await refuseUnlessStored(set.id, hash, new Problem(code));
      return false;
    }
    await disk.demandRoom();
    const day = dayOf(clock());
    const { parsed, text } = allowedAnswers(form, set, day);
    const { id, version, language } = set;
    const item = {
      ...{ id, studyId, version, day, language, answers: text, contentHash: hash, parsed },
      consent: JSON.stringify(consentRecord(form.questionnaire, set)),
      withdrawalHash: set.withdrawal ? Buffer.from(set.withdrawal, "hex") : null,
    };
    const outcome = await queue.add(item, 2 * text.length);
    if (outcome === "conflict") throw new Problem("responses.conflict");
    if (outcome === "not-open") throw new Problem("responses.not-open");
    return outcome === "stored";
  }

  /** A set sent once more after its survey closed or changed was accepted then, and is so still. */
  async function refuseUnlessStored(id: string, hash: Buffer, problem: Problem): Promise<void> {
    const before = (await queries.storedHashes(database, [id])).get(id);
    if (!before) throw problem;
    if (!before.equals(hash)) throw new Problem("responses.conflict");
  }

  return {
    take,
    /** Stores a test answer, apart from real ones. */
    async takeTest(studyId: string, form: Form, set: AnswerSet): Promise<boolean> {
      if (form.version !== set.version) throw new Problem("responses.wrong-version");
      await disk.demandRoom();
      const { text: answers } = allowedAnswers(form, set, dayOf(clock()));
      const hash = hashOf(studyId, set);
      const { id, version } = set;
      const { created, contentHash } = await putTestAnswer(database, {
        id,
        studyId,
        version,
        contentHash: hash,
        answers,
      });
      if (!contentHash.equals(hash)) throw new Problem("responses.conflict");
      events.changed(studyId, "answers");
      return created;
    },
    /** Takes nothing for a study while `work` closes it: sets would only queue up behind its lock, before other studies'. */
    async whileClosing<T>(studyId: string, work: () => Promise<T>): Promise<T> {
      closing.add(studyId);
      try {
        return await work();
      } finally {
        closing.delete(studyId);
      }
    },
    idle: queue.idle,
  };
}

function newestVersions(items: Item[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { studyId, version } of items) newest.set(studyId, Math.max(version, newest.get(studyId) ?? 0));
  return newest;
}

/** Covers everything the respondent sent, so that the same id with anything else is a conflict. */
export const hashOf = (
  studyId: string,
  { version, language, answers }: Pick<AnswerSet, "version" | "language" | "answers">,
) => contentHash({ studyId, version, language, answers });

/**
 * What is stored of a set: the answers that count.
 * @throws {Problem} responses.not-allowed naming the places.
 */
export function allowedAnswers(
  form: Form,
  set: Pick<AnswerSet, "language" | "answers">,
  day: string,
): { parsed: Record<string, unknown>; text: string } {
  const { questionnaire } = form;
  const refuse = (places: string[]) => new Problem("responses.not-allowed", { places: places.slice(0, 20).join(", ") });
  if (!questionnaire.languages.some(({ code }) => code === set.language)) throw refuse(["language"]);
  const faults = checkAnswers(questionnaire, set.answers, day);
  if (faults.length) throw refuse(faults.map(({ path, kind }) => `${path || "answers"} (${kind})`));
  const parsed = completeAnswers(questionnaire, set.answers as Answers, day);
  const text = JSON.stringify(parsed);
  const unstorable = escaped.test(text) ? unstorablePlaces(parsed) : [];
  if (unstorable.length) throw refuse(unstorable.map((path) => `${path} (type)`));
  return { parsed, text };
}

/** How JSON writes NUL and halves of characters, or someone's text that looks so. */
const escaped = /\\u(0000|d[89a-f])/;

/** Texts that no database keeps as they are: with a NUL character or half of a character. */
function unstorablePlaces(value: unknown, path = ""): string[] {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed() ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unstorablePlaces(inner, path ? `${path}.${key}` : key));
}
