import fc from "fast-check";
import { expect, test } from "vitest";
import { type BudgetDesign, type BudgetKey, coarseningsOf, demographicBudget } from "../index.ts";

const key = (variable: string, shares: number[], order: BudgetKey["order"] = "named"): BudgetKey => ({
  variable,
  order,
  levels: shares.map((share, i) => ({ level: `${variable}${i}`, share })),
});
/** Three communes of 6,000, 3,880 and 120 people. */
const communes = key("commune", [0.6, 0.388, 0.012], "listed");
const sex = key("sex", [0.5, 0.5]);
const people = key("ethnicity", [0.9, 0.1]);
const ages = key("age", [0.25, 0.25, 0.25, 0.25], "ordered");
const province = { population: 10_000, invited: null };

test("by hand: in three communes, sex and ethnicity leave 12 people of the smallest one in cells of 6", () => {
  // 120 × 0.5 × 0.1 = 6 < 20; 120 × 0.5 × 0.9 = 54; the next smallest is 3,880 × 0.05 = 194.
  const budget = demographicBudget({ keys: [communes, sex, people], ...province });
  expect(budget.cells).toBe(12);
  expect(budget.exposedPopulation).toBeCloseTo(12 / 10_000, 12);
  expect(budget.exposedSample).toBeNull();
  expect(budget.blocked).toBe(false);
  expect(budget.smallest[0]!.share * 10_000).toBeCloseTo(6, 9);
  expect(budget.smallest[0]!.levels).toEqual(["commune2", "sex0", "ethnicity1"]);
});

test("by hand: with four ages besides, the whole smallest commune is too small, 1.2 % of people, and the form is blocked", () => {
  // 54 / 4 = 13.5 and 6 / 4 = 1.5, both below 20; 194 / 4 = 48.5.
  const budget = demographicBudget({ keys: [communes, sex, people, ages], ...province });
  expect(budget.exposedPopulation).toBeCloseTo(0.012, 12);
  expect(budget.blocked).toBe(true);
});

test("by hand: of 300 invited, 11.08 % stand in cells of fewer than three", () => {
  // 300 × 0.012 = 3.6 in the smallest; the others' tenth: 300 × 0.388 × 0.0125 = 1.455 and 300 × 0.6 × 0.0125 = 2.25.
  const budget = demographicBudget({ keys: [communes, sex, people, ages], population: null, invited: 300 });
  expect(budget.exposedPopulation).toBeNull();
  expect(budget.exposedSample).toBeCloseTo(0.012 + 0.0388 + 0.06, 12);
});

test("a cell of exactly 20 expected people is no small one, and exactly 1 % is not more than 1 %", () => {
  const twenty = { keys: [key("place", new Array(50).fill(0.02))], population: 1000, invited: null };
  expect(demographicBudget(twenty)).toMatchObject({ exposedPopulation: 0, blocked: false });
  const one = { keys: [key("place", [0.99, 0.01])], population: 1000, invited: null };
  expect(demographicBudget(one)).toMatchObject({ exposedPopulation: 0.01, blocked: false });
});

test("shares known inside each commune count instead of those of all: who lives apart is not rare where they live", () => {
  // All of the second group live in the smallest commune: 120 × 0.5 = 60 and 0 elsewhere.
  const shares = {
    ethnicity: [
      [1, 0],
      [1, 0],
      [0, 1],
    ],
  };
  const keys = [communes, sex, key("ethnicity", [0.988, 0.012])];
  const within = { variable: "commune", shares };
  expect(demographicBudget({ keys, ...province, within }).exposedPopulation).toBe(0);
  // Taken to be independent: 120 × 0.5 × 0.012 = 0.7, 3,880 × 0.006 = 23.3.
  expect(demographicBudget({ keys, ...province }).exposedPopulation).toBeCloseTo(0.012 * 0.012, 12);
});

