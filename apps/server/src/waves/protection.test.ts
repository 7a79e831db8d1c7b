import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Part, restoreBackup, writeBackup } from "../platform/backup.ts";
import { databaseUrl } from "../platform/host-databases.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, formBytes, openedStudy } from "../testing/water-study.ts";

let server: TestServer;
let lead: Client;
let login: string;
beforeAll(async () => {
  server = await openServer();
  lead = await server.as("study-lead");
  login = databaseUrl(inject("serverLogins").office, new URL(server.databaseUrl).pathname.slice(1));
});
afterAll(() => server.close());

/** Statements as the server's own login, or as whoever owns the tables. */
async function run(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

async function invited(opening: "batches" | "sealed" = "batches"): Promise<string> {
  const { id } = (
    await lead.post("/api/studies", { title: { vi: "Nước", en: "" }, entry: "invitation", opening })
  ).json();
  await lead.upload(`/api/studies/${id}/questionnaire`, "form.md", formBytes());
  await lead.post(`/api/studies/${id}/questionnaire/publish`);
  return id;
}

async function offered(): Promise<string> {
  const id = await invited();
  const reply = await lead.post(`/api/studies/${id}/wave`, { firstDay: "2026-03-05", lastDay: "2026-03-20" });
  expect(reply.statusCode).toBe(200);
  return id;
}

describe("how people come to a study", () => {
  test("is an open link unless said otherwise, and can change in design", async () => {
    const { id, entry, opening } = (await lead.post("/api/studies", { title: { vi: "Đường", en: "" } })).json();
    expect([entry, opening]).toEqual(["open-link", null]);
    const changed = await lead.patch(`/api/studies/${id}`, { entry: "invitation", opening: "sealed" });
    expect(changed.json()).toMatchObject({
      entry: "invitation",
      opening: "sealed",
      provenance: { selection: "probability" },
    });
    const back = await lead.patch(`/api/studies/${id}`, { entry: "open-link" });
    expect(back.json()).toMatchObject({ entry: "open-link", opening: null, provenance: { selection: "open-link" } });
  });

  test("is fixed once the study takes answers or its wave is offered, over the API", async () => {
    const open = await openedStudy(lead);
    expectProblem(await lead.patch(`/api/studies/${open.id}`, { entry: "invitation" }), "waves.protection-fixed");
    const id = await offered();
    expectProblem(await lead.patch(`/api/studies/${id}`, { entry: "open-link" }), "waves.protection-fixed");
    expectProblem(await lead.patch(`/api/studies/${id}`, { opening: "sealed" }), "waves.protection-fixed");
    expect((await lead.patch(`/api/studies/${id}`, { title: { vi: "Nước máy", en: "" } })).statusCode).toBe(200);
    // Back to design first, then changed: the offer stands.
    await run(server.databaseUrl, `update studies.study set state = 'design' where id = '${id}'`);
    expectProblem(await lead.patch(`/api/studies/${id}`, { entry: "open-link" }), "waves.protection-fixed");
  });

  test.each([
    ["the server's own login", () => login],
    ["the owner of the tables", () => server.databaseUrl],
  ])("is fixed for statements by hand of %s", async (_, url) => {
    const id = await offered();
    for (const change of [
      "entry = 'open-link'",
      "opening = 'sealed'",
      "entry = 'open-link', state = 'design'",
      "id = gen_random_uuid()",
      "kind = 'imported'",
    ]) {
      const statement = `update studies.study set ${change} where id = '${id}'`;
      await expect(run(url(), statement), change).rejects.toThrow(/cannot change any more/);
    }
    for (const statement of [
      `update waves.wave set manifest = '{}', manifest_hash = decode(repeat('00', 32), 'hex'), opened_on = '2026-03-01' where study_id = '${id}'`,
      `update waves.wave set offer = '{}' where study_id = '${id}'`,
      `delete from waves.wave where study_id = '${id}'`,
      `delete from studies.study where id = '${id}'`,
      "truncate waves.wave cascade",
    ])
      await expect(run(url(), statement), statement).rejects.toThrow();
  });

  test("is fixed once an answer exists, even in a study put back to design", async () => {
    const study = await openedStudy(lead);
    expect((await server.anyone.post(`/a/${study.slug}/answers`, answerSet())).statusCode).toBe(201);
    for (const url of [login, server.databaseUrl]) {
      await run(url, `update studies.study set state = 'design' where id = '${study.id}'`);
      const change = `update studies.study set entry = 'invitation' where id = '${study.id}'`;
      await expect(run(url, change)).rejects.toThrow(/cannot change any more/);
    }
  });
});

describe("an open link", () => {
  test("does not exist for a study by invitation, open or not", async () => {
    for (const id of [await invited(), await offered()]) {
      const { slug, answerLink } = (await lead.get(`/api/studies/${id}`)).json();
      expect(answerLink).toBeNull();
      expectProblem(await server.anyone.post(`/a/${slug}/answers`, answerSet()), "waves.by-invitation");
      expectProblem(await server.anyone.get(`/a/${slug}/form.json`), "waves.by-invitation");
      expectProblem(await server.anyone.post(`/a/${slug}/reached`, { page: 0 }), "waves.by-invitation");
      expect((await server.anyone.get(`/a/${slug}`)).statusCode).not.toBe(200);
    }
  });

  test("neither opens nor closes a study by invitation", async () => {
    expectProblem(await lead.post(`/api/studies/${await invited()}/open`), "waves.by-offer");
    expectProblem(await lead.post(`/api/studies/${await offered()}/close`), "waves.by-offer");
  });
});

describe("an answer", () => {
  const insert = (studyId: string, day: string, cell: string) =>
    `insert into responses.answer (id, study_id, version, day, language, answers, content_hash, cell)
     values (gen_random_uuid(), '${studyId}', 1, ${day}, 'vi', '{}', '', ${cell})`;

  test("without a cell, with a day, or of a wave without a manifest is not stored in a study by invitation", async () => {
    const id = await offered();
    for (const url of [login, server.databaseUrl])
      for (const statement of [
        insert(id, "null", "null"),
        insert(id, "'2026-03-06'", "0"),
        insert(id, "null", "0"),
        insert(await invited("sealed"), "null", "0"),
        insert((await openedStudy(lead)).id, "null", "0"),
      ])
        await expect(run(url, statement), statement).rejects.toThrow(/does not belong to its study/);
  });

  test("never learns a day, a withdrawal hash or a cell afterwards", async () => {
    const study = await openedStudy(lead);
    await server.anyone.post(`/a/${study.slug}/answers`, answerSet());
    const where = `where study_id = '${study.id}'`;
    await run(login, `update responses.answer set day = null ${where}`);
    for (const change of ["day = '2026-03-02'", "withdrawal_hash = decode(repeat('00', 32), 'hex')", "cell = 1"])
      await expect(run(server.databaseUrl, `update responses.answer set ${change} ${where}`)).rejects.toThrow(
        /only be forgotten/,
      );
  });

  test("a sealed study keeps no private key, not even by hand", async () => {
    const id = await invited("sealed");
    const statement = `insert into responses.tabulation_key values ('${id}', decode(repeat('01', 32), 'hex'))`;
    for (const url of [login, server.databaseUrl])
      await expect(run(url, statement)).rejects.toThrow(/keeps nothing here/);
  });
});

test("a restored backup and an import are held by the same triggers", async () => {
  const id = await offered();
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-protection-"));
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const file = (part: Part) => join(folder, `${part}.age`);
  await writeBackup(server.databaseUrl, "office", file, () => ({ recipient }), "2026-03-02");
  const name = `restored_${Date.now()}`;
  await run(server.databaseUrl, `create database ${name}`);
  const url = databaseUrl(inject("databaseServer"), name);
  await restoreBackup(url, "office", [file("answers"), file("system")], [{ identity }]);
  const { rows } = await run(url, `select entry, opening from studies.study where id = '${id}'`);
  expect(rows).toEqual([{ entry: "invitation", opening: "batches" }]);
  await expect(run(url, `update studies.study set entry = 'open-link' where id = '${id}'`)).rejects.toThrow(
    /cannot change any more/,
  );
  await run(server.databaseUrl, `drop database ${name} with (force)`);
  rmSync(folder, { recursive: true });
  // A file of answers becomes a study of its own and never joins one: an import names no study.
  const upload = await lead.upload("/api/imports", "a.csv", Buffer.from("q\n1\n2\n"), { studyId: id });
  const plan = { title: { vi: "Tệp", en: "" }, synthetic: false, columns: [], provenance: {} };
  const made = await lead.post(`/api/imports/${upload.json().id}/study`, { ...plan, studyId: id, entry: "open-link" });
  expect(made.statusCode).not.toBe(201);
  expect((await lead.get(`/api/studies/${id}`)).json()).toMatchObject({ entry: "invitation", state: "open" });
});
