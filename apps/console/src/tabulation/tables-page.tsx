/** Replaced by its capability. */
export function TablesPage() {
  return null;
}
