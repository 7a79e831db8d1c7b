import { checkedDispositions, type Disposition, type Dispositions } from "./dispositions.ts";
import { RatesError } from "./rates-error.ts";

/** Where the share of eligible cases among those of unknown eligibility comes from. */
export type EligibilityInput =
  /** A share worked out elsewhere, with its source in words: it is printed beside the rates. */
  | { readonly method: "given"; readonly value: number; readonly source: string }
  /** The share among the resolved cases (CASRO). */
  | { readonly method: "proportional-allocation" };

export interface Eligibility {
  /** e, 0 … 1. */
  readonly value: number;
  readonly method: EligibilityInput["method"];
  /** To print beside every rate that uses e. */
  readonly source: string;
  /** Resolved cases that e rests on; of proportional allocation only. */
  readonly eligible?: number;
  readonly ineligible?: number;
}

/** AAPOR's names of the outcome rates. */
export type OutcomeRate = `RR${1 | 2 | 3 | 4 | 5 | 6}` | `COOP${1 | 2 | 3 | 4}` | `REF${1 | 2 | 3}` | `CON${1 | 2 | 3}`;

export interface OutcomeRates {
  /** Each 0 … 1; NaN where its denominator is 0. */
  readonly rates: Readonly<Record<OutcomeRate, number>>;
  /** The e of RR3, RR4, REF2 and CON2. */
  readonly eligibility: Eligibility;
  readonly dispositions: Readonly<Record<Disposition, number>>;
}

/**
 * Response, cooperation, refusal and contact rates of a probability sample, by AAPOR's formulae. With D = (I + P) + (R + NC + O):
 * RR1 = I/(D + UH + UO), RR3 = I/(D + e(UH + UO)), RR5 = I/D; RR2, RR4, RR6 the same with I + P.
 * COOP1 = I/((I + P) + R + O), COOP3 = I/((I + P) + R); COOP2, COOP4 with I + P.
 * REF1–3 = R, CON1–3 = (I + P) + R + O over the denominators of RR1, RR3, RR5.
 * Give sums of base weights (`tallyDispositions`) for weighted rates.
 *
 * @param dispositions final dispositions. @param eligibility default: proportional allocation.
 * @param sample "opt-in" is refused: nobody was drawn, so there is no response rate. @see participationRate
 * @throws {RatesError} negative-count, not-finite, no-cases, no-eligible-case, no-resolved-case, bad-eligibility, no-source, opt-in.
 * @see AAPOR (2023), Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys, 10th edition.
 */
export function outcomeRates(
  dispositions: Dispositions,
  eligibility: EligibilityInput = { method: "proportional-allocation" },
  sample: "probability" | "opt-in" = "probability",
): OutcomeRates {
  if (sample === "opt-in")
    throw new RatesError(
      "opt-in",
      "sample",
      "Nobody was drawn for an opt-in sample, so it has no response rate; give its participation rate.",
    );
  const found = checkedDispositions(dispositions);
  const { complete, partial, refusal, nonContact, otherEligible, unknownHousehold, unknownOther } = found;
  const interviewed = complete + partial;
  const known = interviewed + refusal + nonContact + otherEligible;
  const unknown = unknownHousehold + unknownOther;
  const e = eligibilityOf(found, eligibility);
  if (known + e.value * unknown === 0)
    throw new RatesError("no-eligible-case", "dispositions", "No case is eligible: there is no rate.");
  const contacted = interviewed + refusal + otherEligible;
  const cooperating = interviewed + refusal;
  const all = known + unknown;
  const estimated = known + e.value * unknown;
  return {
    rates: {
      RR1: complete / all,
      RR2: interviewed / all,
      RR3: complete / estimated,
      RR4: interviewed / estimated,
      RR5: complete / known,
      RR6: interviewed / known,
      COOP1: complete / contacted,
      COOP2: interviewed / contacted,
      COOP3: complete / cooperating,
      COOP4: interviewed / cooperating,
      REF1: refusal / all,
      REF2: refusal / estimated,
      REF3: refusal / known,
      CON1: contacted / all,
      CON2: contacted / estimated,
      CON3: contacted / known,
    },
    eligibility: e,
    dispositions: found,
  };
}

function eligibilityOf(found: Readonly<Record<Disposition, number>>, input: EligibilityInput): Eligibility {
  if (input.method === "given") {
    if (!(input.value >= 0 && input.value <= 1))
      throw new RatesError("bad-eligibility", "eligibility.value", `e is ${input.value}, outside 0 … 1.`);
    if (input.source.trim() === "")
      throw new RatesError("no-source", "eligibility.source", "An e that is given needs its source in words.");
    return { value: input.value, method: "given", source: input.source.trim() };
  }
  const eligible = found.complete + found.partial + found.refusal + found.nonContact + found.otherEligible;
  const { ineligible } = found;
  if (eligible + ineligible === 0) {
    throw new RatesError(
      "no-resolved-case",
      "eligibility",
      "No case was resolved as eligible or not, so e cannot be worked out: give one with its source.",
    );
  }
  return {
    value: eligible / (eligible + ineligible),
    method: "proportional-allocation",
    source: `proportional allocation (CASRO): ${plain(eligible)} eligible of ${plain(eligible + ineligible)} resolved cases`,
    eligible,
    ineligible,
  };
}

/** Sums of weights to at most two decimals, for a sentence. */
function plain(count: number): string {
  return String(Math.round(count * 100) / 100);
}
