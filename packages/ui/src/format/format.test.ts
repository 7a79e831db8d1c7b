import { expect, test } from "vitest";
import {
  formatCount,
  formatDay,
  formatEstimate,
  formatInterval,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatPoints,
  inLanguage,
  percentDecimals,
  withheldWords,
} from "./index.ts";

test("a number is grouped and pointed as its language does", () => {
  expect(formatNumber(1234.5, "vi", 1)).toBe("1.234,5");
  expect(formatNumber(1234.5, "en", 1)).toBe("1,234.5");
  expect(formatNumber(1234567, "vi")).toBe("1.234.567");
  expect(formatNumber(999, "vi")).toBe("999");
  expect(formatNumber(-0.04, "vi", 1)).toBe("0,0");
  expect(formatNumber(-3.25, "vi", 1)).toBe("−3,3");
  expect(formatNumber(Number.NaN, "vi")).toBe("–");
  expect(formatCount(null, "vi")).toBe("–");
});

test("a per cent has a no-break space in Vietnamese and none in English", () => {
  expect(formatPercent(0.456, "vi", 1)).toBe("45,6\u00a0%");
  expect(formatPercent(0.456, "en", 1)).toBe("45.6%");
  expect(formatPercent(0.285, "vi")).toBe("29\u00a0%");
  expect(formatPercent(1, "vi")).toBe("100\u00a0%");
  expect(formatPercent(0, "en", 1)).toBe("0.0%");
});

test("a share near 0 or 1 is not rounded to none or all", () => {
  expect(formatPercent(0.004, "vi")).toBe("<\u00a01\u00a0%");
  expect(formatPercent(0.998, "en")).toBe(">\u00a099%");
  expect(formatPercent(0.9996, "vi", 1)).toBe(">\u00a099,9\u00a0%");
});

test("one decimal from an effective base of 1,000, whole per cents below", () => {
  expect(percentDecimals(1000)).toBe(1);
  expect(percentDecimals(999.9)).toBe(0);
  expect(percentDecimals(null)).toBe(0);
  expect(formatEstimate(0.4567, "vi", "share", 999)).toBe("46\u00a0%");
  expect(formatEstimate(0.4567, "vi", "share", 1200)).toBe("45,7\u00a0%");
  expect(formatEstimate(3.456, "vi", "mean", 1200)).toBe("3,46");
});

test("an interval writes its unit once", () => {
  expect(formatInterval(0.431, 0.482, "vi", { unit: "share", decimals: 1 })).toBe("43,1\u00a0–\u00a048,2\u00a0%");
  expect(formatInterval(0.431, 0.482, "en", { unit: "share", decimals: 1 })).toBe("43.1–48.2%");
  expect(formatInterval(1, 2.5, "en", { unit: "mean", decimals: 1 })).toBe("1.0–2.5");
});

test("a difference always shows its direction", () => {
  expect(formatPoints(0.023, "vi")).toBe("+2,3\u00a0điểm");
  expect(formatPoints(-0.023, "en")).toBe("−2.3\u00a0points");
  expect(formatPoints(0, "en")).toBe("0.0\u00a0points");
});

test("a day is written without asking the runtime's locale", () => {
  expect(formatDay("2026-02-06", "vi")).toBe("06/02/2026");
  expect(formatDay("2026-02-06", "en")).toBe("6 Feb 2026");
  expect(formatDay("2026-12-31T17:00:00Z", "vi")).toBe("31/12/2026");
  expect(formatDay("soon", "vi")).toBe("soon");
  expect(formatPeriod("2026-02-06", "2026-02-10", "vi")).toBe("06/02/2026 – 10/02/2026");
  expect(formatPeriod(null, null, "vi")).toBe(null);
});

test("a missing translation falls back to Vietnamese, and letters are composed", () => {
  expect(inLanguage({ vi: "Đường sá", en: "" }, "en")).toBe("Đường sá");
  expect(inLanguage({ es: "Sí" }, "vi")).toBe("Sí");
  expect(inLanguage({ vi: "Hòa" }, "vi")).toBe("Hòa");
});

test("a withheld reason never repeats a code that could carry a number", () => {
  expect(withheldWords("base-below-30", "vi")).toBe("Không công bố: quá ít người trả lời");
  expect(withheldWords("cell-below-10", "en")).toBe("Withheld: so as not to point at a few people");
  expect(withheldWords("all-but-one", "vi")).toBe(withheldWords("protects-another-cell", "vi"));
  expect(withheldWords("n=7", "en")).toBe("Withheld");
});
