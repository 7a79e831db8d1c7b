/** Replaced by its capability. */
export function ReleasePage() {
  return null;
}
