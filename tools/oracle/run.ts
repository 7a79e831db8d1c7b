import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { degreesOfFreedom } from "../../packages/survey-statistics/src/index.ts";
import { definitions } from "./calls/index.ts";
import { answerOf, compare, type Reference } from "./compare.ts";
import { type DeclinedRule, declinedRules, type Evidence } from "./declined.ts";
import { type CaseContext, Environment, type ReplicateTable } from "./environment.ts";
import { evaluate } from "./interpreter.ts";
import { readExpression } from "./reader.ts";
import { readFrame, readTable } from "./tables.ts";
import { numbers, Refusal, Unsupported, type Value } from "./values.ts";

export type Outcome = "agree" | "differ" | "unsupported" | "declined" | "later";

export interface Judged {
  readonly case: string;
  readonly id: string;
  readonly r: string;
  readonly outcome: Outcome;
  /** Why it does not agree. */
  readonly reason?: string;
  /** Largest share of its tolerance that any number of it used up. */
  readonly worst: number;
}

interface Case {
  readonly id: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly setup?: readonly string[];
  readonly data?: readonly {
    readonly name: string;
    readonly csv: string;
    readonly types: Readonly<Record<string, string>>;
    readonly factors?: Readonly<Record<string, readonly string[]>> | null;
  }[];
  readonly designs?: Readonly<Record<string, ReferenceDesign>>;
  readonly results?: readonly Reference[];
}

interface ReferenceDesign {
  readonly degf: number;
  readonly sum_w: number;
  readonly type?: string;
  readonly scale?: number;
  readonly rscales?: readonly number[] | number;
  readonly mse?: boolean;
  readonly repweights_csv?: string;
}

/** The case files of a folder, by name. */
export function casesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^[A-Z]\d.*\.json$/.test(name))
    .sort();
}

/** Judges every result of a case. Nothing that one result does stops the others. */
export function judgeCase(folder: string, file: string): Judged[] {
  const given = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
  const name = given.id ?? file.replace(/\.json$/, "");
  if (/^[MF]/.test(name)) return [{ case: name, id: name, r: "", outcome: "later", worst: 0 }];
  const { environment, failures } = prepared(folder, given);
  const firstDf = firstDegreesOfFreedom(given, environment);
  environment.set("df_", numbers([firstDf]));
  return (given.results ?? []).map((reference) => judge(name, reference, environment, firstDf, failures));
}

/** What the designs of a case say of themselves where R says otherwise: degrees of freedom, sum of weights. */
export function judgeDesigns(folder: string, file: string): string[] {
  const given = JSON.parse(readFileSync(join(folder, file), "utf8")) as Case;
  if (/^[MF]/.test(given.id)) return [];
  const { environment, failures } = prepared(folder, given);
  return Object.entries(given.designs ?? {}).flatMap(([name, expected]) => {
    const value = environment.find(name);
    if (value?.type !== "design") return [`${file} ${name}: ${failures.get(name) ?? "not made"}`];
    const sum = value.design.weights.reduce((total, weight) => total + weight, 0);
    const df = degreesOfFreedom(value.design, value.domain);
    return [
      ...(df === expected.degf ? [] : [`${file} ${name}: ${df} degrees of freedom, R gives ${expected.degf}`]),
      ...(Math.abs(sum - expected.sum_w) <= 1e-12 * expected.sum_w
        ? []
        : [`${file} ${name}: Σw ${sum}, R gives ${expected.sum_w}`]),
    ];
  });
}

/** The data and designs of a case; a line of its setup that fails is remembered by the names it was to make. */
function prepared(
  folder: string,
  given: Case,
): { readonly environment: Environment; readonly failures: ReadonlyMap<string, string> } {
  const environment = new Environment(contextOf(folder, given));
  const failures = new Map<string, string>();
  for (const { name: frame, csv, types, factors } of given.data ?? [])
    environment.set(frame, readFrame(readFileSync(join(folder, csv), "utf8"), types, factors ?? {}));
  for (const line of given.setup ?? []) {
    try {
      evaluate(readExpression(line), environment);
    } catch (error) {
      // The results that need this say that the name is not known; keep why.
      const target = [...line.matchAll(/([\p{L}.][\p{L}\d._]*)\s*<-/gu)].map((match) => match[1]!);
      for (const each of target) failures.set(each, messageOf(error));
    }
  }
  return { environment, failures };
}

