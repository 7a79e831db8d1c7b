import type { Judged } from "./run.ts";

export interface Counts {
  readonly cases: number;
  readonly agree: number;
  readonly differ: number;
  readonly unsupported: number;
  readonly declined: number;
  /** Result that came nearest to its tolerance while agreeing: its place and the share of the tolerance it used. */
  readonly worst: { readonly place: string; readonly share: number } | null;
}

/** Cases of later issues are outside the counts. */
export function countsOf(judged: readonly Judged[]): Counts {
  const counted = judged.filter(({ outcome }) => outcome !== "later");
  const count = (outcome: Judged["outcome"]) => counted.filter((each) => each.outcome === outcome).length;
  const agreeing = counted.filter(({ outcome }) => outcome === "agree");
  const worst = agreeing.reduce<Judged | undefined>(
    (most, each) => (each.worst > (most?.worst ?? 0) ? each : most),
    undefined,
  );
  return {
    cases: counted.length,
    agree: agreeing.length,
    differ: count("differ"),
    unsupported: count("unsupported"),
    declined: count("declined"),
    worst:
      worst === undefined ? null : { place: `${worst.case} ${worst.id}`, share: Number(worst.worst.toPrecision(3)) },
  };
}
