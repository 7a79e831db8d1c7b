import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { templateOf } from "../testing/database.ts";
import { keepRunPassword } from "../testing/index.ts";
import { type HostRole, hostRoles } from "./config.ts";
import { loginFaults, loginOf, prepareDatabase, serverLogin } from "./database-roles.ts";
import { databaseUrl } from "./host-databases.ts";
import { migrate } from "./migrate.ts";

/**
 * What each host's login may do, written by hand: S select, I insert, U update, D delete, T truncate, C create in the schema; small
 * letters = some columns only. A table named here stands apart from the rest of its schema. Schemas that are not the host's are
 * not in its database: there is nothing to have rights on.
 */
const expected: Record<HostRole, Record<string, string>> = {
  office: {
    platform: "SIUD",
    "platform.migration": "S",
    "platform.audit": "Si",
    "platform.audit_checkpoint": "SI",
    accounts: "SIUD",
    rights: "SIUD",
    "rights.certificate": "SI",
    transparency: "SIUD",
    "transparency.leaf": "SI",
    "transparency.subtree": "SI",
    "transparency.checkpoint": "SI",
    sampling: "SI",
    fieldwork: "SIUD",
    collaborators: "SIUD",
    "collaborators.paid_visit": "SID",
    "collaborators.paid_training": "SID",
    "collaborators.pay_line": "SID",
    "collaborators.pay_correction": "SID",
    "collaborators.pay_sheet": "SIuD",
    "fieldwork.asked": "SI",
    "fieldwork.change": "Si",
    "fieldwork.attempt": "SI",
    "fieldwork.outcome": "SI",
    "fieldwork.hand_back": "SI",
    "fieldwork.quarantine": "SIu",
    units: "SIUD",
    "units.act": "Siu",
    "units.frame": "SID",
    "units.population": "SID",
    "units.population_count": "SID",
    studies: "SIUD",
    questionnaires: "SIUD",
    "questionnaires.version": "SI",
    "questionnaires.budget_exception": "SI",
    responses: "SIUD",
    "responses.answer": "SIuD",
    "responses.snapshot": "SID",
    "responses.tabulation_key": "SID",
    "responses.sealed": "SID",
    waves: "SIUD",
    "waves.wave": "SIu",
    "waves.batch": "SIu",
    "waves.place": "SI",
    dictionary: "SIUD",
    weighting: "SIUD",
    disclosure: "SIUD",
    "disclosure.policy": "SI",
    "disclosure.released": "SI",
    "disclosure.privacy_budget": "SIu",
    "disclosure.privacy_spent": "SIu",
    tabulation: "SIUD",
    releases: "SIUD",
    "releases.release": "SiuD",
  },
  issuer: {
    platform: "SIUD",
    "platform.migration": "S",
    "platform.audit": "Si",
    "platform.audit_checkpoint": "SI",
    accounts: "SIUD",
    rights: "SIUD",
    "rights.certificate": "SI",
    transparency: "SIUD",
    "transparency.leaf": "SI",
    "transparency.subtree": "SI",
    "transparency.checkpoint": "SI",
    invitations: "SIUD",
    "invitations.token_pool": "SIu",
    "invitations.token_pool_signature": "SID",
  },
  collector: {
    platform: "SIUD",
    "platform.migration": "S",
    "platform.audit": "Si",
    "platform.audit_checkpoint": "SI",
    // the hosts' first migration made them everywhere; the collector has no staff
    accounts: "",
    transparency: "SIUD",
    "transparency.leaf": "SI",
    "transparency.subtree": "SI",
    "transparency.checkpoint": "SI",
    deposits: "SIUD",
  },
};

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-roles-"));
const made: string[] = [];
const madeRoles: string[] = [];
const server = inject("databaseServer");

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
const run = (url: string, statement: string) => on(url, (client) => client.query(statement));

/** A host's database as it stands after a start: the owner's address and the server's. */
const hosts = {} as Record<HostRole, { owner: string; login: string }>;

async function newDatabase(template?: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await run(server, `create database ${name}${template ? ` template ${template}` : ""}`);
  made.push(name);
  return databaseUrl(server, name);
}

beforeAll(async () => {
  for (const role of hostRoles) {
    const owner = await newDatabase(templateOf(role));
    // The login's password is the run's: other tests work with it beside this one.
    await on(owner, async (client) => {
      const database = new URL(owner).pathname.slice(1);
      await client.query(
        `revoke all on database ${database} from public; grant connect on database ${database} to ${loginOf(role)}`,
      );
    });
    hosts[role] = { owner, login: databaseUrl(inject("serverLogins")[role], new URL(owner).pathname.slice(1)) };
  }
});
afterAll(async () => {
  for (const name of made) await run(server, `drop database ${name} with (force)`);
  for (const name of madeRoles) await run(server, `drop role ${name}`);
  rmSync(folder, { recursive: true, force: true });
});

