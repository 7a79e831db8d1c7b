import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { type Estimate, type LonelyPsuPolicy, meanInterval } from "../src/index.ts";
import { type DataFrame, NotCompared, readDataFrame } from "./data-frame.ts";
import { type Answer, answer, type Frames, setUp } from "./replay.ts";

/** R's answers (survey 4.1-1) live outside this repository; without them these tests say so and pass. */
const beside = process.env.LANG_NGHE_SHARED;
const folder = beside
  ? pathToFileURL(`${resolve(beside, "oracle")}/`)
  : new URL("../../../../shared/oracle/", import.meta.url);
const groups = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => /^P.*\.json$/.test(name))
      .sort()
  : [];
if (groups.length === 0) console.log("shared oracle: not present");

type Reference = Record<string, unknown> & { readonly id: string; readonly r: string; readonly kind: string };

interface Group {
  readonly options: { readonly "survey.lonely.psu": LonelyPsuPolicy; readonly "survey.adjust.domain.lonely": boolean };
  readonly data: readonly {
    name: string;
    csv: string;
    types: Record<string, string>;
    factors?: Record<string, string[]>;
  }[];
  readonly setup: readonly string[];
  readonly designs?: Readonly<Record<string, { n: number; degf: number; sum_w: number }>>;
  readonly results: readonly Reference[];
}

type Context = Frames & { readonly firstDegreesOfFreedom: number };

