import fc from "fast-check";
import { expect, test } from "vitest";
import { AnonymityError } from "./anonymity-error.ts";
import { formDesignCells, type RosterPlace } from "./design-cells.ts";

const people = (count: number, stratum: string, psu: string, baseWeight = 10): RosterPlace[] =>
  Array.from({ length: count }, () => ({ stratum, psu, baseWeight }));

test("a PSU with 20 invited is a unit; smaller ones are put together in the order of their numbers", () => {
  const roster = [
    ...people(25, "Núi", "Thôn 10"),
    ...people(12, "Núi", "Thôn 9"),
    ...people(7, "Núi", "Thôn 2"),
    ...people(5, "Núi", "Thôn 11"),
    ...people(20, "Núi", "Thôn 1"),
  ];
  const { cells, units, cellOf, lonelyStrata } = formDesignCells(roster);
  // 2 and 9 have 19 together, 11 makes it 24.
  expect(units).toEqual([
    { stratum: "Núi", unit: 1, psus: ["Thôn 1"] },
    { stratum: "Núi", unit: 2, psus: ["Thôn 2", "Thôn 9", "Thôn 11"] },
    { stratum: "Núi", unit: 3, psus: ["Thôn 10"] },
  ]);
  expect(cells).toEqual([
    { stratum: "Núi", unit: 1, weight: 10, invited: 20 },
    { stratum: "Núi", unit: 2, weight: 10, invited: 24 },
    { stratum: "Núi", unit: 3, weight: 10, invited: 25 },
  ]);
  expect([cellOf[0], cellOf[25], cellOf[40], cellOf[68]]).toEqual([2, 1, 1, 0]);
  expect(lonelyStrata).toEqual([]);
});

test("PSUs left over join the smallest unit of their stratum", () => {
  const roster = [...people(30, "A", "1"), ...people(22, "A", "2"), ...people(3, "A", "3")];
  expect(formDesignCells(roster).units).toEqual([
    { stratum: "A", unit: 1, psus: ["1"] },
    { stratum: "A", unit: 2, psus: ["2", "3"] },
  ]);
});

test("weights are put together in rising order, equal ones never parted, and add up to what they were", () => {
  const roster = [
    ...people(15, "A", "1", 4),
    ...people(15, "A", "1", 8),
    ...people(25, "A", "1", 50),
    ...people(10, "A", "1", 90),
  ];
  expect(formDesignCells(roster).cells).toEqual([
    // (15·4 + 15·8) / 30 = 6 and (25·50 + 10·90) / 35 = 61.4285714286
    { stratum: "A", unit: 1, weight: 6, invited: 30 },
    { stratum: "A", unit: 1, weight: 61.4285714286, invited: 35 },
  ]);
});

test("a stratum with one unit is named, since its variance cannot be estimated", () => {
  const roster = [...people(40, "A", "1"), ...people(20, "B", "1"), ...people(20, "B", "2")];
  expect(formDesignCells(roster).lonelyStrata).toEqual(["A"]);
});

test("a stratum with fewer than 20 invited is refused by name, unless it is said which one it joins", () => {
  const roster = [
    ...people(40, "Đồng bằng", "1"),
    ...people(12, "Núi cao", "1"),
    ...people(19, "Biên giới", "1"),
    ...people(40, "Thị trấn", "1"),
  ];
  expect(() => formDesignCells(roster)).toThrow(
    expect.objectContaining({
      code: "stratum-too-small",
      message: "fewer than 20 people are invited in: Biên giới (19), Núi cao (12)",
    }),
  );
  const { cells, units } = formDesignCells(roster, { joined: { "Núi cao": "Biên giới" } });
  expect(cells.map(({ stratum, invited }) => [stratum, invited])).toEqual([
    ["Biên giới + Núi cao", 31],
    ["Thị trấn", 40],
    ["Đồng bằng", 40],
  ]);
  // Villages of the same name in two strata are two PSUs.
  expect(units[0]).toEqual({ stratum: "Biên giới + Núi cao", unit: 1, psus: ["1", "1"] });
});

test("naming circles, strangers and chains of strata does no harm", () => {
  const roster = [...people(12, "A", "1"), ...people(12, "B", "1"), ...people(30, "C", "1")];
  const stratum = (joined: Record<string, string>) => [
    ...new Set(formDesignCells(roster, { joined }).cells.map((cell) => cell.stratum)),
  ];
  expect(stratum({ A: "B", B: "C" })).toEqual(["A + B + C"]);
  expect(() => stratum({ A: "X", B: "C" })).toThrow("A (12)");
  expect(() => stratum({ A: "B", B: "A" })).toThrow(AnonymityError);
});

