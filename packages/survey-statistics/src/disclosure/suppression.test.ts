import fc from "fast-check";
import { expect, test } from "vitest";
import {
  auditSuppression,
  DisclosureError,
  dominanceRule,
  groupDisclosures,
  percentRule,
  suppressTable,
  type TableWithTotals,
} from "../index.ts";

const amounts = (...values: number[]) => ({ amounts: Float64Array.from(values) });

test("Handbook, example 1: 50,000 and 49,000 of 100,000 are safe by (1,90) but not by 10 %: the second knows the first to 2 %", () => {
  const cell = amounts(50_000, 49_000, 1000);
  expect(dominanceRule(cell, 1, 90).sensitive).toBe(false);
  expect(percentRule(cell, 10).sensitive).toBe(true);
  expect(percentRule(cell, 2).sensitive).toBe(false);
});

test("Handbook, example 2: 52,000 and 50,000 of 110,000 are safe by 10 % and not by (2, 90.9)", () => {
  const cell = amounts(50_000, 52_000, 8000);
  expect(percentRule(cell, 10).sensitive).toBe(false);
  expect(percentRule(cell, 15.3).sensitive).toBe(false);
  expect(percentRule(cell, 15.4).sensitive).toBe(true);
  expect(dominanceRule(cell, 2, 10_000 / 110).sensitive).toBe(true);
});

test("Handbook, example 4: 300 of 330 is sensitive by (1,85) until the sum's upper bound is 352.94", () => {
  const { sensitive, protection } = dominanceRule(amounts(300, 20, 10), 1, 85);
  expect(sensitive).toBe(true);
  expect(330 + protection).toBeCloseTo(352.94, 2);
  // p/100 · x1 − (X − x1 − x2) = 45 − 10.
  expect(percentRule(amounts(300, 20, 10), 15).protection).toBeCloseTo(35, 9);
});

test("Handbook, sampling weights: 100 of weight 4 and 10 of weight 7 are 470 with 100 and 100 the largest", () => {
  const cell = { amounts: Float64Array.of(100, 10), weights: Float64Array.of(4, 7) };
  expect(dominanceRule(cell, 2, 200 / 4.71).sensitive).toBe(true);
  expect(dominanceRule(cell, 2, 200 / 4.69).sensitive).toBe(false);
});

test("by hand: a group of 40 that all said yes, and with one exception allowed a group of 30 with one dissenter", () => {
  const table = { rows: 3, columns: 2, counts: Int32Array.of(40, 0, 29, 1, 20, 20) };
  expect(groupDisclosures(table)).toEqual([{ row: 0, column: 0, people: 40, others: 0 }]);
  expect(groupDisclosures(table, { exceptions: 1 }).map(({ row }) => row)).toEqual([0, 1]);
  expect(groupDisclosures(table, { columns: Uint8Array.of(0, 1) })).toEqual([]);
});

const table = (rows: number, columns: number, ...values: number[]): TableWithTotals => ({
  rows,
  columns,
  values: Float64Array.from(values),
});
const marks = (size: number, ...cells: number[]) => {
  const withheld = new Uint8Array(size);
  for (const cell of cells) withheld[cell] = 1;
  return withheld;
};

test("Handbook, example 3 (Geurts 1992, table 10): the first cell lies between 3 and 6", () => {
  const geurts = table(4, 3, 5, 2, 7, 1, 2, 3, 3, 3, 6, 9, 7, 16);
  expect(auditSuppression(geurts, marks(12, 0, 1, 3, 4)).get(0)).toEqual({ low: 3, high: 6 });
});

const investment = table(4, 4, 20, 50, 10, 80, 8, 19, 22, 49, 17, 32, 12, 61, 45, 101, 44, 190);

test("Fischetti and Salazar (2001), investment by activity and region: the cell of 22 can be anything from 5 to 30", () => {
  const bounds = auditSuppression(investment, marks(16, 4, 6, 8, 10));
  expect(bounds.get(6)).toEqual({ low: 5, high: 30 });
});

test("Fischetti and Salazar's pattern: the cell of 22 with 5 either way is protected by the cells of 8, 17 and 12", () => {
  const { complements, bounds } = suppressTable(investment, [{ cell: 6, below: 5, above: 5 }], { keepTotals: true });
  expect(complements).toEqual([4, 8, 10]);
  const { low, high } = bounds.get(6)!;
  expect(low).toBeLessThanOrEqual(17);
  expect(high).toBeGreaterThanOrEqual(27);
});

test("by hand, one way: 4 of 60, 30, 50 gets the smallest other cell; together 34", () => {
  const one = table(1, 5, 4, 60, 30, 50, 144);
  const { complements, bounds } = suppressTable(one, [{ cell: 0, below: 4, above: 10 }], { keepTotals: true });
  expect(complements).toEqual([2]);
  expect(bounds.get(0)).toEqual({ low: 0, high: 34 });
  expect(auditSuppression(one, marks(5, 0)).get(0)).toEqual({ low: 4, high: 4 });
  expect(auditSuppression(one, marks(5, 0, 4)).get(0)).toEqual({ low: 0, high: Number.POSITIVE_INFINITY });
});

