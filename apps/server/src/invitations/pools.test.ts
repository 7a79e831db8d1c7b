import { checkToken, finalize, manifestHash } from "@lang-nghe/anonymity";
import { type Ask, interviews, type Phone, readPoolKey, readWave } from "@lang-nghe/anonymity/interviewer";
import { encodeEntry, leafHash, parseVerifierKey, poolsBody, verifyProofFile } from "@lang-nghe/anonymity/log";
import type { PoolKeys, TokenPools } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { random, subtle } from "../../../../packages/anonymity/src/testing/issuer.ts";
import { expectProblem } from "../testing/index.ts";
import { blindedFor, type InvitedWave, type OfficeAndIssuer, officeAndIssuer } from "./testing/invited-wave.ts";
import { upkeep } from "./upkeep.ts";
import { openVault } from "./vault.ts";

let hosts: OfficeAndIssuer;
let wave: InvitedWave;
beforeAll(async () => {
  hosts = await officeAndIssuer();
});
afterAll(() => hosts.close());

const at = (path = "") => `/api/invitations/${wave.studyId}/pools${path}`;
const make = async (count: number, size: number) =>
  ((await hosts.officer.post(at(), { count, size })).json() as PoolKeys).keys.map(({ key }) => readPoolKey(key));
const ask = (secret: string, blinded: string[]) =>
  hosts.issuer.anyone.post(`/i/${wave.slug}/pool`, { secret, blinded });
const messages = (count: number) => Promise.all(Array.from({ length: count }, () => blindedFor(wave.manifest)));
const state = async () => (await hosts.officer.get(at())).json() as TokenPools;

test("a pool's secret is shown once and stored as a hash, and the sum of all pools stands in the log at once", async () => {
  // Before the first day: interviewers take tokens ahead of it.
  hosts.issuer.clock.now = new Date("2026-02-27T03:00:00Z");
  wave = await hosts.invited();
  const [first, second] = await make(2, 40);
  expect([first!.number, second!.number]).toEqual([1, 2]);
  const shown = JSON.stringify(await state());
  expect(JSON.parse(shown)).toMatchObject({ invited: 40, pooled: 80, given: null });
  expect(shown).not.toContain(first!.secret);
  const rows = await hosts.issuer.database.selectFrom("invitations.token_pool").selectAll().execute();
  expect(Object.keys(rows[0]!).sort()).toEqual(
    ["given", "madeOn", "number", "revoked", "secretHash", "size", "studyId"].sort(),
  );
  const leaf = leafHash(encodeEntry("count", poolsBody(wave.studyId, { pools: 2, pooled: 80 })));
  const proof = await hosts.issuer.anyone.get(`/log/proof?leaf=${Buffer.from(leaf).toString("hex")}`);
  await verifyProofFile(proof.body, leaf, parseVerifierKey(wave.manifest.issuerLogKey));
  expect((await hosts.issuer.anyone.get(`/waves/${wave.studyId}`)).json()).toMatchObject({ pooled: 80, issued: 0 });
});

test("a pool signs each message once, gives a lost reply again, and never more than its size, whoever asks at once", async () => {
  const [pool] = await make(1, 20);
  const some = await messages(22);
  const texts = some.map(({ blinded }) => blinded);
  const first = (await ask(pool!.secret, texts.slice(0, 10))).json();
  expect(first).toMatchObject({ left: 10 });
  expect((await ask(pool!.secret, texts.slice(0, 10))).json()).toEqual(first);
  // Twelve more, each in three requests at once: ten places are left.
  const replies = await Promise.all(
    [0, 1, 2].map(async () => (await ask(pool!.secret, texts.slice(10))).json() as { signatures: (string | null)[] }),
  );
  for (const { signatures } of replies) {
    expect(signatures.filter((one) => one !== null)).toHaveLength(10);
    expect(signatures).toEqual(replies[0]!.signatures);
  }
  expect((await state()).pools.find(({ number }) => number === pool!.number)).toMatchObject({ state: "empty" });
  // Nothing of a message is kept that another could recognise.
  const stored = await hosts.issuer.database.selectFrom("invitations.token_pool_signature").selectAll().execute();
  expect(Object.keys(stored[0]!).sort()).toEqual(["number", "request", "studyId"]);
  expectProblem(await ask(pool!.secret, [Buffer.alloc(384).toString("base64url")]), "invitations.bad-blinded");
  expectProblem(await ask("A".repeat(20), texts.slice(0, 1)), "invitations.unknown-pool");
  expect((await ask(pool!.secret, Array(26).fill(texts[0]))).statusCode).toBe(400);
});

