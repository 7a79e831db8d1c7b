import { expect, test } from "vitest";
import { definitions } from "./calls/index.ts";
import { type CaseContext, Environment } from "./environment.ts";
import { evaluate } from "./interpreter.ts";
import { modelMatrix } from "./model-matrix.ts";
import { deparse, readExpression } from "./reader.ts";
import { asFactor, asNumbers, asTexts, type Column, type Frame, numbers, strings, type Value } from "./values.ts";

const context: CaseContext = {
  evaluate,
  definitions,
  lonelyPsu: "fail",
  adjustDomainLonely: false,
  replicates: () => undefined,
  notes: new Set(),
};
const frame: Frame = {
  type: "frame",
  rows: 6,
  columns: new Map<string, Column>([
    ["y", numbers([1, 2, 3, 4, 5, Number.NaN])],
    ["w", numbers([2, 2, 2, 1, 1, 1])],
    ["g", asFactor(strings(["a", "b", "c", "a", "b", "c"]))],
    ["h", asFactor(strings(["u", "u", "v", "v", "u", "v"]))],
  ]),
};

function run(source: string): Value {
  const environment = new Environment(context);
  environment.set("z", frame);
  return evaluate(readExpression(source), environment);
}
const values = (source: string) => [...asNumbers(run(source))];

test("expressions read back as they were written, with R's order of operators", () => {
  for (const source of [
    "-2^2",
    "a + b * c",
    "!x %in% c(1, 2)",
    "y ~ a * b - 1",
    "f(x, n = 2)$v[[1]]",
    "(a - b) - c",
    "a:b^2",
  ])
    expect(deparse(readExpression(source))).toBe(source);
  expect(values("-2^2")).toEqual([-4]);
  expect(values("10 - 3 - 2")).toEqual([5]);
  expect(values("2^3^2")).toEqual([512]);
  expect(values("1:3*2")).toEqual([2, 4, 6]);
});

test("what cannot be read says where", () => expect(() => readExpression("svymean(~x, )) d")).toThrow(/Cannot read/));

test("blocks, functions, loops and named arguments are evaluated", () => {
  expect(
    values("{a <- 2; f <- function(x, k=3, ...) { y <- x*k; sum(y, ...) }; f(k=a, c(1,2,NA), na.rm=TRUE)}"),
  ).toEqual([6]);
  expect(values("{s <- 0\nfor (i in 1:4) {\n  if (i %% 2 == 0) s <- s + i else s <- s - 1\n}\ns}")).toEqual([4]);
  expect(values("unlist(lapply(list(a=1, b=2), function(v) v + 1))")).toEqual([2, 3]);
  expect(values("sapply(1:3, \\(i) i^2)")).toEqual([1, 4, 9]);
  expect(values("seq(.1, .9, .2)").map((value) => value.toFixed(1))).toEqual(["0.1", "0.3", "0.5", "0.7", "0.9"]);
});

test("missing values stay missing through arithmetic, and are no match of %in%", () => {
  expect(values("z$y + 1").slice(4)).toEqual([6, Number.NaN]);
  expect(values("z$y > 2")).toEqual([0, 0, 1, 1, 1, Number.NaN]);
  expect(values("z$y %in% c(1, 5)")).toEqual([1, 0, 0, 0, 1, 0]);
  expect(values("is.na(z$y) | z$y > 4")).toEqual([0, 0, 0, 0, 1, 1]);
  expect(values("ifelse(z$g == 'a', 1, 0)")).toEqual([1, 0, 0, 1, 0, 0]);
});

test("cut, factor, interaction and levels name their levels as R", () => {
  const levels = (source: string) => asTexts(run(`levels(${source})`));
  expect(levels("cut(z$y, c(0, 2, 5))")).toEqual(["(0,2]", "(2,5]"]);
  expect(levels("cut(z$y, c(1, 2, 5), right=FALSE)")).toEqual(["[1,2)", "[2,5)"]);
  expect(levels("factor(z$y)")).toEqual(["1", "2", "3", "4", "5"]);
  expect(levels("interaction(z$g, z$h)")).toEqual(["a.u", "b.u", "c.u", "a.v", "b.v", "c.v"]);
  expect(values("nlevels(z$g)")).toEqual([3]);
});

test("a model matrix has R's treatment contrasts, and all levels where the margin is not in the model", () => {
  const columns = (source: string) => {
    const formula = run(source);
    if (formula.type !== "formula") throw new Error("a formula");
    return modelMatrix(formula, frame).columns.map(({ name }) => name);
  };
  expect(columns("y ~ g + w")).toEqual(["(Intercept)", "gb", "gc", "w"]);
  expect(columns("y ~ g * h")).toEqual(["(Intercept)", "gb", "gc", "hv", "gb:hv", "gc:hv"]);
  expect(columns("y ~ 0 + g + h")).toEqual(["ga", "gb", "gc", "hv"]);
  expect(columns("y ~ g:h")).toEqual(["(Intercept)", "ga:hu", "gb:hu", "gc:hu", "ga:hv", "gb:hv", "gc:hv"]);
  expect(columns("y ~ (g + h)^2 - g:h + I(w^2) + log(w)")).toEqual([
    "(Intercept)",
    "gb",
    "gc",
    "hv",
    "I(w^2)",
    "log(w)",
  ]);
  expect(columns("y ~ I(w > 1)")).toEqual(["(Intercept)", "I(w > 1)TRUE"]);
});

test("a design is described, changed and cut down to a domain by R's own calls", () => {
  const start = "d <- svydesign(id=~1, weights=~w, data=z);";
  expect(values(`{${start} svytotal(~w, d)}`)).toEqual([15]);
  expect(values(`{${start} svymean(~y, d)}`)).toEqual([Number.NaN]);
  expect(values(`{${start} svymean(~y, d, na.rm=TRUE)}`)).toEqual([21 / 8]);
  expect(values(`{${start} coef(svymean(~y2, subset(update(d, y2=y*2), y > 3)))}`)).toEqual([9]);
  expect(values(`{${start} degf(subset(d, g=='a'))}`)).toEqual([1]);
  expect(values(`{${start} sum(weights(d))}`)).toEqual([9]);
  expect(values(`{${start} as.vector(svytable(~g, d))}`)).toEqual([3, 3, 3]);
});

test("clusters that cross strata are refused unless they are nested, as R does", () => {
  expect(() => run("svydesign(id=~w, strata=~h, weights=~w, data=z)")).toThrow(/nested/);
  expect(values("degf(svydesign(id=~w, strata=~h, weights=~w, nest=TRUE, data=z))")).toEqual([2]);
});
