import type { Language } from "./number.ts";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * A day (ISO 8601, `2026-02-06`; a time after it is dropped) as people write it: `06/02/2026` or `6 Feb 2026`.
 * What is not a day comes back as it was.
 */
export function formatDay(day: string, language: Language): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (!parts) return day;
  const [, year, month = "", date = ""] = parts;
  const name = months[Number(month) - 1];
  if (name === undefined) return day;
  return language === "vi" ? `${date}/${month}/${year}` : `${Number(date)} ${name} ${year}`;
}

/** A period: `06/02/2026 – 10/02/2026`; one day when both are the same; null when neither is known. */
export function formatPeriod(from: string | null, to: string | null, language: Language): string | null {
  if (from === null && to === null) return null;
  if (from === null) return `${language === "vi" ? "đến" : "until"} ${formatDay(to ?? "", language)}`;
  if (to === null) return `${language === "vi" ? "từ" : "from"} ${formatDay(from, language)}`;
  return from === to ? formatDay(from, language) : `${formatDay(from, language)} – ${formatDay(to, language)}`;
}
