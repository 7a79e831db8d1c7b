import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkToken, finalize, manifestHash, printedCode } from "@lang-nghe/anonymity";
import { manifestLeaf, parseVerifierKey, verifyProofFile } from "@lang-nghe/anonymity/log";
import { roles } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { subtle } from "../../../../packages/anonymity/src/testing/issuer.ts";
import { expectProblem } from "../testing/index.ts";
import {
  blindedFor,
  type InvitedWave,
  type OfficeAndIssuer,
  officeAndIssuer,
  rosterCsv,
  sender,
} from "./testing/invited-wave.ts";
import { upkeep } from "./upkeep.ts";
import { openVault } from "./vault.ts";

let hosts: OfficeAndIssuer;
beforeAll(async () => {
  hosts = await officeAndIssuer();
});
afterAll(() => hosts.close());
beforeEach(() => {
  hosts.issuer.clock.now = new Date("2026-03-02T03:00:00Z");
});

const due = () => {
  const { database, clock, dataDirectory } = hosts.issuer;
  return upkeep({ database, clock: () => clock.now }, openVault(dataDirectory), () => undefined);
};
const ask = (wave: InvitedWave, code: string, blinded: string) =>
  hosts.issuer.anyone.post(`/i/${wave.slug}/token`, { code, blinded });
const person = (id: string) =>
  hosts.issuer.database.selectFrom("invitations.person").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

describe("an offer", () => {
  test("is taken in with the office's signature and a place in its log, and never twice", async () => {
    const offer = hosts.newOffer();
    const given = await hosts.published(offer);
    const reply = await hosts.officer.post("/api/invitations", given);
    expect(reply.json()).toMatchObject({ studyId: offer.studyId, stage: "offered", officeSeen: true });
    expectProblem(await hosts.officer.post("/api/invitations", given), "invitations.known-offer");
    const other = await hosts.published(hosts.newOffer({ slug: offer.slug }));
    expectProblem(await hosts.officer.post("/api/invitations", other), "invitations.known-offer");
  });

  test("of a stranger, of another issuer, or changed afterwards is refused", async () => {
    const take = (given: unknown) => hosts.officer.post("/api/invitations", given);
    const offer = hosts.newOffer();
    const given = await hosts.published(offer);
    expectProblem(await take({ ...given, offer: { ...offer, lastDay: "2026-03-11" } }), "invitations.not-the-office");
    expectProblem(await take(await hosts.published(hosts.newOffer(), { logged: false })), "invitations.not-the-office");
    const elsewhere = hosts.newOffer({ office: "https://office.example" });
    expectProblem(await take(await hosts.published(elsewhere)), "invitations.not-the-office");
    const other = hosts.newOffer({ issuer: "https://other.example" });
    expectProblem(await take(await hosts.published(other)), "invitations.other-issuer");
    const past = hosts.newOffer({ firstDay: "2026-02-01", lastDay: "2026-03-01" });
    expectProblem(await take(await hosts.published(past)), "invitations.offer-past");
    expectProblem(await take({ offer: { ...offer, more: 1 }, signature: given.signature }), "invitations.bad-offer");
    expectProblem(await take({ url: "http://127.0.0.1:1/waves/x" }), "invitations.bad-offer");
    const inside = `http://169.254.169.254/waves/${randomUUID()}/offer.json`;
    expectProblem(await take({ url: inside }), "platform.outgoing-refused");
    expect((await take(given)).statusCode).toBe(201);
  });
});

test("an offer taken in as a file while the office is silent leads to no manifest until the office's log has shown it", async () => {
  const silent = await officeAndIssuer();
  const given = await silent.published(silent.newOffer());
  await silent.office.app.close();
  const { studyId, officeSeen } = (await silent.officer.post("/api/invitations", given)).json();
  expect(officeSeen).toBe(false);
  const at = `/api/invitations/${studyId}`;
  await silent.officer.upload(`${at}/roster`, "ds.csv", rosterCsv(20));
  await silent.officer.put(`${at}/sender`, sender);
  const plan = { people: 40, cells: 2, eraseAfterDays: 30 };
  expectProblem(await silent.officer.post(`${at}/manifest`, plan), "invitations.office-silent");
  await silent.close();
});

