// Each role on each route of each host, against what is written down by hand in testing/who-may.ts.
import { randomUUID } from "node:crypto";
import { houseRoles, type Role, roles } from "@lang-nghe/contract";
import { expect, test } from "vitest";
import { hostRoles } from "./platform/config.ts";
import { openServer, type TestServer } from "./testing/index.ts";
import { openedStudy } from "./testing/water-study.ts";
import { type Duty, wall, whoMay } from "./testing/who-may.ts";

const linesOf = ({ routes }: Duty) =>
  routes
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
const table = (host: (typeof hostRoles)[number]) =>
  whoMay[host].flatMap((duty) => linesOf(duty).map((route) => ({ route, who: duty.who, per: duty.per })));

type Signed = { cookie: string };
let callers = 0;
/** Every call from an address of its own: what is tried here is who may, not how often. */
const address = () => `10.${(++callers >> 16) & 255}.${(callers >> 8) & 255}.${callers & 255}`;

/** What the server says of the person's right to ask: not of what was asked, which is nonsense. */
async function outcome(server: TestServer, route: string, path: Record<string, string>, signed?: Signed) {
  const [method, pattern] = route.split(" ") as ["GET", string];
  const url = pattern.replace(/:(\w+)/g, (_, name: string) => path[name] ?? randomUUID()).replace("*", "nothing");
  const body = method !== "GET" && method !== ("OPTIONS" as string);
  const reply = await server.app.inject({
    method,
    url,
    headers: { "x-requested-with": "lang-nghe", ...(signed && { cookie: signed.cookie }) },
    ...(body && { payload: {} }),
    remoteAddress: address(),
    // Streams of events would never end.
    payloadAsStream: true,
  });
  const stream = reply.stream();
  if (reply.statusCode !== 401 && reply.statusCode !== 403) {
    stream.destroy();
    return reply.statusCode === 429 ? "too many" : "let in";
  }
  const { code } = JSON.parse(Buffer.concat(await stream.toArray()).toString()) as { code: string };
  if (code === "accounts.not-allowed") return "refused";
  return code === "accounts.signed-out" ? "signed out" : "let in";
}

test.each(hostRoles)("%s: every route stands in the table of who may, once, and no other does", async (host) => {
  const server = await openServer({ role: host });
  const served = server.app.servedRoutes
    .filter(({ method }) => method !== "HEAD")
    .map(({ method, url }) => `${method} ${url}`);
  await server.close();
  expect(
    table(host)
      .map(({ route }) => route)
      .sort(),
  ).toEqual(served.sort());
});

/** Asked halfway through signing in: without that they say "signed out", and it is no matter of roles. */
const halfway = ["POST /api/session/challenge", "POST /api/session/factor", "POST /api/password"];

test.each(["office", "issuer"] as const)(
  "%s: each role, held for the whole house, is let in where the table says so and refused everywhere else",
  async (host) => {
    const server = await openServer({ role: host });
    const wrong: string[] = [];
    let tried = 0;
    const check = async (route: string, name: string, expected: string, signed?: Signed) => {
      const found = await outcome(server, route, {}, signed);
      tried++;
      if (found !== expected) wrong.push(`${route} as ${name}: ${found}, should be ${expected}`);
    };
    for (const { route, who } of table(host))
      if (!halfway.includes(route)) await check(route, "nobody", who === "anyone" ? "let in" : "signed out");
    for (const role of roles) {
      const signed = { cookie: await server.cookieOf(role) };
      // Signing out comes last: it ends what is tried with.
      const routes = table(host).filter(({ route }) => !halfway.includes(route));
      for (const { route, who } of routes.sort((a) => (a.route === "DELETE /api/session" ? 1 : -1)))
        await check(route, role, typeof who === "string" || who.includes(role) ? "let in" : "refused", signed);
    }
    await server.close();
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(15 * 40);
  },
  180_000,
);

