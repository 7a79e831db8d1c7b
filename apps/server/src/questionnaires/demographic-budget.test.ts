import type { BudgetQuestion, DemographicBudget, Study } from "@lang-nghe/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { answerSet, formBytes, newStudy } from "../testing/water-study.ts";

let server: TestServer;
let staff: Client;
let officer: Client;
beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
  officer = await server.as("data-protection-officer");
});
afterAll(() => server.close());

/** Three communes, sex, two groups of people, four ages: the form of the hand count in the library's test. */
const form = (more = "") => `
| survey | | | |
| | type | name | label::Tiếng Việt (vi) |
| | select_one xa | xa | Ông/bà đang sống ở xã nào? |
| | select_one gioi | gioi_tinh | Giới tính của ông/bà: |
| | select_one dan_toc | dan_toc | Ông/bà là người dân tộc nào? |
| | select_one tuoi | tuoi | Tuổi của ông/bà: |
| | select_one tot | duong | Đường đến trung tâm xã thế nào? |
${more}
| choices | | | |
| | list_name | name | label::Tiếng Việt (vi) |
| | xa | muong_khuong | Xã Mường Khương |
| | xa | pha_long | Xã Pha Long |
| | xa | cao_son | Xã Cao Sơn |
| | gioi | nu | Nữ |
| | gioi | nam | Nam |
| | dan_toc | hmong | Mông |
| | dan_toc | khac | Dân tộc khác |
| | dan_toc | refused | Không muốn trả lời |
| | tuoi | 18-29 | 18 đến 29 |
| | tuoi | 30-44 | 30 đến 44 |
| | tuoi | 45-59 | 45 đến 59 |
| | tuoi | 60+ | Từ 60 |
| | tot | co | Tốt |
| | tot | khong | Chưa tốt |
`;
const margin = (variable: string, values: Record<string, number>) => ({
  variable,
  targets: Object.entries(values).map(([level, value]) => ({ level, value })),
});
const stated: BudgetQuestion = {
  keys: [],
  population: 10_000,
  invited: null,
  margins: [
    margin("xa", { muong_khuong: 6000, pha_long: 3880, cao_son: 120 }),
    margin("gioi_tinh", { nu: 0.5, nam: 0.5 }),
    margin("dan_toc", { hmong: 90, khac: 10 }),
    margin("tuoi", { "18-29": 25, "30-44": 25, "45-59": 25, "60+": 25 }),
  ],
};
const place = ({ id }: Study) => `/api/studies/${id}/demographic-budget`;
const read = async (study: Study): Promise<DemographicBudget> => (await staff.get(place(study))).json();
const publish = ({ id }: Study) => staff.post(`/api/studies/${id}/questionnaire/publish`);
async function studyWith(text = form()): Promise<Study> {
  const study = await newStudy(staff);
  expect((await staff.upload(`/api/studies/${study.id}/questionnaire`, "form.md", formBytes(text))).statusCode).toBe(
    201,
  );
  return study;
}

test("a form suggests its keys; without a population nothing is known, and it is published with that said", async () => {
  const study = await studyWith();
  const budget = await read(study);
  expect(budget.candidates.map(({ variable, kind, levels, chosen }) => [variable, kind, levels, chosen])).toEqual([
    ["xa", "place", 3, true],
    ["gioi_tinh", "sex", 2, true],
    ["dan_toc", "ethnicity", 2, true],
    ["tuoi", "age", 4, true],
    ["duong", null, 2, false],
  ]);
  expect(budget).toMatchObject({ verdict: "warning", cells: 48, exposedPopulation: null, population: null });
  expect(budget.assumed).toEqual(["equal-shares", "independence", "no-population", "no-invited"]);
  expect((await publish(study)).statusCode).toBe(201);
});