test("the database holds no more signatures than a pool has, and unmakes none, whoever writes", async () => {
  const run = (statement: string) => sql.raw(statement).execute(hosts.issuer.database);
  const more = `insert into invitations.token_pool_signature
    select study_id, number, sha256(n::text::bytea) from invitations.token_pool, generate_series(1, 41) n where number = 1`;
  await expect(run(more)).rejects.toThrow("no more than its size");
  await expect(run("delete from invitations.token_pool_signature")).rejects.toThrow("stays given");
  await expect(run("update invitations.token_pool set size = 1000")).rejects.toThrow("made once");
  await expect(run("delete from invitations.token_pool")).rejects.toThrow("made once");
});

test("a phone takes tokens for its stock, each good for the wave, and a revoked pool gives nothing more", async () => {
  const [, other] = [await make(1, 20), await make(1, 30)].flat();
  const ours: Ask = async (_, url, body) => {
    const reply = await hosts.issuer.anyone.post(new URL(url).pathname, body);
    return { status: reply.statusCode, text: reply.body };
  };
  const stored = new Map<string, Uint8Array>();
  const phone: Phone = {
    subtle,
    random,
    now: () => hosts.issuer.clock.now.getTime(),
    key: (await subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])) as never,
    ask: ours,
    alone: (work) => work(),
    storage: {
      read: async (name) => stored.get(name),
      names: async (beginning) => [...stored.keys()].filter((name) => name.startsWith(beginning)),
      change: async (changes) => {
        for (const { name, bytes } of changes) bytes ? stored.set(name, bytes) : stored.delete(name);
      },
    },
  };
  const checked = await readWave(subtle, (await hosts.issuer.anyone.get(`/i/${wave.slug}/manifest.json`)).json());
  const mine = interviews(phone, checked);
  await mine.openPool(`${checked.manifest.issuer}/i/${wave.slug}#pool=${other!.number}.${other!.secret}`);
  expect(await mine.fill(26)).toBe(26);
  const { cells } = wave.manifest;
  const cell = await mine.cellOf({ stratum: "B", psu: "Thôn 1", baseWeight: 11 });
  expect(cells[cell]).toMatchObject({ stratum: "B" });
  expectProblem(await hosts.officer.post(at("/9999/revoke"), {}), "invitations.no-pool");
  expect((await hosts.officer.post(at(`/${other!.number}/revoke`), {})).statusCode).toBe(200);
  await expect(mine.fill(28)).rejects.toMatchObject({ code: "pool-refused" });
  const standing = await mine.standing();
  expect(standing).toMatchObject({ tokens: 26, pools: 0 });
});

test("the office alone learns which cell a place lies in", async () => {
  expectProblem(await hosts.issuer.anyone.get(`/waves/${wave.studyId}/places`), "deposits.not-the-office");
});

test("at the close the pools' sums are published and everything that was kept for lost replies is forgotten", async () => {
  const { blinded, prepared, inverse, modulus } = await blindedFor(wave.manifest);
  const [pool] = await make(1, 20);
  const { signatures } = (await ask(pool!.secret, [blinded])).json() as { signatures: string[] };
  const signature = await finalize(
    subtle,
    modulus,
    prepared,
    inverse,
    new Uint8Array(Buffer.from(signatures[0]!, "base64url")),
  );
  const about = { studyId: wave.studyId, manifestHash: await manifestHash(subtle, wave.manifest), modulus };
  await checkToken(subtle, about, { prepared, signature });
  hosts.issuer.clock.now = new Date("2026-03-10T18:00:00Z");
  expectProblem(await ask(pool!.secret, [blinded]), "invitations.closed");
  const { database, dataDirectory, clock } = hosts.issuer;
  const due = upkeep({ database, clock: () => clock.now }, openVault(dataDirectory), () => undefined);
  await due.run();
  const counts = (await hosts.issuer.anyone.get(`/waves/${wave.studyId}/counts.json`)).json();
  expect(counts.pools).toEqual({ pools: 6, pooled: 170, given: 47 });
  expect(await state()).toMatchObject({ pooled: 170, given: 47 });
  expectProblem(await hosts.officer.post(at(), { count: 1, size: 20 }), "invitations.closed");
  expect(await database.selectFrom("invitations.token_pool_signature").selectAll().execute()).toEqual([]);
  const secrets = await database.selectFrom("invitations.token_pool").select("secretHash").execute();
  expect(secrets.every(({ secretHash }) => secretHash === null)).toBe(true);

  // A backup puts such pools back; one that could still give is not among them.
  const put = (number: number, secret: string, given: string) =>
    sql
      .raw(
        `insert into invitations.token_pool (study_id, number, secret_hash, size, made_on, revoked, given)
         values ('${wave.studyId}', ${number}, ${secret}, 40, '2026-03-01', true, ${given})`,
      )
      .execute(database);
  await put(90, "null", "7");
  await expect(put(91, "sha256('x')", "null")).rejects.toThrow("made once");
});
