/** Replaced by its capability. */
export function QuestionnairePage() {
  return null;
}
