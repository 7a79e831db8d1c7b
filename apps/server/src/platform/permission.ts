import { holds, holdsSomewhere, type Permission, type RoleGrant } from "@lang-nghe/contract";
import type { FastifyRequest } from "fastify";
import { Problem } from "./problem.ts";

/** The member of staff behind a request. */
export type Person = {
  id: string;
  name: string;
  grants: readonly RoleGrant[];
  /** The time without a second factor is over: nothing is open but setting one up. */
  factorDue?: true;
  /** The session that asks. */
  sessionId?: string;
};

/** Who may call a route. Every route states one; a test walks all of them. */
export type Access = Permission | "anyone" | "signed-in";

declare module "fastify" {
  interface FastifyContextConfig {
    permission?: Access;
    /**
     * Which study a request is about; undefined: none that exists. Left out, it is the route's :studyId; a route without one
     * demands its permission for the whole house.
     */
    studyOf?: (request: FastifyRequest) => Promise<string | undefined>;
    /** Open to whoever holds the permission for anything; the handler shows only what it is held for (`mayFor`). */
    anyStudy?: true;
    /** Open even when the second factor is overdue. */
    beforeFactor?: true;
    /** Part of the respondent's path: nothing of the request may be logged. */
    respondent?: true;
  }
  interface FastifyRequest {
    person: Person | undefined;
  }
}

/** Refuses a request that its route's `permission` does not allow. */
export async function checkPermission(request: FastifyRequest): Promise<void> {
  if (request.is404) return;
  const { permission: access, studyOf, anyStudy, beforeFactor } = request.routeOptions.config;
  if (access === "anyone") return;
  if (access === undefined) throw new Error(`Route ${request.routeOptions.url} states no permission.`);
  if (!request.person) throw new Problem("accounts.signed-out");
  if (request.person.factorDue && !beforeFactor) throw new Problem("accounts.factor-needed");
  if (access === "signed-in") return;
  const { grants } = request.person;
  const { studyId } = request.params as { studyId?: string };
  const allowed = anyStudy
    ? holdsSomewhere(grants, access)
    : holds(grants, access, studyOf ? await studyOf(request) : studyId);
  if (!allowed) throw new Problem("accounts.not-allowed", { permission: access });
}

/** The signed-in person of a route that demands one. */
export function personOf(request: FastifyRequest): Person {
  if (!request.person) throw new Problem("accounts.signed-out");
  return request.person;
}

/** Whether the person of a request holds a permission for a study: for lists, which show only such studies. */
export const mayFor = (request: FastifyRequest, permission: Permission, studyId: string): boolean =>
  holds(personOf(request).grants, permission, studyId);
