import type { BudgetQuestion, DemographicBudget } from "@lang-nghe/contract";
import {
  type BudgetDesign,
  coarseningsOf,
  demographicBudget,
  demographicLimits,
  type OfferedCoarsenings,
} from "@lang-nghe/survey-statistics";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { getStudy, requireState } from "../studies/index.ts";
import { populationOfPlaces } from "../units/index.ts";
import { exceptionFor, insertException, putBudget, statedBudget } from "./budget-queries.ts";
import { mendOf, namesOf } from "./budget-words.ts";
import { type FormKey, keysOfForm, suggestedKeys } from "./form-keys.ts";
import { countsForKey, withShares } from "./key-shares.ts";
import { draftOf, newestVersion } from "./queries.ts";
import { type Form, formOfRow } from "./stored-form.ts";

type Run = Database | Transaction;
type Facts = { populationSize: number | null; byInvitation: boolean };

const nothingOffered: OfferedCoarsenings = { single: [], plan: [], accepted: true };
const mostKeys = 12;

/**
 * How finely a form divides the people of a study, by what is known before anybody has been asked.
 * @param tried keys to look at instead of those the form suggests and the study states.
 * @throws {Problem} disclosure.budget-question.
 */
async function budgetOf(
  run: Run,
  studyId: string,
  form: Form,
  given: BudgetQuestion,
  { tried, day }: { tried?: readonly string[]; day: string },
): Promise<DemographicBudget & { exposed: number }> {
  const facts = await factsOf(run, studyId);
  const { keys, texts } = keysOfForm(form.questionnaire, Number(day.slice(0, 4)));
  const suggested = suggestedKeys(keys);
  checkQuestion({ ...given, keys: [...(tried ?? [])] }, keys);
  // What was stated for an earlier draft may have gone from the form since.
  const listed = new Set(tried ?? [...suggested, ...given.keys].slice(0, mostKeys));
  const chosen = keys.filter(({ variable }) => listed.has(variable));
  const margins = given.margins.filter(({ variable }) => keys.some((key) => key.variable === variable));

  const place = chosen.find(({ kind, choices }) => kind === "place" && choices.length > 0);
  const counted = place && (await populationOfPlaces(run, placesOf(place), day));
  const inPlaces = counted && Math.round([...counted.places.values()].reduce((sum, { total }) => sum + total, 0));
  const population = given.population ?? facts.populationSize ?? inPlaces ?? null;
  const { from, ...shares } = withShares(
    chosen,
    margins,
    place && counted && { place: place.variable, population: counted },
  );
  const design: BudgetDesign = { ...shares, population, invited: given.invited };
  const found = demographicBudget(design);
  const exposed = Math.max(found.exposedPopulation ?? 0, found.exposedSample ?? 0);
  const offered = found.blocked ? coarseningsOf(design) : nothingOffered;
  // Halves are what is known of men and women without counting.
  const equal = chosen.some(
    (key) => from.get(key.variable) === "equal" && !(key.kind === "sex" && key.levels.length === 2),
  );
  const assumed: DemographicBudget["assumed"] = [
    ...(equal ? (["equal-shares"] as const) : []),
    ...(chosen.length > 1 ? (["independence"] as const) : []),
    ...(population === null && chosen.length ? (["no-population"] as const) : []),
    ...(given.invited === null && chosen.length ? (["no-invited"] as const) : []),
    ...(given.invited !== null && chosen.length ? (["proportional-sample"] as const) : []),
    ...(chosen.some(({ assumedLevels }) => assumedLevels) ? (["year-bands"] as const) : []),
    ...(found.truncated ? (["only-largest-cells"] as const) : []),
  ];
  const unsure =
    assumed.some((one) => one === "equal-shares" || one === "no-population" || one === "only-largest-cells") ||
    (facts.byInvitation && assumed.includes("no-invited")) ||
    texts.length > 0;
  return {
    exposed,
    verdict: found.blocked ? "blocked" : unsure ? "warning" : "fine",
    candidates: keys.map((key) => ({
      variable: key.variable,
      label: key.label,
      kind: suggested.includes(key.variable) ? key.kind : null,
      levels: key.levels.length,
      names: key.choices.map(({ name, label }) => ({ level: name, label })),
      chosen: listed.has(key.variable),
      assumedLevels: key.assumedLevels,
      shares: from.get(key.variable) ?? "equal",
    })),
    texts,
    population,
    populationFrom:
      given.population !== null
        ? "stated"
        : facts.populationSize !== null
          ? "study"
          : inPlaces !== undefined
            ? "counts"
            : null,
    counts: [...from.values()].includes("counts") ? (counted?.title ?? null) : null,
    invited: given.invited,
    cells: found.cells,
    exposedPopulation: found.exposedPopulation,
    exposedSample: found.exposedSample,
    smallest: chosen.length
      ? found.smallest.map(({ levels, share }) => ({
          levels: levels.map((level, i) => ({ variable: chosen[i]!.variable, level })),
          people: population === null ? null : share * population,
          invited: given.invited === null ? null : share * given.invited,
        }))
      : [],
    coarsenings: offered.single.map(copied),
    plan: offered.plan.map(copied),
    planSuffices: offered.accepted,
    assumed,
    stated: await statedBudget(run, studyId),
    exception: found.blocked ? ((await exceptionFor(run, studyId, form.hash, exposed)) ?? null) : null,
  };
}

const copied = (change: OfferedCoarsenings["plan"][number]) => ({
  ...change,
  groups: change.groups.map((group) => [...group]),
});

const placesOf = ({ choices }: FormKey) =>
  choices.map(({ name, label }) => ({ level: name, names: Object.values(label).filter(Boolean) }));

