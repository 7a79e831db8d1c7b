import { expect, test } from "vitest";
import { parseDay } from "./day-field.tsx";

test.each(["06/02/2026", "6/2/2026", "6-2-2026", "6.2.2026", " 2026-02-06 "])("%s is 6 February", (text) =>
  expect(parseDay(text)).toBe("2026-02-06"),
);
test.each(["31/02/2026", "2/13/2026", "hôm nay", "06/02/26", ""])("“%s” is no day", (text) =>
  expect(parseDay(text)).toBeUndefined(),
);