test("by hand: 120 people in a commune divided 16 ways are 1.2 %: refused, with the questions and the mend named", async () => {
  const study = await studyWith();
  const tried: DemographicBudget = (await staff.post(place(study), stated)).json();
  expect(tried.verdict).toBe("blocked");
  expect(tried.exposedPopulation).toBeCloseTo(0.012, 10);
  expect(tried.smallest[0]!.people).toBeCloseTo(1.5, 9);
  expect((await read(study)).stated.population).toBeNull();

  expect((await staff.put(place(study), stated)).json()).toMatchObject({ verdict: "blocked", planSuffices: true });
  const reply = await publish(study);
  expectProblem(reply, "disclosure.demographic-budget");
  const { detail } = reply.json();
  expect(detail).toContain("“Ông/bà là người dân tộc nào?”");
  expect(detail).toContain("1.2 %");
  expect(detail).toContain("merge 2 levels of “Ông/bà đang sống ở xã nào?” into 1");
  expect((await staff.get(`/api/studies/${study.id}`)).json().publishedVersion).toBeNull();

  // Leaving a question out can be tried, and does not count where the form still asks it.
  const fewer = await staff.post(place(study), { ...stated, keys: ["xa", "gioi_tinh", "dan_toc"] });
  expect(fewer.json()).toMatchObject({ verdict: "fine", cells: 12 });
  expect((await staff.put(place(study), { ...stated, keys: ["xa"] })).json().verdict).toBe("blocked");

  // The mend: the two smaller communes are one.
  const mended = form().replace("| | xa | cao_son | Xã Cao Sơn |\n", "").replace("Xã Pha Long", "Xã Pha Long, Cao Sơn");
  await staff.upload(`/api/studies/${study.id}/questionnaire`, "form.md", formBytes(mended));
  const margins = [margin("xa", { muong_khuong: 6000, pha_long: 4000 }), ...stated.margins.slice(1)];
  expect((await staff.put(place(study), { ...stated, margins })).json().verdict).toBe("fine");
  expect((await publish(study)).statusCode).toBe(201);
});

test("the data-protection officer lets one form through with a reason; not for a worse division, nor another form", async () => {
  const study = await studyWith();
  await staff.put(place(study), stated);
  const give = (client: Client, reason = "Xã Cao Sơn cần số liệu riêng; chỉ công bố theo nhóm xã.") =>
    client.post(`${place(study)}/exceptions`, { reason });
  expectProblem(await give(staff), "accounts.not-allowed");
  expect((await give(officer, "quá ngắn")).statusCode).toBe(400);
  const given = await give(officer);
  expect(given.statusCode).toBe(201);
  expect(given.json()).toMatchObject({ verdict: "blocked", exception: { givenOn: "2026-03-02" } });
  const acts = await server.database
    .selectFrom("platform.audit")
    .select(["action", "details"])
    .where("subject", "=", study.id)
    .where("action", "like", "questionnaires.budget%")
    .execute();
  expect(acts.map(({ action }) => action).sort()).toEqual(["questionnaires.budget", "questionnaires.budget-exception"]);

  // Fewer people: more of them exposed than it was given for.
  await staff.put(place(study), { ...stated, population: 3000 });
  expect((await read(study)).exception).toBeNull();
  expectProblem(await publish(study), "disclosure.demographic-budget");
  await staff.put(place(study), stated);
  expect((await publish(study)).statusCode).toBe(201);

  await staff.upload(
    `/api/studies/${study.id}/questionnaire`,
    "form.md",
    formBytes(form().replace("thế nào", "ra sao")),
  );
  expectProblem(await publish(study), "disclosure.demographic-budget");
  await expect(
    server.database
      .updateTable("questionnaires.budget_exception")
      .set({ reason: "khác".repeat(9) })
      .execute(),
  ).rejects.toThrow("stays");
});

test("a study does not open on a form whose people turned out to be fewer, and opens when let through", async () => {
  const study = await studyWith();
  expect((await publish(study)).statusCode).toBe(201);
  await staff.put(place(study), { ...stated, invited: 300 });
  const reply = await staff.post(`/api/studies/${study.id}/open`);
  expectProblem(reply, "disclosure.demographic-budget");
  expect(reply.json().detail).toContain("11.1 %");
  expect(reply.json().detail).toContain("fewer than 3 invited");
  await officer.post(`${place(study)}/exceptions`, { reason: "Thử nghiệm nội bộ, không công bố theo xã." });
  expect((await staff.post(`/api/studies/${study.id}/open`)).statusCode).toBe(200);
  expect((await server.anyone.post(`/a/${study.slug}/answers`, answerSet({}))).statusCode).not.toBe(409);
  expectProblem(
    await officer.post(`${place(await studyWith())}/exceptions`, { reason: "Không có gì cần cho qua ở đây." }),
    "disclosure.no-exception",
  );
});