describe("a roster", () => {
  test("is taken in whole or not at all, and again until the manifest stands", async () => {
    const { studyId } = await hosts.offered();
    const upload = (bytes: Buffer) => hosts.officer.upload(`/api/invitations/${studyId}/roster`, "ds.csv", bytes);
    expect((await upload(rosterCsv(25))).json()).toMatchObject({ people: 50, optedOut: 0, remarks: [] });
    const wrong = rosterCsv(30).toString().replace("0900000003", "12345");
    expectProblem(await upload(Buffer.from(wrong)), "invitations.roster", {
      count: 1,
      row: 5,
      column: "Số điện thoại",
    });
    expect((await hosts.get(studyId)).people).toMatchObject({ listed: 50, phones: 50, emails: 24 });
    expect((await upload(rosterCsv(21))).json()).toMatchObject({ people: 42 });
    expect(await hosts.get(studyId)).toMatchObject({ stage: "listed", people: { listed: 42 } });
    expect((await hosts.officer.delete(`/api/invitations/${studyId}`)).statusCode).toBe(204);
    expectProblem(await hosts.officer.get(`/api/invitations/${studyId}`), "invitations.no-wave");
  });

  test("with a stratum of fewer than 20 is not published until it is put together with a named one", async () => {
    const { studyId } = await hosts.offered();
    const at = `/api/invitations/${studyId}`;
    // 40 of A and 40 of B, and 12 more of a stratum of their own.
    const extra = Array.from({ length: 12 }, (_, i) => `Hoàng C${i},,c${i}@example.vn,,vi,C,Thôn 9,10`).join("\n");
    await hosts.officer.upload(`${at}/roster`, "ds.csv", Buffer.concat([rosterCsv(40), Buffer.from(`\n${extra}`)]));
    await hosts.officer.put(`${at}/sender`, sender);
    const before = (await hosts.officer.get(`${at}/cells`)).json();
    expect(before).toMatchObject({ people: 92, tooSmall: ["C"], cells: null, fewPeople: true });
    const plan = { people: 92, cells: 4, eraseAfterDays: 30 };
    expectProblem(await hosts.officer.post(`${at}/manifest`, plan), "invitations.stratum-too-small", { strata: "C" });
    expect((await hosts.officer.put(`${at}/joins`, { joined: { C: "D" } })).statusCode).toBe(400);
    const joined = (await hosts.officer.put(`${at}/joins`, { joined: { C: "B" }, fewest: 20 })).json();
    expect(joined.tooSmall).toEqual([]);
    expect(joined.cells.map((cell: { stratum: string; invited: number }) => [cell.stratum, cell.invited])).toEqual([
      ["A", 20],
      ["A", 20],
      // Villages 1 and 2 of B, and the 12 people of C, whom the smallest unit takes in.
      ["B + C", 32],
      ["B + C", 20],
    ]);
    expectProblem(await hosts.officer.post(`${at}/manifest`, { ...plan, people: 91 }), "invitations.cells-changed");
    expect((await hosts.officer.post(`${at}/manifest`, plan)).json()).toMatchObject({ stage: "published" });
  });
});

describe("a manifest", () => {
  test("is public with a proof of the log, names the offer, and lists cells of 20 and more", async () => {
    const wave = await hosts.invited(25);
    const reply = await hosts.issuer.anyone.get(`/waves/${wave.studyId}/manifest.json`);
    expect(reply.headers["access-control-allow-origin"]).toBe("*");
    expect((await hosts.issuer.anyone.get(`/i/${wave.slug}/manifest.json`)).body).toBe(reply.body);
    const leaf = manifestLeaf(wave.studyId, await manifestHash(subtle, wave.manifest));
    await verifyProofFile(reply.json().proof, leaf, parseVerifierKey(wave.manifest.issuerLogKey));
    expect(wave.manifest.invited).toBe(50);
    expect(wave.manifest.cells.every(({ invited }) => invited >= 20)).toBe(true);
    const state = (await hosts.issuer.anyone.get(`/waves/${wave.studyId}`)).json();
    expect(state).toMatchObject({ closed: false, invited: 50, issued: 0 });
    expectProblem(await hosts.issuer.anyone.get(`/waves/${wave.studyId}/counts.json`), "invitations.not-closed");
  });

  test("never changes: not by any route, and not in the database", async () => {
    const wave = await hosts.invited();
    const at = `/api/invitations/${wave.studyId}`;
    expectProblem(await hosts.officer.upload(`${at}/roster`, "x.csv", rosterCsv(20)), "invitations.published");
    expectProblem(await hosts.officer.put(`${at}/joins`, { joined: {} }), "invitations.published");
    expectProblem(await hosts.officer.delete(at), "invitations.published");
    const again = { people: 40, cells: 2, eraseAfterDays: 30 };
    expectProblem(await hosts.officer.post(`${at}/manifest`, again), "invitations.published");
    const { database } = hosts.issuer;
    const id = wave.studyId;
    for (const statement of [
      sql`update invitations.wave set manifest = '{}' where study_id = ${id}`,
      sql`update invitations.wave set manifest = null, manifest_hash = null, leaf = null, private_key = null where study_id = ${id}`,
      sql`update invitations.wave set private_key = 'x' where study_id = ${id}`,
      sql`update invitations.wave set erase_on = erase_on + 1 where study_id = ${id}`,
      sql`delete from invitations.wave where study_id = ${id}`,
      sql`truncate invitations.wave cascade`,
      sql`delete from invitations.person where study_id = ${id}`,
      sql`update invitations.person set cell = 1 - cell where study_id = ${id}`,
      sql`insert into invitations.person (study_id, language, stratum, psu, base_weight) values (${id}, 'vi', 'A', '1', 1)`,
    ])
      await expect(statement.execute(database)).rejects.toThrow(/never changes|stay/);
  });
});

