import type { PublishedRelease } from "@lang-nghe/contract";
import type { IntervalChart, IntervalRow } from "@lang-nghe/ui/charts";
import { formatCount, formatNumber, formatPeriod, inLanguage, type Language } from "@lang-nghe/ui/format";
import { portalWords } from "./words.ts";

export type ReleaseTable = PublishedRelease["tables"][number];
export type Estimate = ReleaseTable["table"]["estimates"][number];

/** The estimate of a level in a column; what the file lacks is withheld. */
export function estimateOf(table: ReleaseTable["table"], level: string, column: string | null): Estimate {
  const found = table.estimates.find(
    (estimate) =>
      estimate.by === column && (estimate.level === level || (estimate.level === null && table.measure === "mean")),
  );
  const empty = { n: null, estimate: null, se: null, low: null, high: null, df: null, deff: null, effectiveBase: null };
  const columnWithheld = table.columns.find(({ code }) => code === column)?.withheld ?? null;
  if (found && found.withheld === null && columnWithheld === null) return found;
  return { level, by: column, ...empty, withheld: found?.withheld ?? columnWithheld ?? "unknown" };
}

/** True where intervals may be printed as margins of error: drawn by chance, and the table says so too. */
export function isRandom(release: PublishedRelease, table: ReleaseTable["table"]): boolean {
  return release.study.provenance.selection === "probability" && table.method.random;
}

export function isSynthetic(release: PublishedRelease): boolean {
  return release.study.synthetic || release.tables.some(({ table }) => table.method.synthetic);
}

/** Exact wording of a table's question; its title where the file has none. */
export function wordingOf(release: PublishedRelease, table: ReleaseTable["table"], language: Language): string {
  return inLanguage(release.study.wording[table.spec.ask] ?? {}, language) || inLanguage(table.title, language);
}

export function titleOf(release: PublishedRelease, index: number, language: Language): string {
  const { caption, table } = release.tables[index]!;
  return inLanguage(caption, language) || inLanguage(table.title, language);
}

export function baseWords(table: ReleaseTable["table"], language: Language): string {
  const words = portalWords[language];
  return { valid: words.baseValid, answered: words.baseAnswered, asked: words.baseAsked }[table.spec.base];
}

export function periodWords(release: PublishedRelease, language: Language): string {
  const { from, to } = release.study.provenance;
  return formatPeriod(from, to, language) ?? portalWords[language].noDates;
}

/** "Người từ 18 tuổi ở tỉnh, 1.204 người trả lời": under every title. */
export function baseLine(release: PublishedRelease, table: ReleaseTable["table"], language: Language): string {
  const total = table.columns.find(({ code }) => code === null);
  const answered =
    total && total.withheld === null && total.n !== null
      ? portalWords[language].answered(formatCount(total.n, language))
      : null;
  return [release.study.provenance.population, answered, periodWords(release, language)]
    .filter((part) => part !== null && part !== "")
    .join(" · ");
}

/** A table as the chart draws it. The effective base of the column decides the decimals, so that one column is rounded in one way. */
export function chartOf(
  release: PublishedRelease,
  index: number,
  language: Language,
  options: Pick<IntervalChart, "width" | "surface" | "heading" | "source">,
): IntervalChart {
  const { table } = release.tables[index]!;
  const words = portalWords[language];
  const rowsOf = (column: ReleaseTable["table"]["columns"][number]): IntervalRow[] =>
    table.levels.map((level) => {
      const { estimate, low, high, n, effectiveBase, withheld } = estimateOf(table, level.code, column.code);
      const label = inLanguage(level.label, language);
      return { label, estimate, low, high, n, effectiveBase: column.effectiveBase ?? effectiveBase, withheld };
    });
  const grouped = table.columns.length > 1;
  return {
    title: titleOf(release, index, language),
    base: baseLine(release, table, language),
    unit: table.measure,
    random: isRandom(release, table),
    language,
    synthetic: isSynthetic(release),
    rows: grouped || !table.columns[0] ? [] : rowsOf(table.columns[0]),
    columns: grouped
      ? table.columns.map((column) => ({
          label: inLanguage(column.label, language) || words.all,
          base: column.withheld === null && column.n !== null ? words.answered(formatCount(column.n, language)) : "",
          withheld: column.withheld,
          rows: rowsOf(column),
        }))
      : [],
    ...options,
  };
}

/** A difference in the unit of a table: `2,8 điểm phần trăm`, or a plain number for means. Shares are 0 to 1. */
export function differenceWords(value: number, measure: "share" | "mean", language: Language): string {
  if (measure === "mean") return formatNumber(Math.abs(value), language, 2);
  const unit = language === "vi" ? "điểm phần trăm" : "percentage points";
  return `${formatNumber(Math.abs(value) * 100, language, 1)}\u00a0${unit}`;
}

/** Largest half-width among the overall shares shown, as a share; null when the release holds none. */
export function largestMargin(release: PublishedRelease): number | null {
  let largest: number | null = null;
  for (const { table } of release.tables) {
    if (!isRandom(release, table) || table.measure !== "share") continue;
    for (const level of table.levels) {
      const { low, high, withheld } = estimateOf(table, level.code, null);
      if (withheld !== null || low === null || high === null) continue;
      largest = Math.max(largest ?? 0, (high - low) / 2);
    }
  }
  return largest;
}
