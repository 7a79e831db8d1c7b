import { RatesError } from "./rates-error.ts";

/**
 * Participation rate of an opt-in survey: usable answers over personal invitations. It says how many of those asked took part,
 * nothing of the population; it is never called a response rate. Open links without invitations have none.
 *
 * @throws {RatesError} negative-count, not-finite, no-cases, bad-rate when there are more answers than invitations.
 * @see ISO 20252; AAPOR (2023), Standard Definitions, "nonprobability panels".
 */
export function participationRate(input: { readonly usable: number; readonly invited: number }): number {
  for (const name of ["usable", "invited"] as const) {
    if (!Number.isFinite(input[name])) throw new RatesError("not-finite", name, `${name} is ${input[name]}.`);
    if (input[name] < 0) throw new RatesError("negative-count", name, `${name} is ${input[name]}.`);
  }
  if (input.invited === 0)
    throw new RatesError("no-cases", "invited", "Nobody was invited: an open link has no participation rate.");
  if (input.usable > input.invited)
    throw new RatesError("bad-rate", "usable", `${input.usable} answers to ${input.invited} invitations.`);
  return input.usable / input.invited;
}

/** The steps from the frame to an answer in a panel drawn at random; each a rate, 0 … 1. */
export interface PanelSteps {
  /** RECR: joined, of those drawn. */
  readonly recruitment: number;
  /** PROR: answered the profile questionnaire, of those who joined. */
  readonly profile: number;
  /** RETR: still members at the time of the survey, of those profiled. Default 1. */
  readonly retention?: number;
  /** COMR: answered this survey, of those invited to it. */
  readonly completion: number;
}

export interface CumulativeRates {
  /** CUMRR1 = RECR · PROR · COMR. */
  readonly withoutRetention: number;
  /** CUMRR2 = RECR · PROR · RETR · COMR: the one to print. */
  readonly cumulative: number;
}

/**
 * Cumulative response rates of a probability panel: a survey of its members can be no better than the way they came in.
 *
 * @throws {RatesError} bad-rate: a step is outside 0 … 1.
 * @see Callegaro & DiSogra (2008), "Computing response metrics for online panels", Public Opinion Quarterly 72(5), 1008-1032.
 */
export function cumulativeRates(steps: PanelSteps): CumulativeRates {
  const { recruitment, profile, retention = 1, completion } = steps;
  for (const [name, rate] of Object.entries({ recruitment, profile, retention, completion })) {
    if (!(rate >= 0 && rate <= 1)) throw new RatesError("bad-rate", name, `${name} is ${rate}, outside 0 … 1.`);
  }
  const withoutRetention = recruitment * profile * completion;
  return { withoutRetention, cumulative: withoutRetention * retention };
}
