// The three hosts as processes of their own, on a clock that the attack sets.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort, newDataDirectory, removeDirectory, root } from "../../../../../e2e/testing/system.ts";
import { type HostRole, hostRoles } from "../../platform/config.ts";
import { prepareDatabase } from "../../platform/database-roles.ts";
import { startEmbeddedPostgres } from "../../platform/embedded-postgres.ts";
import { hostDatabases } from "../../platform/host-databases.ts";
import type { Travel } from "../travelling-host.ts";
import { rowsOf } from "./insider.ts";

/** What can be taken away, to see that its attack then succeeds. */
export type Without = "mixing" | "shuffling" | undefined;

export type Hosts = Awaited<ReturnType<typeof startHosts>>;

/** Starts all three on an empty database. @param without a protection that is taken away. */
export async function startHosts(from: number, without: Without) {
  const dataDirectory = newDataDirectory();
  const database = await startEmbeddedPostgres(dataDirectory);
  const databases = await hostDatabases(database.url("postgres"));
  const ports = { office: await freePort(), issuer: await freePort(), collector: await freePort() };
  const address = (role: HostRole) => `http://127.0.0.1:${ports[role]}`;
  const processes = {} as Record<HostRole, ChildProcess>;
  const links = {} as Record<HostRole, string>;
  let said = "";
  for (const role of hostRoles) {
    const folder = join(dataDirectory, `${role}-files`);
    mkdirSync(folder);
    const { url } = await prepareDatabase(databases[role], role, folder);
    if (without === "shuffling" || without === "mixing") await stopShuffling(databases[role]);
    // The databases themselves refuse batches of a few.
    if (without === "mixing" && role !== "issuer") {
      const table = role === "office" ? "waves.batch" : "deposits.batch";
      await rowsOf(databases[role], `alter table ${table} drop constraint batch_size_check`);
    }
    const { VITEST: _vitest, NODE_OPTIONS: _options, ...environment } = process.env;
    const child = spawn(process.execPath, [join(root, "apps/server/src/testing/travelling-host.ts")], {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        ...environment,
        ROLE: role,
        PORT: String(ports[role]),
        PUBLIC_URL: address(role),
        OFFICE_URL: address("office"),
        ISSUER_URL: address("issuer"),
        COLLECTOR_URL: address("collector"),
        DATABASE_URL: url,
        DATA_DIR: folder,
        TRAVEL_FROM: String(from),
        ...(without === "mixing" && { TRAVEL_WITHOUT_MIXING: "1" }),
      },
    });
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk) => (said += chunk));
    processes[role] = child;
    links[role] = await new Promise<string>((resolve, reject) => {
      child.once("message", (message) => resolve((message as { address: string }).address));
      child.once("exit", (code) => reject(new Error(`The ${role} ended with ${code}: ${said}`)));
    });
  }

  async function travelOne(role: HostRole, travel: Travel): Promise<void> {
    const child = processes[role];
    await new Promise<void>((resolve) => {
      child.once("message", () => resolve());
      child.send(travel);
    });
  }

  const signedIn: { office?: ReturnType<typeof signIn>; issuer?: ReturnType<typeof signIn> } = {};

  return {
    address,
    databases,
    cluster: join(dataDirectory, "cluster"),
    folder: (role: HostRole) => join(dataDirectory, `${role}-files`),
    /** Everything the processes printed. */
    said: () => said,
    /** Sets the clocks. */
    travel: (now: number) => Promise.all(hostRoles.map((role) => travelOne(role, { now, rounds: false }))),
    /** Sets the clocks and does what comes round, in the order in which things move on. */
    async night(now: number): Promise<void> {
      for (const role of ["issuer", "collector", "office"] as const) await travelOne(role, { now, rounds: true });
    },
    /** Requests of the first administrator. */
    staff(role: "office" | "issuer"): ReturnType<typeof signIn> {
      signedIn[role] ??= signIn(address(role), links[role], databases[role]);
      return signedIn[role];
    },
    async stop(): Promise<void> {
      await Promise.all(
        hostRoles.map(async (role) => {
          const ended = new Promise((resolve) => processes[role].once("exit", resolve));
          processes[role].kill("SIGTERM");
          await ended;
        }),
      );
      await database.stop();
      removeDirectory(dataDirectory);
    },
  };
}

/** Rows stay where and as they were written. */
async function stopShuffling(url: string): Promise<void> {
  await rowsOf(
    url,
    `create or replace function platform.rewrite_shuffled(target regclass) returns bigint language sql as 'select 0::bigint';
     create or replace function platform.let_go_of_order() returns boolean language sql as 'select true'`,
  );
}

/** The first administrator, and requests in their name; signed in anew when the clock has travelled past a session. */
async function signIn(address: string, link: string, database: string) {
  const headers: Record<string, string> = { "x-requested-with": "lang-nghe", "accept-language": "en" };
  const account = { username: "quantri", password: "một mật khẩu đủ dài" };
  async function enter(path: string, body: object): Promise<void> {
    const reply = await fetch(`${address}/api/${path}`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (reply.status !== 201) throw new Error(`${address}: ${reply.status} ${await reply.text()}`);
    headers.cookie = reply.headers.getSetCookie()[0]!.split(";")[0]!;
  }
  await enter("setup", { ...account, name: "Quản trị", token: link.split("#")[1] });
  await rowsOf(database, "update accounts.staff set factor_by = '9999-01-01'");
  return async (method: string, path: string, body?: object | FormData): Promise<unknown> => {
    const send = () =>
      fetch(`${address}/api/${path}`, {
        method,
        headers: body && !(body instanceof FormData) ? { ...headers, "content-type": "application/json" } : headers,
        ...(body && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      });
    let reply = await send();
    if (reply.status === 401) {
      await enter("session", account);
      reply = await send();
    }
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
}
