import type { PlanQuestion } from "@lang-nghe/contract";

export type Typed = number | "";

/** The calculator as it is typed: shares in per cent, the margin in points. It lives in the page's address. */
export interface PlanForm {
  readonly begin: "margin" | "completes" | "budget";
  readonly margin: Typed;
  readonly completes: Typed;
  readonly budget: Typed;
  readonly people: Typed;
  readonly proportion: Typed;
  readonly confidence: Typed;
  readonly responseRate: Typed;
  readonly perPsu: Typed;
  readonly weightingEffect: Typed;
  readonly intraclass: Typed;
  /** From an earlier study instead of typed. */
  readonly earlier: { readonly designEffect: number; readonly perPsu: number; readonly weightingEffect: number } | null;
  readonly domains: readonly { readonly name: string; readonly share: Typed }[];
  readonly oversample: boolean;
  readonly fixed: Typed;
  readonly perPsuCost: Typed;
  readonly perInterview: Typed;
  readonly perApproach: Typed;
}

export const firstPlan: PlanForm = {
  begin: "margin",
  margin: 3,
  completes: 1000,
  budget: 200_000_000,
  people: "",
  proportion: 50,
  confidence: 95,
  responseRate: 70,
  perPsu: 10,
  weightingEffect: 1.2,
  intraclass: 0.05,
  earlier: null,
  domains: [],
  oversample: false,
  fixed: 0,
  perPsuCost: 500_000,
  perInterview: 100_000,
  perApproach: 0,
};

/** What to ask the server; null while a needed number is missing. */
export function questionOf(form: PlanForm): PlanQuestion | null {
  const { begin, proportion, confidence, responseRate, perPsu, weightingEffect, intraclass, earlier } = form;
  const goal = form[begin];
  const needed = [goal, proportion, confidence, responseRate, perPsu, weightingEffect];
  if (needed.includes("") || (!earlier && intraclass === "")) return null;
  if (form.domains.some(({ share }) => share === "")) return null;
  const value = goal as number;
  return {
    goal:
      begin === "margin" ? { margin: value / 100 } : begin === "completes" ? { completes: value } : { budget: value },
    proportion: (proportion as number) / 100,
    confidence: (confidence as number) / 100,
    population: form.people === "" ? null : form.people,
    perPsu: perPsu as number,
    likeness: earlier ?? { intraclass: intraclass as number },
    weightingEffect: weightingEffect as number,
    responseRate: (responseRate as number) / 100,
    domains: form.domains.map(({ name, share }) => ({ name, share: (share as number) / 100, margin: null })),
    oversample: form.oversample && form.domains.length > 0,
    costs: {
      fixed: form.fixed || 0,
      perPsu: form.perPsuCost || 0,
      perInterview: form.perInterview || 0,
      perApproach: form.perApproach || 0,
    },
  };
}

/** The form of an address; whatever is not there, or of another kind, is as at first. */
export function planOfAddress(found: object | undefined): PlanForm {
  const known = Object.entries(found ?? {}).filter(([key, value]) => {
    if (!(key in firstPlan)) return false;
    const first = firstPlan[key as keyof PlanForm];
    if (typeof first === "number" || first === "") return typeof value === "number" || value === "";
    if (key === "earlier") return value === null || typeof value === "object";
    return Array.isArray(first) ? Array.isArray(value) : typeof value === typeof first;
  });
  return { ...firstPlan, ...(Object.fromEntries(known) as Partial<PlanForm>) };
}

/** Only what differs from the first form, so that addresses stay short. */
export function addressOfPlan(form: PlanForm): Partial<PlanForm> | undefined {
  const changed = Object.entries(form).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(firstPlan[key as keyof PlanForm]),
  );
  return changed.length ? (Object.fromEntries(changed) as Partial<PlanForm>) : undefined;
}