/** The kinds that the first estimators must answer, told from R's call alone. */
function mustBeAnswered({ kind, r }: Reference): boolean {
  if (kind === "svystat") return /^svy(mean|total)\(/.test(r);
  if (kind === "svyratio") return true;
  if (kind === "svyby") return /svy(mean|total|ratio)\b/.test(r) && !/svystandardize|covmat=TRUE, na.rm/.test(r);
  if (kind === "svyciprop") return /method='(logit|beta)'/.test(r);
  return kind === "htest" && /^svychisq\(/.test(r) && (!/statistic=/.test(r) || /statistic='(F|Chisq)'/.test(r));
}

/** svyby(covmat = TRUE) stops on missing values although the covariance is defined. */
const limitOfR = /^svyby\(.*covmat=TRUE, na\.rm=TRUE/;

const tally = { compared: 0, refusedAsR: 0, declined: new Map<string, number>() };

test.skipIf(groups.length === 0).each(groups)("every first estimator agrees with R: %s", (file) => {
  const group: Group = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const context = contextOf(group);
  const differences: string[] = [];
  for (const [name, expected] of Object.entries(group.designs ?? {})) {
    const used = context.designs.get(name);
    if (used === undefined) continue;
    compare(differences, `${file} design ${name} degf`, used.design.degreesOfFreedom, expected.degf, 0);
    compare(
      differences,
      `${file} design ${name} Σw`,
      used.design.weights.reduce((sum, w) => sum + w, 0),
      expected.sum_w,
      1e-12,
    );
  }
  for (const reference of group.results) {
    const place = `${file} ${reference.id}: ${reference.r}`;
    try {
      const found = answer(context, reference.r);
      if (reference.kind === "error" && limitOfR.test(reference.r))
        decline(differences, place, "R cannot, we can", reference);
      else if (reference.kind === "error") differences.push(`${place}: R refuses, we answer`);
      else {
        compareAnswer(differences, place, found, reference, context);
        tally.compared++;
      }
    } catch (error) {
      if (notRead(error)) decline(differences, place, error.message, reference);
      else if (reference.kind === "error" && error instanceof Error && "code" in error) tally.refusedAsR++;
      else differences.push(`${place}: ${error}`);
    }
  }
  expect(differences).toEqual([]);
});

test.skipIf(groups.length === 0)("at least as many results are compared as were known when this was written", () => {
  console.log(`R results: ${tally.compared} compared, ${tally.refusedAsR} refused as R does`);
  const { PROOF_COUNTS } = process.env;
  if (PROOF_COUNTS)
    writeFileSync(PROOF_COUNTS, JSON.stringify({ compared: tally.compared, refusedAsR: tally.refusedAsR }));
  for (const [reason, count] of [...tally.declined].sort((a, b) => b[1] - a[1]))
    console.log(`  not compared: ${count} × ${reason}`);
  expect(tally.compared).toBeGreaterThanOrEqual(372);
  expect(tally.refusedAsR).toBeGreaterThanOrEqual(2);
});

function contextOf(group: Group): Context {
  const frames = new Map<string, DataFrame>();
  for (const { name, csv, types, factors } of group.data) {
    frames.set(name, readDataFrame(readFileSync(new URL(csv, folder), "utf8"), types, factors ?? {}));
  }
  const context: Context = {
    frames,
    designs: new Map(),
    // R's confint_t takes the group's first design.
    firstDegreesOfFreedom: Object.values(group.designs ?? {})[0]?.degf ?? Number.NaN,
    lonelyPsu: group.options["survey.lonely.psu"],
    adjustDomainLonely: group.options["survey.adjust.domain.lonely"],
  };
  for (const line of group.setup) {
    try {
      setUp(context, line);
    } catch (error) {
      if (!notRead(error)) throw error;
    }
  }
  return context;
}

/** Calls outside the reader's grammar and names outside its reach are not compared, and counted. */
function notRead(error: unknown): error is Error {
  return error instanceof NotCompared || error instanceof SyntaxError;
}

function decline(differences: string[], place: string, reason: string, reference: Reference): void {
  const allNull = Array.isArray(reference.coef) && reference.coef.every((value) => value === null);
  if (/^P0[1-7]/.test(place) && mustBeAnswered(reference) && !allNull)
    differences.push(`${place}: not compared, ${reason}`);
  const short = reason.startsWith("Cannot read") ? "beyond the grammar that is read here" : reason;
  tally.declined.set(short, (tally.declined.get(short) ?? 0) + 1);
}

function compareAnswer(
  differences: string[],
  place: string,
  found: Answer,
  reference: Reference,
  context: Context,
): void {
  const column = (name: string) => [reference[name]].flat(2) as number[];
  const say = (what: string, actual: number, expected: number | undefined, tolerance: number, scale = 0) =>
    compare(differences, `${place}: ${what}`, actual, expected, tolerance, scale);
  switch (found.kind) {
    case "numbers": {
      const expected = [reference.value ?? reference.m ?? reference.coef].flat(2) as number[];
      say("how many", found.numbers.length, expected.length, 0);
      found.numbers.forEach((value, k) => {
        say(`value ${k}`, value, expected[k], 1e-6);
      });
      return;
    }
    case "interval":
      say("est", found.figure.estimate, reference.est as number, 1e-6);
      say("se", found.figure.standardError, reference.se as number, 1e-5);
      say("low", found.interval.low, column("ci")[0], 1e-5);
      say("high", found.interval.high, column("ci")[1], 1e-5);
      return;
    case "intervals": {
      const columns = reference.columns as Record<string, number[]>;
      found.intervals.forEach(({ low, high }, k) => {
        say(`est ${k}`, found.points[k]!, column("coef")[k], 1e-6);
        say(`low ${k}`, low, columns.ci_l![k], 1e-5);
        say(`high ${k}`, high, columns.ci_u![k], 1e-5);
      });
      return;
    }
    case "test": {
      const { test: result, statistic } = found;
      const parameters = column("parameter");
      say("p", statistic === "F" ? result.p : result.chiSquareP, column("p")[0], 1e-5, 1e-6);
      say("statistic", statistic === "F" ? result.f : result.chiSquare, column("statistic")[0], 1e-5);
      const ours =
        statistic === "F"
          ? [result.numeratorDegreesOfFreedom, result.denominatorDegreesOfFreedom]
          : [result.chiSquareDegreesOfFreedom];
      ours.forEach((value, k) => {
        say(`df ${k}`, value, parameters[k], 1e-5);
      });
      return;
    }
    case "figures":
      compareFigures(say, found, reference, context);
  }
}

type Say = (what: string, actual: number, expected: number | undefined, tolerance: number, scale?: number) => void;

function compareFigures(
  say: Say,
  found: Extract<Answer, { kind: "figures" }>,
  reference: Reference,
  context: Context,
): void {
  const coef = reference.coef as (number | null)[];
  const se = reference.se as number[];
  say("how many", found.figures.length, coef.length, 0);
  const first = (reference.df as number | undefined) ?? context.firstDegreesOfFreedom;
  const deff = found.deff === undefined ? undefined : (reference.deff ?? deffColumns(reference));
  found.figures.forEach((figure: Estimate, k) => {
    say(`estimate ${k}`, figure.estimate, coef[k] ?? undefined, 1e-6);
    say(`se ${k}`, figure.standardError, se[k], 1e-5, 1e-9 * Math.abs(figure.estimate));
    if (Array.isArray(deff))
      say(
        `deff ${k}`,
        found.deff === "replace" ? figure.designEffectWithReplacement : figure.designEffect,
        deff.flat()[k],
        1e-5,
        1e-9,
      );
    for (const [name, df] of [
      ["confint", Number.POSITIVE_INFINITY],
      ["confint_t", first],
    ] as const) {
      const expected = (reference[name] as number[][] | undefined)?.[k];
      if (expected === undefined) continue;
      const interval = meanInterval({ ...figure, degreesOfFreedom: df });
      say(`${name} low ${k}`, interval.low, expected[0], 1e-5, 1e-9);
      say(`${name} high ${k}`, interval.high, expected[1], 1e-5, 1e-9);
    }
  });
  const vcov = reference.vcov as number[][] | undefined;
  if (found.covariance === undefined || vcov === undefined) return;
  // A covariance is as sharp as the two standard errors it joins.
  const slack = (k: number) => 3e-3 * se[k]! + 1e-9 * Math.abs(coef[k] ?? 0);
  vcov.forEach((row, a) => {
    row.forEach((expected, b) => {
      say(`vcov ${a},${b}`, found.covariance![a * vcov.length + b]!, expected, 1e-5, slack(a) * slack(b));
    });
  });
}

function deffColumns(reference: Reference): number[] | undefined {
  const columns = reference.columns as Record<string, number[]> | undefined;
  if (columns === undefined) return undefined;
  const found = Object.entries(columns).filter(([name]) => /^DEff/i.test(name));
  return found.length === 0 ? undefined : found.flatMap(([, values]) => values);
}

/** |actual − expected| ≤ tolerance·|expected| + scale. */
function compare(
  differences: string[],
  place: string,
  actual: number,
  expected: number | undefined,
  tolerance: number,
  scale = 0,
): void {
  const wanted = typeof expected === "number" ? expected : expected === "Inf" ? Number.POSITIVE_INFINITY : Number.NaN;
  if (Math.abs(actual - wanted) <= tolerance * Math.abs(wanted) + scale) return;
  if (Object.is(actual, wanted) || (Number.isNaN(actual) && Number.isNaN(wanted))) return;
  differences.push(`${place}: ${actual}, R says ${expected}`);
}
