import type { PublishedRelease } from "@lang-nghe/contract";
import { intervalChart } from "@lang-nghe/ui/charts";
import {
  formatDay,
  inLanguage,
  type Language,
  meanDecimals,
  notRandomWords,
  percentDecimals,
  syntheticWords,
  withheldWords,
} from "@lang-nghe/ui/format";
import { baseLine, chartOf, estimateOf, isRandom, isSynthetic, titleOf, wordingOf } from "./figures.ts";
import { portalWords } from "./words.ts";

/** A cell that no sheet program takes for a formula (full-width ＝ counts as =), quoted where it must be. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * One table as CSV (UTF-8 with BOM, commas, points as decimals), rounded as the page rounds. Every row carries what a
 * figure must not be parted from: its base, its status, whether the sample was random, and whether it is synthetic.
 */
export function tableCsv(release: PublishedRelease, index: number, language: Language): string {
  const { table } = release.tables[index]!;
  const words = portalWords[language];
  const random = isRandom(release, table);
  const unit = table.measure === "share" ? "percent" : "mean";
  const head = [
    "release",
    "question",
    "answer",
    "group",
    unit,
    "low_95",
    "high_95",
    "group_base",
    "status",
    "sample",
    "data",
  ];
  const rows = table.columns.flatMap((column) =>
    table.levels.map((level) => {
      const row = estimateOf(table, level.code, column.code);
      const base = column.effectiveBase ?? row.effectiveBase;
      const decimals = table.measure === "share" ? percentDecimals(base) : meanDecimals(base);
      const rounded = (value: number | null) =>
        value === null ? null : Number((table.measure === "share" ? value * 100 : value).toFixed(decimals));
      return [
        release.slug,
        wordingOf(release, table, language),
        inLanguage(level.label, language),
        inLanguage(column.label, language) || words.all,
        rounded(row.estimate),
        random ? rounded(row.low) : null,
        random ? rounded(row.high) : null,
        column.withheld === null ? column.n : null,
        row.withheld === null ? "" : withheldWords(row.withheld, language),
        random ? "random" : notRandomWords[language],
        isSynthetic(release) ? syntheticWords[language] : "",
      ];
    }),
  );
  return `\ufeff${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** One table's chart as a file that stands alone: title, base, key, source and, where due, the synthetic words inside. */
export function chartFile(release: PublishedRelease, index: number, language: Language): string {
  const words = portalWords[language];
  const source = `${words.source}: ${inLanguage(release.study.title, language)}, ${release.study.provenance.collectedBy}. ${words.published} ${formatDay(release.publishedOn, language)}. ${words.site}, ${release.slug}.`;
  const chart = chartOf(release, index, language, { width: 760, surface: "file", heading: true, source });
  const title = titleOf(release, index, language);
  const wording = wordingOf(release, release.tables[index]!.table, language);
  const base = baseLine(release, release.tables[index]!.table, language);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${intervalChart({ ...chart, base: wording === title ? base : `${wording} ${base}` })}\n`;
}
