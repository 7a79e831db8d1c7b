import { RatesError } from "./rates-error.ts";

/** Final dispositions, in the order of AAPOR's letters: I, P, R, NC, O, UH, UO, and cases found not eligible. */
export const dispositionNames = [
  "complete",
  "partial",
  "refusal",
  "nonContact",
  "otherEligible",
  "unknownHousehold",
  "unknownOther",
  "ineligible",
] as const;

export type Disposition = (typeof dispositionNames)[number];

/** Cases of each final disposition: counts, or sums of base weights. All ≥ 0. */
export interface Dispositions {
  /** I: complete interviews. */
  readonly complete: number;
  /** P: partial interviews. Default 0. */
  readonly partial?: number;
  /** R: refusals and break-offs. Default 0. */
  readonly refusal?: number;
  /** NC: eligible, never reached. Default 0. */
  readonly nonContact?: number;
  /** O: eligible, reached, no interview for another reason (illness, language, death). Default 0. */
  readonly otherEligible?: number;
  /** UH: not known whether there is a household or person. Default 0. */
  readonly unknownHousehold?: number;
  /** UO: household or person known, eligibility not. Default 0. */
  readonly unknownOther?: number;
  /** Not eligible: outside the population or no sampling unit at all. Only e is worked out from them. Default 0. */
  readonly ineligible?: number;
}

/** Every disposition with its number, checked. */
export function checkedDispositions(given: Dispositions): Readonly<Record<Disposition, number>> {
  let cases = 0;
  const found = Object.fromEntries(
    dispositionNames.map((name) => {
      const count = given[name] ?? 0;
      if (!Number.isFinite(count)) throw new RatesError("not-finite", name, `${name} is ${count}, not a number.`);
      if (count < 0) throw new RatesError("negative-count", name, `${name} is ${count}; a count is never negative.`);
      cases += count;
      return [name, count];
    }),
  ) as Record<Disposition, number>;
  if (cases === 0) throw new RatesError("no-cases", "dispositions", "No case has a disposition: there is no rate.");
  return found;
}

/**
 * Adds up cases by final disposition. With base weights the rates made of them are weighted rates: they speak of the population's
 * cases, as they must when some strata were drawn more heavily than others.
 *
 * @param codes one a case, an index into `dispositionNames`.
 * @param weights base weight of each case, ≥ 0; omitted: each case counts one. [codes.length]
 * @throws {RatesError} wrong-length, unknown-disposition, negative-count, not-finite, no-cases.
 * @see AAPOR (2023), Standard Definitions, 10th edition, "weighted response rates".
 */
export function tallyDispositions(codes: Int32Array, weights?: Float64Array): Readonly<Record<Disposition, number>> {
  if (weights !== undefined && weights.length !== codes.length)
    throw new RatesError("wrong-length", "weights", `${weights.length} weights for ${codes.length} cases.`);
  const sums = new Float64Array(dispositionNames.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    const weight = weights === undefined ? 1 : weights[i]!;
    if (code < 0 || code >= sums.length)
      throw new RatesError("unknown-disposition", `codes[${i}]`, `Case ${i} has the disposition ${code}.`);
    if (!Number.isFinite(weight)) throw new RatesError("not-finite", `weights[${i}]`, `Weight ${i} is ${weight}.`);
    if (weight < 0) throw new RatesError("negative-count", `weights[${i}]`, `Weight ${i} is ${weight}.`);
    sums[code]! += weight;
  }
  return checkedDispositions(
    Object.fromEntries(dispositionNames.map((name, k) => [name, sums[k]!])) as Record<Disposition, number>,
  );
}
