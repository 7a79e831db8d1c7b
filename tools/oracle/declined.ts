// Results where R survey 4.1-1 is wrong, or stops although the figure is defined, and this library does it right. A rule looks at
// the call and at R's answer, never at a case's name; it is applied only to results that do not agree.
import { calledName, type Expression } from "./reader.ts";

export interface DeclinedRule {
  readonly name: string;
  readonly reason: string;
  readonly source: string;
  /** @param kind of R's answer. */
  readonly applies: (
    call: Expression,
    reference: { readonly kind: string; readonly [name: string]: unknown },
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

export const declinedRules: readonly DeclinedRule[] = [
  {
    name: "svygofchisq",
    reason: "svygofchisq of survey 4.1 compares unscaled totals: its statistic grows with the size of the population.",
    source: "survey NEWS, version 4.2: svygofchisq; Rao & Scott (1981), JASA 76, 221–230.",
    applies: (call) => callsIn(call).some((each) => calledName(each) === "svygofchisq"),
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
];
