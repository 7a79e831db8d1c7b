import { createHash, randomBytes } from "node:crypto";
import { canonicalWithdrawalKey, type Study, withdrawalAlphabet } from "@lang-nghe/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, form, openedStudy, sendAll } from "../testing/water-study.ts";

let server: TestServer;
let lead: Client;
beforeAll(async () => {
  server = await openServer();
  lead = await server.as("study-lead");
});
afterAll(() => server.close());

const newKey = () => Array.from(randomBytes(26), (byte) => withdrawalAlphabet[byte & 31]).join("");
const hashOf = (key: string) => createHash("sha256").update(key).digest("hex");
const rows = (study: Study) =>
  server.database.selectFrom("responses.answer").selectAll().where("studyId", "=", study.id).execute();
const withdraw = (key: string) => server.anyone.post("/withdraw", { key });
const live = async (study: Study) =>
  (await lead.get(`/api/studies/${study.id}/live?variable=water`)).json() as { base: number | null };

test("a key deletes the answer it belongs to and no other, however it is typed", async () => {
  const study = await openedStudy(lead);
  const key = `7K${newKey().slice(2)}`.replace(/[01]/g, "2");
  await sendAll(server, study.slug, [
    answerSet({ water: "yes" }, { withdrawal: hashOf(key) }),
    answerSet({ water: "no", months: 2 }, { withdrawal: hashOf(newKey()) }),
    answerSet({ water: "no", months: 3 }),
  ]);
  expect(await rows(study)).toHaveLength(3);
  await withdraw(` ${key.slice(0, 5).toLowerCase()}-${key.slice(5, 13)} ${key.slice(13)}. `);
  const left = await rows(study);
  expect(left).toHaveLength(2);
  expect(left.some(({ withdrawalHash }) => withdrawalHash?.toString("hex") === hashOf(key))).toBe(false);
});

test("letters that look like digits are read as those", () => {
  expect(canonicalWithdrawalKey("oil00-2222333344445555666ab")).toBe("011002222333344445555666AB");
  expect(canonicalWithdrawalKey("TOO-SHORT")).toBeUndefined();
  expect(canonicalWithdrawalKey("U".repeat(26))).toBeUndefined();
});

test("the reply is the same for a key that fits, one that does not, and nonsense, and takes as long", async () => {
  const study = await openedStudy(lead);
  const key = newKey();
  await sendAll(server, study.slug, [answerSet({ water: "yes" }, { withdrawal: hashOf(key) })]);
  const seen: { status: number; body: string; headers: string; milliseconds: number }[] = [];
  for (const typed of [key, newKey(), "không có mã này", ""]) {
    const start = performance.now();
    const reply = await withdraw(typed);
    const { date: _, ...headers } = reply.headers;
    const milliseconds = performance.now() - start;
    seen.push({ status: reply.statusCode, body: reply.body, headers: JSON.stringify(headers), milliseconds });
  }
  expect(new Set(seen.map(({ status, body, headers }) => `${status} ${body} ${headers}`)).size).toBe(1);
  for (const { milliseconds } of seen) expect(milliseconds).toBeGreaterThan(240);
  expect(await rows(study)).toHaveLength(0);
});

test("the page works without a script, in both languages, and its form is answered with a page", async () => {
  for (const [path, words] of [
    ["/withdraw", "Vì sao sau khi đóng thì không rút lại được"],
    ["/withdraw/en", "Why it is impossible once the survey is closed"],
  ] as const) {
    const page = await server.anyone.get(path);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain(words);
    expect(page.body).not.toContain("<script");
    expect(page.headers["content-security-policy"]).toContain("form-action 'self'");
    expect(page.headers["content-security-policy"]).toContain("default-src 'none'");
    const reply = await server.app.inject({
      method: "POST",
      url: path,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      payload: `key=${newKey()}`,
    });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers["content-type"]).toContain("text/html");
    expect(reply.body).toContain(words);
  }
});

test("no other route understands forms, so that no other site can send one", async () => {
  const reply = await server.app.inject({
    method: "POST",
    url: "/api/session",
    headers: { "content-type": "application/x-www-form-urlencoded", "x-requested-with": "lang-nghe" },
    payload: "username=a",
  });
  expect(reply.statusCode).toBeGreaterThanOrEqual(400);
  expect(reply.json().code).not.toBe("accounts.wrong-password");
});

test("frozen, no key points at a row any more, and a key deletes nothing", async () => {
  const study = await openedStudy(lead);
  const key = newKey();
  await sendAll(server, study.slug, [
    answerSet({ water: "yes" }, { withdrawal: hashOf(key) }),
    answerSet({ water: "no", months: 2 }, { withdrawal: hashOf(newKey()) }),
  ]);
  await lead.post(`/api/studies/${study.id}/freeze`);
  expect((await rows(study)).map(({ withdrawalHash }) => withdrawalHash)).toEqual([null, null]);
  const reply = await withdraw(key);
  expect(reply.json()).toEqual({ received: true });
  expect(await rows(study)).toHaveLength(2);
});