describe("a code", () => {
  test("gives one token, which is a signature of the wave's key; asked again it is the same", async () => {
    const wave = await hosts.invited();
    const [first, second] = wave.people as [InvitedWave["people"][0], InvitedWave["people"][0]];
    const made = await blindedFor(wave.manifest);
    const reply = await ask(wave, first.link, made.blinded);
    expect(reply.statusCode).toBe(200);
    const { signature, cell } = reply.json();
    expect(wave.manifest.cells[cell]?.stratum).toBe("A");
    const token = {
      prepared: made.prepared,
      signature: await finalize(
        subtle,
        made.modulus,
        made.prepared,
        made.inverse,
        new Uint8Array(Buffer.from(signature, "base64url")),
      ),
    };
    const wanted = {
      studyId: wave.studyId,
      manifestHash: await manifestHash(subtle, wave.manifest),
      modulus: made.modulus,
    };
    await checkToken(subtle, wanted, token);
    // The reply was lost: the same again, by either of the person's codes.
    expect((await ask(wave, first.link, made.blinded)).json()).toEqual({ signature, cell });
    expect((await ask(wave, printedCode(first.typed).toLowerCase(), made.blinded)).json()).toEqual({ signature, cell });
    const other = await blindedFor(wave.manifest);
    expectProblem(await ask(wave, first.link, other.blinded), "invitations.used-code");
    expectProblem(await ask(wave, first.typed, other.blinded), "invitations.used-code");
    expect((await ask(wave, second.typed, other.blinded)).statusCode).toBe(200);
    expectProblem(await ask(wave, second.link, made.blinded), "invitations.used-code");
  });

  test("tried two hundred times at once with different messages signs exactly one", async () => {
    const wave = await hosts.invited();
    const code = wave.people[0]!.link;
    const messages = await Promise.all(Array.from({ length: 20 }, () => blindedFor(wave.manifest)));
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, i) => ask(wave, code, messages[i % 20]!.blinded)),
    );
    const signed = replies.filter(({ statusCode }) => statusCode === 200);
    expect(new Set(signed.map((reply) => reply.json().signature)).size).toBe(1);
    expect(signed).toHaveLength(10);
    expect(replies.filter(({ statusCode }) => statusCode === 409)).toHaveLength(190);
  });

  test("is not spent by what cannot be signed: 0, 1, n − 1, n, too short, too long", async () => {
    const wave = await hosts.invited();
    const { link, id } = wave.people[0]!;
    const { modulus } = await blindedFor(wave.manifest);
    const below = Buffer.from(modulus);
    below[383]! -= 1;
    const one = Buffer.alloc(384);
    one[383] = 1;
    for (const bytes of [
      Buffer.alloc(384),
      one,
      below,
      Buffer.from(modulus),
      Buffer.alloc(383, 7),
      Buffer.alloc(385, 7),
      Buffer.alloc(0),
    ])
      expectProblem(await ask(wave, link, bytes.toString("base64url")), "invitations.bad-blinded");
    expect(await person(id)).toMatchObject({ taken: false, request: null });
    expect((await ask(wave, link, (await blindedFor(wave.manifest)).blinded)).statusCode).toBe(200);
  });

  test("is either spent with its message kept, or unspent, wherever the issuer breaks off", async () => {
    const wave = await hosts.invited();
    const { link, id } = wave.people[0]!;
    const { blinded } = await blindedFor(wave.manifest);
    const { database } = hosts.issuer;
    await sql`create function break_off() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`.execute(
      database,
    );
    await sql`create trigger a_break before update on invitations.person for each row execute function break_off()`.execute(
      database,
    );
    expect((await ask(wave, link, blinded)).statusCode).toBe(500);
    await sql`drop trigger a_break on invitations.person`.execute(database);
    expect(await person(id)).toMatchObject({ taken: false, request: null });
    // After the update, before the commit.
    await sql`create constraint trigger a_break after update on invitations.person deferrable initially deferred for each row execute function break_off()`.execute(
      database,
    );
    expect((await ask(wave, link, blinded)).statusCode).toBe(500);
    await sql`drop trigger a_break on invitations.person`.execute(database);
    expect(await person(id)).toMatchObject({ taken: false, request: null });
    expect((await ask(wave, link, blinded)).statusCode).toBe(200);
    // After the commit: the reply was lost.
    expect((await ask(wave, link, blinded)).statusCode).toBe(200);
    await expect(
      sql`update invitations.person set taken = false, request = null where id = ${id}`.execute(database),
    ).rejects.toThrow(/stays taken/);
    await expect(
      sql`update invitations.person set request = ${Buffer.alloc(32)} where id = ${id}`.execute(database),
    ).rejects.toThrow(/stays taken/);
  });

  test("that nobody has is unknown, of another wave too; guessing typed ones is slowed without knowing who guesses", async () => {
    const [wave, other] = [await hosts.invited(), await hosts.invited()];
    const { blinded } = await blindedFor(wave.manifest);
    const stranger = "A".repeat(20);
    expectProblem(await ask(wave, stranger, blinded), "invitations.unknown-code");
    expectProblem(await ask(wave, "gì đó", blinded), "invitations.unknown-code");
    expectProblem(await ask(wave, other.people[0]!.link, blinded), "invitations.unknown-code");
    expectProblem(await ask(wave, other.people[0]!.typed, blinded), "invitations.unknown-code");
    expectProblem(
      await hosts.issuer.anyone.post("/i/khong-co/token", { code: stranger, blinded }),
      "invitations.no-wave",
    );
    const mine = wave.people[0]!.typed;
    const guess = other.people[1]!.typed;
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await ask(wave, guess, blinded)).statusCode);
    expect(statuses).toEqual([...new Array(10).fill(404), 429, 429]);
    // Whoever holds another code is not kept waiting.
    expect((await ask(wave, mine, blinded)).statusCode).toBe(200);
  });

  test("gives its token from the first day to the last, and none for a wave without a manifest", async () => {
    const offer = await hosts.offered();
    const wave = await hosts.invited();
    const { blinded } = await blindedFor(wave.manifest);
    expectProblem(
      await hosts.issuer.anyone.post(`/i/${offer.slug}/token`, { code: "A".repeat(20), blinded }),
      "invitations.no-wave",
    );
    hosts.issuer.clock.now = new Date("2026-02-28T16:59:59Z");
    expectProblem(await ask(wave, wave.people[0]!.link, blinded), "invitations.not-yet");
    hosts.issuer.clock.now = new Date("2026-03-10T16:59:59Z");
    expect((await ask(wave, wave.people[0]!.link, blinded)).statusCode).toBe(200);
    hosts.issuer.clock.now = new Date("2026-03-10T17:00:00Z");
    expectProblem(await ask(wave, wave.people[0]!.link, blinded), "invitations.closed");
  });

  test("of a lost letter is made void by a new one, as long as no token was taken", async () => {
    const wave = await hosts.invited();
    const [lost, done] = wave.people as [InvitedWave["people"][0], InvitedWave["people"][0]];
    const renew = (id: string) => hosts.officer.post(`/api/invitations/${wave.studyId}/people/${id}/new-code`);
    const { link, typed } = (await renew(lost.id)).json();
    const { blinded } = await blindedFor(wave.manifest);
    expectProblem(await ask(wave, lost.link, blinded), "invitations.unknown-code");
    expectProblem(await ask(wave, lost.typed, blinded), "invitations.unknown-code");
    expect((await ask(wave, link.split("#")[1], blinded)).statusCode).toBe(200);
    expect((await ask(wave, typed, blinded)).statusCode).toBe(200);
    const other = await blindedFor(wave.manifest);
    expect((await ask(wave, done.link, other.blinded)).statusCode).toBe(200);
    expectProblem(await renew(done.id), "invitations.taken");
  });
});