test("by hand: what is offered for the blocked form mends it at the finest change that does", () => {
  const { single, plan, accepted } = coarseningsOf({ keys: [communes, sex, people, ages], ...province });
  expect(accepted).toBe(true);
  // The two middle ages together: 54 / 2 = 27 are enough, so that 66 of the 120 remain: 60 at the ends, and a tenth of the middle.
  const bands = single.find(({ kind }) => kind === "bands")!;
  expect(bands.groups).toEqual([["age0"], ["age1", "age2"], ["age3"]]);
  expect(bands.exposed).toBeCloseTo(0.0066, 12);
  // Without ethnicity 120 × 0.5 / 4 = 15 is too small still; without sex 120 × 0.9 / 4 = 27 is not.
  expect(single.find(({ variable }) => variable === "ethnicity")).toBeUndefined();
  expect(single.find(({ variable }) => variable === "sex")!.exposed).toBeCloseTo(0.0012, 12);
  // The two smaller communes together lose least.
  expect(plan).toEqual([{ variable: "commune", kind: "merge", groups: [["commune1", "commune2"]], exposed: 0 }]);
});

test("a year of birth asked as a number is offered in bands of whole years", () => {
  const years: BudgetKey = {
    variable: "born",
    order: "ordered",
    levels: Array.from({ length: 70 }, (_, i) => ({ level: String(1938 + i), share: 1 / 70 })),
  };
  const { single } = coarseningsOf({ keys: [years, sex], population: 1500, invited: null });
  const bands = single.find(({ variable }) => variable === "born")!;
  expect(bands.kind).toBe("bands");
  // Two years: 1,500 × 2 / 70 / 2 = 21.4. The last band, 2006 and 2007, is whole.
  expect(bands.groups).toHaveLength(35);
  expect(bands.groups[0]).toEqual(["1938", "1939"]);
});

test("twelve questions in 3,321 communes: exact, without enumerating 10¹² cells", () => {
  const sizes = Array.from({ length: 3321 }, (_, i) => 1 + (i % 97));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const places = key(
    "commune",
    sizes.map((size) => size / total),
    "listed",
  );
  const others = Array.from({ length: 11 }, (_, k) => {
    const weights = Array.from({ length: 2 + k }, (_, i) => (i + 1) ** 6);
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return key(
      `question${k}`,
      weights.map((weight) => weight / sum),
    );
  });
  const design = { keys: [places, ...others], population: 100_000_000, invited: 5000 };
  const budget = demographicBudget(design);
  expect(budget.cells).toBeGreaterThan(1e12);
  expect(budget).toMatchObject({ truncated: false, blocked: true });
  expect(demographicBudget({ ...design, invited: null }, undefined, 5)).toMatchObject({
    truncated: true,
    blocked: true,
  });
  expect(demographicBudget({ ...design, invited: null }, undefined, 5).exposedPopulation).toBeGreaterThanOrEqual(
    budget.exposedPopulation!,
  );
});

const shares = (most: number) =>
  fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 2, maxLength: most }).map((weights) => {
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => weight / sum);
  });
const orders = ["ordered", "listed", "named"] as const;
const designs = fc
  .record({
    lists: fc.array(shares(6), { minLength: 1, maxLength: 4 }),
    population: fc.integer({ min: 500, max: 6000 }),
    invited: fc.option(fc.integer({ min: 20, max: 800 })),
  })
  .map(
    ({ lists, ...rest }): BudgetDesign => ({
      keys: lists.map((list, k) => key(`q${k}`, list, orders[k % 3]!)),
      ...rest,
    }),
  );

const products = ({ keys }: BudgetDesign) =>
  keys.reduce((cells, { levels }) => cells.flatMap((cell) => levels.map(({ share }) => cell * share)), [1]);

test("what is pruned is what enumeration of every cell gives", () => {
  fc.assert(
    fc.property(designs, (design) => {
      const below = (least: number) =>
        products(design).reduce((sum, cell) => (cell < least * (1 - 1e-9) ? sum + cell : sum), 0);
      const { exposedPopulation, exposedSample, smallest } = demographicBudget(design);
      expect(exposedPopulation).toBeCloseTo(below(20 / design.population!), 9);
      if (design.invited !== null) expect(exposedSample).toBeCloseTo(below(3 / design.invited), 9);
      expect(smallest[0]!.share).toBeCloseTo(Math.min(...products(design)), 12);
    }),
  );
});