test.each(["office", "issuer"] as const)(
  "%s: a role held for one study reaches that study as the table says, and nothing of another or of the house",
  async (host) => {
    const server = await openServer({ role: host });
    const lead = await server.as("study-lead");
    // The issuer learns of studies from the office: for it a study is a number, known or not.
    const made = async () => (host === "office" ? (await openedStudy(lead)).id : randomUUID());
    const [own, other] = [await made(), await made()];
    const draft = { headline: { vi: "Nước", en: "Water" }, note: { vi: "", en: "" }, tables: [] };
    const newRelease = async (studyId: string) =>
      (await lead.post(`/api/studies/${studyId}/releases`, draft)).json().id as string;
    const wrong: string[] = [];
    for (const role of roles.filter((one) => !houseRoles.includes(one))) {
      const signed = { cookie: await server.cookieOf(role, own) };
      for (const { route, who, per } of table(host)) {
        if (typeof who === "string") continue;
        const may = who.includes(role);
        const tried = [
          [own, may && per !== undefined ? "let in" : "refused"],
          [other, may && per === "own-studies" ? "let in" : "refused"],
        ] as const;
        // Whoever may not do it where the role is held may not do it elsewhere: there it is tried of those who may.
        for (const [studyId, expected] of may ? tried : tried.slice(0, 1)) {
          const path: Record<string, string> = { studyId };
          if (route.includes(":releaseId")) path.releaseId = await newRelease(studyId);
          const found = await outcome(server, route, path, signed);
          if (found !== expected)
            wrong.push(`${route} as ${role} of ${studyId === own ? "this" : "another"}: ${found}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    await server.close();
  },
  180_000,
);

test("contacts and answers never meet in one person for one study, whichever of the two roles comes first", async () => {
  const server = await openServer();
  const administrator = await server.as("administrator");
  const lead = await server.as("study-lead");
  const [one, another] = [(await openedStudy(lead)).id, (await openedStudy(lead)).id];
  const side = (role: Role) =>
    wall.contacts.includes(role) ? "contacts" : wall.answers.includes(role) ? "answers" : undefined;
  const apart = (a: Role, b: Role) => new Set([side(a), side(b)]).size === 2 && side(a) && side(b);
  const wrong: string[] = [];
  let refusedPairs = 0;
  const pairs = roles.flatMap((a, i) => roles.map((b, j) => ({ first: a, second: b, again: j < i })));
  const scopesOfPairs = [
    [one, one],
    [null, null],
    [one, null],
    [one, another],
  ] as const;
  // Pairs that may meet are tried in one order and where they would be closest, the others in both and everywhere.
  for (const { first, second } of pairs.filter((pair) => !pair.again || apart(pair.first, pair.second)))
    for (const [studyOfFirst, studyOfSecond] of apart(first, second) ? scopesOfPairs : scopesOfPairs.slice(0, 2)) {
      const scopes = [
        { role: first, unitId: null, studyId: studyOfFirst },
        { role: second, unitId: null, studyId: studyOfSecond },
      ];
      // Roles of the whole house are not given for a study.
      if (scopes.some(({ role, studyId }) => studyId !== null && houseRoles.includes(role))) continue;
      const meet = studyOfFirst === null || studyOfSecond === null || studyOfFirst === studyOfSecond;
      const expected = apart(first, second) && meet ? 409 : 201;
      const username = randomUUID().slice(0, 18);
      const together = await administrator.post("/api/staff", { name: "A", username, roles: scopes });
      const { member } = (
        await administrator.post("/api/staff", { name: "B", username: `${username}-b`, roles: [scopes[0]] })
      ).json();
      const later = await administrator.post(`/api/staff/${member.id}/grants`, scopes[1]);
      if (expected === 409) refusedPairs++;
      if (together.statusCode !== expected || later.statusCode !== expected)
        wrong.push(`${JSON.stringify(scopes)}: ${together.statusCode}, ${later.statusCode}, should be ${expected}`);
    }
  expect(wrong).toEqual([]);
  // 3 × 6 roles apart, either first; in three of the four cases their studies meet.
  expect(refusedPairs).toBe(3 * 6 * 2 * 3);
  await server.close();
}, 180_000);