describe("what is kept of tokens", () => {
  test("a copy of the database holds no code, no key and no time; staff see who has a token only after the night", async () => {
    const wave = await hosts.invited();
    const { blinded } = await blindedFor(wave.manifest);
    const taker = wave.people[3]!;
    const { signature } = (await ask(wave, taker.link, blinded)).json();
    const { rows } = await sql<{ whole: string }>`
      select row_to_json(p)::text as whole from invitations.person p
      union all select row_to_json(w)::text from invitations.wave w
      union all select row_to_json(l)::text from transparency.leaf l
      union all select row_to_json(a)::text from platform.audit a`.execute(hosts.issuer.database);
    const dump = rows.map(({ whole }) => whole).join("\n");
    const hex = (text: string) => Buffer.from(text, "base64url").toString("hex");
    for (const secret of [taker.link, taker.typed, blinded, signature, hex(blinded), hex(signature), hex(taker.link)])
      expect(dump).not.toContain(secret);
    expect(dump).not.toContain(readFileSync(join(hosts.issuer.dataDirectory, "keys/invitations.key")).toString("hex"));
    // No column of the roster holds a day or a time.
    const { rows: columns } = await sql<{ name: string; type: string }>`
      select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = 'invitations.person'::regclass and attnum > 0`.execute(hosts.issuer.database);
    expect(columns.filter(({ type }) => /date|time|serial/.test(type))).toEqual([]);
    const shown = async () =>
      (await hosts.officer.get(`/api/invitations/${wave.studyId}/people`))
        .json()
        .people.filter((one: { taken: boolean }) => one.taken);
    expect(await shown()).toEqual([]);
    await due().mix([wave.studyId]);
    expect(await shown()).toMatchObject([{ id: taker.id }]);
    expect((await hosts.get(wave.studyId)).taken).toBe(0);
    // Where rows lie and what wrote them is the same for all.
    const { rows: written } = await sql<{ count: number }>`
      select count(distinct xmin::text) as count from invitations.person where study_id = ${wave.studyId}`.execute(
      hosts.issuer.database,
    );
    expect(written[0]!.count).toBe(1);
    const { rows: order } = await sql<{ id: string }>`
      select id from invitations.person where study_id = ${wave.studyId} order by ctid`.execute(hosts.issuer.database);
    expect(order.at(-1)!.id === taker.id && order.at(-2)!.id === wave.people[0]!.id).toBe(false);
  });

  test("at the close the key is gone and issued tokens are published by cell; later the contacts are deleted", async () => {
    const wave = await hosts.invited();
    const takers = [wave.people[0]!, wave.people[1]!, wave.people.at(-1)!];
    for (const { link } of takers)
      expect((await ask(wave, link, (await blindedFor(wave.manifest)).blinded)).statusCode).toBe(200);
    hosts.issuer.clock.now = new Date("2026-03-10T17:00:00Z");
    await due().run();
    expect((await hosts.issuer.anyone.get(`/waves/${wave.studyId}/counts.json`)).json()).toEqual({ issued: [2, 1] });
    expect((await hosts.issuer.anyone.get(`/waves/${wave.studyId}`)).json()).toMatchObject({ closed: true, issued: 3 });
    const { body } = await hosts.issuer.database
      .selectFrom("transparency.leaf")
      .select("body")
      .where("kind", "=", "count")
      .where("body", "like", `${wave.studyId}%`)
      .executeTakeFirstOrThrow();
    expect(body).toBe(`${wave.studyId} issuer\ninvited 40\nissued 3\ncells 2 1`);
    const row = await hosts.issuer.database
      .selectFrom("invitations.wave")
      .selectAll()
      .where("studyId", "=", wave.studyId)
      .executeTakeFirstOrThrow();
    expect([row.privateKey, row.closed]).toEqual([null, true]);
    expect((await person(takers[0]!.id)).request).toBeNull();
    expect((await hosts.get(wave.studyId)).people.listed).toBe(40);
    hosts.issuer.clock.now = new Date("2026-04-09T03:00:00Z");
    await due().run();
    expect(await hosts.get(wave.studyId)).toMatchObject({
      stage: "erased",
      people: { listed: 0, phones: 0 },
      issued: [2, 1],
      taken: 3,
    });
  });

  test("tokens asked for while the wave is being closed are counted or refused, never given uncounted", async () => {
    const wave = await hosts.invited();
    const messages = await Promise.all(wave.people.map(() => blindedFor(wave.manifest)));
    const asked = Promise.all(wave.people.map(({ link }, i) => ask(wave, link, messages[i]!.blinded)));
    const closed = due().close(wave.studyId);
    const statuses = (await asked).map(({ statusCode }) => statusCode);
    await closed;
    const { issued } = (await hosts.issuer.anyone.get(`/waves/${wave.studyId}/counts.json`)).json();
    const given = statuses.filter((status) => status === 200).length;
    expect(issued.reduce((sum: number, count: number) => sum + count, 0)).toBe(given);
    expect(statuses.filter((status) => status === 410).length).toBe(wave.people.length - given);
  });

  test("a person's contacts go when they ask, and their place in the sample stays", async () => {
    const wave = await hosts.invited();
    const { id, link } = wave.people[0]!;
    expect((await hosts.officer.delete(`/api/invitations/${wave.studyId}/people/${id}`)).statusCode).toBe(204);
    expect(await person(id)).toMatchObject({
      name: null,
      phone: null,
      email: null,
      address: null,
      linkHash: null,
      optedOut: true,
    });
    expectProblem(await ask(wave, link, (await blindedFor(wave.manifest)).blinded), "invitations.unknown-code");
    expect(await hosts.get(wave.studyId)).toMatchObject({ people: { listed: 40 }, prepared: 40 });
  });
});

