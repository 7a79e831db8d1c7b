// What attackers of survey systems have sent, and what must never come of it.
import { type Permission, permissions, type Role, roles } from "@lang-nghe/contract";
import type { App } from "../platform/platform.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type TriedRoute = { method: Method; url: string; permission: string; fields: string[] };

/** Paths that leave a folder, in the spellings that have worked somewhere (CVE-2019-9960, CVE-2020-11455, CVE-2018-16397). */
export const climbing = [
  "../secret.txt",
  "../../../../../../../etc/passwd",
  "..%2fsecret.txt",
  "%2e%2e%2fsecret.txt",
  "%2e%2e/secret.txt",
  "..%252fsecret.txt",
  "..%5csecret.txt",
  "..\\secret.txt",
  "....//secret.txt",
  "..%c0%afsecret.txt",
  "%00../secret.txt",
  "secret.txt%00.html",
  "/etc/passwd",
  "%2fetc%2fpasswd",
  "file:///etc/passwd",
  "assets/..%2f..%2f..%2fpackage.json",
  "en/..%2f..%2fsecret.txt",
];

/** Markup that has run in the pages of others: titles, menus, attributes, quotas (CVE-2024-28709, 2020-36993, 2020-25798, 2026-16809). */
export const markup = [
  "<script>alert(1)</script>",
  "</script><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "<svg/onload=alert(1)>",
  "<!--<script>",
  "]]><script>alert(1)</script>",
  "javascript:alert(1)",
  "<a href=javascript:alert(1)>x</a>",
  "{{constructor.constructor('alert(1)')()}}",
  "\u2028alert(1)//",
];

/** Statements that have run in the databases of others (CVE-2024-6933, CVE-2026-50636). */
export const statements = [
  "' or '1'='1",
  "vi'; drop table studies.study; --",
  "1); delete from accounts.staff; --",
  "vi') union select password_hash from accounts.staff --",
  "$1",
  "\\'; select pg_sleep(5) --",
];

/** Values of kinds that a field does not have, and texts that break a layer below. */
export const misfits: unknown[] = [
  null,
  -1,
  ["a", "b"],
  { $ne: null },
  "a\u0000b",
  "\ud800",
  "x".repeat(70_000),
  `../../secret.txt${markup[1]}${statements[1]}`,
];

/** Values of a path's places, and queries and bodies that no page of ours sends. */
export const strangePaths = ["..%2f..%2fsecret.txt", "%00%27%20or%201%3D1", "x".repeat(300)];
export const strangeQueries = [
  "?x[]=1&x=2&__proto__[a]=1&of=%27&question=a&question=b&language=%27--&version[]=1&before=1e99&after=-1",
  "?of=%00&by=%00",
];
export const strangeBodies = ["", "{", '{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}}}', "[".repeat(500)];

/** What tells how the system is made: a stack, a statement, a path on its disk. */
export const telltale =
  /\.ts:\d+|node_modules|\bat \w+ \(|syntax error|\bpg_|\bselect .+ from\b|\/(home|root|work|tmp)\//i;

/** All routes of a host but the session's own end, with the fields that each one's body has. */
export function routesToTry(app: App): TriedRoute[] {
  const { paths = {} } = app.swagger() as {
    paths?: Record<
      string,
      Record<string, { requestBody?: { content: Record<string, { schema: { properties?: object } }> } }>
    >;
  };
  return app.servedRoutes
    .filter(
      ({ method, url }) => !["HEAD", "OPTIONS"].includes(method) && !(method === "DELETE" && url === "/api/session"),
    )
    .map(({ method, url, config }) => {
      const path = url.replace(/:(\w+)/g, "{$1}");
      const content = paths[path]?.[method.toLowerCase()]?.requestBody?.content["application/json"];
      const fields = Object.keys(content?.schema.properties ?? {});
      return { method: method as Method, url, permission: String(config?.permission), fields };
    });
}

/** A role that may call the route: hostile values come from staff too. */
export const roleFor = (permission: string): Role =>
  roles.find((role) => permissions[role].includes(permission as Permission)) ?? "study-lead";
