import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import pg from "pg";
import { checkLedgers } from "../disclosure/index.ts";
import type { Config } from "../platform/config.ts";
import { connect, type Database } from "../platform/database.ts";
import { loginFaults, loginOf } from "../platform/database-roles.ts";
import { diskUse } from "../platform/disk.ts";
import { diskWarning } from "../platform/health.ts";
import { migrate } from "../platform/migrate.ts";
import { logFaults } from "../transparency/index.ts";
import { auditReport, trustedLog } from "./audit.ts";
import { UsageError } from "./usage.ts";
import { withDatabase } from "./with-database.ts";

export const check = {
  help: `check: is everything that is kept whole and as it was stored? Exit code 1 when not.

Looks at the schema, the server's login and its rights, the audit log's chain, the host's public log, the disk, and at the office
the hashes of frozen answers, weights and released files, the ledgers of tables that left, and the released files on the disk. ROLE says which host.
With the embedded database, stop the system first; with DATABASE_URL it may run on.
`,
  run,
};

type Finding = { what: string; fault: string | undefined };

const sha256 = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");

async function run(parameters: string[]): Promise<number> {
  if (parameters.length) throw new UsageError("check takes no options. --help tells more.");
  return withDatabase(async (url, config) => {
    const findings: Finding[] = [];
    const pending = await migrate(url, config.role);
    findings.push({
      what: `schema${pending.length ? ` (brought up to date: ${pending.join(", ")})` : ""}`,
      fault: undefined,
    });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const faults = await loginFaults(client, config.role);
      findings.push({ what: `the server's login ${loginOf(config.role)}`, fault: faults.join("; ") || undefined });
      if (config.role === "office") findings.push(...(await officeFindings(client, config)));
    } finally {
      await client.end();
    }
    for (const line of await auditReport(url, trustedLog(config)))
      findings.push({ what: line.slice(5), fault: line.startsWith("NOT") ? "see audit verify" : undefined });
    const database = connect(url, 1);
    try {
      const faults = await logFaults(database);
      findings.push({ what: "public log", fault: faults.join("; ") || undefined });
      if (config.role === "office") findings.push(await ledgerFinding(database));
    } finally {
      await database.destroy();
    }
    const used = await diskUse(config.dataDirectory);
    findings.push({
      what: `disk ${Math.round(used * 100)} % used`,
      fault: used >= diskWarning ? `over ${diskWarning * 100} %: make room` : undefined,
    });
    for (const { what, fault } of findings) console.log(fault ? `NOT  ${what}: ${fault}` : `ok   ${what}`);
    return findings.some(({ fault }) => fault) ? 1 : 0;
  });
}

async function ledgerFinding(database: Database): Promise<Finding> {
  const { studies, broken } = await checkLedgers(database);
  return {
    what: `ledgers of tables that left, of ${studies} studies`,
    fault: broken.length ? `changed since they were written: ${broken.join(", ")}` : undefined,
  };
}

async function officeFindings(client: pg.Client, config: Config): Promise<Finding[]> {
  const findings: Finding[] = (await storedHashes(client)).map(({ name, hash, stored }) => ({
    what: name,
    fault: hash === stored ? undefined : "the bytes do not have the hash stored with them",
  }));
  const { rows } = await client.query<{ slug: string; hash: string }>(
    "select slug, hash from releases.release where state = 'published'",
  );
  for (const { slug, hash } of rows)
    findings.push({
      what: `published file ${slug}.json`,
      fault: fileFault(join(config.dataDirectory, "published", `${slug}.json`), hash),
    });
  return findings;
}

async function storedHashes(client: pg.Client): Promise<{ name: string; hash: string; stored: string }[]> {
  const snapshots = await client.query<{ id: string; hash: string; body: Buffer }>(
    "select study_id as id, hash, body from responses.snapshot",
  );
  const weights = await client.query<{ id: string; hash: string; weights: Buffer }>(
    "select id, hash, weights from weighting.weight_set",
  );
  const releases = await client.query<{ slug: string; hash: string; published: string }>(
    "select slug, hash, published from releases.release where published is not null",
  );
  return [
    ...snapshots.rows.map(({ id, hash, body }) => ({
      name: `frozen answers of study ${id}`,
      stored: hash,
      hash: hashOrBroken(() => inflateRawSync(body)),
    })),
    ...weights.rows.map(({ id, hash, weights }) => ({ name: `weight set ${id}`, stored: hash, hash: sha256(weights) })),
    ...releases.rows.map(({ slug, hash, published }) => ({
      name: `release ${slug}`,
      stored: hash,
      hash: sha256(published),
    })),
  ];
}

function hashOrBroken(read: () => Buffer): string {
  try {
    return sha256(read());
  } catch {
    return "broken";
  }
}

function fileFault(file: string, hash: string): string | undefined {
  if (!existsSync(file)) return "missing; it is written again at the next start";
  return sha256(readFileSync(file)) === hash
    ? undefined
    : "differs from what was published; it is written again at the next start";
}