async function factsOf(run: Run, studyId: string): Promise<Facts> {
  const { provenance, entry } = await run
    .selectFrom("studies.study")
    .select(["provenance", "entry"])
    .where("id", "=", studyId)
    .executeTakeFirstOrThrow();
  return {
    populationSize: (provenance as { populationSize: number | null }).populationSize,
    byInvitation: entry === "invitation",
  };
}

function checkQuestion({ keys: named, margins }: BudgetQuestion, keys: readonly FormKey[]): void {
  const refuse = (vi: string, en: string) => {
    throw new Problem("disclosure.budget-question", { reason: { vi, en } });
  };
  for (const variable of [...named, ...margins.map((margin) => margin.variable)])
    if (!keys.some((key) => key.variable === variable))
      refuse(
        `phiếu không có câu “${variable}” với các mức đếm được.`,
        `the form has no question “${variable}” with levels to count.`,
      );
  for (const { variable, targets } of margins) {
    const counts = new Map(targets.map(({ level, value }) => [level, value]));
    if (!countsForKey(keys.find((key) => key.variable === variable)!, counts))
      refuse(
        `tỷ lệ của “${variable}” không khớp các mức trong phiếu, hoặc đều bằng không.`,
        `the shares of “${variable}” do not match its levels in the form, or are all nought.`,
      );
  }
}

/** The draft, else the newest version. @throws {Problem} questionnaires.no-version. */
async function formInHand(run: Run, studyId: string): Promise<Form> {
  const row = (await draftOf(run, studyId)) ?? (await newestVersion(run, studyId));
  if (!row) throw new Problem("questionnaires.no-version");
  return formOfRow(row);
}

export async function readBudget(platform: Platform, studyId: string): Promise<DemographicBudget> {
  const { database, clock } = platform;
  await getStudy(platform, studyId);
  const form = await formInHand(database, studyId);
  return budgetOf(database, studyId, form, await statedBudget(database, studyId), { day: dayOf(clock()) });
}

/** What if; nothing is stored. */
export async function tryBudget(
  platform: Platform,
  studyId: string,
  given: BudgetQuestion,
): Promise<DemographicBudget> {
  const { database, clock } = platform;
  await getStudy(platform, studyId);
  const form = await formInHand(database, studyId);
  const day = dayOf(clock());
  if (given.keys.length) return budgetOf(database, studyId, form, given, { tried: given.keys, day });
  const { keys } = await statedBudget(database, studyId);
  return budgetOf(database, studyId, form, { ...given, keys }, { day });
}

/** States whom the study asks; forms are judged by it from then on. */
export async function stateBudget(
  platform: Platform,
  by: Person,
  studyId: string,
  given: BudgetQuestion,
): Promise<DemographicBudget> {
  const { database, clock } = platform;
  await getStudy(platform, studyId);
  await inTransaction(database, async (transaction) => {
    await requireState(transaction, studyId, "design", "open");
    const form = await formInHand(transaction, studyId);
    checkQuestion(given, keysOfForm(form.questionnaire, Number(dayOf(clock()).slice(0, 4))).keys);
    await putBudget(transaction, studyId, given);
    await audit(transaction, by, "questionnaires.budget", studyId, {
      keys: given.keys,
      population: given.population,
      invited: given.invited,
      margins: given.margins.map(({ variable }) => variable),
    });
  });
  platform.events.changed(studyId);
  return readBudget(platform, studyId);
}

/**
 * Lets the form in hand through as it is.
 * @throws {Problem} disclosure.no-exception where nothing holds it back.
 */
export async function giveException(
  platform: Platform,
  by: Person,
  studyId: string,
  reason: string,
): Promise<DemographicBudget> {
  const { database, clock } = platform;
  await getStudy(platform, studyId);
  const day = dayOf(clock());
  await inTransaction(database, async (transaction) => {
    await requireState(transaction, studyId, "design", "open");
    const form = await formInHand(transaction, studyId);
    const { verdict, exposed } = await budgetOf(transaction, studyId, form, await statedBudget(transaction, studyId), {
      day,
    });
    if (verdict !== "blocked") throw new Problem("disclosure.no-exception");
    await insertException(transaction, {
      studyId,
      formHash: form.hash,
      reason: reason.normalize("NFC").trim(),
      exposed,
      givenBy: by.name,
      givenOn: day,
    });
    await audit(transaction, by, "questionnaires.budget-exception", studyId, { form: form.hash, exposed, reason });
  });
  platform.events.changed(studyId);
  return readBudget(platform, studyId);
}

/**
 * Refuses a form that divides people too finely, unless it was let through.
 * @throws {Problem} disclosure.demographic-budget naming the questions and the mend.
 */
export async function requireBudget(run: Run, studyId: string, form: Form, day: string): Promise<void> {
  const budget = await budgetOf(run, studyId, form, await statedBudget(run, studyId), { day });
  if (budget.verdict !== "blocked" || budget.exception) return;
  const byPeople = (budget.exposedPopulation ?? 0) >= (budget.exposedSample ?? 0);
  throw new Problem("disclosure.demographic-budget", {
    variables: namesOf(budget),
    percent: percentWords(budget.exposed),
    least: byPeople ? demographicLimits.people : demographicLimits.invited,
    people: byPeople ? { vi: "người dân", en: "people" } : { vi: "người được mời", en: "invited" },
    mend: mendOf(budget),
  });
}

function percentWords(share: number): { vi: string; en: string } {
  const en = (share * 100).toFixed(1);
  return { vi: en.replace(".", ","), en };
}
