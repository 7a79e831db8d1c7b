import type { FormProblem, Questionnaires, Study } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toXlsx } from "../platform/files/index.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, form, formBytes, newStudy, publishedStudy } from "../testing/water-study.ts";

let server: TestServer;
let staff: Client;
beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
});
afterAll(() => server.close());

const place = (study: Study) => `/api/studies/${study.id}/questionnaire`;
const state = async (study: Study): Promise<Questionnaires> => (await staff.get(place(study))).json();
const upload = (study: Study, bytes: Uint8Array, name = "form.md") => staff.upload(place(study), name, bytes);

describe("a draft", () => {
  test("is what was uploaded last, with its languages, questions and a test link", async () => {
    const study = await newStudy(staff);
    expect((await state(study)).draft).toBeNull();
    expect((await upload(study, formBytes())).statusCode).toBe(201);
    const { draft, published, testLink } = await state(study);
    expect(draft).toMatchObject({ version: 0, state: "draft", title: { vi: "Nước", en: "Water" }, questions: 4 });
    expect(draft?.languages).toEqual([
      { code: "vi", name: "Tiếng Việt", complete: true },
      { code: "en", name: "English", complete: true },
    ]);
    expect(published).toEqual([]);
    expect(testLink).toMatch(/^http:\/\/localhost:3000\/t\/[\w-]{32}$/);
    await upload(study, formBytes(form.replace("Is there enough water?", "")));
    const later = await state(study);
    expect(later.draft?.languages[1]).toMatchObject({ code: "en", complete: false });
    expect(later.draft?.hash).not.toBe(draft?.hash);
    expect(later.testLink).toBe(testLink);
  });

  test("can come as .xlsx", async () => {
    const study = await newStudy(staff);
    const rows = [
      ["type", "name", "label::Tiếng Việt (vi)"],
      ["text", "wish", "Ông/bà mong gì?"],
    ];
    const workbook = await toXlsx([{ name: "survey", rows }]);
    expect((await upload(study, workbook, "phiếu hỏi.xlsx")).statusCode).toBe(201);
    expect((await state(study)).draft).toMatchObject({ questions: 1, fileName: "phiếu hỏi.xlsx" });
  });

  test("is downloaded exactly as it was uploaded", async () => {
    const study = await newStudy(staff);
    await upload(study, formBytes(), "Nước sạch.md");
    const reply = await staff.get(`${place(study)}/versions/0/source`);
    expect(reply.rawPayload).toEqual(Buffer.from(formBytes()));
    expect(reply.headers["content-disposition"]).toContain("filename*=UTF-8''N%C6%B0%E1%BB%9Bc%20s%E1%BA%A1ch.md");
    expectProblem(await staff.get(`${place(study)}/versions/1/source`), "questionnaires.no-version");
  });

  test("with faults is refused by naming sheet, row and mend in both languages, and the draft before stays", async () => {
    const study = await newStudy(staff);
    await upload(study, formBytes());
    const before = await state(study);
    const reply = await upload(study, formBytes(form.replace("| integer |", "| geopoint |").replace("'no'", "no'")));
    expectProblem(reply, "questionnaires.invalid-form");
    const problems: FormProblem[] = reply.json().details.problems;
    expect(problems.length).toBeGreaterThanOrEqual(2);
    for (const { sheet, row, message, mend } of problems) {
      expect(sheet).toBe("survey");
      expect(row).toBeGreaterThan(1);
      expect([message.vi, message.en, mend.vi, mend.en].every(Boolean)).toBe(true);
    }
    expect(await state(study)).toEqual(before);
  });

  test("starts from every template, each with consent in Vietnamese and English", async () => {
    const templates: { name: string }[] = (await staff.get("/api/templates")).json();
    expect(templates.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["mot-cua", "nuoc-va-duong", "sau-hop-thon"]),
    );
    for (const { name } of templates) {
      const study = await newStudy(staff);
      expect((await staff.post(`${place(study)}/template`, { template: name })).statusCode).toBe(201);
      const path = new URL((await state(study)).testLink!).pathname;
      const { questionnaire } = (await server.anyone.get(`${path}/form.json`)).json();
      expect(questionnaire.consent.vi).toBeTruthy();
      expect(questionnaire.consent.en).toBeTruthy();
    }
    const study = await newStudy(staff);
    expectProblem(
      await staff.post(`${place(study)}/template`, { template: "../../etc/passwd" }),
      "questionnaires.unknown-template",
    );
  });
});

