/** Days from one day to another, both ISO 8601: 0 the same day, negative when `until` is past. */
export const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Whole hours left until a moment, rounded towards now: 0 within the last hour; negative when it is past. */
export const hoursUntil = (now: Date, until: string): number =>
  Math.trunc((Date.parse(until) - now.getTime()) / 3600_000);

/** The day in Vietnam (UTC+7), where deadlines are counted. */
export const dayInVietnam = (now: Date): string => new Date(now.getTime() + 7 * 3600_000).toISOString().slice(0, 10);

/** The time of day in Vietnam, "14:05". */
export const timeInVietnam = (now: Date): string => new Date(now.getTime() + 7 * 3600_000).toISOString().slice(11, 16);

/** A day and "14:05" in Vietnam as a moment; undefined for what is no time of day. */
export function momentOf(day: string, time: string): string | undefined {
  const found = /^([01]?\d|2[0-3])[:.h]([0-5]\d)$/.exec(time.trim());
  if (!found) return undefined;
  return new Date(`${day}T${found[1]!.padStart(2, "0")}:${found[2]}:00+07:00`).toISOString();
}
