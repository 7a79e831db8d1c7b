/** Replaced by its capability. */
export function SignInPage() {
  return null;
}