test("no offered change leaves more people exposed, and a plan that is called accepted is", () => {
  fc.assert(
    fc.property(designs, (design) => {
      const asked = demographicBudget(design);
      const worst = Math.max(asked.exposedPopulation ?? 0, asked.exposedSample ?? 0);
      const { single, plan, accepted } = coarseningsOf(design);
      for (const { exposed } of [...single, ...plan]) expect(exposed).toBeLessThanOrEqual(worst + 1e-9);
      if (accepted) expect(plan.at(-1)?.exposed ?? worst).toBeLessThanOrEqual(0.01);
      expect(plan.length === 0 && accepted).toBe(!asked.blocked);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

/** Whole people drawn one by one from the cells. @returns how many stand in each cell. */
function drawn(cells: readonly number[], people: number, seed: number): number[] {
  const sums = cells.map((_, i) => cells.slice(0, i + 1).reduce((sum, cell) => sum + cell, 0));
  const counts = cells.map(() => 0);
  let state = seed >>> 0;
  for (let i = 0; i < people; i++) {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const at = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    const cell = sums.findIndex((sum) => at < sum);
    counts[cell < 0 ? cells.length - 1 : cell]!++;
  }
  return counts;
}
const inCellsBelow = (counts: readonly number[], least: number) =>
  counts.reduce((sum, count) => (count < least ? sum + count : sum), 0);

const accepted = designs.filter((design) => !demographicBudget(design).blocked);

test("an accepted design: in populations drawn by chance, all but 1 % share all keys with four others and more", () => {
  fc.assert(
    fc.property(accepted, fc.nat(), (design, seed) => {
      const population = design.population!;
      const few = inCellsBelow(drawn(products(design), population, seed), 5);
      // 1 % of people, and five standard deviations of how many of these are drawn. A cell of 20 expected falls below 5 with a
      // chance of 1 in 58,000 (Poisson).
      expect(few).toBeLessThanOrEqual(population * 0.01 + 5 * Math.sqrt(population * 0.01) + 4);
    }),
    { numRuns: 60, endOnFailure: true },
  );
});

test("an accepted design: in samples drawn by chance, at most one in twenty besides that 1 % is the only one of a kind", () => {
  const asked = accepted.filter(({ invited }) => invited !== null);
  fc.assert(
    fc.property(asked, fc.nat(), (design, seed) => {
      const invited = design.invited!;
      const cells = products(design);
      let alone = 0;
      for (let run = 0; run < 20; run++) alone += inCellsBelow(drawn(cells, invited, seed + run * 977), 2);
      // Among three expected, nobody else comes with a chance of e⁻³ = 0.0498; somebody is alone, or their twin is not.
      const all = invited * 20;
      expect(alone).toBeLessThanOrEqual(all * 0.0598 + 6 * Math.sqrt(all * 0.0598) + 20);
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

test("what an accepted design does not promise: five of a kind in the sample itself", () => {
  const design = { keys: [key("place", new Array(100).fill(0.01))], population: 100_000, invited: 300 };
  expect(demographicBudget(design).blocked).toBe(false);
  // Three expected in each: most of the invited have fewer than four others beside them. Poisson: P(at most 3 others) = 0.647.
  expect(inCellsBelow(drawn(products(design), 300, 7), 5) / 300).toBeGreaterThan(0.5);
});

test.each([
  [{ keys: [key("a", [0.5, 0.4])], ...province }, "does-not-add-up"],
  [{ keys: [key("a", [1.5, -0.5])], ...province }, "negative-value"],
  [{ keys: [key("a", [])], ...province }, "wrong-length"],
  [{ keys: [sex], population: 0, invited: null }, "bad-parameter"],
  [
    { keys: [communes, sex], ...province, within: { variable: "commune", shares: { sex: [[0.5, 0.5]] } } },
    "wrong-length",
  ],
])("%o is refused: %s", (design, code) => {
  expect(() => demographicBudget(design)).toThrow(expect.objectContaining({ code }));
});
