/** The time, so that tests can say what day it is. */
export type Clock = () => Date;

/** Vietnam's calendar day of an instant, ISO 8601. All days in the system are days in Vietnam (UTC+7, no summer time). */
export function dayOf(instant: Date): string {
  return new Date(instant.getTime() + 7 * 3600_000).toISOString().slice(0, 10);
}
