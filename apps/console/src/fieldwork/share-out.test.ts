import fc from "fast-check";
import { expect, test } from "vitest";
import { shareOut } from "./share-out.ts";

const place = (unitId: string, count: number) => ({
  unitId,
  ids: Array.from({ length: count }, (_, i) => `${unitId}${i}`),
});
const counts = (shares: ReturnType<typeof shareOut>) =>
  shares.map(({ staffId, ids, places }) => [staffId, ids.length, places]);

test("equal hands get equal shares, each place to one person where that is possible", () => {
  const shares = shareOut(
    [place("a", 10), place("b", 10)],
    [
      { staffId: "x", inHand: 0 },
      { staffId: "y", inHand: 0 },
    ],
  );
  expect(counts(shares)).toEqual([
    ["x", 10, 1],
    ["y", 10, 1],
  ]);
});

test("whoever has less in hand gets more", () => {
  const shares = shareOut(
    [place("a", 10)],
    [
      { staffId: "x", inHand: 6 },
      { staffId: "y", inHand: 0 },
    ],
  );
  expect(counts(shares)).toEqual([
    ["x", 2, 1],
    ["y", 8, 1],
  ]);
});

test("nobody to go, nothing is handed over", () => {
  expect(shareOut([place("a", 3)], [])).toEqual([]);
});

test("each assignment goes to exactly one person, and no hand that gets something is fuller by two than another", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 }),
      (sizes, inHand) => {
        const open = sizes.map((size, i) => place(`p${i}-`, size));
        const workers = inHand.map((held, i) => ({ staffId: `w${i}`, inHand: held }));
        const shares = shareOut(open, workers);
        expect(shares.flatMap(({ ids }) => ids).sort()).toEqual(open.flatMap(({ ids }) => ids).sort());
        const after = workers.map(
          ({ staffId, inHand: held }) => held + (shares.find((one) => one.staffId === staffId)?.ids.length ?? 0),
        );
        const fullest = Math.max(
          ...shares.map(({ staffId }) => after[workers.findIndex((w) => w.staffId === staffId)]!),
        );
        if (shares.length > 0) expect(fullest - Math.min(...after)).toBeLessThanOrEqual(1);
      },
    ),
    { endOnFailure: true },
  );
});
