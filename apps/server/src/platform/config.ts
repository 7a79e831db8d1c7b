import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The four settings, and what follows from where the code lies. */
export type Config = {
  port: number;
  /** Everything the system keeps: database, published files, public site, keys. */
  dataDirectory: string;
  /** Address under which people reach the system, without a trailing slash. */
  publicUrl: string;
  /** A PostgreSQL server of the operator's; undefined = the embedded one. */
  databaseUrl: string | undefined;
  /** The checkout: built console and answer page, examples. */
  root: string;
  version: string;
};

/** Repository root, from this file's place in it. */
export const root = resolve(import.meta.dirname, "../../../..");

/** @throws {Error} naming the setting that is wrong and a value that would do. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const port = Number(environment.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT is "${environment.PORT}"; it must be a number from 0 to 65535, for example 3000.`);
  const publicUrl = (environment.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/+$/, "");
  if (!/^https?:\/\/[^\s/]+/.test(publicUrl))
    throw new Error(
      `PUBLIC_URL is "${publicUrl}"; it must begin with http:// or https://, for example https://example.org.`,
    );
  const databaseUrl = environment.DATABASE_URL || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new Error(
      "DATABASE_URL must begin with postgres://, for example postgres://name:password@host:5432/lang_nghe.",
    );
  return {
    port,
    dataDirectory: resolve(environment.DATA_DIR ?? join(root, "data")),
    publicUrl,
    databaseUrl,
    root,
    version: packageVersion(),
  };
}

function packageVersion(): string {
  const file = join(root, "package.json");
  if (!existsSync(file)) return "unknown";
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
