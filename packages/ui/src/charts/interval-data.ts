import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatNumber,
  type Language,
  meanDecimals,
  notRandomWords,
  percentDecimals,
  syntheticWords,
  withheldWords,
} from "../format/index.ts";
import { lengthScale, type Scale, shareScale, valueScale } from "./scale.ts";
import type { Surface } from "./svg.ts";

/** One figure. `withheld` is the gate's reason; then no number of the row is read, let alone drawn. */
export interface IntervalRow {
  readonly label: string;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number | null;
  /** Decides how many decimals are printed; unknown counts as small. */
  readonly effectiveBase?: number | null;
  readonly withheld: string | null;
}

/** One small multiple: a level of the "by" variable. */
export interface IntervalColumn {
  readonly label: string;
  /** Whom the column is about: "412 người". */
  readonly base: string;
  readonly withheld?: string | null;
  readonly rows: readonly IntervalRow[];
}

export interface IntervalChart {
  readonly title: string;
  /** Under the title: whom the figures speak about and how many answered. */
  readonly base: string;
  readonly unit: "share" | "mean";
  /** False: points only, and the sentence that this is not a random sample. */
  readonly random: boolean;
  readonly language: Language;
  /** One group of figures; leave empty when `columns` are given. */
  readonly rows: readonly IntervalRow[];
  readonly columns?: readonly IntervalColumn[];
  /**
   * Not random samples only: draw low and high as a dashed range, labelled as sensitivity. For staff; public pages
   * leave it out and print the sensitivity table.
   */
  readonly sensitivity?: boolean;
  readonly synthetic?: boolean;
  /** Whole pixels; 320 is the phone. */
  readonly width?: number;
  /** "page": colours follow the theme; "file": fixed colours on white, for downloads. */
  readonly surface?: Surface;
  /** Title and base inside the drawing. Off where the page prints them as text. */
  readonly heading?: boolean;
  /** Last line: where the figure comes from. */
  readonly source?: string;
}

export interface Figure {
  readonly label: string;
  readonly withheld: string | null;
  readonly estimate: number;
  readonly value: string;
  readonly range: { readonly low: number; readonly high: number; readonly words: string } | null;
  readonly n: number | null;
}

