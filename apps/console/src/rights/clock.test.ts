import { expect, test } from "vitest";
import { dayInVietnam, daysBetween, hoursUntil, momentOf, timeInVietnam } from "./clock.ts";

test("days are counted by the calendar, over months and leap days", () => {
  expect(daysBetween("2026-03-02", "2026-03-02")).toBe(0);
  expect(daysBetween("2028-02-28", "2028-03-01")).toBe(2);
  expect(daysBetween("2026-03-05", "2026-03-02")).toBe(-3);
});
test("of 72 hours, 71 are left after a minute and none is claimed that is not there", () => {
  expect(hoursUntil(new Date("2026-03-02T01:01:00Z"), "2026-03-05T01:00:00Z")).toBe(71);
  expect(hoursUntil(new Date("2026-03-05T00:30:00Z"), "2026-03-05T01:00:00Z")).toBe(0);
  expect(hoursUntil(new Date("2026-03-05T03:30:00Z"), "2026-03-05T01:00:00Z")).toBe(-2);
});
test("late in the evening of UTC it is the next day in Vietnam", () => {
  expect(dayInVietnam(new Date("2026-03-02T18:00:00Z"))).toBe("2026-03-03");
  expect(timeInVietnam(new Date("2026-03-02T18:05:00Z"))).toBe("01:05");
});
test("a time of day is read as people write it, and nonsense is none", () => {
  for (const time of ["8:05", "08:05", "8h05", " 08.05 "])
    expect(momentOf("2026-03-02", time)).toBe("2026-03-02T01:05:00.000Z");
  for (const time of ["24:00", "8:60", "sáng", "", "8"]) expect(momentOf("2026-03-02", time)).toBeUndefined();
});
