import { holds, holdsSomewhere, type Permission, type SessionState } from "@lang-nghe/contract";
import { useParams } from "@tanstack/react-router";
import { useGet } from "./query.ts";

/** Who is here and what the console must warn of. */
export function useSession() {
  return useGet<SessionState>("/session");
}

/**
 * Whether the signed-in person holds a permission: for the study whose page is open, elsewhere for the whole house; or for
 * anything at all. The server decides again; this only spares a refusal.
 */
export function useMay(): (permission: Permission, where?: "anywhere") => boolean {
  const grants = useSession().data?.person?.grants ?? [];
  const { studyId } = useParams({ strict: false });
  return (permission, where) =>
    where === "anywhere" ? holdsSomewhere(grants, permission) : holds(grants, permission, studyId);
}
