import type { BudgetMargin, BudgetQuestion, DemographicBudget } from "@lang-nghe/contract";

/** What the page is asked about: as stated, or as it is being changed. */
export interface BudgetDraft {
  readonly population: number | "";
  readonly invited: number | "";
  readonly margins: readonly BudgetMargin[];
  /** Questions counted besides the suggested ones. */
  readonly added: readonly string[];
  /** Questions switched off, to try. */
  readonly off: readonly string[];
}

export function draftOf({ stated }: Pick<DemographicBudget, "stated">): BudgetDraft {
  return {
    population: stated.population ?? "",
    invited: stated.invited ?? "",
    margins: stated.margins,
    added: stated.keys,
    off: [],
  };
}

const numberOf = (value: number | ""): number | null => (value === "" || !(value >= 1) ? null : Math.floor(value));

/** What is saved: whatever is switched off counts all the same. */
export function toState({ population, invited, margins, added }: BudgetDraft): BudgetQuestion {
  return {
    keys: [...added],
    population: numberOf(population),
    invited: numberOf(invited),
    margins: margins.filter(({ targets }) => targets.some(({ value }) => value > 0)),
  };
}

/** What is asked: exactly these questions. Where all are off there is nothing to ask. */
export function toTry(draft: BudgetDraft, candidates: DemographicBudget["candidates"]): BudgetQuestion {
  const counted = candidates.filter(({ variable, kind }) => kind !== null || draft.added.includes(variable));
  const keys = counted.map(({ variable }) => variable).filter((variable) => !draft.off.includes(variable));
  return { ...toState(draft), keys: keys.slice(0, 12) };
}

/** Sets one level of a question's shares. */
export function withShare(
  margins: readonly BudgetMargin[],
  variable: string,
  levels: readonly string[],
  level: string,
  value: number | "",
): BudgetMargin[] {
  const before = margins.find((margin) => margin.variable === variable)?.targets ?? [];
  const targets = levels.map((each) => ({
    level: each,
    value: each === level ? (value === "" ? 0 : value) : (before.find((target) => target.level === each)?.value ?? 0),
  }));
  return [...margins.filter((margin) => margin.variable !== variable), { variable, targets }];
}
