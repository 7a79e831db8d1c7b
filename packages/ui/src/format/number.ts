/** Languages of the interface. Vietnamese is the source. */
export type Language = "vi" | "en";

/** U+00A0: a number and its sign stay on one line. */
const noBreakSpace = "\u00a0";
/** U+2212, as wide as a plus sign. */
const minus = "\u2212";

const separators = {
  vi: { decimal: ",", group: "." },
  en: { decimal: ".", group: "," },
} as const;

/** Rounds half away from zero on the decimal value a person would write down (0.285 → 28.5 %, not 28.499…). */
function fixed(magnitude: number, decimals: number): string {
  return Number(magnitude.toPrecision(13)).toFixed(decimals);
}

function grouped(digits: string, language: Language): string {
  const { decimal, group } = separators[language];
  const [whole = "0", fraction] = digits.split(".");
  const parts = whole.replace(/\B(?=(\d{3})+(?!\d))/g, group);
  return fraction === undefined ? parts : `${parts}${decimal}${fraction}`;
}

/**
 * A number as the language writes it: `1.234,5` in Vietnamese, `1,234.5` in English.
 * Written by hand because ICU data differ between runtimes and a released figure must not.
 * Not a finite number: an en dash.
 */
export function formatNumber(value: number, language: Language, decimals = 0): string {
  if (!Number.isFinite(value)) return "–";
  const digits = fixed(Math.abs(value), decimals);
  const negative = value < 0 && /[1-9]/.test(digits);
  return (negative ? minus : "") + grouped(digits, language);
}

/** A count of people: whole, grouped. Null (withheld or unknown): an en dash. */
export function formatCount(count: number | null, language: Language): string {
  return count === null ? "–" : formatNumber(count, language, 0);
}

/** Decimals of a printed per cent: one where the effective base reaches 1,000, else none (TRUST 2.1). Unknown base: none. */
export function percentDecimals(effectiveBase: number | null): 0 | 1 {
  return effectiveBase !== null && effectiveBase >= 1000 ? 1 : 0;
}

/** Decimals of a printed mean: two where the effective base reaches 1,000, else one. */
export function meanDecimals(effectiveBase: number | null): 1 | 2 {
  return effectiveBase !== null && effectiveBase >= 1000 ? 2 : 1;
}

function percentSign(language: Language): string {
  return language === "vi" ? `${noBreakSpace}%` : "%";
}

/**
 * A share (0 to 1) as a per cent: `45,6 %` (no-break space) in Vietnamese, `45.6%` in English.
 * A share that is not 0 (or not 1) but would round to it is written `< 1 %` (or `> 99 %`): nobody is rounded away.
 */
export function formatPercent(share: number, language: Language, decimals: 0 | 1 = 0): string {
  if (!Number.isFinite(share)) return "–";
  const percent = Math.abs(share) * 100;
  const step = decimals === 1 ? 0.1 : 1;
  const digits = fixed(percent, decimals);
  const sign = percentSign(language);
  if (share > 0 && Number(digits) === 0) return `<${noBreakSpace}${formatNumber(step, language, decimals)}${sign}`;
  if (share < 1 && share > 0 && Number(digits) >= 100) {
    return `>${noBreakSpace}${formatNumber(100 - step, language, decimals)}${sign}`;
  }
  return formatNumber(share * 100, language, decimals) + sign;
}

/** A difference of shares in percentage points, always signed: `+2,3 điểm`, `+2.3 points`. */
export function formatPoints(difference: number, language: Language, decimals: 0 | 1 = 1): string {
  const written = formatNumber(difference * 100, language, decimals);
  const sign = difference > 0 && /[1-9]/.test(written) ? "+" : "";
  return `${sign}${written}${noBreakSpace}${language === "vi" ? "điểm" : "points"}`;
}

export interface IntervalStyle {
  readonly unit: "share" | "mean";
  readonly decimals: number;
}

/**
 * An interval with its unit written once: `43,1 – 48,2 %` in Vietnamese, `43.1–48.2%` in English.
 * Ends that round to 0 or 100 are written so: an interval's end may lie there.
 */
export function formatInterval(low: number, high: number, language: Language, style: IntervalStyle): string {
  const scale = style.unit === "share" ? 100 : 1;
  const dash = language === "vi" ? `${noBreakSpace}–${noBreakSpace}` : "–";
  const ends = [low, high].map((end) => formatNumber(end * scale, language, style.decimals)).join(dash);
  return style.unit === "share" ? ends + percentSign(language) : ends;
}

/** An estimate in its unit, rounded as its effective base allows. */
export function formatEstimate(
  value: number,
  language: Language,
  unit: "share" | "mean",
  effectiveBase: number | null,
): string {
  return unit === "share"
    ? formatPercent(value, language, percentDecimals(effectiveBase))
    : formatNumber(value, language, meanDecimals(effectiveBase));
}
