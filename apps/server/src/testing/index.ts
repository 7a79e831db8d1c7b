// A real server on a database of its own, cloned from the migrated template. Reached over HTTP in process (inject).
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProblemCode, Role } from "@lang-nghe/contract";
import { hash } from "@node-rs/argon2";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import pg from "pg";
import { expect, inject } from "vitest";
import { insertGrant, insertStaff, staffWithPassword } from "../accounts/queries.ts";
import { startSession } from "../accounts/sessions.ts";
import { buildApp } from "../app.ts";
import { type Config, type HostRole, hostRoles, readConfig } from "../platform/config.ts";
import { connect, type Database } from "../platform/database.ts";
import { loginOf } from "../platform/database-roles.ts";
import { databaseUrl } from "../platform/host-databases.ts";
import type { App } from "../platform/platform.ts";
import { ready } from "./compiled-schemas.ts";
import { templateOf } from "./database.ts";

export type Client = Record<
  "get" | "post" | "put" | "patch" | "delete",
  (url: string, body?: unknown) => Promise<LightMyRequestResponse>
> & {
  /** Sends a file as multipart form data, field "file". */
  upload: (
    url: string,
    fileName: string,
    bytes: Uint8Array,
    fields?: Record<string, string>,
  ) => Promise<LightMyRequestResponse>;
};

export type TestServer = {
  app: App;
  config: Config;
  /** As the owner of the tables; the server itself works as its least privileged login. */
  database: Database;
  databaseUrl: string;
  dataDirectory: string;
  /** The server's clock; set it to travel. */
  clock: { now: Date };
  /** Requests as a signed-in member of staff of a role, held for the whole house or for one study. */
  as: (role: Role, studyId?: string) => Promise<Client>;
  /** The cookie of such a member of staff. */
  cookieOf: (role: Role, studyId?: string) => Promise<string>;
  /** Requests of someone who is not signed in. */
  anyone: Client;
  close: () => Promise<void>;
};

/** Starts a server with today's schema and nobody in it. @param given.role which of the hosts; default the office. */
export async function openServer({
  role = "office" as HostRole,
  settings = {} as Record<string, string>,
} = {}): Promise<TestServer> {
  const server = inject("databaseServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onServer(
    server,
    // As files: through the log each page would be written twice.
    `create database ${name} template ${templateOf(role)} strategy file_copy`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${loginOf(role)}`,
  );
  const url = databaseUrl(server, name);
  const database = connect(url, 4);
  const dataDirectory = mkdtempSync(join(tmpdir(), "lang-nghe-data-"));
  keepRunPassword(dataDirectory, role);
  const clock = { now: new Date("2026-03-02T03:00:00Z") };
  const PORT = String(3000 + hostRoles.indexOf(role));
  const config = readConfig({ ROLE: role, PORT, DATA_DIR: dataDirectory, DATABASE_URL: url, ...settings });
  const served = connect(databaseUrl(inject("serverLogins")[role], name), 4);
  const app = await buildApp({ config, database: served, clock: () => clock.now });
  await ready(app);
  const cookieOf: TestServer["cookieOf"] = async (roleOfPerson, studyId) => {
    const id = await staffOf(database, roleOfPerson, studyId);
    const token = await startSession(database, () => clock.now, id, "full", undefined);
    return `lang-nghe-${role}-session=${token}`;
  };
  return {
    app,
    config,
    database,
    databaseUrl: url,
    dataDirectory,
    clock,
    anyone: client(app),
    cookieOf,
    as: async (roleOfPerson, studyId) => client(app, await cookieOf(roleOfPerson, studyId)),
    close: async () => {
      await app.close();
      await served.destroy();
      await database.destroy();
      await onServer(server, `drop database ${name} with (force)`);
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** A host that a test starts on a folder gives its login the run's own password: another would lock the other tests out. */
export function keepRunPassword(folder: string, role: HostRole): void {
  mkdirSync(folder, { recursive: true });
  const password = decodeURIComponent(new URL(inject("serverLogins")[role]).password);
  writeFileSync(join(folder, `database-password-${role}`), password, { mode: 0o600 });
}

async function onServer(server: string, ...statements: string[]): Promise<void> {
  const connection = new pg.Client({ connectionString: server });
  await connection.connect();
  for (const statement of statements) await connection.query(statement);
  await connection.end();
}

/** Of every member of staff that tests make; the username is the role. */
export const testPassword = "mat khau thu nghiem";
const passwordHash = hash(testPassword);

/** The member of staff who holds one role, made when first asked for; no second factor is demanded. */
async function staffOf(database: Database, role: Role, studyId: string | undefined): Promise<string> {
  const username = studyId === undefined ? role : `${role} ${studyId}`;
  const known = await staffWithPassword(database, username);
  if (known) return known.id;
  const password = await passwordHash;
  const given = { name: `Test ${username}`, username, password, factorBy: new Date("9999-01-01") };
  const id = await insertStaff(database, given);
  await insertGrant(database, id, { role, unitId: null, studyId: studyId ?? null });
  return id;
}

function client(app: App, cookie?: string): Client {
  const headers = { "x-requested-with": "lang-nghe", "accept-language": "en", ...(cookie && { cookie }) };
  const send = (method: InjectOptions["method"] & string) => (url: string, body?: unknown) =>
    app.inject({ method: method as "GET", url, headers, ...(body !== undefined && { payload: body as object }) });
  return {
    get: send("GET"),
    post: send("POST"),
    put: send("PUT"),
    patch: send("PATCH"),
    delete: send("DELETE"),
    upload: (url, fileName, bytes, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob([bytes as Uint8Array<ArrayBuffer>]), fileName);
      const body = new Response(form);
      return body.arrayBuffer().then((payload) =>
        app.inject({
          method: "POST",
          url,
          headers: { ...headers, "content-type": body.headers.get("content-type") ?? "" },
          payload: Buffer.from(payload),
        }),
      );
    },
  };
}

/** Asserts that a reply is the named problem, as RFC 9457, with at least these details. */
export function expectProblem(
  reply: LightMyRequestResponse,
  code: ProblemCode,
  details: Record<string, unknown> = {},
): void {
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  expect(reply.json()).toMatchObject({ code, details, status: reply.statusCode, type: `/problems/${code}` });
}
