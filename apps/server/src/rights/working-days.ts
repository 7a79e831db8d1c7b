/** The day `count` days later (or earlier), ISO 8601. */
export function daysAfter(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** Monday to Friday, and no holiday. */
export function isWorkingDay(day: string, holidays: ReadonlySet<string>): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.has(day);
}

/**
 * The last of `count` working days that begin the day after `day`. A holiday missing from the list makes the result earlier,
 * never later: a list that nobody kept up costs time, not a deadline.
 */
export function workingDaysAfter(day: string, count: number, holidays: ReadonlySet<string>): string {
  let current = day;
  for (let left = count; left > 0; ) {
    current = daysAfter(current, 1);
    if (isWorkingDay(current, holidays)) left--;
  }
  return current;
}