test.each(hostRoles)("the %s's login has exactly the rights written here by hand", async (role) => {
  const found = await on(hosts[role].owner, async (client) => {
    const { rows } = await client.query<{ name: string; rights: string }>(
      `select c.oid::regclass::text as name,
         case when has_table_privilege($1, c.oid, 'select') then 'S' else '' end ||
         case when has_table_privilege($1, c.oid, 'insert') then 'I' when has_any_column_privilege($1, c.oid, 'insert') then 'i' else '' end ||
         case when has_table_privilege($1, c.oid, 'update') then 'U' when has_any_column_privilege($1, c.oid, 'update') then 'u' else '' end ||
         case when has_table_privilege($1, c.oid, 'delete') then 'D' else '' end ||
         case when has_table_privilege($1, c.oid, 'truncate') then 'T' else '' end ||
         case when has_schema_privilege($1, n.oid, 'create') then 'C' else '' end as rights
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
      [loginOf(role)],
    );
    return rows;
  });
  expect(found.length).toBeGreaterThan(3);
  const wrong = found
    .map(({ name, rights }) => ({
      name,
      rights,
      expected: expected[role][name] ?? expected[role][name.split(".")[0]!],
    }))
    .filter((table) => table.rights !== table.expected);
  expect(wrong).toEqual([]);
});

test.each(hostRoles)("the %s's login cannot connect to another host's database", async (role) => {
  for (const other of hostRoles.filter((name) => name !== role)) {
    const there = databaseUrl(hosts[role].login, new URL(hosts[other].owner).pathname.slice(1));
    await expect(run(there, "select 1"), other).rejects.toThrow(/permission denied for database/);
  }
  expect((await run(hosts[role].login, "select current_user as me")).rows).toEqual([{ me: loginOf(role) }]);
});

test.each(hostRoles)("the %s's login is no owner, no superuser, and makes nothing", async (role) => {
  expect(await on(hosts[role].login, (client) => loginFaults(client, role))).toEqual([]);
  const refusals = [
    "create schema own",
    "create table public.own (a int)",
    "create table platform.own (a int)",
    "create temporary table own (a int)",
    "create role another",
    "create database another",
    "alter table platform.audit disable trigger keep_audit",
    "alter table platform.audit drop column hash",
    "drop table platform.audit",
    "truncate platform.audit",
    "update platform.audit set person = 'x'",
    "delete from platform.audit",
    "insert into platform.audit (action, hash, position) values ('x', sha256(''), 1)",
    "insert into platform.audit (action, at) values ('x', now() - interval '1 day')",
    "update platform.audit_checkpoint set note = ''",
    "delete from platform.audit_checkpoint",
    "update platform.migration set hash = ''",
    "set session_replication_role = replica",
    "set role postgres",
    "select pg_read_file('/etc/passwd')",
    "copy platform.audit to program 'cat'",
    "select passwd from pg_shadow",
    "select lo_create(0), lo_export(0, '/tmp/x')",
    ...(role === "office" ? ["update questionnaires.version set form = ''", "delete from questionnaires.version"] : []),
  ];
  await on(hosts[role].login, async (client) => {
    for (const statement of refusals)
      await expect(client.query(statement), statement).rejects.toThrow(/permission denied|must be|only roles with/i);
  });
});

test.each(hostRoles)("the %s's login writes an audit row and reads it, chained", async (role) => {
  await run(hosts[role].login, "insert into platform.audit (action) values ('test.by-the-login')");
  const { rows } = await run(
    hosts[role].login,
    "select action, position = 1 as first, hash is not null as chained from platform.audit",
  );
  expect(rows).toEqual([{ action: "test.by-the-login", first: true, chained: true }]);
});

test("the server is the version that this pass names", async () => {
  const client = new pg.Client({ connectionString: inject("databaseServer") });
  await client.connect();
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
  await client.end();
  const named = /postgresql\/(\d+)\//.exec(process.env.TEST_POSTGRES_PROGRAMS ?? "")?.[1];
  expect(rows[0]?.version).toMatch(named ? new RegExp(`^${named}\\.`) : /^18\./);
});

test("answers and contacts: neither login reads the other's tables, not even where both lay in one database", async () => {
  // An operator who, against the manual, gave two hosts one database would still have two schemas with rights of their own.
  const owner = await newDatabase(templateOf("office"));
  await run(owner, "create schema invitations; create table invitations.contact (phone text)");
  const login = databaseUrl(inject("serverLogins").office, new URL(owner).pathname.slice(1));
  await expect(run(login, "select * from invitations.contact")).rejects.toThrow(
    /permission denied for schema invitations/,
  );
  const issuer = databaseUrl(inject("serverLogins").issuer, new URL(owner).pathname.slice(1));
  await expect(run(issuer, "select * from responses.answer")).rejects.toThrow(/permission denied for schema responses/);
});

test("a published release is out of the login's reach but for its withdrawal", async () => {
  const { owner, login } = hosts.office;
  await run(
    owner,
    `insert into studies.study (id, slug, title, description, kind, state, synthetic, provenance)
       values ('00000000-0000-4000-8000-000000000001', 'nuoc', '{}', '{}', 'imported', 'frozen', false, '{}');
     insert into releases.release (slug, study_id, state, draft, published, hash) values
       ('nuoc-1', '00000000-0000-4000-8000-000000000001', 'published', '{}', 'file', 'hash'),
       ('nuoc-2', '00000000-0000-4000-8000-000000000001', 'draft', '{}', null, null)`,
  );
  const touched = async (statement: string) => (await run(login, statement)).rowCount;
  expect(await touched("update releases.release set draft = '{\"a\": 1}'")).toBe(1);
  expect(await touched("update releases.release set published = 'other' where slug = 'nuoc-1'")).toBe(0);
  expect(await touched("delete from releases.release")).toBe(1);
  await expect(
    run(
      login,
      "insert into releases.release (slug, study_id, state, draft, published) values ('x', gen_random_uuid(), 'published', '{}', 'forged')",
    ),
  ).rejects.toThrow(/permission denied/);
  await run(login, "select releases.withdraw(id) from releases.release");
  expect((await run(login, "select slug, state, published from releases.release")).rows).toEqual([
    { slug: "nuoc-1", state: "withdrawn", published: "file" },
  ]);
  await expect(run(owner, "delete from releases.release")).rejects.toThrow(/cannot be deleted/);
  await expect(run(owner, "truncate releases.release cascade")).rejects.toThrow(/cannot be deleted/);
});

test("an owner without rights over the server: what it may do is done, what it may not is said", async () => {
  const name = `owner_${randomBytes(4).toString("hex")}`;
  madeRoles.push(name);
  const database = `test_${randomBytes(6).toString("hex")}`;
  made.push(database);
  await run(server, `create role ${name} login password 'x'`);
  await run(server, `create database ${database} owner ${name}`);
  const url = new URL(databaseUrl(server, database));
  url.username = name;
  url.password = "x";
  await migrate(url.href, "collector");
  // may not make or change a login: works as itself, and says so in one line
  const prepared = await serverLogin(url.href, "collector", folder);
  expect(prepared.url).toBe(url.href);
  expect(prepared.fault).toMatch(/may not make the login lang_nghe_collector \(permission denied/);
  expect(prepared.fault).not.toContain("\n");
});

test("with the server's own login nothing is changed, and a missing migration is asked of the owner", async () => {
  const { login } = hosts.collector;
  expect(await prepareDatabase(login, "collector", folder)).toEqual({ url: login, fault: undefined });
  const old = await newDatabase();
  await migrate(old, "collector", "0001_platform_and_accounts.sql");
  const database = new URL(old).pathname.slice(1);
  await run(
    old,
    `grant usage on schema platform to lang_nghe_collector; grant select on platform.migration to lang_nghe_collector`,
  );
  await run(
    old,
    `revoke all on database ${database} from public; grant connect on database ${database} to lang_nghe_collector`,
  );
  await expect(prepareDatabase(databaseUrl(login, database), "collector", folder)).rejects.toThrow(
    /^Migration 0010_\w+\.sql has not run, .* lang-nghe -- database/,
  );
});

test("what was granted by hand is taken back at the next start", async () => {
  const { owner, login } = hosts.issuer;
  await run(
    owner,
    "grant all on platform.audit, platform.migration to lang_nghe_issuer; grant update (hash) on platform.audit to lang_nghe_issuer; grant all on schema platform to lang_nghe_issuer",
  );
  expect(await on(login, (client) => loginFaults(client, "issuer"))).toEqual(["lang_nghe_issuer may make tables"]);
  keepRunPassword(folder, "issuer");
  expect(await serverLogin(owner, "issuer", folder)).toEqual({ url: login, fault: undefined });
  await expect(run(login, "update platform.audit set hash = null")).rejects.toThrow(/permission denied/);
  await expect(run(login, "delete from platform.migration")).rejects.toThrow(/permission denied/);
  expect(await on(login, (client) => loginFaults(client, "issuer"))).toEqual([]);
});
