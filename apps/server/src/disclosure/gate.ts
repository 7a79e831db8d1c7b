import {
  type DisclosurePolicy,
  defaultDisclosurePolicy,
  mayShow,
  mayShowTable,
  type WithheldReason,
} from "@lang-nghe/survey-statistics";

export { mayShow };

/** What the gate must know of a figure. `count` = unweighted answers in the cell; undefined for means. */
export type GateCell = {
  count: number | undefined;
  estimate: number;
  effectiveBase: number;
  low: number;
  high: number;
  /** What each person adds to the sum behind a mean, where all of it is 0 or more. */
  amounts?: Float64Array | undefined;
};

/** Figures of everyone (column 0) and of each domain, before disclosure control. Undefined: nobody answered. */
export type GateColumn = { base: number; cells: readonly (GateCell | undefined)[] };

type Verdicts = (WithheldReason | null)[][];

/**
 * The one gate of a table: which figures are withheld, and why. [column][level], null = may be shown.
 * The kind is the question's: levels that exclude one another, options of which several may be chosen, or a mean.
 * Column 0 (everyone) is shown beside its domains, so a withheld cell must not follow from the others; people in no domain
 * (the by-question missing) count as a domain that nobody sees.
 */
export function gate(
  kind: "categorical" | "multiple" | "numeric",
  columns: readonly GateColumn[],
  levels: number,
  policy: DisclosurePolicy = defaultDisclosurePolicy,
): Verdicts {
  const all = columns[0];
  if (!all) return [];
  const own = columns.map((column) => ownReasons(column, kind, levels, policy));
  if (columns.length === 1) return [oneWay(kind, all, own[0]!, levels, policy)];
  if (kind === "numeric") return protectMeans(columns, own, policy);
  const whole = oneWay(kind, all, own[0]!, levels, policy);
  const domains =
    kind === "categorical" ? exclusive(columns, own, levels, policy) : optionByOption(columns, own, levels, policy);
  // A level withheld for everyone would follow from its domains: it is withheld throughout.
  return [
    whole,
    ...domains.map((verdicts) => verdicts.map((verdict, l) => verdict ?? (whole[l] ? "protects-another-cell" : null))),
  ];
}

/** Reasons that lie in the figure itself: base, cell, precision. */
function ownReasons(
  column: GateColumn,
  kind: string,
  levels: number,
  policy: DisclosurePolicy,
): (WithheldReason | null)[] {
  return Array.from({ length: levels }, (_, l) => {
    const cell = column.cells[l];
    if (!cell) return "base-below-30";
    const verdict = mayShow(
      {
        base: column.base,
        effectiveBase: cell.effectiveBase,
        ...(cell.count !== undefined && {
          cell: cell.count,
          complementShows: kind === "multiple",
          interval: cell,
          proportion: cell.estimate,
        }),
        ...(cell.amounts && { amounts: cell.amounts }),
      },
      policy,
    );
    return verdict.show ? null : verdict.reason;
  });
}

function oneWay(
  kind: string,
  column: GateColumn,
  own: (WithheldReason | null)[],
  levels: number,
  policy: DisclosurePolicy,
): (WithheldReason | null)[] {
  if (kind !== "categorical") return own;
  const counts = countsOf([column], levels);
  return reasons(mayShowTable({ rows: 1, columns: levels, counts, alreadyWithheld: own }, policy));
}

/** Levels that exclude one another, by domain: a two-way table whose margins are shown. */
function exclusive(columns: readonly GateColumn[], own: Verdicts, levels: number, policy: DisclosurePolicy): Verdicts {
  const { rows, hidden } = withRest(columns, levels);
  const verdicts = reasons(
    mayShowTable(
      {
        rows: rows.length,
        columns: levels,
        counts: countsOf(rows, levels),
        alreadyWithheld: [
          ...own.slice(1).flat(),
          ...(hidden ? new Array<WithheldReason>(levels).fill("base-below-30") : []),
        ],
      },
      policy,
    ),
  );
  return own.slice(1).map((_, d) => verdicts.slice(d * levels, (d + 1) * levels));
}

/** Options that may be chosen together: each is a table of chosen and not chosen by domain. */
function optionByOption(
  columns: readonly GateColumn[],
  own: Verdicts,
  levels: number,
  policy: DisclosurePolicy,
): Verdicts {
  const { rows, hidden } = withRest(columns, levels);
  const perLevel = Array.from({ length: levels }, (_, l) => {
    const counts = Int32Array.from(
      rows.flatMap((row) => [row.cells[l]?.count ?? 0, row.base - (row.cells[l]?.count ?? 0)]),
    );
    const already = [
      ...own.slice(1).flatMap((reasonsOf) => [reasonsOf[l] ?? null, reasonsOf[l] ?? null]),
      ...(hidden ? ["base-below-30" as const, "base-below-30" as const] : []),
    ];
    return reasons(mayShowTable({ rows: rows.length, columns: 2, counts, alreadyWithheld: already }, policy));
  });
  return own.slice(1).map((_, d) => perLevel.map((verdicts) => verdicts[2 * d] ?? verdicts[2 * d + 1] ?? null));
}

/** Domains, and the people in none of them where there are some. */
function withRest(columns: readonly GateColumn[], levels: number): { rows: GateColumn[]; hidden: boolean } {
  const [all, ...domains] = columns as [GateColumn, ...GateColumn[]];
  const base = all.base - domains.reduce((sum, domain) => sum + domain.base, 0);
  if (base <= 0) return { rows: domains, hidden: false };
  const cells = Array.from({ length: levels }, (_, l) => ({
    count: (all.cells[l]?.count ?? 0) - domains.reduce((sum, domain) => sum + (domain.cells[l]?.count ?? 0), 0),
    estimate: 0,
    effectiveBase: 0,
    low: 0,
    high: 0,
  }));
  return { rows: [...domains, { base, cells }], hidden: true };
}

/** A single withheld mean would follow from the others and the mean of all: withhold until two or more of 30 people hide. */
function protectMeans(columns: readonly GateColumn[], own: Verdicts, policy: DisclosurePolicy): Verdicts {
  const verdicts = own.map((column) => [...column]);
  const { rows, hidden } = withRest(columns, 1);
  const isHidden = (d: number) => (d < columns.length - 1 ? verdicts[d + 1]![0] !== null : hidden);
  for (;;) {
    const hiding = rows.map((_, d) => d).filter((d) => isHidden(d) && rows[d]!.base > 0);
    const people = hiding.reduce((sum, d) => sum + rows[d]!.base, 0);
    if (hiding.length === 0 || (hiding.length > 1 && people >= policy.smallestBase)) return verdicts;
    const open = rows.map((_, d) => d).filter((d) => !isHidden(d));
    if (!open.length) return verdicts;
    const next = open.reduce((a, b) => (rows[a]!.base <= rows[b]!.base ? a : b));
    verdicts[next + 1]![0] = "protects-another-cell";
  }
}

const countsOf = (columns: readonly GateColumn[], levels: number) =>
  Int32Array.from(columns.flatMap((column) => Array.from({ length: levels }, (_, l) => column.cells[l]?.count ?? 0)));

const reasons = (verdicts: ReturnType<typeof mayShowTable>): (WithheldReason | null)[] =>
  verdicts.map((verdict) => (verdict.show ? null : verdict.reason));