test("where the rest of a line cannot hide a cell, totals are withheld, or the table is refused", () => {
  const lonely = table(3, 3, 5, 0, 5, 30, 40, 70, 35, 40, 75);
  const primary = [{ cell: 0, below: 5, above: 5 }];
  expect(() => suppressTable(lonely, primary, { keepTotals: true })).toThrow(DisclosureError);
  const { bounds } = suppressTable(lonely, primary);
  expect(bounds.get(0)!.low).toBe(0);
  expect(bounds.get(0)!.high).toBeGreaterThanOrEqual(10);
});

const anyTable = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 4 })).chain(([rows, columns]) =>
  fc
    .array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 99 })), {
      minLength: rows * columns,
      maxLength: rows * columns,
    })
    .map((inner) => withTotals(rows, columns, inner)),
);

function withTotals(rows: number, columns: number, inner: readonly number[]): TableWithTotals {
  const lines = Array.from({ length: rows }, (_, r) => {
    const line = inner.slice(r * columns, (r + 1) * columns);
    return [...line, line.reduce((sum, value) => sum + value, 0)];
  });
  if (rows > 1) lines.push(lines[0]!.map((_, c) => lines.reduce((sum, line) => sum + line[c]!, 0)));
  return table(lines.length, columns + 1, ...lines.flat());
}

/** Every table of whole numbers ≥ 0 that fits: the audit by brute force. [low, high] of the cell. */
/** Six inner cells of at most 3 add up to 18. */
const highestTried = 18;
function byBruteForce({ rows, columns, values }: TableWithTotals, withheld: Uint8Array, cell: number) {
  const hidden = [...withheld.keys()].filter((at) => withheld[at] === 1);
  const trial = values.slice();
  const found: number[] = [];
  const fits = () => {
    for (let r = 0; r < rows; r++) {
      let sum = -trial[r * columns + columns - 1]!;
      for (let c = 0; c < columns - 1; c++) sum += trial[r * columns + c]!;
      if (sum !== 0) return false;
    }
    for (let c = 0; rows > 1 && c < columns; c++) {
      let sum = -trial[(rows - 1) * columns + c]!;
      for (let r = 0; r < rows - 1; r++) sum += trial[r * columns + c]!;
      if (sum !== 0) return false;
    }
    return true;
  };
  const attempt = (k: number) => {
    if (k === hidden.length) {
      if (fits()) found.push(trial[cell]!);
      return;
    }
    for (let value = 0; value <= highestTried; value++) {
      trial[hidden[k]!] = value;
      attempt(k + 1);
    }
  };
  attempt(0);
  return { low: Math.min(...found), high: Math.max(...found) };
}

test("the audit finds the bounds that trying every table finds", () => {
  const small = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 });
  const choice = fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 4 });
  let compared = 0;
  fc.assert(
    fc.property(small, choice, (inner, cells) => {
      const whole = withTotals(2, 3, inner);
      const withheld = marks(12, ...cells);
      const audited = [...auditSuppression(whole, withheld)];
      if (audited.some(([, { high }]) => high > highestTried)) return;
      for (const [cell, bounds] of audited) {
        compared++;
        expect(byBruteForce(whole, withheld, cell)).toEqual(bounds);
      }
    }),
    {
      numRuns: 40,
      endOnFailure: true,
      examples: [
        [
          [3, 3, 2, 2, 3, 2],
          [0, 11],
        ],
      ],
    },
  );
  expect(compared).toBeGreaterThan(20);
});

test("no reader can bound a small cell within its protection interval, nor know any withheld cell", () => {
  fc.assert(
    fc.property(anyTable, fc.boolean(), (whole, keepTotals) => {
      const primary = [...whole.values.keys()]
        .filter((at) => whole.values[at]! > 0 && whole.values[at]! < 10)
        .map((cell) => ({ cell, below: whole.values[cell]!, above: 10 - whole.values[cell]! }));
      let result: ReturnType<typeof suppressTable>;
      try {
        result = suppressTable(whole, primary, { keepTotals });
      } catch (error) {
        expect(keepTotals && error instanceof DisclosureError && error.code === "cannot-protect").toBe(true);
        return;
      }
      const audited = auditSuppression(whole, result.withheld);
      for (const { cell } of primary) {
        expect(audited.get(cell)!.low).toBeLessThanOrEqual(1e-6);
        expect(audited.get(cell)!.high).toBeGreaterThanOrEqual(10 - 1e-6);
      }
      for (const { low, high } of audited.values()) expect(high - low).toBeGreaterThan(1e-9);
      if (primary.length === 0) expect(result.complements).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

const refusals: readonly [string, () => unknown][] = [
  ["bad-parameter", () => percentRule(amounts(1), 0)],
  ["bad-parameter", () => dominanceRule(amounts(1), 1, 100)],
  ["negative-value", () => percentRule(amounts(1, -1), 10)],
  ["wrong-length", () => groupDisclosures({ rows: 2, columns: 2, counts: new Int32Array(3) })],
  ["does-not-add-up", () => auditSuppression(table(1, 3, 1, 2, 4), new Uint8Array(3))],
  ["negative-value", () => auditSuppression(table(1, 3, 3, -1, 2), new Uint8Array(3))],
  ["bad-parameter", () => suppressTable(investment, [{ cell: 99 }])],
];
test.each(refusals)("refuses: %s", (code, ask) => {
  let refusal: unknown;
  try {
    ask();
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toBeInstanceOf(DisclosureError);
  expect(refusal).toMatchObject({ code });
});
