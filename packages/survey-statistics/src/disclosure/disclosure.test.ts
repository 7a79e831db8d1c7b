import fc from "fast-check";
import { expect, test } from "vitest";
import { advanceLive, type LiveState, mayShow, mayShowTable } from "../index.ts";

test.each([
  [{ base: 29, cell: 15 }, "base-below-30"],
  [{ base: 200, cell: 9 }, "cell-below-10"],
  [{ base: 99, cell: 0 }, "all-or-none-in-small-base"],
  [{ base: 99, cell: 99 }, "all-or-none-in-small-base"],
  [{ base: 500, cell: 499 }, "all-but-one"],
  [{ base: 500, cell: 495, complementShows: true }, "complement-below-10"],
  [{ base: 200, cell: 100, effectiveBase: 22 }, "effective-base-below-30"],
  [{ base: 40, cell: 20, proportion: 0.5, interval: { low: 0.3, high: 0.7 } }, "interval-too-wide"],
  [{ base: Number.NaN }, "base-below-30"],
] as const)("%o is withheld: %s", (figure, reason) => {
  expect(mayShow(figure)).toEqual({ show: false, reason });
});

test.each([
  [
    { base: 30, cell: 10 },
    { show: true, flag: "small-base" },
  ],
  [{ base: 60, cell: 10 }, { show: true }],
  [{ base: 100, cell: 0 }, { show: true }],
  [{ base: 1000 }, { show: true }],
] as const)("%o is shown", (figure, verdict) => {
  expect(mayShow(figure)).toEqual(verdict);
});

const reasons = (rows: number, columns: number, counts: number[]) =>
  mayShowTable({ rows, columns, counts: Int32Array.from(counts) }).map((verdict) =>
    verdict.show ? "" : verdict.reason,
  );

test("by hand, one question: the cell of 4 needs a partner, the smallest of the others", () => {
  expect(reasons(1, 4, [4, 60, 30, 50])).toEqual(["cell-below-10", "", "protects-another-cell", ""]);
});

test("by hand, two questions: the cell of 3 is hidden by a rectangle", () => {
  const hidden = reasons(2, 3, [3, 40, 50, 30, 35, 60]);
  expect(hidden[0]).toBe("cell-below-10");
  expect(hidden.map((reason) => (reason === "" ? 0 : 1))).toEqual([1, 1, 0, 1, 1, 0]);
});

test("a table without small cells is shown whole, and one group with a small base takes a second group's row with it", () => {
  expect(reasons(2, 2, [40, 50, 60, 70])).toEqual(["", "", "", ""]);
  const hidden = reasons(3, 2, [12, 15, 60, 70, 90, 80]);
  expect(hidden.slice(0, 2)).toEqual(["base-below-30", "base-below-30"]);
  expect(hidden.filter((reason) => reason === "protects-another-cell")).toHaveLength(2);
});

const table = fc.integer({ min: 1, max: 5 }).chain((rows) =>
  fc.integer({ min: 2, max: 5 }).chain((columns) =>
    fc
      .array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 200 })), {
        minLength: rows * columns,
        maxLength: rows * columns,
      })
      .map((counts) => ({ rows, columns, counts })),
  ),
);

test("no withheld cell follows from the shown cells and the totals, and no small cell is shown", () => {
  fc.assert(
    fc.property(table, ({ rows, columns, counts }) => {
      const hidden = reasons(rows, columns, counts).map((reason) => reason !== "");
      counts.forEach((count, at) => {
        if (count > 0 && count < 10) expect(hidden[at]).toBe(true);
      });
      expect(recoverable(rows, columns, hidden)).toEqual([]);
      for (let r = 0; r < rows; r++) {
        const line = counts.map((_, at) => at).filter((at) => Math.floor(at / columns) === r);
        const together = line.filter((at) => hidden[at]).reduce((sum, at) => sum + counts[at]!, 0);
        if (line.some((at) => hidden[at]) && !line.every((at) => hidden[at]))
          expect(together).toBeGreaterThanOrEqual(10);
      }
    }),
    { numRuns: 400 },
  );
});

/** Attack: solve the totals for the withheld cells; returns those with one solution. */
function recoverable(rows: number, columns: number, hidden: boolean[]): number[] {
  const unknown = hidden.flatMap((isHidden, at) => (isHidden ? [at] : []));
  const equations: number[][] = [];
  for (let r = 0; r < rows; r++) equations.push(unknown.map((at) => (Math.floor(at / columns) === r ? 1 : 0)));
  if (rows > 1) for (let c = 0; c < columns; c++) equations.push(unknown.map((at) => (at % columns === c ? 1 : 0)));
  let lead = 0;
  for (let k = 0; k < unknown.length && lead < equations.length; k++) {
    const pivot = equations.findIndex((row, i) => i >= lead && Math.abs(row[k]!) > 1e-9);
    if (pivot < 0) continue;
    [equations[lead], equations[pivot]] = [equations[pivot]!, equations[lead]!];
    const scale = equations[lead]![k]!;
    equations[lead] = equations[lead]!.map((value) => value / scale);
    equations.forEach((row, i) => {
      if (i !== lead && Math.abs(row[k]!) > 1e-9)
        equations[i] = row.map((value, j) => value - row[k]! * equations[lead]![j]!);
    });
    lead++;
  }
  return equations.flatMap((row) => {
    const used = row.flatMap((value, k) => (Math.abs(value) > 1e-9 ? [unknown[k]!] : []));
    return used.length === 1 ? used : [];
  });
}

test("answers wait until there are 50 of them and no category grows by a few", () => {
  const state = (waiting: number[]): LiveState => ({
    shown: Int32Array.of(100, 0, 40),
    waiting: Int32Array.from(waiting),
  });
  expect(advanceLive(state([30, 0, 19]))).toMatchObject({ advanced: false, reason: "batch-too-small" });
  expect(advanceLive(state([30, 3, 19]))).toMatchObject({ advanced: false, reason: "category-grows-by-a-few" });
  expect(advanceLive(state([30, 0, 20]))).toEqual({
    advanced: true,
    shown: Int32Array.of(130, 0, 60),
    waiting: new Int32Array(3),
  });
});

test("in a select_multiple, those who did not choose an option may not grow by a few either", () => {
  const state: LiveState = { shown: Int32Array.of(0, 0), waiting: Int32Array.of(57, 30) };
  expect(advanceLive(state, undefined, { waiting: 60 }).advanced).toBe(false);
  expect(advanceLive(state, undefined, { waiting: 70 }).advanced).toBe(true);
});

test("two states shown one after the other never differ by 1 to 9 in any category, nor by fewer than 50 in all; nobody is lost", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 30 })), { maxLength: 120 }),
      (arrivals) => {
        let state: LiveState = { shown: new Int32Array(4), waiting: new Int32Array(4) };
        let arrived = 0;
        for (const [category, people] of arrivals) {
          const waiting = state.waiting.slice();
          waiting[category]! += people;
          arrived += people;
          const next = advanceLive({ shown: state.shown, waiting });
          const growth = next.shown.map((count, k) => count - state.shown[k]!);
          for (const grown of growth) expect(grown === 0 || grown >= 10).toBe(true);
          const all = growth.reduce((sum, grown) => sum + grown, 0);
          expect(all === 0 || all >= 50).toBe(true);
          state = next;
          expect([...next.shown, ...next.waiting].reduce((sum, count) => sum + count, 0)).toBe(arrived);
        }
      },
    ),
  );
});
