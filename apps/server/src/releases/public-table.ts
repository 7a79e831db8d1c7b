import type { Estimate, Table } from "@lang-nghe/contract";

/** Effective base from which a figure carries one decimal more: a tenth of a per cent, a hundredth of a mean. */
const preciseBase = 1000;

/** Reasons that would tell what they hide ("everyone", "all but one") are told as "too few". */
const publicReason = (reason: string | null): string | null =>
  reason === "all-or-none-in-small-base" || reason === "all-but-one" || reason === "complement-below-10"
    ? "cell-below-10"
    : reason;

/**
 * A table as it is released: figures rounded as they are printed, so that nothing more can be computed from the file than
 * from the page; no interval where the sample was not drawn by chance; reasons that tell no more than they must.
 */
export function publicTable(table: Table): Table {
  return {
    ...table,
    columns: table.columns.map((column) => ({
      ...column,
      effectiveBase: whole(column.effectiveBase),
      withheld: publicReason(column.withheld),
    })),
    estimates: table.estimates.map((estimate) => publicEstimate(table, estimate)),
    test: table.test && {
      ...table.test,
      statistic: rounded(table.test.statistic, 3)!,
      df1: rounded(table.test.df1, 2)!,
      df2: rounded(table.test.df2, 1)!,
      p: rounded(table.test.p, 4)!,
    },
    method: { ...table.method, designEffect: rounded(table.method.designEffect, 2) },
  };
}

function publicEstimate(table: Table, estimate: Estimate): Estimate {
  const decimals = (table.measure === "share" ? 2 : 1) + ((estimate.effectiveBase ?? 0) >= preciseBase ? 1 : 0);
  const { random } = table.method;
  return {
    ...estimate,
    estimate: rounded(estimate.estimate, decimals),
    se: random ? rounded(estimate.se, decimals + 1) : null,
    low: random ? rounded(estimate.low, decimals) : null,
    high: random ? rounded(estimate.high, decimals) : null,
    df: random ? estimate.df : null,
    deff: rounded(estimate.deff, 2),
    effectiveBase: whole(estimate.effectiveBase),
    withheld: publicReason(estimate.withheld),
  };
}

const whole = (value: number | null) => rounded(value, 0);

function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}
