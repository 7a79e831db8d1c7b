import type { ReleaseDraft, Study, Table } from "@lang-nghe/contract";

/** A line of the checklist: what it is about, whether it is met, and whether publishing makes no sense without it. */
export interface Check {
  readonly name:
    | "headline"
    | "english"
    | "tables"
    | "collectedBy"
    | "consent"
    | "population"
    | "dates"
    | "selection"
    | "notRandom"
    | "random"
    | "synthetic"
    | "withheld"
    | "allWithheld";
  readonly state: "done" | "missing" | "advice";
  /** Mended on the overview page of the study. */
  readonly provenance?: boolean;
  readonly values?: Readonly<Record<string, string | number>>;
}

const filled = (text: string) => text.trim() !== "";

/** What a release must and should have before anyone sees it. `titles`: names of the tables, in order. */
export function checklist(
  draft: ReleaseDraft,
  study: Pick<Study, "provenance" | "synthetic">,
  tables: readonly Table[],
  titles: readonly string[],
): Check[] {
  const { provenance } = study;
  const needed = (name: Check["name"], met: boolean): Check => ({ name, state: met ? "done" : "missing" });
  const told = (name: Check["name"], met: boolean): Check => ({
    name,
    state: met ? "done" : "missing",
    provenance: true,
  });
  const withheld = tables.flatMap((table) => table.estimates).filter((estimate) => estimate.withheld !== null).length;
  const empty = tables.flatMap((table, at) =>
    table.estimates.every((estimate) => estimate.withheld !== null) ? [titles[at] ?? String(at + 1)] : [],
  );
  const random = provenance.selection === "probability" || provenance.selection === "census";
  return [
    needed("headline", filled(draft.headline.vi)),
    { name: "english", state: filled(draft.headline.en) ? "done" : "advice" },
    needed("tables", draft.tables.length > 0),
    told("collectedBy", filled(provenance.collectedBy)),
    told("consent", filled(provenance.consentHow)),
    told("population", filled(provenance.population)),
    told("dates", provenance.from !== null && provenance.to !== null),
    provenance.selection === "unknown"
      ? { name: "selection", state: "advice", provenance: true }
      : { name: "selection", state: "done" },
    { name: random ? "random" : "notRandom", state: random ? "done" : "advice" },
    ...(study.synthetic ? [{ name: "synthetic", state: "advice" } as const] : []),
    ...empty.map((table) => ({ name: "allWithheld", state: "advice", values: { table } }) as const),
    ...(withheld > 0 ? [{ name: "withheld", state: "advice", values: { count: withheld } } as const] : []),
  ];
}
