const isoDate = /^(\d{4})-(\d\d)-(\d\d)$/;
const isoTime = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,3})?)?$/;

/** Days since 1970-01-01 of a calendar day `2026-02-06`, or undefined when there is no such day. */
export function dayNumber(text: string): number | undefined {
  const match = isoDate.exec(text);
  if (!match) return undefined;
  const milliseconds = Date.UTC(+match[1]!, +match[2]! - 1, +match[3]!);
  const date = new Date(milliseconds);
  // Date.UTC reads years 0 to 99 as 1900 to 1999 and carries 31 February into March.
  if (date.getUTCFullYear() !== +match[1]! || date.getUTCDate() !== +match[3]!) return undefined;
  return milliseconds / 86_400_000;
}

/** Fraction of a day of a time `10:30` or `10:30:15`, 0 ≤ f < 1, or undefined when there is no such time. */
export function dayFraction(text: string): number | undefined {
  const match = isoTime.exec(text);
  return match ? (+match[1]! * 3600 + +match[2]! * 60 + +(match[3] ?? 0)) / 86_400 : undefined;
}

/** Days since 1970-01-01, with fraction, of a day, a time (then the fraction alone) or `2026-02-06T10:30`. */
export function momentNumber(text: string): number | undefined {
  const [day = "", time] = text.split("T");
  if (time === undefined) return dayNumber(day) ?? dayFraction(day);
  const date = dayNumber(day);
  const fraction = dayFraction(time.replace(/(Z|[+-]\d\d:?\d\d)$/, ""));
  return date === undefined || fraction === undefined ? undefined : date + fraction;
}

/** The inverse of momentNumber: `2026-02-06`, or with `withTime` `2026-02-06T10:30:00`. "" outside years 1 to 9999. */
export function momentText(days: number, withTime: boolean): string {
  const date = new Date(Math.round(days * 86_400) * 1000);
  const text = Number.isNaN(date.getTime()) ? "" : date.toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, withTime ? 19 : 10) : "";
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const weekdays = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const ngay = "CN T2 T3 T4 T5 T6 T7".split(" ");

/** ODK's format-date: %Y %y %m %n %b %d %e %H %h %M %S %3 %a. Names of months and days in Vietnamese or English. */
export function formatMoment(text: string, pattern: string, language: string): string {
  const days = momentNumber(text);
  if (days === undefined) return "";
  const date = new Date(Math.round(days * 86_400) * 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const month = date.getUTCMonth();
  const vietnamese = language === "vi";
  const parts: { [letter: string]: () => string } = {
    Y: () => String(date.getUTCFullYear()),
    y: () => String(date.getUTCFullYear()).slice(-2),
    m: () => two(month + 1),
    n: () => String(month + 1),
    b: () => (vietnamese ? `Thg ${month + 1}` : months[month]!),
    d: () => two(date.getUTCDate()),
    e: () => String(date.getUTCDate()),
    H: () => two(date.getUTCHours()),
    h: () => String(date.getUTCHours()),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    3: () => "000",
    a: () => (vietnamese ? ngay : weekdays)[date.getUTCDay()]!,
  };
  return pattern.replace(/%([YymnbdeHhMS3a])/g, (_, letter: string) => parts[letter]!());
}
