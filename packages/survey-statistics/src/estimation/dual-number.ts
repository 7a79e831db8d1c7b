import normalCdf from "@stdlib/stats-base-dists-normal-cdf";

/** A number with its derivatives by the variables it was computed from (forward automatic differentiation). */
export interface Dual {
  readonly value: number;
  /** One a variable. */
  readonly gradient: Float64Array;
}

type Operand = Dual | number;

/** The j-th of `count` variables. */
export function dualVariable(value: number, j: number, count: number): Dual {
  const gradient = new Float64Array(count);
  gradient[j] = 1;
  return { value, gradient };
}

const numberOf = (a: Operand) => (typeof a === "number" ? a : a.value);

/** f(a, b) from its value and its two partial derivatives. */
function combine(a: Operand, b: Operand, value: number, byA: number, byB: number): Dual {
  const length = typeof a === "number" ? (typeof b === "number" ? 0 : b.gradient.length) : a.gradient.length;
  const gradient = new Float64Array(length);
  if (typeof a !== "number")
    for (let j = 0; j < length; j++) if (a.gradient[j] !== 0) gradient[j]! += byA * a.gradient[j]!;
  if (typeof b !== "number")
    for (let j = 0; j < length; j++) if (b.gradient[j] !== 0) gradient[j]! += byB * b.gradient[j]!;
  return { value, gradient };
}

const apply = (a: Operand, value: number, derivative: number) => combine(a, 0, value, derivative, 0);

/** Arithmetic and functions on numbers with derivatives: the calculator that `functionsOfEstimates` hands out. */
export const dual = {
  add: (a: Operand, b: Operand) => combine(a, b, numberOf(a) + numberOf(b), 1, 1),
  subtract: (a: Operand, b: Operand) => combine(a, b, numberOf(a) - numberOf(b), 1, -1),
  multiply: (a: Operand, b: Operand) => combine(a, b, numberOf(a) * numberOf(b), numberOf(b), numberOf(a)),
  divide: (a: Operand, b: Operand) => {
    const x = numberOf(a);
    const y = numberOf(b);
    return combine(a, b, x / y, 1 / y, -x / (y * y));
  },
  power: (a: Operand, b: Operand) => {
    const x = numberOf(a);
    const y = numberOf(b);
    return combine(a, b, x ** y, y === 0 ? 0 : y * x ** (y - 1), x ** y * Math.log(x));
  },
  negate: (a: Operand) => apply(a, -numberOf(a), -1),
  exp: (a: Operand) => apply(a, Math.exp(numberOf(a)), Math.exp(numberOf(a))),
  expm1: (a: Operand) => apply(a, Math.expm1(numberOf(a)), Math.exp(numberOf(a))),
  log: (a: Operand) => apply(a, Math.log(numberOf(a)), 1 / numberOf(a)),
  log1p: (a: Operand) => apply(a, Math.log1p(numberOf(a)), 1 / (1 + numberOf(a))),
  log2: (a: Operand) => apply(a, Math.log2(numberOf(a)), 1 / (numberOf(a) * Math.LN2)),
  log10: (a: Operand) => apply(a, Math.log10(numberOf(a)), 1 / (numberOf(a) * Math.LN10)),
  sqrt: (a: Operand) => apply(a, Math.sqrt(numberOf(a)), 0.5 / Math.sqrt(numberOf(a))),
  abs: (a: Operand) => apply(a, Math.abs(numberOf(a)), Math.sign(numberOf(a))),
  sin: (a: Operand) => apply(a, Math.sin(numberOf(a)), Math.cos(numberOf(a))),
  cos: (a: Operand) => apply(a, Math.cos(numberOf(a)), -Math.sin(numberOf(a))),
  tan: (a: Operand) => apply(a, Math.tan(numberOf(a)), 1 / Math.cos(numberOf(a)) ** 2),
  asin: (a: Operand) => apply(a, Math.asin(numberOf(a)), 1 / Math.sqrt(1 - numberOf(a) ** 2)),
  acos: (a: Operand) => apply(a, Math.acos(numberOf(a)), -1 / Math.sqrt(1 - numberOf(a) ** 2)),
  atan: (a: Operand) => apply(a, Math.atan(numberOf(a)), 1 / (1 + numberOf(a) ** 2)),
  sinh: (a: Operand) => apply(a, Math.sinh(numberOf(a)), Math.cosh(numberOf(a))),
  cosh: (a: Operand) => apply(a, Math.cosh(numberOf(a)), Math.sinh(numberOf(a))),
  tanh: (a: Operand) => apply(a, Math.tanh(numberOf(a)), 1 / Math.cosh(numberOf(a)) ** 2),
  /** Distribution function of the standard normal. */
  normalCdf: (a: Operand) => apply(a, normalCdf(numberOf(a), 0, 1), density(numberOf(a))),
  /** Density of the standard normal. */
  normalDensity: (a: Operand) => apply(a, density(numberOf(a)), -numberOf(a) * density(numberOf(a))),
};

function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}
