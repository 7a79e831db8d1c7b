// The three hosts side by side on one machine, for a trial: processes, ports, databases and data folders of their own.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type HostRole, hostRoles, readConfig } from "./platform/config.ts";
import { prepareDatabase } from "./platform/database-roles.ts";
import { hostDatabases } from "./platform/host-databases.ts";
import { explainFailedStart, startDatabase } from "./start-database.ts";

/** A host ended by itself; it has said why. */
class HostEnded extends Error {}

try {
  await run();
} catch (error) {
  console.error(explainFailedStart(error));
  process.exit(1);
}

async function run(): Promise<void> {
  const config = readConfig({ ...process.env, ROLE: "office" });
  const embedded = config.databaseUrl ? undefined : await startDatabase(config);
  const hosts: ChildProcess[] = [];
  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    await Promise.all(hosts.map(ended));
    await embedded?.stop();
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void stop(0));
  try {
    const databases = await hostDatabases(config.databaseUrl ?? embedded!.url("postgres"));
    const addresses = await Promise.all(
      hostRoles.map(async (role, index) => {
        const dataDirectory = dataDirectoryOf(role, config.dataDirectory);
        // A host is given its own login only: not the owner's, with which it could look into the others' databases.
        const login = await prepareDatabase(databases[role], role, dataDirectory);
        const host = startHost(role, {
          PORT: String(config.port + index),
          PUBLIC_URL: config.hosts[role],
          OFFICE_URL: config.hosts.office,
          ISSUER_URL: config.hosts.issuer,
          COLLECTOR_URL: config.hosts.collector,
          DATABASE_URL: login.url,
          DATA_DIR: dataDirectory,
        });
        hosts.push(host);
        const address = await addressOf(host);
        host.once("exit", (code) => void stop(code ?? 1));
        return address;
      }),
    );
    if (!stopping) console.log(greeting(addresses));
  } catch (error) {
    if (stopping) return;
    stopping = true;
    await Promise.all(hosts.map(ended));
    await embedded?.stop();
    if (error instanceof HostEnded) process.exit(1);
    throw error;
  }
}

/** The office keeps the folder that it had before there were other hosts. */
function dataDirectoryOf(role: HostRole, folder: string): string {
  const own = role === "office" ? folder : join(folder, role);
  mkdirSync(own, { recursive: true });
  return own;
}

function startHost(role: HostRole, environment: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...environment, ROLE: role },
    // Ctrl-C in a terminal reaches the whole group: only the trial itself shall act on it.
    detached: process.platform !== "win32",
  });
}

function addressOf(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    host.once("message", (message) => resolve((message as { address: string }).address));
    host.once("exit", (code) => reject(new HostEnded(`A host ended with ${code}.`)));
  });
}

async function ended(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const exit = new Promise((resolve) => host.once("exit", resolve));
  host.kill("SIGTERM");
  await exit;
}

function greeting([office, issuer, collector]: string[]): string {
  return `Lắng Nghe: ${office}
  Thư mời · Invitations: ${issuer}
  Hòm phiếu · Collector: ${collector}
  Chạy thử trên một máy. Ẩn danh thật cần các máy riêng, do những người khác nhau giữ.
  A trial on one machine. Real anonymity wants hosts of their own, in different hands.`;
}