test("fewer than 20 cannot be asked for, more can", () => {
  const roster = [...people(25, "A", "1"), ...people(25, "A", "2")];
  expect(formDesignCells(roster, { fewest: 5 }).cells).toHaveLength(2);
  expect(formDesignCells(roster, { fewest: 30 }).cells).toHaveLength(1);
  const small = people(10, "A", "1");
  expect(() => formDesignCells(small, { fewest: 5 })).toThrow("fewer than 20");
});

test("rows without a place or a weight are named", () => {
  const roster = people(20, "A", "1");
  const wrong = (place: Partial<RosterPlace>) => () => formDesignCells([...roster, { ...roster[0]!, ...place }]);
  expect(wrong({ stratum: " " })).toThrow("row 21: has no stratum");
  expect(wrong({ psu: "" })).toThrow("row 21: has no primary sampling unit");
  for (const baseWeight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(wrong({ baseWeight })).toThrow("row 21: its base weight is not a number above 0");
  expect(() => formDesignCells([])).toThrow("nobody is invited");
});

const peopleOf = (stratum: string) =>
  fc.array(
    fc.record({
      stratum: fc.constant(stratum),
      psu: fc.nat(9).map((n) => `Thôn ${n}`),
      baseWeight: fc.constantFrom(1, 2.5, 7, 40, 41, 42.25),
    }),
    { minLength: 20, maxLength: 120 },
  );
/** One to three strata of 20 people or more, PSUs and weights of any size. */
const rosters = fc
  .tuple(peopleOf("A"), fc.option(peopleOf("B"), { nil: [] }), fc.option(peopleOf("C"), { nil: [] }))
  .map((strata) => strata.flat());

test("whatever the roster: no cell below 20, everyone in one cell of their stratum, no PSU and no weight parted", () => {
  fc.assert(
    fc.property(rosters, (roster) => {
      const { cells, cellOf, units } = formDesignCells(roster);
      const invited = cells.map(() => 0);
      const sums = cells.map(() => 0);
      const unitOf = new Map<string, number>();
      const cellOfWeight = new Map<string, number>();
      roster.forEach(({ stratum, psu, baseWeight }, row) => {
        const cell = cells[cellOf[row]!]!;
        invited[cellOf[row]!]!++;
        sums[cellOf[row]!]! += baseWeight;
        expect(cell.stratum).toBe(stratum);
        const village = `${stratum} ${psu}`;
        expect(unitOf.get(village) ?? cell.unit).toBe(cell.unit);
        unitOf.set(village, cell.unit);
        const weight = `${stratum} ${cell.unit} ${baseWeight}`;
        expect(cellOfWeight.get(weight) ?? cellOf[row]).toBe(cellOf[row]);
        cellOfWeight.set(weight, cellOf[row]!);
        const unit = units.find((candidate) => candidate.stratum === stratum && candidate.unit === cell.unit);
        expect(unit?.psus).toContain(psu);
      });
      expect(cells.map((cell) => cell.invited)).toEqual(invited);
      for (const [i, cell] of cells.entries()) {
        expect(cell.invited).toBeGreaterThanOrEqual(20);
        expect(cell.weight * cell.invited).toBeCloseTo(sums[i]!, 6);
      }
    }),
    { numRuns: 200 },
  );
});

test("the order of the rows changes nothing: the same people get the same cells", () => {
  fc.assert(
    fc.property(rosters, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (roster, draws) => {
      const shuffled = roster
        .map((row) => ({ row, by: draws.next().value as number }))
        .sort((a, b) => a.by - b.by)
        .map(({ row }) => row);
      const one = formDesignCells(roster);
      const two = formDesignCells(shuffled);
      expect(two.cells).toEqual(one.cells);
      expect(two.units).toEqual(one.units);
      const cellsByPlace = (rows: readonly RosterPlace[], cellOf: Int32Array) =>
        Object.fromEntries(rows.map((row, i) => [JSON.stringify(row), cellOf[i]]));
      expect(cellsByPlace(shuffled, two.cellOf)).toEqual(cellsByPlace(roster, one.cellOf));
    }),
    { numRuns: 100 },
  );
});

test("cells are as fine as 20 allows: two that could stand alone are never one", () => {
  fc.assert(
    fc.property(rosters, (roster) => {
      const { units } = formDesignCells(roster);
      const sizeOf = (stratum: string, psu: string) =>
        roster.filter((row) => row.stratum === stratum && row.psu === psu).length;
      for (const { stratum, psus } of units)
        expect(psus.filter((psu) => sizeOf(stratum, psu) >= 20).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 100 },
  );
});
