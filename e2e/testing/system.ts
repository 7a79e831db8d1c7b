// The real system as a process of its own, on a folder and port of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

export type System = {
  /** http://localhost:PORT */
  url: string;
  port: number;
  dataDirectory: string;
  /** The line that the start printed: the console, or the first administrator's one-time link. */
  link: string;
  process: ChildProcess;
  /** Ends it as an operator would (SIGTERM). */
  stop: () => Promise<void>;
  /** kill -9 of the server; its database is left to itself. */
  kill: () => Promise<void>;
};

/** A folder that the database's account can reach, even when the tests run as root. */
export function newDataDirectory(): string {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-e2e-"));
  chmodSync(folder, 0o711);
  return folder;
}

export const removeDirectory = (folder: string) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** Starts `command` (default: the built server) and waits for the line with the address. */
export async function startSystem(
  given: {
    dataDirectory?: string;
    port?: number;
    command?: [string, ...string[]];
    options?: { cwd?: string; uid?: number; gid?: number; env?: NodeJS.ProcessEnv };
  } = {},
): Promise<System> {
  const dataDirectory = given.dataDirectory ?? newDataDirectory();
  const port = given.port ?? (await freePort());
  const [program, ...parameters] = given.command ?? [process.execPath, join(root, "apps/server/src/main.ts")];
  const { VITEST: _vitest, NODE_OPTIONS: _options, ...environment } = process.env;
  const child = spawn(program, parameters, {
    cwd: root,
    ...given.options,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...environment,
      ...given.options?.env,
      PORT: String(port),
      DATA_DIR: dataDirectory,
      PUBLIC_URL: `http://localhost:${port}`,
    },
  });
  let said = "";
  const link = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The system did not start in 120 s: ${said}`)), 120_000);
    for (const stream of [child.stdout!, child.stderr!])
      stream.on("data", (chunk) => {
        said += chunk;
        const found = /Lắng Nghe: (\S+)/.exec(said);
        if (found) {
          clearTimeout(timer);
          resolve(found[1]!);
        }
      });
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The system ended with ${code}: ${said}`));
    });
  });
  const end = (signal: NodeJS.Signals) => async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
    // `npm start` ends a moment before its hosts and their database do.
    const database = join(dataDirectory, "cluster/postmaster.pid");
    for (const until = Date.now() + 20_000; signal === "SIGTERM" && Date.now() < until; ) {
      if (!existsSync(database) && !(await answers(port))) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    url: `http://localhost:${port}`,
    port,
    dataDirectory,
    link,
    process: child,
    stop: end("SIGTERM"),
    kill: end("SIGKILL"),
  };
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health`).then(
    () => true,
    () => false,
  );

/** Requests to the console's API as the first administrator, made on first use. */
export async function signIn(
  system: System,
): Promise<(method: string, path: string, body?: unknown) => Promise<Response>> {
  const headers: Record<string, string> = {
    "x-requested-with": "lang-nghe",
    "content-type": "application/json",
    "accept-language": "en",
  };
  const account = { username: "quantri", password: "một mật khẩu đủ dài" };
  const token = system.link.split("#")[1];
  const reply = await fetch(`${system.url}/api/${token ? "setup" : "session"}`, {
    method: "POST",
    headers,
    body: JSON.stringify(token ? { ...account, name: "Quản trị", token } : account),
  });
  if (reply.status !== 201) throw new Error(`No sign-in: ${reply.status} ${await reply.text()}`);
  headers.cookie = reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  return (method, path, body) => {
    const { "content-type": type, ...others } = headers;
    return fetch(`${system.url}${path}`, {
      method,
      headers: body === undefined || body instanceof FormData ? others : { ...others, "content-type": type! },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    });
  };
}
