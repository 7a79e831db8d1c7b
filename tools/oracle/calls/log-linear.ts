// svyloglin, update() and anova() of its models.
import {
  type CellTable,
  cellTable,
  compareLogLinear,
  type LogLinearModel,
  logLinearModel,
} from "../../../packages/survey-statistics/src/index.ts";
import type { Definitions, Matched } from "../environment.ts";
import { logicalFactor, termsOf, variablesOf } from "../model-matrix.ts";
import type { Expression } from "../reader.ts";
import {
  type DesignValue,
  type Estimates,
  estimates,
  Refusal,
  type Result,
  Unsupported,
  type Value,
} from "../values.ts";
import { withDomain } from "./figures.ts";

interface Question {
  readonly name: string;
  readonly codes: Int32Array;
  readonly levelCount: number;
}

interface Fit {
  readonly model: LogLinearModel;
  readonly questions: readonly Question[];
  readonly right: Expression;
  readonly design: DesignValue;
}

function fitted(matched: Matched): Value {
  const design = matched.design();
  const formula = matched.formula("formula");
  if (formula.left !== undefined) throw new Refusal("svyloglin: needs a one-sided formula");
  const questions = variablesOf(formula, design.frame).map(({ name, column }) => {
    const { codes, levels } = logicalFactor(column);
    // The table has the levels that occur, as sort(unique(x)).
    const used = new Int32Array(levels.length).fill(-1);
    codes.forEach((code, i) => {
      if (code >= 0 && (design.domain?.[i] ?? 1) === 1 && design.design.weights[i]! > 0) used[code] = 0;
    });
    let levelCount = 0;
    for (let level = 0; level < used.length; level++) if (used[level] === 0) used[level] = levelCount++;
    return { name, codes: codes.map((code) => (code < 0 ? -1 : used[code]!)), levelCount };
  });
  return result(cellTable(design.design, questions, withDomain(design.domain)), questions, formula.right, design);
}

function result(table: CellTable, questions: readonly Question[], right: Expression, design: DesignValue): Result {
  const { terms } = termsOf(right);
  const model = logLinearModel(
    table,
    terms.map((term) => term.map((name) => questions.findIndex((question) => question.name === name))),
  );
  const names = terms.flatMap((term) =>
    term.reduce<string[]>((before, name) => {
      const count = questions.find((question) => question.name === name)!.levelCount - 1;
      return Array.from({ length: count }, (_, level) => `${name}${level + 1}`).flatMap((each) =>
        before.length === 0 ? [each] : before.map((first) => `${first}:${each}`),
      );
    }, []),
  );
  const coefficients: Estimates = estimates(
    "svyloglin",
    names,
    { points: model.coefficients, covariance: model.covariance },
    { design },
  );
  return {
    type: "result",
    class: "svyloglin",
    answer: { names, coef: [...model.coefficients], se: [...model.standardErrors] },
    own: { model, questions, right, design } satisfies Fit,
    coefficients,
    methods: { update: updated, anova: compared },
  };
}

function fitOf(value: Value | undefined): Fit {
  if (value?.type !== "result" || value.class !== "svyloglin") throw new Unsupported("a log-linear model is needed");
  return value.own as Fit;
}

/** The dot of update() is what stood there before. */
function withDot(expression: Expression, before: Expression): Expression {
  if (expression.kind === "name" && expression.name === ".") return before;
  if (expression.kind !== "call") return expression;
  return {
    ...expression,
    arguments: expression.arguments.map((argument) => ({ ...argument, value: withDot(argument.value, before) })),
  };
}

function updated(matched: Matched): Value {
  const { model, questions, right, design } = fitOf(matched.value("object"));
  const formula = matched.restValues()[0]?.value;
  if (formula?.type !== "formula") throw new Unsupported("update of a log-linear model without a formula");
  return result(model.table, questions, withDot(formula.right, right), design);
}

function compared(matched: Matched): Value {
  const two = [fitOf(matched.value("object")).model, fitOf(matched.value("object2")).model];
  two.sort((a, b) => a.coefficients.length - b.coefficients.length);
  const test = compareLogLinear(two[0]!, two[1]!);
  const { devianceP, scoreP } = test;
  const dev = [Number.NaN, devianceP.chiSquare, devianceP.f, devianceP.saddlepoint];
  const score = [Number.NaN, scoreP.chiSquare, scoreP.f, scoreP.saddlepoint];
  return {
    type: "result",
    class: "anova_loglin",
    answer: { dev: test.deviance, dev_p: dev, score: test.score, score_p: score },
    own: test,
  };
}

export const logLinearCalls: Definitions = {
  svyloglin: { parameters: ["formula", "design", "..."], call: fitted },
};
