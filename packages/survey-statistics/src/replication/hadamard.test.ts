import { expect, test } from "vitest";
import { hadamardMatrix } from "./hadamard.ts";

test("rows of a Hadamard matrix are orthogonal and the first is all ones, whatever the order", () => {
  for (const smallest of [1, 2, 3, 4, 7, 8, 11, 12, 15, 19, 20, 23, 30, 40, 50, 63, 70, 90]) {
    const matrix = hadamardMatrix(smallest);
    const order = matrix.length;
    expect(order).toBeGreaterThan(smallest);
    expect(matrix[0]!.every((value) => value === 1)).toBe(true);
    for (let i = 0; i < order; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let k = 0; k < order; k++) product += matrix[i]![k]! * matrix[j]![k]!;
        expect(product).toBe(i === j ? order : 0);
      }
    }
  }
});

test("orders are as small as the constructions allow", () => {
  expect([1, 3, 4, 8, 12, 16, 20, 24].map((n) => hadamardMatrix(n).length)).toEqual([2, 4, 8, 12, 16, 20, 24, 32]);
});