describe("who wants no messages", () => {
  test("is left alone in every study, now and later, and stays in the sample", async () => {
    const wave = await hosts.invited();
    const reply = await hosts.officer.post("/api/invitations/opt-outs", { contact: "0900 000 003" });
    expect(reply.json().people).toBeGreaterThan(0);
    expectProblem(
      await hosts.officer.post("/api/invitations/opt-outs", { contact: "đừng gọi" }),
      "invitations.no-contact",
    );
    expect((await hosts.issuer.anyone.post(`/i/${wave.slug}/opt-out`, { code: wave.people[1]!.link })).statusCode).toBe(
      204,
    );
    expect((await person(wave.people[1]!.id)).optedOut).toBe(true);
    expect((await ask(wave, wave.people[1]!.link, (await blindedFor(wave.manifest)).blinded)).statusCode).toBe(200);
    const { studyId } = await hosts.offered();
    const listed = await hosts.officer.upload(`/api/invitations/${studyId}/roster`, "ds.csv", rosterCsv(20));
    expect(listed.json()).toMatchObject({ people: 40, optedOut: 2 });
    const { rows } = await sql<{ contact: Buffer }>`select contact from invitations.opt_out`.execute(
      hosts.issuer.database,
    );
    expect(rows.every(({ contact }) => contact.length === 32)).toBe(true);
    await sql`delete from invitations.opt_out`.execute(hosts.issuer.database);
  });
});

