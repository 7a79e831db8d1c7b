import type { Estimate, Labels, Table } from "@lang-nghe/contract";
import type { IntervalChart, IntervalRow } from "@lang-nghe/ui/charts";
import {
  formatCount,
  formatEstimate,
  formatInterval,
  inLanguage,
  meanDecimals,
  notRandomWords,
  percentDecimals,
  syntheticWords,
  withheldWords,
} from "@lang-nghe/ui/format";
import type { Language, Say } from "../platform/words.ts";
import type { words } from "./words.ts";

export type TableSay = Say<keyof (typeof words)["vi"] & string>;

/** A label in the language of the interface, or the code where no label was written. */
export function labelOr(labels: Labels, code: string, language: Language): string {
  return inLanguage(labels, language) || code;
}

export function titleOf(table: Table, language: Language): string {
  return labelOr(table.title, table.spec.ask, language);
}

/** The estimate of a level in a column; undefined where the table has none. */
export function estimateAt(table: Table, level: string, column: string | null): Estimate | undefined {
  return table.estimates.find((estimate) => estimate.level === level && estimate.by === column);
}

/** How many people a column is about; where that is not told, only as much as its reason tells anyway. */
export function peopleWords(column: Table["columns"][number], language: Language, t: TableSay): string {
  if (column.n !== null) return formatCount(column.n, language);
  return column.withheld === "base-below-30" ? t("fewPeople") : t("notTold");
}

/** "2.531 người trả lời hợp lệ · cơ sở hiệu dụng 2.100". */
export function baseLine(table: Table, language: Language, t: TableSay): string {
  const all = table.columns.find((column) => column.code === null);
  if (!all || all.n === null) return all?.withheld === "base-below-30" ? t("baseWithheld") : t("notTold");
  const people = t(`figureBase_${table.spec.base}`, { n: formatCount(all.n, language) });
  if (all.effectiveBase === null) return people;
  return `${people} · ${t("effectiveBase", { n: formatCount(Math.round(all.effectiveBase), language) })}`;
}

/** A table as the chart library takes it: everyone first, then one small multiple per group. */
export function chartOf(table: Table, language: Language, t: TableSay): IntervalChart {
  const rowsOf = (column: string | null): IntervalRow[] =>
    table.levels.map((level) => {
      const estimate = estimateAt(table, level.code, column);
      return {
        label: table.measure === "mean" ? t("mean") : labelOr(level.label, level.code, language),
        estimate: estimate?.estimate ?? null,
        low: estimate?.low ?? null,
        high: estimate?.high ?? null,
        n: estimate?.n ?? null,
        effectiveBase: estimate?.effectiveBase ?? null,
        withheld: estimate ? estimate.withheld : "other",
      };
    });
  const grouped = table.columns.length > 1;
  return {
    title: titleOf(table, language),
    base: baseLine(table, language, t),
    unit: table.measure,
    random: table.method.random,
    language,
    synthetic: table.method.synthetic,
    rows: grouped ? [] : rowsOf(null),
    ...(grouped
      ? {
          columns: table.columns.map((column) => ({
            label: column.code === null ? t("all") : labelOr(column.label, column.code, language),
            base:
              column.n === null
                ? peopleWords(column, language, t)
                : t("people", { n: formatCount(column.n, language) }),
            withheld: column.withheld,
            rows: rowsOf(column.code),
          })),
        }
      : {}),
  };
}

/** A figure in words: its value, or why there is none. */
export function valueWords(estimate: Estimate | undefined, table: Table, language: Language): string {
  if (!estimate || estimate.withheld !== null || estimate.estimate === null) {
    return withheldWords(estimate?.withheld ?? "other", language);
  }
  return formatEstimate(estimate.estimate, language, table.measure, estimate.effectiveBase);
}

