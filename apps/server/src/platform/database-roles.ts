// The login of the running server: it reaches the database of its own host only, owns nothing, and can do to each table what
// the server's work needs. Why, and what this does not stop: docs/decisions/0017-who-may-do-what-in-the-database.md.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { HostRole } from "./config.ts";
import { migrate } from "./migrate.ts";

/** Name of the server's login at a host. */
export const loginOf = (role: HostRole): string => `lang_nghe_${role}`;

type Columns = readonly string[];
/** What the login may do with a table; a list names the columns. */
type Privileges = { select: true; insert?: true | Columns; update?: true | Columns; delete?: true };

const everything: Privileges = { select: true, insert: true, update: true, delete: true };

/** Tables of which less than everything is granted. TRUNCATE, REFERENCES, TRIGGER and CREATE are granted nowhere. */
const narrower: Record<string, Privileges> = {
  "platform.migration": { select: true },
  // place, hash and time are the database's
  "platform.audit": { select: true, insert: ["person", "action", "subject", "details"] },
  "platform.audit_checkpoint": { select: true, insert: true },
  "transparency.leaf": { select: true, insert: true },
  "transparency.subtree": { select: true, insert: true },
  "transparency.checkpoint": { select: true, insert: true },
  "rights.certificate": { select: true, insert: true },
  "questionnaires.version": { select: true, insert: true },
  "questionnaires.budget_exception": { select: true, insert: true },
  // what was done to the tree stays; that it was undone is added
  "units.act": {
    select: true,
    insert: ["what", "subject", "person", "at", "rows", "images"],
    update: ["undone_by", "undone_at"],
  },
  "units.frame": { select: true, insert: true, delete: true },
  "units.population": { select: true, insert: true, delete: true },
  "units.population_count": { select: true, insert: true, delete: true },
  // drawn is drawn; all of it goes with its study
  "sampling.draw": { select: true, insert: true },
  "sampling.unit": { select: true, insert: true },
  "sampling.use": { select: true, insert: true },
  "sampling.release": { select: true, insert: true },
  // what the field reported stays
  "fieldwork.change": { select: true, insert: ["staff_id", "assignment_id"] },
  "fieldwork.asked": { select: true, insert: true },
  "fieldwork.attempt": { select: true, insert: true },
  "fieldwork.outcome": { select: true, insert: true },
  "fieldwork.hand_back": { select: true, insert: true },
  "fieldwork.quarantine": { select: true, insert: true, update: ["settled"] },
  // work is paid once, and what was marked stays with its person
  "collaborators.paid_visit": { select: true, insert: true, delete: true },
  "collaborators.paid_training": { select: true, insert: true, delete: true },
  "collaborators.pay_line": { select: true, insert: true, delete: true },
  "collaborators.pay_correction": { select: true, insert: true, delete: true },
  "collaborators.pay_sheet": { select: true, insert: true, update: ["signed_on", "signed_by"], delete: true },
  // what was said cannot be changed; what could point at who said it can be forgotten
  "responses.answer": { select: true, insert: true, update: ["day", "withdrawal_hash"], delete: true },
  // what was offered stays
  "waves.wave": {
    select: true,
    insert: true,
    update: ["manifest", "manifest_hash", "collector_key", "issued", "pools", "alarm", "complete", "opened_on"],
  },
  "waves.place": { select: true, insert: true },
  // a pool is made once, and only ever ends
  "invitations.token_pool": { select: true, insert: true, update: ["revoked", "given", "secret_hash"] },
  "invitations.token_pool_signature": { select: true, insert: true, delete: true },
  "waves.batch": { select: true, insert: true, update: ["told"] },
  "responses.tabulation_key": { select: true, insert: true, delete: true },
  "responses.sealed": { select: true, insert: true, delete: true },
  // frozen once; retention deletes
  "responses.snapshot": { select: true, insert: true, delete: true },
  // what left has left; limits and budgets are stated once
  "disclosure.policy": { select: true, insert: true },
  "disclosure.released": { select: true, insert: true },
  "disclosure.privacy_budget": { select: true, insert: true, update: ["total", "spent"] },
  "disclosure.privacy_spent": { select: true, insert: true, update: ["answer"] },
  // row-level security besides: only until published
  "releases.release": {
    select: true,
    insert: ["study_id", "slug", "state", "draft", "prepared_by"],
    update: ["state", "draft", "prepared_by", "published", "published_on", "hash", "published_by"],
    delete: true,
  },
};

