// regTermTest, and anova of two nested fits.

import {
  type GlmFit,
  termTest,
  termTestByLikelihood,
  waldTest,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Matched } from "../environment.ts";
import { type Term, termsOf } from "../model-matrix.ts";
import { calledName, callOf, type Expression, nameOf } from "../reader.ts";
import { asNumber, asTexts, type Result, Unsupported, type Value } from "../values.ts";
import { termKey, withoutOffset } from "./model-formula.ts";
import { ordinals } from "./ordinal-regression.ts";
import { type Fitted, fitted, glmOf } from "./regression-fit.ts";

export function testOfTerms(matched: Matched): Value {
  const null_ = matched.optional("null");
  if (null_ !== undefined && null_.type !== "null") throw new Unsupported("regTermTest with null");
  const model = matched.value("model");
  const given = matched.value("test.terms");
  const method = matched.choice("method", ["Wald", "WorkingWald", "LRT"]);
  const df = matched.optional("df");
  const asked = df === undefined || df.type === "null" ? undefined : asNumber(df);
  const terms =
    given.type === "formula" ? termsOf(given.right).terms : asTexts(given).map((text) => (text ?? "").split(":"));
  if (given.type === "formula" && mentionsOne(given.right)) throw new Unsupported("regTermTest of the intercept");
  return tested(model, terms, method, asked, matched.text("lrt.approximation", "saddlepoint"));
}

function tested(
  model: Value,
  terms: readonly Term[],
  method: "Wald" | "WorkingWald" | "LRT",
  asked: number | undefined,
  approximation: string,
): Value {
  const ordinalModel = ordinals.get(model);
  if (ordinalModel !== undefined) {
    if (method !== "Wald") throw new Unsupported("a working likelihood test of svyolr");
    const { fit, termOfColumn } = ordinalModel;
    const keys = new Set(terms.map(termKey));
    const at = termOfColumn.flatMap((term, k) => (term !== undefined && keys.has(termKey(term)) ? [k] : []));
    return wald(waldTest(fit.coefficients, fit.covariance, at, asked ?? fit.degreesOfFreedom));
  }
  const found = glmOf(model);
  const { fit } = found;
  const which = { terms: terms.map(termKey) };
  const options = asked === undefined ? {} : { degreesOfFreedom: asked };
  if (method === "Wald") return wald(termTest(fit, which, options));
  const reduced = method === "LRT" ? refitWithout(found, terms) : undefined;
  const test = termTestByLikelihood(fit, which, {
    ...options,
    ...(reduced === undefined ? {} : { reduced }),
    method: approximation as "saddlepoint",
    statistic: method === "LRT" ? "likelihood" : "wald",
  });
  return {
    type: "result",
    class: method === "LRT" ? "regTermTestLRT" : "regTermTestWW",
    answer: {
      chisq: test.chiSquare,
      df: test.numeratorDegreesOfFreedom,
      ddf: test.denominatorDegreesOfFreedom,
      p: test.p,
      lambda: test.designEffects,
    },
  };
}

function wald(test: ReturnType<typeof waldTest>): Result {
  const df = test.numeratorDegreesOfFreedom;
  const answer = Number.isNaN(test.f)
    ? { chisq: test.chiSquare, df, p: test.p }
    : { Ftest: test.f, df, ddf: test.denominatorDegreesOfFreedom, p: test.p };
  return { type: "result", class: "regTermTest", answer };
}

/** ~1 or ~0 + … written out. */
function mentionsOne(right: Expression): boolean {
  if (right.kind === "number") return right.value === 1;
  return right.kind === "call" && calledName(right) === "+" && right.arguments.some(({ value }) => mentionsOne(value));
}

/** R refits by formula on all rows that what is left of it needs. */
function refitWithout(found: Fitted, terms: readonly Term[]): GlmFit | undefined {
  const { right, offset } = withoutOffset(found.formula.right);
  if (offset !== undefined) return undefined;
  const { variables } = termsOf(right);
  const written = (term: Term) =>
    term.map((name) => variables.get(name) ?? nameOf(name)).reduce((a, b) => callOf(":", a, b));
  const formula = terms.reduce((before, term) => callOf("-", before, written(term)), right);
  return glmOf(fitted({ ...found.formula, right: formula }, found.design, found.asked, found.control, found.offset))
    .fit;
}

/** Two nested models: the test of the terms that the smaller one lacks. */
export function comparison(matched: Matched): Value {
  const second = matched.optional("object2") ?? matched.restValues()[0]?.value;
  if (second === undefined || second.type === "null") throw new Unsupported("anova of one svyglm");
  const first = matched.value("object");
  const keys = (value: Value) => termsOf(withoutOffset(glmOf(value).formula.right).right).terms;
  const [a, b] = [keys(first), keys(second)];
  const within = (some: readonly Term[], all: readonly Term[]) =>
    some.every((term) => all.some((other) => termKey(other) === termKey(term)));
  if (!within(a, b) && !within(b, a)) throw new Unsupported("anova of models whose terms are not nested");
  const [larger, small, large] = within(a, b) ? [second, a, b] : [first, b, a];
  const gone = large.filter((term) => !small.some((other) => termKey(other) === termKey(term)));
  const chiSquare = matched.choice("test", ["F", "Chisq"]) === "Chisq";
  const method = matched.choice("method", ["LRT", "Wald"]);
  return tested(larger, gone, method, chiSquare ? Number.POSITIVE_INFINITY : undefined, "saddlepoint");
}