describe("hostile uploads are refused in words, store nothing and leave the server up", () => {
  const nothing = new Uint8Array();
  const bytes = (text: string) => new TextEncoder().encode(text);
  const files: [string, string, Uint8Array][] = [
    ["an empty file", "form.md", nothing],
    [
      "an old Excel file",
      "form.xls",
      Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array(600).fill(0)]),
    ],
    ["a broken workbook", "form.xlsx", Uint8Array.from([0x50, 0x4b, 3, 4, 9, 9, 9, 9])],
    ["a program with the name of a form", "form.xlsx", bytes("MZ\u0090\u0000\u0003")],
    [
      "text in another encoding",
      "form.csv",
      Uint8Array.from([...bytes("survey,,\n,type,name\n,text,"), 0xff, 0xfe, 0xd4]),
    ],
    ["a form without questions", "form.md", bytes("| survey | |\n| | type |\n")],
    ["an expression that nests without end", "form.md", bytes(form.replace("${water} = 'no'", "(".repeat(20_000)))],
    ["a pattern made to hang", "form.md", bytes(form.replace("${water} = 'no'", "regex(${water}, '(a+)+$')"))],
    ["a name that names the object prototype", "form.md", bytes(form.replaceAll("wish", "__proto__"))],
    ["a wide row", "form.csv", bytes(`survey${",".repeat(100_000)}\n`)],
  ];
  test.each(files)("%s", async (_, name, content) => {
    const study = await newStudy(staff);
    const reply = await upload(study, content, name);
    if (reply.statusCode !== 201) {
      expect([413, 422]).toContain(reply.statusCode);
      expect(reply.json().detail.length).toBeGreaterThan(10);
      expect(await state(study)).toMatchObject({ draft: null, testLink: null });
    }
    expect((await server.anyone.get("/health")).statusCode).toBe(200);
  });

  test("a request without a file", async () => {
    const study = await newStudy(staff);
    expectProblem(await staff.post(place(study), { file: "x" }), "platform.bad-request");
  });
});

describe("a published version", () => {
  test("is numbered, dated and no longer a draft", async () => {
    const study = await publishedStudy(staff);
    expect(study).toMatchObject({ publishedVersion: 1, hasDraft: false });
    expect((await state(study)).published).toMatchObject([
      { version: 1, state: "published", publishedOn: "2026-03-02" },
    ]);
    expectProblem(await staff.post(`${place(study)}/publish`), "questionnaires.no-draft");
    await upload(study, formBytes());
    await staff.post(`${place(study)}/publish`);
    expect((await state(study)).published.map(({ version }) => version)).toEqual([1, 2]);
  });

  test("cannot be changed, deleted or truncated, by nobody who reaches the database", async () => {
    const study = await publishedStudy(staff);
    const refused = /a published questionnaire cannot be changed/;
    for (const statement of [
      sql`update questionnaires.version set form = '{}' where study_id = ${study.id}`,
      sql`update questionnaires.version set version = 9 where study_id = ${study.id}`,
      sql`delete from questionnaires.version where study_id = ${study.id}`,
      sql`truncate questionnaires.version cascade`,
    ])
      await expect(statement.execute(server.database)).rejects.toThrow(refused);
    expect((await state(study)).published).toHaveLength(1);
  });

  test("goes with its study while nobody has answered", async () => {
    const study = await publishedStudy(staff);
    expect((await staff.delete(`/api/studies/${study.id}`)).statusCode).toBe(204);
  });

  test("is read with its logic in the outline", async () => {
    const study = await publishedStudy(staff);
    const outline = (await staff.get(`${place(study)}/versions/1/outline`)).json();
    expect(outline.find((item: { name: string }) => item.name === "months")).toMatchObject({
      type: "integer",
      relevant: "${water} = 'no'",
      required: false,
    });
    expect(outline.find((item: { name: string }) => item.name === "water")).toMatchObject({
      required: true,
      choices: [{ name: "yes" }, { name: "no" }, { name: "dont_know" }],
    });
    expectProblem(await staff.get(`${place(study)}/versions/7/outline`), "questionnaires.no-version");
  });
});

describe("test answers", () => {
  test("are kept apart, counted apart and never among real ones", async () => {
    const study = await publishedStudy(staff);
    await upload(study, formBytes());
    const path = new URL((await state(study)).testLink!).pathname;
    const set = answerSet({ water: "yes" }, { version: 0 });
    expect((await server.anyone.post(`${path}/answers`, set)).statusCode).toBe(201);
    expect((await server.anyone.post(`${path}/answers`, set)).statusCode).toBe(200);
    expect((await server.anyone.post(`${path}/reached`, { page: 1 })).statusCode).toBe(204);
    expectProblem(
      await server.anyone.post(`${path}/answers`, answerSet({ water: "?" }, { version: 0 })),
      "responses.not-allowed",
    );
    expect((await state(study)).testAnswers).toBe(1);
    await staff.post(`/api/studies/${study.id}/open`);
    expect((await staff.get(`/api/studies/${study.id}/collection`)).json()).toMatchObject({
      accepted: 0,
      testAnswers: 1,
      reached: [],
    });
    expect((await staff.post(`/api/studies/${study.id}/close`)).json()).toMatchObject({ state: "frozen", accepted: 0 });
    expect((await staff.delete(`/api/studies/${study.id}/test-answers`)).statusCode).toBe(204);
    expect((await state(study)).testAnswers).toBe(0);
  });

  test("need the key: nobody guesses it", async () => {
    const reply = await server.anyone.get("/t/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/form.json");
    expectProblem(reply, "platform.not-found");
  });
});

test("a viewer reads questionnaires and changes none", async () => {
  const study = await publishedStudy(staff);
  const viewer = await server.as("reader");
  expect((await viewer.get(place(study))).statusCode).toBe(200);
  expectProblem(await viewer.upload(place(study), "form.md", formBytes()), "accounts.not-allowed");
  expectProblem(await viewer.post(`${place(study)}/publish`), "accounts.not-allowed");
});
