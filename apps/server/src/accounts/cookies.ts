import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../platform/config.ts";
import { sessionHours } from "./sessions.ts";
import type { Browser } from "./sign-in.ts";

export type Cookies = {
  session: (request: FastifyRequest) => string | undefined;
  browser: (request: FastifyRequest) => Browser;
  setSession: (reply: FastifyReply, token: string) => FastifyReply;
  setDevice: (reply: FastifyReply, mark: string) => FastifyReply;
  clearSession: (reply: FastifyReply) => FastifyReply;
};

/**
 * The cookies of a host's console. They never reach the answer page (path /api, so `__Secure-` and not `__Host-`). Cookies know
 * no ports: each host has names of its own, so that hosts side by side do not sign each other's staff out.
 */
export function cookiesOf({ role, publicUrl }: Pick<Config, "role" | "publicUrl">): Cookies {
  const secure = publicUrl.startsWith("https://");
  const name = (what: string) => `${secure ? "__Secure-" : ""}lang-nghe-${role}-${what}`;
  const options = { path: "/api", httpOnly: true, sameSite: "strict", secure } as const;
  const session = (request: FastifyRequest) => request.cookies[name("session")];
  return {
    session,
    browser: (request) => ({ userAgent: request.headers["user-agent"], device: request.cookies[name("device")] }),
    setSession: (reply, token) => reply.setCookie(name("session"), token, { ...options, maxAge: sessionHours * 3600 }),
    setDevice: (reply, mark) => reply.setCookie(name("device"), mark, { ...options, maxAge: 365 * 24 * 3600 }),
    clearSession: (reply) => reply.clearCookie(name("session"), options),
  };
}
