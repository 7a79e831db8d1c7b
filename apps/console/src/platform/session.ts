import { type Permission, permissions, type SessionState } from "@lang-nghe/contract";
import { useGet } from "./query.ts";

/** Who is here and what the console must warn of. */
export function useSession() {
  return useGet<SessionState>("/session");
}

/** Whether the signed-in person's role has a permission. The server decides again; this only spares a refusal. */
export function useMay(): (permission: Permission) => boolean {
  const role = useSession().data?.person?.role;
  return (permission) => role !== undefined && permissions[role].includes(permission);
}
