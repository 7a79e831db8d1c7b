import { Problem } from "../platform/problem.ts";

// Work for threads, as tests ask for it.

export const addOne = (column: Float64Array): number => {
  for (let i = 0; i < column.length; i++) column[i]! += 1;
  return column.length;
};

export const sumForLong = (until: number): number => {
  let sum = 0;
  for (let i = 0; i < until; i++) sum += Math.sqrt(i);
  return sum;
};

export const refuse = (variable: string): never => {
  throw new Problem("dictionary.unknown-variable", { variable });
};
