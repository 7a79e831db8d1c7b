import type { Permission, Role } from "@lang-nghe/contract";
import { permissions } from "@lang-nghe/contract";
import type { FastifyRequest } from "fastify";
import { Problem } from "./problem.ts";

/** The member of staff behind a request. */
export type Person = { id: string; name: string; role: Role };

/** Who may call a route. Every route states one; a test walks all of them. */
export type Access = Permission | "anyone" | "signed-in";

declare module "fastify" {
  interface FastifyContextConfig {
    permission?: Access;
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
  const access = request.routeOptions.config.permission;
  if (access === "anyone") return;
  if (access === undefined) throw new Error(`Route ${request.routeOptions.url} states no permission.`);
  if (!request.person) throw new Problem("accounts.signed-out");
  if (access !== "signed-in" && !permissions[request.person.role].includes(access))
    throw new Problem("accounts.not-allowed", { permission: access });
}

/** The signed-in person of a route that demands one. */
export function personOf(request: FastifyRequest): Person {
  if (!request.person) throw new Problem("accounts.signed-out");
  return request.person;
}