test("a year of birth asked as a number counts by year, and text that asks for the village is told", async () => {
  const study = await studyWith(
    form("| | integer | nam_sinh | Ông/bà sinh năm nào? |\n| | text | thon | Ông/bà ở thôn nào? |"),
  );
  const budget: DemographicBudget = (await staff.post(place(study), stated)).json();
  expect(budget.candidates.find(({ variable }) => variable === "nam_sinh")).toMatchObject({
    kind: "birth",
    levels: 73,
    assumedLevels: true,
  });
  expect(budget.assumed).toContain("year-bands");
  expect(budget.texts).toEqual([{ variable: "thon", label: { vi: "Ông/bà ở thôn nào?" }, kind: "place" }]);
  const bands: DemographicBudget = (
    await staff.post(place(study), { ...stated, keys: ["gioi_tinh", "nam_sinh"], population: 1000, margins: [] })
  ).json();
  // 1,000 / 2 / 73 = 6.8 a year; five years are 34.
  expect(bands.coarsenings[0]).toMatchObject({ variable: "nam_sinh", kind: "bands", exposed: 0 });
  expect(bands.coarsenings[0]!.groups[1]).toHaveLength(5);
});

test("counts of the population that were uploaded for the places of the form are taken, and inside each place", async () => {
  const keeper = await server.as("administrator");
  const units = await keeper.upload(
    "/api/units/imports?of=units",
    "don-vi.csv",
    formBytes(
      "code,name,kind,parent\n15,Tỉnh Lào Cai,province,\n10001,Xã Mường Khương,commune,15\n10002,Xã Pha Long,commune,15\n10003,Xã Cao Sơn,commune,15\n",
    ),
  );
  expect((await keeper.post(`/api/units/imports/${units.json().id}`)).statusCode).toBe(204);
  // All of the second group live in Cao Sơn.
  const counts = [
    ["10001", 6000, 0],
    ["10002", 3880, 0],
    ["10003", 0, 120],
  ].flatMap(([code, hmong, khac]) => [`${code},dan_toc,Mông,${hmong}`, `${code},dan_toc,Dân tộc khác,${khac}`]);
  const upload = await staff.upload(
    "/api/populations/uploads",
    "dan.csv",
    formBytes(["place,variable,level,count", ...counts].join("\n")),
  );
  const kept = await staff.post("/api/populations", {
    upload: upload.json().id,
    title: "Dân số 2026",
    source: "Thống kê",
  });
  expect(kept.statusCode, kept.body).toBe(201);
  const study = await studyWith();
  const budget: DemographicBudget = (
    await staff.post(place(study), {
      keys: ["xa", "gioi_tinh", "dan_toc"],
      population: null,
      invited: null,
      margins: [],
    })
  ).json();
  expect(budget).toMatchObject({
    population: 10_000,
    populationFrom: "counts",
    counts: "Dân số 2026",
    verdict: "fine",
  });
  expect(budget.exposedPopulation).toBe(0);
  expect(budget.smallest[0]).toMatchObject({
    levels: [
      { variable: "xa", level: "cao_son" },
      { variable: "gioi_tinh", level: "nu" },
      { variable: "dan_toc", level: "khac" },
    ],
    people: 60,
  });
});

test("shares for levels that the form does not have are refused in words", async () => {
  const study = await studyWith();
  for (const margins of [[margin("duong_di", { co: 1 })], [margin("dan_toc", { kinh: 1 })]])
    expectProblem(await staff.put(place(study), { ...stated, margins }), "disclosure.budget-question");
  expectProblem(await staff.post(place(study), { ...stated, keys: ["khong_co"] }), "disclosure.budget-question");
  expectProblem(await staff.get(place(await newStudy(staff))), "questionnaires.no-version");
});
