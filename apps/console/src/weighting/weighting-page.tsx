/** Replaced by its capability. */
export function WeightingPage() {
  return null;
}
