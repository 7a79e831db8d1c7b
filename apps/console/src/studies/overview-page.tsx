/** Replaced by its capability. */
export function OverviewPage() {
  return null;
}
