import fc from "fast-check";
import { expect, test } from "vitest";
import { knownHolidays } from "./holidays.ts";
import { daysAfter, isWorkingDay, workingDaysAfter } from "./working-days.ts";

const none = new Set<string>();
const vietnam = new Set(knownHolidays.map(({ day }) => day));

test("two working days after a Monday is Wednesday; after a Friday, Tuesday", () => {
  expect(workingDaysAfter("2026-03-02", 2, none)).toBe("2026-03-04");
  expect(workingDaysAfter("2026-03-06", 2, none)).toBe("2026-03-10");
  expect(workingDaysAfter("2026-03-07", 2, none)).toBe("2026-03-10");
});

test("a letter of Wednesday 29 April 2026 is answered by Tuesday 5 May: 30 April and 1 May are holidays", () => {
  expect(workingDaysAfter("2026-04-29", 2, vietnam)).toBe("2026-05-05");
  expect(workingDaysAfter("2026-04-29", 2, none)).toBe("2026-05-01");
});

test("over Tết 2026 (16 to 20 February) the clock stands still", () => {
  expect(workingDaysAfter("2026-02-13", 2, vietnam)).toBe("2026-02-24");
});

test("months and leap days", () => {
  expect(daysAfter("2028-02-28", 1)).toBe("2028-02-29");
  expect(daysAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(daysAfter("2026-03-01", -1)).toBe("2026-02-28");
});

test("a list without holidays never gives a later day", () => {
  const day = fc.integer({ min: 0, max: 700 }).map((offset) => daysAfter("2026-01-01", offset));
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 15 }), (from, count) => {
      const strict = workingDaysAfter(from, count, none);
      const due = workingDaysAfter(from, count, vietnam);
      expect(strict <= due).toBe(true);
      expect(isWorkingDay(due, vietnam)).toBe(true);
    }),
  );
});