/** Its interval with the decimals its effective base allows; empty where there is none. */
export function intervalWords(estimate: Estimate | undefined, table: Table, language: Language): string {
  if (!estimate || estimate.withheld !== null || estimate.low === null || estimate.high === null) return "";
  const decimals =
    table.measure === "share" ? percentDecimals(estimate.effectiveBase) : meanDecimals(estimate.effectiveBase);
  return formatInterval(estimate.low, estimate.high, language, { unit: table.measure, decimals });
}

/** Design of the sample in words, from the server's `strata: a; clusters: b`. */
function designWords(design: string, t: TableSay): string {
  if (design === "simple") return t("methodDesignSimple");
  const keys = { strata: "methodStrata", clusters: "methodClusters", fpc: "methodFpc" } as const;
  return design
    .split("; ")
    .map((part) => {
      const [name = "", ...rest] = part.split(": ");
      return Object.hasOwn(keys, name) ? t(keys[name as keyof typeof keys], { names: rest.join(": ") }) : part;
    })
    .join("; ");
}

/** The lines of method that go with a table wherever it goes. */
export function methodLines(table: Table, t: TableSay): string[] {
  const { method } = table;
  return [
    method.random ? t("random") : t("notRandom"),
    `${t("methodDesign")}: ${designWords(method.design, t)}.`,
    `${t("methodWeights")}: ${method.weights === "unweighted" ? t("unweighted") : method.weights}.`,
    `${t("methodBase")}: ${t(`baseHelp_${method.base}`)}`,
    ...(method.random
      ? [`${t("methodInterval")}: ${table.measure === "share" ? t("intervalShare") : t("intervalMean")}.`]
      : []),
  ];
}

/** Cells of a table for the clipboard: head, figures with their intervals, bases. Withheld figures are words. */
export function sheetOf(table: Table, language: Language, t: TableSay): string[][] {
  const ranged = table.method.random;
  const columns = table.columns;
  const name = (column: Table["columns"][number]) =>
    column.code === null ? t("all") : labelOr(column.label, column.code, language);
  const head = [t("answer"), ...columns.flatMap((column) => [name(column), ...(ranged ? [t("interval")] : [])])];
  const rows = table.levels.map((level) => [
    table.measure === "mean" ? t("mean") : labelOr(level.label, level.code, language),
    ...columns.flatMap((column) => {
      const estimate = estimateAt(table, level.code, column.code);
      const value = valueWords(estimate, table, language);
      return ranged ? [value, intervalWords(estimate, table, language)] : [value];
    }),
  ]);
  const wide = (words: string) => (ranged ? [words, ""] : [words]);
  return [
    head,
    ...rows,
    [t("n"), ...columns.flatMap((c) => wide(peopleWords(c, language, t)))],
    [
      t("effective"),
      ...columns.flatMap((c) =>
        wide(c.effectiveBase === null ? "–" : formatCount(Math.round(c.effectiveBase), language)),
      ),
    ],
  ];
}

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** The table for a word processor or a sheet: the same cells as HTML and as tab-separated text, with title and method. */
export function clipboardOf(table: Table, language: Language, t: TableSay): { html: string; text: string } {
  const sheet = sheetOf(table, language, t);
  const heading = [
    ...(table.method.synthetic ? [syntheticWords[language]] : []),
    titleOf(table, language),
    baseLine(table, language, t),
  ];
  const foot = [...(table.method.random ? [] : [`${notRandomWords[language]}.`]), ...methodLines(table, t)];
  const row = (cells: string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag} style="border:1px solid #999;padding:2pt 5pt;text-align:left">${escaped(cell)}</${tag}>`).join("")}</tr>`;
  const [head = [], ...body] = sheet;
  return {
    text: [...heading, ...sheet.map((cells) => cells.join("\t")), ...foot].join("\n"),
    html: [
      ...heading.map((line, at) =>
        at === heading.length - 2 ? `<p><b>${escaped(line)}</b></p>` : `<p>${escaped(line)}</p>`,
      ),
      `<table style="border-collapse:collapse">${row(head, "th")}${body.map((cells) => row(cells, "td")).join("")}</table>`,
      ...foot.map((line) => `<p><small>${escaped(line)}</small></p>`),
    ].join(""),
  };
}
