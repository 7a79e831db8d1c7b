import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { designOfCells, nonresponseFactors } from "./design.ts";

const cell = (stratum: string, unit: number, weight: number, invited: number) => ({ stratum, unit, weight, invited });

describe("the factor of non-response", () => {
  test("is invited over answered in a cell with ten answers or more", () => {
    expect([...nonresponseFactors([cell("A", 1, 5, 30), cell("A", 2, 7, 40)], [15, 32])]).toEqual([2, 1.25]);
  });

  test("of a cell with fewer is that of its variance unit, by hand: (2·20 + 4·30) / (2·8 + 4·16) = 2", () => {
    const cells = [cell("A", 1, 2, 20), cell("A", 1, 4, 30), cell("A", 2, 9, 20)];
    // The second cell has enough of its own; the first joins the rest of its unit, which is itself, then its stratum …
    expect([...nonresponseFactors(cells, [8, 16, 10])]).toEqual([2.5, 1.875, 2]);
    // … and two small ones of a unit stand together.
    expect(
      [...nonresponseFactors([cell("A", 1, 2, 20), cell("A", 1, 4, 20)], [8, 6])].map((f) => f.toFixed(6)),
    ).toEqual(["3.000000", "3.000000"]);
  });

  test("of a cell where nobody answered is made up for by others, and weights add up to the frame", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            stratum: fc.constantFrom("A", "B", "C"),
            unit: fc.integer({ min: 1, max: 4 }),
            weight: fc.double({ min: 0.5, max: 200, noNaN: true }),
            invited: fc.integer({ min: 20, max: 60 }),
            rate: fc.double({ min: 0, max: 1, noNaN: true }),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        (drawn) => {
          const answered = drawn.map(({ invited, rate }) => Math.floor(invited * rate));
          fc.pre(answered.some((count) => count >= 10));
          const factors = nonresponseFactors(drawn, answered);
          const frame = drawn.reduce((sum, { weight, invited }) => sum + weight * invited, 0);
          const total = drawn.reduce((sum, { weight }, c) => sum + weight * answered[c]! * factors[c]!, 0);
          // What is left over with fewer than ten answers and no class to join has nobody to speak for it.
          if (drawn.every((_, c) => answered[c]! >= 10)) expect(total / frame).toBeCloseTo(1, 9);
          expect(factors.every((factor) => factor >= 1 - 1e-12)).toBe(true);
        },
      ),
    );
  });
});

test("a snapshot's design has the stratum, a unit of its own for each stratum, the base weight and the adjusted one", () => {
  const cells = [cell("A", 1, 5, 20), cell("B", 1, 7, 24)];
  const rows = Array.from({ length: 22 }, (_, i) => ({ version: 1, day: null, answers: {}, cell: i < 10 ? 0 : 1 }));
  const { design, columns, variables } = designOfCells(cells)(rows, new Set(["design_weight"]));
  expect(design).toEqual({ weights: "design_weight_", strata: "design_stratum", psu: ["design_unit"], fpc: [] });
  expect(variables.every(({ source }) => source === "design")).toBe(true);
  const [stratum, unit, base, weight] = [...columns.values()].map((column) =>
    column.kind === "categorical" ? [...column.codes] : column.kind === "numeric" ? [...column.values] : [],
  );
  expect([stratum![0], stratum![21], unit![0], unit![21]]).toEqual([0, 1, 0, 1]);
  expect([base![0], base![21], weight![0], weight![21]]).toEqual([5, 7, 10, 14]);
});

test("who asked is a column of the snapshot only where 30 accepted interviews share the code", () => {
  const asked = (interviewer: string) => ({ mode: "interview" as const, team: "T1", interviewer });
  const rows = Array.from({ length: 50 }, (_, i) => ({
    version: 1,
    day: null,
    answers: {},
    cell: 0,
    asked: i < 30 ? asked("A1") : i < 45 ? asked("A2") : null,
  }));
  const { columns, variables } = designOfCells([cell("A", 1, 5, 60)])(rows, new Set());
  const levels = variables.find(({ name }) => name === "design_asked_by")!.levels.map(({ code }) => code);
  expect(levels).toEqual(["A1"]);
  const column = columns.get("design_asked_by")!;
  expect(column.kind === "categorical" && [column.codes[0], column.codes[30], column.codes[49]]).toEqual([0, -2, -2]);
  const plain = rows.map(({ asked: _, ...row }) => row);
  expect(designOfCells([cell("A", 1, 5, 60)])(plain, new Set()).variables.map(({ name }) => name)).not.toContain(
    "design_mode",
  );
});
