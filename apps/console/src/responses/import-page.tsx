/** Replaced by its capability. */
export function ImportPage() {
  return null;
}