export interface FigureColumn {
  readonly label: string | null;
  readonly base: string;
  readonly withheld: string | null;
  readonly figures: readonly Figure[];
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function figureOf(row: IntervalRow, chart: IntervalChart, columnWithheld: string | null): Figure {
  const withheld = row.withheld ?? columnWithheld ?? (isNumber(row.estimate) ? null : "other");
  const empty = { label: row.label, estimate: Number.NaN, value: "", range: null, n: null };
  if (withheld !== null || !isNumber(row.estimate)) return { ...empty, withheld: withheld ?? "other" };
  const base = row.effectiveBase ?? null;
  const decimals = chart.unit === "share" ? percentDecimals(base) : meanDecimals(base);
  const drawn = (chart.random || chart.sensitivity === true) && isNumber(row.low) && isNumber(row.high);
  return {
    label: row.label,
    withheld: null,
    estimate: row.estimate,
    value: formatEstimate(row.estimate, chart.language, chart.unit, base),
    range: drawn
      ? {
          low: row.low!,
          high: row.high!,
          words: formatInterval(row.low!, row.high!, chart.language, { unit: chart.unit, decimals }),
        }
      : null,
    n: row.n,
  };
}

/** The chart's figures with everything withheld already gone. */
export function figureColumns(chart: IntervalChart): readonly FigureColumn[] {
  const columns = chart.columns ?? [];
  if (columns.length === 0) {
    return [{ label: null, base: "", withheld: null, figures: chart.rows.map((row) => figureOf(row, chart, null)) }];
  }
  return columns.map((column) => ({
    label: column.label,
    base: column.base,
    withheld: column.withheld ?? null,
    figures: column.rows.map((row) => figureOf(row, chart, column.withheld ?? null)),
  }));
}

/** One scale for all columns, from the shown figures only. */
export function figureScale(chart: IntervalChart, columns: readonly FigureColumn[]): Scale {
  const values = columns
    .flatMap((column) => column.figures)
    .filter((figure) => figure.withheld === null)
    .flatMap((figure) => (figure.range ? [figure.estimate, figure.range.low, figure.range.high] : [figure.estimate]));
  if (chart.unit === "share") return shareScale(values.length === 0 ? 1 : Math.max(...values));
  if (values.length === 0) return lengthScale(1);
  return valueScale(Math.min(...values), Math.max(...values));
}

/** An axis label: per cents without the sign's space games, numbers with as many decimals as the step needs. */
export function tickWords(tick: number, scale: Scale, chart: Pick<IntervalChart, "unit" | "language">): string {
  if (chart.unit === "share")
    return `${formatNumber(tick * 100, chart.language)}${chart.language === "vi" ? "\u00a0" : ""}%`;
  const step = (scale.ticks[1] ?? 1) - (scale.ticks[0] ?? 0);
  const decimals = Math.max(0, Math.min(3, -Math.floor(Math.log10(step) + 1e-9)));
  return formatNumber(tick, chart.language, decimals);
}

/** How to read the marks, in the words of the page. */
export function keyWords(
  chart: IntervalChart,
  anyWithheld: boolean,
): { point: string; range: string | null; withheld: string | null } {
  const vi = chart.language === "vi";
  const point = chart.random
    ? vi
      ? "Chấm: kết quả ước lượng."
      : "Dot: the estimate."
    : vi
      ? `Vòng tròn: kết quả của những người đã tham gia. ${notRandomWords.vi}, nên không có sai số lấy mẫu.`
      : `Circle: the result among those who took part. ${notRandomWords.en}, so there is no margin of error.`;
  const range = chart.random
    ? vi
      ? "Dải: khoảng tin cậy 95\u00a0%. Con số của toàn thể nhiều khả năng nằm trong dải này."
      : "Band: the 95% confidence interval. The figure for everyone most likely lies within it."
    : chart.sensitivity === true
      ? vi
        ? "Nét đứt: độ nhạy (kết quả có thể lệch bấy nhiêu), không phải sai số lấy mẫu."
        : "Dashes: sensitivity (how far the result could be off), not a margin of error."
      : null;
  const withheld = vi
    ? "Gạch chéo: không công bố, để không lộ vài người hoặc vì quá ít câu trả lời."
    : "Hatching: withheld, so as not to point at a few people or because too few answered.";
  return { point, range, withheld: anyWithheld ? withheld : null };
}

function figureSentence(figure: Figure, language: Language): string {
  if (figure.withheld !== null) return `${figure.label}: ${withheldWords(figure.withheld, language)}`;
  return `${figure.label}: ${figure.value}${figure.range ? ` (${figure.range.words})` : ""}`;
}

/** The drawing in words, for `<desc>`. */
export function describe(chart: IntervalChart, columns: readonly FigureColumn[]): string {
  const sentences = columns.map((column) => {
    const list = column.figures.map((figure) => figureSentence(figure, chart.language)).join("; ");
    return column.label === null ? `${list}.` : `${column.label}: ${list}.`;
  });
  const lead = [chart.base, chart.synthetic ? `${syntheticWords[chart.language]}.` : ""];
  if (!chart.random) lead.push(`${notRandomWords[chart.language]}.`);
  return [...lead, ...sentences].filter((part) => part !== "").join(" ");
}

/** A chart's text alternative: strings ready to print. */
export interface ChartTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The same figures as rows of text. Withheld figures are words in every number's place. */
export function intervalChartTable(chart: IntervalChart): ChartTable {
  const vi = chart.language === "vi";
  const columns = figureColumns(chart);
  const grouped = columns.some((column) => column.label !== null);
  const ranged = chart.random || chart.sensitivity === true;
  const rangeHead = chart.random
    ? vi
      ? "Khoảng tin cậy 95\u00a0%"
      : "95% interval"
    : vi
      ? "Độ nhạy (không phải sai số)"
      : "Sensitivity (not a margin of error)";
  const head = [
    ...(grouped ? [vi ? "Nhóm" : "Group"] : []),
    vi ? "Trả lời" : "Answer",
    chart.unit === "share" ? (vi ? "Tỷ lệ" : "Share") : vi ? "Trung bình" : "Mean",
    ...(ranged ? [rangeHead] : []),
    vi ? "Số người trả lời" : "People who answered",
  ];
  const rows = columns.flatMap((column) =>
    column.figures.map((figure) => {
      const words = figure.withheld === null ? null : withheldWords(figure.withheld, chart.language);
      return [
        ...(grouped ? [column.label ?? ""] : []),
        figure.label,
        words ?? figure.value,
        ...(ranged ? [words === null ? (figure.range?.words ?? "–") : "–"] : []),
        words === null ? formatCount(figure.n, chart.language) : "–",
      ];
    }),
  );
  return { caption: `${chart.title}${chart.synthetic ? ` (${syntheticWords[chart.language]})` : ""}`, head, rows };
}
