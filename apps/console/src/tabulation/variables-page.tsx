/** Replaced by its capability. */
export function VariablesPage() {
  return null;
}
