/** Replaced by its capability. */
export function ReleasesPage() {
  return null;
}
