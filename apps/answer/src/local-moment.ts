/** Local wall-clock time `2026-02-06T10:30`: for today() in the form; it never leaves the device. */
export function localMoment(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
