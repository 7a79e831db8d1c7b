/** Replaced by its capability. */
export function AccountPage() {
  return null;
}