function firstDegreesOfFreedom(given: Case, environment: Environment): number {
  const first = Object.keys(given.designs ?? {})[0];
  const value = first === undefined ? undefined : environment.find(first);
  try {
    if (value?.type === "design") return degreesOfFreedom(value.design, value.domain);
  } catch {
    // Then what the file says stands in for it.
  }
  return Object.values(given.designs ?? {})[0]?.degf ?? Number.NaN;
}

function contextOf(folder: string, given: Case): CaseContext {
  const options = given.options ?? {};
  const policy = options["survey.lonely.psu"];
  return {
    evaluate,
    definitions,
    lonelyPsu: (policy === undefined ? "fail" : policy) as CaseContext["lonelyPsu"],
    adjustDomainLonely: options["survey.adjust.domain.lonely"] === true,
    replicates: (design) => replicateTable(folder, given.designs?.[design]),
    notes: new Set(),
  };
}

function replicateTable(folder: string, design: ReferenceDesign | undefined): ReplicateTable | undefined {
  const file = design?.repweights_csv;
  if (design === undefined || file === undefined || !existsSync(join(folder, file))) return undefined;
  const { header, columns } = readTable(readFileSync(join(folder, file), "utf8"));
  const numeric = columns.map((column) => Float64Array.from(column, Number));
  const at = header.indexOf("pw");
  const replicates = numeric.filter((_, column) => column !== at);
  const rscales = [design.rscales ?? 1].flat();
  return {
    weights: numeric[at]!,
    columns: replicates,
    type: design.type ?? "other",
    scale: design.scale ?? 1,
    rscales: Float64Array.from(replicates, (_, r) => rscales[r % rscales.length]!),
    meanSquaredError: design.mse ?? false,
  };
}

function judge(
  name: string,
  reference: Reference,
  environment: Environment,
  firstDf: number,
  failures: ReadonlyMap<string, string>,
): Judged {
  const place = { case: name, id: reference.id, r: reference.r };
  let outcome: Outcome;
  let reason: string | undefined;
  let worst = 0;
  let expression: ReturnType<typeof readExpression> | undefined;
  let differences: readonly string[] = [];
  const { notes } = environment.context;
  notes.clear();
  try {
    expression = readExpression(reference.r);
    const value: Value = evaluate(expression, environment.within());
    if (reference.kind === "error") {
      outcome = "differ";
      reason = `R refuses (${String(reference.message)}), we answer`;
    } else {
      const found = compare(reference, answerOf(reference.kind, value, firstDf));
      worst = found.worst;
      differences = found.differences;
      outcome = found.differences.length === 0 && found.numbers > 0 ? "agree" : "differ";
      if (outcome === "differ")
        reason =
          found.numbers === 0 && found.differences.length === 0
            ? "no number to compare"
            : `${found.differences.length} of ${found.numbers} numbers: ${found.differences.slice(0, 3).join("; ")}`;
    }
  } catch (error) {
    reason = messageOf(error);
    const failed = [...failures].find(([target]) => reason === `the name ${target} is not known`);
    if (failed !== undefined) {
      outcome = "unsupported";
      reason = failed.join(": ");
    } else if (reference.kind === "error" && isRefusal(error)) outcome = "agree";
    else outcome = error instanceof Unsupported || error instanceof SyntaxError ? "unsupported" : "differ";
  }
  const rule =
    outcome === "differ" && expression !== undefined
      ? ruleFor(expression, reference, { notes, differences })
      : undefined;
  if (rule !== undefined) {
    outcome = "declined";
    reason = `${rule.name}: ${rule.reason}`;
  }
  return { ...place, outcome, worst, ...(reason === undefined || outcome === "agree" ? {} : { reason }) };
}

function ruleFor(
  expression: ReturnType<typeof readExpression>,
  reference: Reference,
  evidence: Evidence,
): DeclinedRule | undefined {
  return declinedRules.find((rule) => rule.applies(expression, reference, evidence));
}

/** An error that says the call was refused, not that the reader or the library broke down. */
function isRefusal(error: unknown): boolean {
  return error instanceof Refusal || (error instanceof Error && "code" in error && typeof error.code === "string");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
}