/** Schemas that lie in a host's database and are nothing to it. */
const untouched: Partial<Record<HostRole, readonly string[]>> = { collector: ["accounts"] };

/** What runs with the owner's rights, for the login to call. */
const functions: Record<string, readonly HostRole[]> = {
  "platform.rewrite_shuffled(regclass)": ["office", "issuer", "collector"],
  "platform.let_go_of_order()": ["office", "issuer", "collector"],
  "releases.withdraw(uuid)": ["office"],
};

/** How the server logs in. `fault`: what keeps it from working as the least privileged login, in one line. */
export type ServerLogin = { url: string; fault: string | undefined };

/**
 * Brings a host's database to today's schema and makes the server's login. With the server's own login nothing is changed: the
 * owner has done it (`lang-nghe database`).
 * @throws {Error} see {@link migrate}.
 */
export async function prepareDatabase(url: string, role: HostRole, folder: string): Promise<ServerLogin> {
  await migrate(url, role);
  return serverLogin(url, role, folder);
}

/**
 * Makes (or mends) the login of a host's server and grants it what its work needs, from the owner's address; the schema must be
 * today's. Safe to repeat, and done at each start.
 *
 * @param folder where the login's password is kept, `folder/database-password-<role>`; with an owner's address of its own.
 * @returns the login's address. Where the owner may not make logins, the owner's own address, acting as the login where that is
 *   possible, and what is missing.
 */
export async function serverLogin(ownerUrl: string, role: HostRole, folder: string): Promise<ServerLogin> {
  const login = loginOf(role);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const me = (await client.query<{ name: string }>("select current_user as name")).rows[0]!.name;
    // The operator gives the server nothing but its own login: all was granted when the owner prepared the database.
    if (me === login) return { url: ownerUrl, fault: undefined };
    const password = keptPassword(folder, role);
    const refused = await makeLogin(client, login, password);
    if (refused !== undefined)
      return {
        url: ownerUrl,
        fault: `the server works as ${me}, who owns the tables: ${me} may not make the login ${login} (${refused})`,
      };
    await grantPrivileges(client, role);
    const own = new URL(ownerUrl);
    own.username = login;
    own.password = password;
    if (await canConnect(own.href, login)) return { url: own.href, fault: undefined };
    // The server's pg_hba.conf does not let the login in by password: the owner's connection acts as the login instead.
    await client.query(`grant ${login} to ${client.escapeIdentifier(me)}`).catch(() => undefined);
    const acting = new URL(ownerUrl);
    acting.searchParams.set("options", `-c role=${login}`);
    if (await canConnect(acting.href, login))
      return {
        url: acting.href,
        fault: `the server logs in as ${me} and acts as ${login}: the database does not let ${login} log in by password (pg_hba.conf)`,
      };
    return { url: ownerUrl, fault: `the server works as ${me}, who owns the tables: ${login} cannot log in` };
  } finally {
    await client.end();
  }
}

function keptPassword(folder: string, role: HostRole): string {
  const file = join(folder, `database-password-${role}`);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** @returns why it was not possible. */
async function makeLogin(client: pg.Client, login: string, password: string): Promise<string | undefined> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [login]);
  const attributes = "login nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit";
  // Hashed here: a server that logs statements must not log a password.
  const statement = `${rowCount ? "alter" : "create"} role ${login} ${attributes} password '${scramVerifier(password, login)}'`;
  // An owner who is no superuser may not even name some of the attributes, and need not: they are off.
  const plain = `${rowCount ? "alter" : "create"} role ${login} login password '${scramVerifier(password, login)}'`;
  try {
    await client.query(statement).catch(() => client.query(plain));
    return undefined;
  } catch (error) {
    // Two hosts starting together: the other one has made it.
    if ((error as { code?: string }).code === "23505" || (error as { code?: string }).code === "42710")
      return undefined;
    if ((error as Error).message.includes("concurrently")) return undefined;
    return (error as Error).message;
  }
}