test("what is withdrawn is not in the frozen answers, and the counter then says what there is", async () => {
  const study = await openedStudy(lead);
  const key = newKey();
  await sendAll(server, study.slug, [
    answerSet({ water: "yes" }, { withdrawal: hashOf(key) }),
    answerSet({ water: "no", months: 2 }),
  ]);
  await withdraw(key);
  await lead.post(`/api/studies/${study.id}/freeze`);
  const frozen = await server.database
    .selectFrom("responses.snapshot")
    .select("rows")
    .where("studyId", "=", study.id)
    .executeTakeFirstOrThrow();
  expect(frozen.rows).toBe(1);
  expect((await lead.get(`/api/studies/${study.id}/collection`)).json().accepted).toBe(1);
});

test("while the study is open no figure shows that someone has withdrawn; the next batch counts those who are left", async () => {
  const study = await openedStudy(lead);
  const keys = Array.from({ length: 4 }, newKey);
  const sets = (count: number, water: string, given: readonly string[] = []) =>
    Array.from({ length: count }, (_, i) =>
      answerSet(
        water === "no" ? { water, months: 1 } : { water },
        given[i] === undefined ? {} : { withdrawal: hashOf(given[i]) },
      ),
    );
  const batch = () => new Promise((resolve) => setTimeout(resolve, 700));
  await sendAll(server, study.slug, [...sets(40, "yes", keys), ...sets(20, "no")]);
  await batch();
  // Held back, and lets the first be seen.
  await sendAll(server, study.slug, [...sets(30, "yes"), ...sets(20, "no")]);
  await expect.poll(async () => (await live(study)).base, { timeout: 5000 }).toBe(60);
  const before = JSON.stringify(await live(study));
  const collection = (await lead.get(`/api/studies/${study.id}/collection`)).json();
  for (const key of keys) await withdraw(key);
  expect(await rows(study)).toHaveLength(106);
  expect(JSON.stringify(await live(study))).toBe(before);
  expect((await lead.get(`/api/studies/${study.id}/collection`)).json()).toEqual(collection);
  expect((await lead.get(`/api/studies/${study.id}`)).json().accepted).toBe(110);
  // 35 more who say yes take the place of the 4 who withdrew; no figure has gone down on the way.
  await sendAll(server, study.slug, [...sets(35, "yes"), ...sets(25, "no")]);
  await sendAll(server, study.slug, sets(1, "no"));
  await batch();
  expect(JSON.stringify(await live(study)), "all but the first batch are held back anew").toBe(before);
  await sendAll(server, study.slug, sets(50, "yes"));
  await expect.poll(async () => (await live(study)).base, { timeout: 5000 }).toBeGreaterThan(60);
  expect((await live(study)).base).toBe(106 + 61);
});

test("the consent of each purpose lies inside the answer, with the hash of the words and nothing of the person", async () => {
  const purposes = `| | note | consent_open | Cho phép dùng trong dữ liệu mở | May be used in open data | | |
`;
  const study = await openedStudy(lead, form.replace("| | select_one water", `${purposes}| | select_one water`));
  await sendAll(server, study.slug, [
    answerSet({ water: "yes" }, { purposes: { consent_open: true, another: true } }),
    answerSet({ water: "yes" }),
  ]);
  const kept = (await rows(study)).map(({ consent }) => consent as { purposes: object; text: string });
  expect(kept.map((record) => record.purposes)).toEqual(
    expect.arrayContaining([
      { survey: true, consent_open: true },
      { survey: true, consent_open: false },
    ]),
  );
  const words = ["Ông/bà có đồng ý trả lời không?", "Cho phép dùng trong dữ liệu mở"];
  for (const { text } of kept) expect(text).toBe(createHash("sha256").update(JSON.stringify(words)).digest("hex"));
});

test("a withdrawal leaves no line in the audit log", async () => {
  const study = await openedStudy(lead);
  const key = newKey();
  await sendAll(server, study.slug, [answerSet({ water: "yes" }, { withdrawal: hashOf(key) })]);
  const count = () => server.database.selectFrom("platform.audit").select("id").execute();
  const before = (await count()).length;
  await withdraw(key);
  expect((await count()).length).toBe(before);
});

test("a key that comes before its answer keeps that answer out, once", async () => {
  const study = await openedStudy(lead);
  const key = newKey();
  await withdraw(key);
  await sendAll(server, study.slug, [
    answerSet({ water: "yes" }, { withdrawal: hashOf(key) }),
    answerSet({ water: "no", months: 1 }, { withdrawal: hashOf(newKey()) }),
  ]);
  expect((await rows(study)).map(({ answers }) => (answers as { water: string }).water)).toEqual(["no"]);
  const early = await server.database.selectFrom("responses.withdrawn_early").selectAll().execute();
  expect(early.map(({ withdrawalHash }) => withdrawalHash.toString("hex"))).not.toContain(hashOf(key));
});
