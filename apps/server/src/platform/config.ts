import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * The hosts of one installation, each a process with a database, a log and keys of its own. The office works with answers and
 * never sees a contact; the issuer holds contacts and never sees an answer; the collector takes sealed answers and opens none.
 */
export const hostRoles = ["office", "issuer", "collector"] as const;
export type HostRole = (typeof hostRoles)[number];

/** The settings, and what follows from where the code lies. */
export type Config = {
  role: HostRole;
  port: number;
  /** Everything the system keeps: database, published files, public site, keys. */
  dataDirectory: string;
  /** Address under which people reach the system, without a trailing slash. */
  publicUrl: string;
  /** Where people reach each of the three hosts, without a trailing slash; this one's is `publicUrl`. */
  hosts: Record<HostRole, string>;
  /** A PostgreSQL server of the operator's; undefined = the embedded one. */
  databaseUrl: string | undefined;
  /** The issuer's mail server and the address its mail comes from; undefined = no mail. */
  mail: { url: string; from: string } | undefined;
  /** The checkout: built console and answer page, examples. */
  root: string;
  version: string;
};

/** Repository root, from this file's place in it. */
export const root = resolve(import.meta.dirname, "../../../..");

/** @throws {Error} naming the setting that is wrong and a value that would do. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const role = (environment.ROLE || "office") as HostRole;
  if (!hostRoles.includes(role))
    throw new Error(`ROLE is "${environment.ROLE}"; it must be office, issuer or collector.`);
  const port = Number(environment.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT is "${environment.PORT}"; it must be a number from 0 to 65535, for example 3000.`);
  const publicUrl = address("PUBLIC_URL", environment.PUBLIC_URL ?? `http://localhost:${port}`);
  // Side by side on one machine, as the trial starts them, the hosts have three ports in a row.
  const officePort = port - hostRoles.indexOf(role);
  const neighbour = (other: HostRole) => {
    const setting = `${other.toUpperCase()}_URL`;
    const beside = new URL(publicUrl);
    beside.port = String(officePort + hostRoles.indexOf(other));
    return address(setting, environment[setting] ?? beside.href);
  };
  const hosts = Object.fromEntries(
    hostRoles.map((other) => [other, other === role ? publicUrl : neighbour(other)]),
  ) as Record<HostRole, string>;
  const databaseUrl = environment.DATABASE_URL || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new Error(
      "DATABASE_URL must begin with postgres://, for example postgres://name:password@host:5432/lang_nghe.",
    );
  const mail = environment.SMTP_URL ? { url: environment.SMTP_URL, from: environment.SMTP_FROM ?? "" } : undefined;
  if (mail && !/^smtps?:\/\//.test(mail.url))
    throw new Error(
      "SMTP_URL must begin with smtp:// or smtps://, for example smtps://name:password@mail.example.org.",
    );
  if (mail && !/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/.test(mail.from))
    throw new Error(`SMTP_FROM is "${mail.from}"; it must be an e-mail address, for example khaosat@example.org.`);
  return {
    role,
    port,
    dataDirectory: resolve(environment.DATA_DIR ?? join(root, "data")),
    publicUrl,
    hosts,
    databaseUrl,
    mail,
    root,
    version: packageVersion(),
  };
}

/** @throws {Error} naming the setting unless `value` is an address of the web. */
function address(setting: string, value: string): string {
  const url = value.replace(/\/+$/, "");
  if (!/^https?:\/\/[^\s/]+/.test(url) || !URL.canParse(url))
    throw new Error(`${setting} is "${url}"; it must begin with http:// or https://, for example https://example.org.`);
  return url;
}

function packageVersion(): string {
  const file = join(root, "package.json");
  if (!existsSync(file)) return "unknown";
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