/** RFC 5802, as PostgreSQL stores it. The salt follows from the password, so that repeating this changes nothing. */
function scramVerifier(password: string, login: string): string {
  const iterations = 4096;
  const salt = createHash("sha256").update(`${login}:${password}`).digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest();
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored.toString("base64")}:${hmac("Server Key").toString("base64")}`;
}

/** Takes everything from the login, and from everybody, and gives the login what is listed above. */
async function grantPrivileges(client: pg.Client, role: HostRole): Promise<void> {
  const login = loginOf(role);
  const database = client.escapeIdentifier(
    (await client.query<{ name: string }>("select current_database() as name")).rows[0]!.name,
  );
  await client.query("begin");
  try {
    // Two starting servers do not grant at once (migrate has the same lock).
    await client.query("select pg_advisory_xact_lock(727115)");
    const { rows: tables } = await client.query<{ schema: string; name: string; columns: string[] }>(`
      select n.nspname as schema, n.nspname || '.' || c.relname as name, array_agg(a.attname::text) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'public')
        and n.nspname not like 'pg\\_%'
      group by 1, 2 order by 2`);
    const used = (schema: string) => !untouched[role]?.includes(schema);
    const statements = [
      `revoke all on database ${database} from public, ${login}`,
      `grant connect on database ${database} to ${login}`,
      `revoke create on schema public from public, ${login}`,
    ];
    for (const schema of new Set(tables.map((table) => table.schema)))
      statements.push(
        `revoke all on schema ${schema} from public, ${login}`,
        `revoke all on all tables in schema ${schema} from public, ${login}`,
        `revoke all on all functions in schema ${schema} from ${login}`,
        ...(used(schema) ? [`grant usage on schema ${schema} to ${login}`] : []),
      );
    for (const { schema, name, columns } of tables)
      statements.push(
        // What was granted by column is not taken back with the table.
        `revoke all (${columns.join(", ")}) on ${name} from ${login}`,
        ...(used(schema) ? grants(name, columns, login) : []),
      );
    for (const [name, roles] of Object.entries(functions))
      if (roles.includes(role) && tables.some(({ schema }) => schema === name.split(".")[0]))
        statements.push(`grant execute on function ${name} to ${login}`);
    await client.query(statements.join(";\n"));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

function grants(table: string, existing: Columns, login: string): string[] {
  const privileges = narrower[table] ?? everything;
  const listed = (what: true | Columns) =>
    what === true ? "" : ` (${what.filter((column) => existing.includes(column)).join(", ")})`;
  return [
    `grant select${privileges.delete ? ", delete" : ""} on ${table} to ${login}`,
    ...(privileges.insert ? [`grant insert${listed(privileges.insert)} on ${table} to ${login}`] : []),
    ...(privileges.update ? [`grant update${listed(privileges.update)} on ${table} to ${login}`] : []),
  ];
}

async function canConnect(url: string, login: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query<{ name: string }>("select current_user as name")).rows[0]?.name === login;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * What of a host's login is not as it should be, for `check`; empty when all is well. Looks at the database, not at what this code
 * means to grant.
 * @param client any login of the database.
 */
export async function loginFaults(client: pg.Client, role: HostRole): Promise<string[]> {
  const login = loginOf(role);
  const { rows } = await client.query<
    Record<"exists" | "mighty" | "owns" | "member" | "create" | "everybody", boolean>
  >(
    `select
       exists (select from pg_roles where rolname = $1) as exists,
       exists (select from pg_roles where rolname = $1 and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)) as mighty,
       exists (select from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = $1) as owns,
       exists (select from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1) as member,
       exists (select from pg_namespace n, pg_roles r where r.rolname = $1 and n.nspname not like 'pg\\_temp%' and has_schema_privilege(r.oid, n.oid, 'create')) as create,
       exists (select from pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
         where d.datname = current_database() and a.grantee = 0) as everybody`,
    [login],
  );
  const found = rows[0]!;
  if (!found.exists) return [`there is no login ${login}: the server works as the owner of the tables`];
  return [
    found.mighty && `${login} has rights over the whole database server`,
    found.owns && `${login} owns tables`,
    found.member && `${login} is a member of another role`,
    found.create && `${login} may make tables`,
    found.everybody &&
      "every login of the database server may connect to this database (revoke all on database … from public)",
  ].filter((fault) => fault !== false);
}
