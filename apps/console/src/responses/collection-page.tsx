/** Replaced by its capability. */
export function CollectionPage() {
  return null;
}
