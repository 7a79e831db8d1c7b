/** Replaced by its capability. */
export function AuditPage() {
  return null;
}
