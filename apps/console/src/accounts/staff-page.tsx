/** Replaced by its capability. */
export function StaffPage() {
  return null;
}
