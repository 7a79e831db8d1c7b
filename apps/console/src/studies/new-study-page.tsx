/** Replaced by its capability. */
export function NewStudyPage() {
  return null;
}
