export interface DayParts {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** The three fields of a day: `2026-02-06` (ISO 8601), or `31/2/2026` as typed; empty when there is none. */
export function dayParts(value: string | undefined): DayParts {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(value ?? "");
  const unread = /^([^/]*)\/([^/]*)\/([^/]*)$/.exec(value ?? "");
  if (unread) return { day: unread[1] ?? "", month: unread[2] ?? "", year: unread[3] ?? "" };
  return parts
    ? { day: String(Number(parts[3])), month: String(Number(parts[2])), year: parts[1] ?? "" }
    : { day: "", month: "", year: "" };
}

/** Reads three typed fields as a day of the Gregorian calendar. Nothing typed: neither value nor problem. */
export function readDay(parts: DayParts): { value?: string; problem?: "not-a-day" | "day-incomplete" } {
  const [day, month, year] = [parts.day, parts.month, parts.year].map((part) => part.trim()) as [
    string,
    string,
    string,
  ];
  if (day + month + year === "") return {};
  if (day === "" || month === "" || !/^\d{4}$/.test(year)) return { problem: "day-incomplete" };
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month)) return { problem: "not-a-day" };
  const [d, m, y] = [Number(day), Number(month), Number(year)];
  if (m < 1 || m > 12 || d < 1 || d > daysIn(m, y)) return { problem: "not-a-day" };
  return { value: `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` };
}

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
