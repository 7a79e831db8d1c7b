/** Replaced by its capability. */
export function StudiesPage() {
  return null;
}