test("only roles for contacts reach the roster; who has one study reaches no other", async () => {
  const wave = await hosts.invited();
  const at = `/api/invitations/${wave.studyId}`;
  for (const role of roles) {
    const client = await hosts.issuer.as(role);
    const may = role === "contacts-officer" || role === "field-supervisor";
    expect([role, (await client.get(`${at}/people`)).statusCode]).toEqual([role, may ? 200 : 403]);
    const written = await client.post("/api/invitations/opt-outs", { contact: "0999999999" });
    expect([role, written.statusCode]).toEqual([role, role === "contacts-officer" ? 200 : 403]);
  }
  const other = await hosts.offered();
  const one = await hosts.issuer.as("contacts-officer", other.studyId);
  expect((await one.get(at)).statusCode).toBe(403);
  expect((await one.get("/api/invitations")).json().map(({ studyId }: { studyId: string }) => studyId)).toEqual([
    other.studyId,
  ]);
  expect((await one.post("/api/invitations", await hosts.published(hosts.newOffer()))).statusCode).toBe(403);
  expectProblem(await hosts.issuer.anyone.get(`${at}/people`), "accounts.signed-out");
});

test("a key of another installation opens no wave", async () => {
  const wave = await hosts.invited();
  const strange = openVault(join(hosts.issuer.dataDirectory, "other"));
  const { privateKey } = await hosts.issuer.database
    .selectFrom("invitations.wave")
    .select("privateKey")
    .where("studyId", "=", wave.studyId)
    .executeTakeFirstOrThrow();
  expect(strange.open(`wave key ${wave.studyId}`, privateKey!)).toBeUndefined();
  expect(openVault(hosts.issuer.dataDirectory).open("wave key of another", privateKey!)).toBeUndefined();
});
