// Results where R survey 4.1-1 is wrong, or stops although the figure is defined, and this library does it right. A rule looks at
// the call and at R's answer, never at a case's name; it is applied only to results that do not agree.
import { calledName, type Expression } from "./reader.ts";

/** What the comparison itself brought to light. */
export interface Evidence {
  /** What our calls met of R's known faults: see `CaseContext.notes`. */
  readonly notes: ReadonlySet<string>;
  /** Every number that differs, as "place: ours, R gives theirs". */
  readonly differences: readonly string[];
}

export interface DeclinedRule {
  readonly name: string;
  readonly reason: string;
  readonly source: string;
  /** @param kind of R's answer. */
  readonly applies: (
    call: Expression,
    reference: { readonly kind: string; readonly [name: string]: unknown },
    evidence: Evidence,
  ) => boolean;
}

/** The calls of an expression, outermost first. */
export function callsIn(expression: Expression): readonly Expression[] {
  if (expression.kind === "function") return callsIn(expression.body);
  if (expression.kind !== "call") return [];
  return [expression, ...callsIn(expression.function), ...expression.arguments.flatMap(({ value }) => callsIn(value))];
}

export function argumentOf(expression: Expression, name: string): Expression | undefined {
  return expression.kind === "call"
    ? expression.arguments.find((argument) => argument.name === name)?.value
    : undefined;
}

export function isTrue(expression: Expression | undefined): boolean {
  return expression?.kind === "name" && (expression.name === "TRUE" || expression.name === "T");
}

const ofErrors = new Set(["SE", "confint", "vcov", "cv"]);

/** True where only ends of intervals and errors of quantiles differ, not the quantiles. */
function onlyIntervals(call: Expression, differences: readonly string[]): boolean {
  if (callsIn(call).some((each) => ofErrors.has(calledName(each)))) return true;
  return differences.every((difference) =>
    /^(se\[|ci\[|columns\.(ci_|se)|CIs_colmajor|vars\..*\]\[[123]\]: )/.test(difference),
  );
}

export const declinedRules: readonly DeclinedRule[] = [
  {
    name: "svygofchisq",
    reason: "svygofchisq of survey 4.1 compares unscaled totals: its statistic grows with the size of the population.",
    source: "survey NEWS, version 4.2: svygofchisq; Rao & Scott (1981), JASA 76, 221–230.",
    applies: (call) => callsIn(call).some((each) => calledName(each) === "svygofchisq"),
  },
  {
    name: "loglin-f",
    reason:
      "anova of log-linear models adds the squares of the entries of Δ where the trace of Δ² is meant: its F depends on the contrasts.",
    source: "Rao & Scott (1984), Annals of Statistics 12, section 4; anova.svyloglin of survey 4.1.",
    applies: (_call, reference, { differences }) =>
      reference.kind === "anova_loglin" &&
      differences.every((difference) => /^(dev_p|score_p)\[2\]: /.test(difference)),
  },
  {
    name: "covmat-na-rm",
    reason: "svyby(covmat = TRUE, na.rm = TRUE) stops in R although the covariance between the domains is defined.",
    source: "survey 4.1-1, svyby.default: influence functions of unequal length; Woodruff (1971), JASA 66, 411–414.",
    applies: (call, { kind }) =>
      kind === "error" &&
      callsIn(call).some(
        (each) =>
          calledName(each) === "svyby" && isTrue(argumentOf(each, "covmat")) && isTrue(argumentOf(each, "na.rm")),
      ),
  },
  {
    name: "quantile-shahvaish",
    reason:
      "qrule shahvaish scales the weights in their sums and not in w_k/2: it is far off unless weights are about 1.",
    source: "Shah & Vaish (2006), Proceedings of the Survey Research Methods Section; README of the oracle, traps.",
    applies: (_, __, { notes }) => notes.has("shahvaish with weights not of mean 1"),
  },
  {
    name: "quantile-score",
    reason:
      "the score interval is searched to 1/(100·√n) and passed through the unweighted share of the sample: its ends move.",
    source: "Francisco & Fuller (1991), Annals of Statistics 19, 454–469; README of the oracle, traps.",
    applies: (call, _, { notes, differences }) => notes.has("score interval") && onlyIntervals(call, differences),
  },
  {
    name: "quantile-below-first-weight",
    reason:
      "for a share below that of the smallest value R gives the second smallest (math, school, hf3) or extrapolates (hf4).",
    source: "Hyndman & Fan (1996), The American Statistician 50, 361–365; README of the oracle, traps.",
    applies: (call, _, { notes, differences }) =>
      notes.has("quantile below the first weight") ||
      (notes.has("interval below the first weight") && onlyIntervals(call, differences)),
  },
  {
    name: "quantile-hf4-at-one",
    reason: "at a share of 1 the interpolation of hf4 divides 0 by 0 in R; the quantile there is the largest value.",
    source:
      "Hyndman & Fan (1996), The American Statistician 50, 361–365; README of the oracle, traps (hf4 at the ends).",
    applies: (call, _, { notes, differences }) => notes.has("hf4 at a share of 1") && onlyIntervals(call, differences),
  },
  {
    name: "quantile-asin-beyond-the-top",
    reason:
      "an end on the arcsine scale passes π/2 or 0, and the square of the sine comes back again: the interval shrinks.",
    source:
      "the square of the sine is monotone only from 0 to π/2; Korn & Graubard (1998), Survey Methodology 24, 193–201.",
    applies: (call, _, { notes, differences }) =>
      notes.has("asin end beyond the top") && onlyIntervals(call, differences),
  },
  {
    name: "share of nought or all",
    reason:
      "At 0 % and 100 % R's model of a share stops where its iterations do, and the other methods divide by 0; the interval here is Clopper and Pearson's for the effective base.",
    source: "Korn & Graubard (1998), Survey Methodology 24, 193-201; Clopper & Pearson (1934), Biometrika 26, 404-413.",
    applies: (call, _, { notes }) =>
      notes.has("a share of nought or all") &&
      callsIn(call).some(
        (each) => calledName(each) === "svyciprop" || (each.kind === "name" && each.name === "svyciprop"),
      ),
  },
];
