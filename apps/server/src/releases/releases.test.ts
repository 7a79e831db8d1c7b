import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSetupLink } from "../accounts/index.ts";
import { frozenStudy, levels, repeated } from "../testing/given.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let officer: Client;
let signer: Client;
beforeAll(async () => {
  server = await openServer();
  officer = await server.as("study-lead");
  signer = await server.as("report-signer");
});
afterAll(() => server.close());

const draft = {
  headline: { vi: "Bốn trong mười người hài lòng", en: "Four in ten are satisfied" },
  note: { vi: "Ghi chú", en: "Note" },
  tables: [
    {
      spec: { ask: "q", by: null, base: "valid", weightSet: null },
      caption: { vi: "Mức hài lòng", en: "Satisfaction" },
    },
  ],
};
const study = (given: Parameters<typeof frozenStudy>[2] = {}) =>
  frozenStudy(server, [levels("q", repeated({ satisfied: 400, not: 593, rude: 7 }))], given);

async function published(studyId: string) {
  const made = await officer.post(`/api/studies/${studyId}/releases`, draft);
  await officer.post(`/api/releases/${made.json().id}/submit`);
  const reply = await signer.post(`/api/releases/${made.json().id}/publish`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json();
}
const fileOf = (slug: string) =>
  JSON.parse(readFileSync(join(server.dataDirectory, "published", `${slug}.json`), "utf8"));

test("draft, review, publish: the figure stands on the public site without sign-in and without a script", async () => {
  const release = await published(await study());
  expect(release).toMatchObject({
    state: "published",
    publishedOn: "2026-03-02",
    publicLink: `http://localhost:3000/${release.slug}/`,
  });
  const page = await server.app.inject({ url: `/${release.slug}/` });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain("Bốn trong mười người hài lòng");
  expect(page.body).not.toMatch(/<script(?! type="application)/);
});

test("whoever wrote at a release does not publish it, also when someone else sent it to review", async () => {
  const made = (await officer.post(`/api/studies/${await study()}/releases`, draft)).json();
  const [administrator, both] = [await server.as("administrator"), await server.as("methodologist")];
  const people = (await administrator.get("/api/staff")).json() as { id: string; username: string }[];
  const { id } = people.find(({ username }) => username === "methodologist")!;
  const grant = { role: "report-signer", unitId: null, studyId: null };
  expect((await administrator.post(`/api/staff/${id}/grants`, grant)).statusCode).toBe(201);
  expect((await both.put(`/api/releases/${made.id}`, draft)).statusCode).toBe(200);
  await officer.post(`/api/releases/${made.id}/submit`);
  expectProblem(await both.post(`/api/releases/${made.id}/publish`), "releases.same-person");
  expect((await signer.post(`/api/releases/${made.id}/return`)).json().state).toBe("draft");
  await officer.post(`/api/releases/${made.id}/submit`);
  expect((await signer.post(`/api/releases/${made.id}/publish`)).json().state).toBe("published");
  const page = (await server.app.inject({ url: `/${made.slug}/` })).body;
  expect(page).not.toContain("Một người vừa soạn vừa công bố");
});

test("in a house of one account that person publishes alone, and the page says so; not any more once there were two", async () => {
  const house = await openServer();
  const token = await newSetupLink(house.database, () => house.clock.now);
  const person = { name: "Quản trị", username: "quantri", password: "con suối chảy qua bản", token };
  const cookie = String((await house.anyone.post("/api/setup", person)).headers["set-cookie"]).split(";")[0]!;
  const send = (url: string, payload: object = {}) =>
    house.app.inject({ method: "POST", url, payload, headers: { cookie, "x-requested-with": "lang-nghe" } });
  const studyId = await frozenStudy(house, [levels("q", repeated({ satisfied: 400, not: 600 }))]);
  const prepared = async () => {
    const { id, slug } = (await send(`/api/studies/${studyId}/releases`, draft)).json();
    await send(`/api/releases/${id}/submit`);
    return { slug, reply: await send(`/api/releases/${id}/publish`) };
  };
  const alone = await prepared();
  expect(alone.reply.json().state).toBe("published");
  expect((await house.app.inject({ url: `/${alone.slug}/` })).body).toContain("Một người vừa soạn vừa công bố");
  await house.as("reader");
  expectProblem((await prepared()).reply, "releases.same-person");
  await house.database.updateTable("accounts.staff").set({ active: false }).where("username", "=", "reader").execute();
  expectProblem((await prepared()).reply, "releases.same-person");
  await house.close();
});

test("the released file chains to the frozen answers and carries no withheld number", async () => {
  const file = fileOf((await published(await study())).slug);
  expect(file.chain.snapshotHash).toMatch(/^[0-9a-f]{64}$/);
  expect(file.tables[0].table.method.snapshotHash).toBe(file.chain.snapshotHash);
  const rude = file.tables[0].table.estimates.find((estimate: { level: string }) => estimate.level === "rude");
  expect(rude).toMatchObject({ estimate: null, n: null, withheld: "cell-below-10" });
  expect(JSON.stringify(file)).not.toContain("0.007");
});

test("the released file holds figures as they are printed: 874 of 2000 is 0.437, its interval to a tenth of a per cent", async () => {
  const file = fileOf((await published(await frozenStudy(server, [levels("q", repeated({ a: 874, b: 1126 }))]))).slug);
  const a = file.tables[0].table.estimates.find((one: { level: string }) => one.level === "a");
  // se = √(0.437·0.563/1999) = 0.011094; logit −0.25334 ± 1.96115·0.011094/0.246031: 0.41538 to 0.45887
  expect(a).toMatchObject({ estimate: 0.437, low: 0.415, high: 0.459 });
});

test("an open link prints no margin of error but the sensitivity: ρ·√((1 − f)/f)·σ with f = 1000/100000", async () => {
  const release = await published(await study({ provenance: { selection: "open-link" } }));
  const file = fileOf(release.slug);
  expect(file.tables[0].table.method.random).toBe(false);
  const row = file.sensitivity[0].rows.find(
    (one: { level: string; correlation: number }) => one.level === "not" && one.correlation === 0.005,
  );
  const figure = file.tables[0].table.estimates.find((one: { level: string }) => one.level === "not");
  if (figure.estimate !== null)
    expect(row.bias).toBeCloseTo(0.005 * Math.sqrt(99) * Math.sqrt(figure.estimate * (1 - figure.estimate)), 9);
  const page = (await server.app.inject({ url: `/${release.slug}/` })).body;
  expect(page).toContain("không phải là mẫu ngẫu nhiên");
});

test("who may write may not publish, and nothing is published unreviewed or empty", async () => {
  const id = (await officer.post(`/api/studies/${await study()}/releases`, draft)).json().id;
  expectProblem(await officer.post(`/api/releases/${id}/publish`), "accounts.not-allowed");
  expectProblem(await signer.post(`/api/releases/${id}/publish`), "releases.wrong-state", { state: "draft" });
  await officer.put(`/api/releases/${id}`, { ...draft, tables: [] });
  expectProblem(await officer.post(`/api/releases/${id}/submit`), "releases.empty");
});

test("what was published never changes, not even in the database; it can be withdrawn and the page says so", async () => {
  const release = await published(await study());
  expectProblem(await officer.put(`/api/releases/${release.id}`, draft), "releases.wrong-state");
  await expect(
    server.database
      .updateTable("releases.release")
      .set({ published: JSON.stringify({}) })
      .where("id", "=", release.id)
      .execute(),
  ).rejects.toThrow(/cannot be changed/);
  expect((await signer.post(`/api/releases/${release.id}/withdraw`)).json().state).toBe("withdrawn");
  const page = await server.app.inject({ url: `/${release.slug}/` });
  expect(page.body).toContain("gỡ xuống");
  expect(page.body).not.toContain("40");
});

test("synthetic answers say so in the file and on the page", async () => {
  const release = await published(await study({ study: { synthetic: true } }));
  expect(fileOf(release.slug).study.synthetic).toBe(true);
  expect((await server.app.inject({ url: `/${release.slug}/` })).body.toLowerCase()).toContain("mô phỏng");
});
