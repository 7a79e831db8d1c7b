/** Replaced by its capability. */
export function SetPasswordPage() {
  return null;
}
