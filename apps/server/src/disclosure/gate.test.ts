import fc from "fast-check";
import { expect, test } from "vitest";
import { type GateColumn, gate } from "./gate.ts";

/** A column of precise figures from counts, so that only counts decide. */
const column = (...counts: number[]): GateColumn => {
  const base = counts.reduce((sum, count) => sum + count, 0);
  return { base, cells: counts.map((count) => ({ count, estimate: 0.5, effectiveBase: 1000, low: 0.49, high: 0.51 })) };
};
const total = (...domains: GateColumn[]) =>
  column(...domains[0]!.cells.map((_, l) => domains.reduce((sum, domain) => sum + (domain.cells[l]?.count ?? 0), 0)));

test("a base below 30 and a cell below 10 are withheld, and a second cell with the small one", () => {
  expect(gate("categorical", [column(20, 9)], 2)).toEqual([["base-below-30", "base-below-30"]]);
  expect(gate("categorical", [column(40, 30, 9)], 3)).toEqual([[null, "protects-another-cell", "cell-below-10"]]);
});

test("a withheld cell of a domain does not follow from everyone's column", () => {
  const domains = [column(50, 8), column(60, 40), column(70, 45)];
  const verdicts = gate("categorical", [total(...domains), ...domains], 2);
  // in the row of the small cell both levels hide; in its level another domain hides as well
  expect(verdicts[1]).toEqual(["protects-another-cell", "cell-below-10"]);
  expect([verdicts[2]![1], verdicts[3]![1]].filter((verdict) => verdict === "protects-another-cell")).not.toHaveLength(
    0,
  );
});

test("one withheld mean hides another, so that it does not follow from the rest", () => {
  const mean = (base: number): GateColumn => ({
    base,
    cells: [{ count: undefined, estimate: 3, effectiveBase: base, low: 2.9, high: 3.1 }],
  });
  const verdicts = gate("numeric", [mean(212), mean(12), mean(80), mean(120)], 1);
  expect(verdicts).toEqual([[null], ["base-below-30"], ["protects-another-cell"], [null]]);
});

test("an option that nearly everyone chose is withheld like one that few chose", () => {
  const option = (base: number, count: number): GateColumn => ({
    base,
    cells: [{ count, estimate: 0.5, effectiveBase: 1000, low: 0.49, high: 0.51 }],
  });
  expect(gate("multiple", [option(100, 95)], 1)).toEqual([["complement-below-10"]]);
  expect(gate("multiple", [option(100, 50)], 1)).toEqual([[null]]);
});

test("whoever subtracts what is shown from the totals learns no count from 1 to 9", () => {
  const counts = fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 3, maxLength: 3 }), {
    minLength: 2,
    maxLength: 4,
  });
  fc.assert(
    fc.property(counts, (table) => {
      const domains = table.map((row) => column(...row));
      const verdicts = gate("categorical", [total(...domains), ...domains], 3);
      for (let l = 0; l < 3; l++) {
        if (verdicts[0]![l]) continue;
        const hidden = table.filter((_, d) => verdicts[d + 1]![l]);
        const sum = hidden.reduce((total, row) => total + row[l]!, 0);
        if (hidden.length) expect(sum === 0 || sum >= 10).toBe(true);
        if (hidden.length === 1) expect(hidden[0]![l]).toBe(0);
      }
    }),
  );
});
