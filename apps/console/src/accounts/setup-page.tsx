export function SetupPage() {
  return null;
}
export function SetupNeededPage() {
  return null;
}
