import { createHash } from "node:crypto";
import type { DrawDetail, DrawPreview, PlanAnswer } from "@lang-nghe/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileLimits, parseSheets } from "../platform/files/index.ts";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { drawFrom, frameOfRows, sampleInUse } from "./index.ts";

let server: TestServer;
let lead: Client;
let studyId: string;
let frameId: string;
beforeAll(async () => {
  server = await openServer();
  lead = await server.as("study-lead");
  studyId = await newStudy();
  frameId = await newFrame("thon.csv", villages);
});
afterAll(() => server.close());

const reason = "Rút mẫu cho đợt điều tra tháng Ba";
const regions = ["Bắc", "Nam", "Tây"];
/** 60 villages in three regions, sizes 11 … 70, 20 a region. */
const villages = [
  "mã thôn,vùng,xã,số hộ,thu nhập",
  ...Array.from(
    { length: 60 },
    (_, i) => `T${String(i + 1).padStart(2, "0")},${regions[i % 3]},Xã ${i % 6},${11 + i},${(i % 3) * 10 + (i % 7)}`,
  ),
].join("\n");

async function newStudy(): Promise<string> {
  return (await lead.post("/api/studies", { title: { vi: "Dịch vụ công", en: "Public services" } })).json().id;
}

async function newFrame(name: string, text: string, kind = "villages"): Promise<string> {
  const upload = (await lead.upload("/api/frames/uploads", name, new TextEncoder().encode(text))).json();
  const roles = Object.fromEntries(
    upload.columns.map((column: { name: string; role: string }) => [column.name, column.role]),
  );
  return (await lead.post("/api/frames", { upload: upload.id, title: name, kind, roles })).json().id;
}

const pps = { method: "pps-sampford", size: 12, strata: ["vùng"], measureOfSize: "số hộ" };
const designOf = (...stages: object[]) => ({ frameId, stages, release: null });
const preview = async (design: object) => lead.post(`/api/studies/${studyId}/draws/preview`, design);
const draw = (design: object, seed: number | null, to = studyId, why = reason) =>
  lead.post(`/api/studies/${to}/draws`, { design, seed, reason: why });

const question = {
  goal: { margin: 0.05 },
  proportion: 0.5,
  confidence: 0.95,
  population: null,
  perPsu: 10,
  likeness: { intraclass: 0.05 },
  weightingEffect: 1,
  responseRate: 0.8,
  domains: [],
  oversample: false,
  costs: { fixed: 0, perPsu: 500, perInterview: 100, perApproach: 0 },
};

test("the calculator goes from precision to interviews and money, and back from each", async () => {
  // 1.96² · 0.25/0.05² · (1 + 9 · 0.05) = 557.02 → 558; 698 approaches; 56 PSUs; 56·500 + 558·100 = 83,800.
  const plan: PlanAnswer = (await lead.post("/api/sampling/plan", question)).json();
  expect(plan).toMatchObject({ completes: 558, approaches: 698, psus: 56, designEffect: 1.45, cost: 83_800 });
  const back: PlanAnswer = (await lead.post("/api/sampling/plan", { ...question, goal: { completes: 558 } })).json();
  expect(back.margin).toBeLessThanOrEqual(0.05);
  expect(back.margin).toBeCloseTo(0.05, 4);
  const paid: PlanAnswer = (await lead.post("/api/sampling/plan", { ...question, goal: { budget: 83_800 } })).json();
  expect(paid.completes).toBeGreaterThanOrEqual(558);
  expect(paid.cost).toBeLessThanOrEqual(83_800);
  // What an earlier wave showed: deff 2.4, of which 1.2 by weights, 11 a PSU: ρ = 0.1.
  const earlier = { designEffect: 2.4, perPsu: 11, weightingEffect: 1.2 };
  const seen: PlanAnswer = (await lead.post("/api/sampling/plan", { ...question, likeness: earlier })).json();
  expect(seen.intraclass).toBeCloseTo(0.1, 12);
  // A group of 10 % that is to be told alone needs its own 558, so ten times as many in all.
  const domains = [{ name: "Người Mông", share: 0.1, margin: null }];
  const reported: PlanAnswer = (await lead.post("/api/sampling/plan", { ...question, domains })).json();
  expect(reported.completes).toBe(5580);
  const bad = await lead.post("/api/sampling/plan", { ...question, responseRate: 0 });
  expectProblem(bad, "sampling.plan", { parameter: "responseRate" });
  const poor = await lead.post("/api/sampling/plan", { ...question, goal: { budget: 1 } });
  expect(poor.json().detail).toContain("not enough for a single interview");
});

test("a preview tells strata, allocation and chances, worked out by hand, and draws nothing", async () => {
  const told: DrawPreview = (await preview(designOf(pps))).json();
  // Sizes 11 … 70 dealt to three regions: Σ = 790, 810, 830 of 2430; 12 · 790/2430 = 3.9 → 4 each.
  expect(told.strata.map(({ name, units, size, drawn }) => [name, units, size, drawn])).toEqual([
    ["Bắc", 20, 790, 4],
    ["Nam", 20, 810, 4],
    ["Tây", 20, 830, 4],
  ]);
  expect(told.strata[0]!.lowest).toBeCloseTo((4 * 11) / 790, 12);
  expect(told.strata[2]!.highest).toBeCloseTo((4 * 70) / 830, 12);
  expect(told.sampled).toBeCloseTo(12, 9);
  const neyman = { ...pps, method: "simple-random", allocation: { method: "neyman", variable: "thu nhập" } };
  expect((await preview(designOf(neyman))).statusCode).toBe(200);
  expect((await lead.get(`/api/studies/${studyId}/draws`)).json()).toEqual([]);
});

test("a design that cannot be is refused by stage, stratum, column or row, with the mend", async () => {
  const refused = async (what: RegExp, ...stages: object[]) => {
    const reply = await preview(designOf(...stages));
    expectProblem(reply, "sampling.design");
    expect(reply.json().detail).toMatch(what);
  };
  await refused(/stage 1: drawing by size needs a column of sizes/, { ...pps, measureOfSize: undefined });
  await refused(/names the column huyện; the frame has mã thôn/, { ...pps, strata: ["huyện"] });
  const counts = { counts: { Bắc: 25, Nam: 1, Tây: 1 } };
  await refused(/Stratum Bắc has 20 units and is to give 25; merge it/, { ...pps, allocation: counts });
  await refused(/has no row in the frame/, { ...pps, allocation: { counts: { Đông: 1 } } });
  await refused(/stage 1: choose the column of the units/, { ...pps }, { method: "simple-random", size: 2 });
  await refused(/A reserve needs its release rule beforehand/, { ...pps, reserve: 0.5 });
  await refused(
    /row 3, column xã: Xã 1 .*two ways|row \d+, column xã/,
    { ...pps, unit: "xã", strata: ["số hộ"] },
    {
      method: "simple-random",
      size: 1,
    },
  );
  const spelt = await newFrame("hai-cach.csv", "mã,nơi\n1,Hòa Bình\n2,Hoà Bình\n3,Lào Cai\n", "households");
  const two = await preview({ ...designOf({ method: "systematic", size: 1, strata: ["nơi"] }), frameId: spelt });
  expect(two.json().details.faults[0]).toMatchObject({ row: 3, column: "nơi" });
  expectProblem(await draw(designOf({ ...pps, size: 61 }), 1), "sampling.design");
  expect((await lead.get(`/api/studies/${studyId}/draws`)).json()).toEqual([]);
});

test("a draw is listed with seed and reason, never changes, and comes out the same again, here and at the command line", async () => {
  const reply = await draw(designOf(pps), 7);
  expect(reply.statusCode).toBe(201);
  const first: DrawDetail = reply.json();
  expect(first).toMatchObject({
    number: 1,
    seed: 7,
    seedMade: false,
    sampled: 12,
    inUse: false,
    joint: "exact",
    reason,
  });
  expect(first.strata.map(({ sampled }) => sampled)).toEqual([4, 4, 4]);
  const made: DrawDetail = (await draw(designOf(pps), null, studyId, "Lần một rút nhầm cột quy mô")).json();
  expect(made).toMatchObject({ number: 2, seedMade: true });
  expect((await lead.get(`/api/studies/${studyId}/draws`)).json()).toMatchObject([
    { number: 2, seed: made.seed, drawnBy: "Test study-lead" },
    { number: 1, seed: 7, reason },
  ]);

  const record = await lead.get(`/api/studies/${studyId}/draws/${first.id}/draw.json`);
  expect(createHash("sha256").update(record.rawPayload).digest("hex")).toBe(first.hash);
  const { groups, sample, frame } = record.json();
  expect(frame.sha256).toBe(first.frame.hash);
  expect(groups[0].inclusionProbabilities).toHaveLength(20);
  expect(groups[0].joint.method).toBe("exact");
  const rows = villages.split("\n").map((line) => line.split(","));
  const same = drawFrom(frameOfRows(rows), [{ ...pps, method: "pps-sampford" }], 7);
  expect(sample.frameRows).toEqual(Array.from(same.drawn.rows, (row) => row + 1));

  const repeat = () => lead.post(`/api/studies/${studyId}/draws/${first.id}/repeat`);
  expect((await repeat()).json()).toEqual({ same: true, stored: first.hash, again: first.hash, newAlgorithm: false });

  for (const statement of [
    server.database.updateTable("sampling.draw").set({ seed: 8 }),
    server.database.updateTable("sampling.unit").set({ psu: "x" }),
    server.database.deleteFrom("sampling.draw"),
    server.database.deleteFrom("sampling.unit"),
  ])
    await expect(statement.execute()).rejects.toThrow(/never changed/);
  expectProblem(await lead.delete(`/api/frames/${frameId}`), "units.in-use");
});

test("one draw is taken into use, with who and why in the audit log; another only with its reason, and not once people are asked", async () => {
  const study = await newStudy();
  const take = (drawId: string, why = "Rút lần đầu, đúng thiết kế đã duyệt") =>
    lead.put(`/api/studies/${study}/sample`, { drawId, reason: why });
  expectProblem(await lead.get(`/api/studies/${study}/sample.csv`), "sampling.not-in-use");
  const [one, two]: DrawDetail[] = [
    (await draw(designOf(pps), 1, study)).json(),
    (await draw(designOf(pps), 2, study)).json(),
  ];
  expect((await take(one!.id)).json()).toMatchObject([{ drawNumber: 1, takenBy: "Test study-lead" }]);
  expectProblem(await take(one!.id), "sampling.in-use");
  expectProblem(
    await lead.put(`/api/studies/${study}/sample`, { drawId: two!.id, reason: "" }),
    "platform.bad-request",
  );
  expect((await take(two!.id, "Dàn mẫu lần một thiếu hai thôn")).json()).toMatchObject([
    { drawNumber: 2 },
    { drawNumber: 1 },
  ]);
  expect((await lead.get(`/api/studies/${study}/draws`)).json()).toMatchObject([{ inUse: true }, { inUse: false }]);
  const audits = (await (await server.as("auditor")).get("/api/audit")).json();
  expect(audits[0]).toMatchObject({
    action: "sampling.use",
    person: "Test study-lead",
    details: { draw: 2, of: 2, instead: 1, reason: "Dàn mẫu lần một thiếu hai thôn" },
  });
  expect(audits.filter(({ action }: { action: string }) => action === "sampling.draw").length).toBeGreaterThanOrEqual(
    2,
  );

  const csv = (await lead.get(`/api/studies/${study}/sample.csv`)).body.replace("\uFEFF", "").trim().split(/\r?\n/);
  expect(csv[0]).toBe(
    '"mã thôn","vùng","xã","số hộ","thu nhập","place_code","place_name","stratum","psu","inclusion_probability","base_weight","replicate"'.replaceAll(
      '"',
      csv[0]!.startsWith('"') ? '"' : "",
    ),
  );
  expect(csv).toHaveLength(13);
  const [sheet] = parseSheets(
    new Uint8Array((await lead.get(`/api/studies/${study}/sample.xlsx`)).rawPayload),
    "mau.xlsx",
    fileLimits,
  );
  for (const cells of sheet!.rows.slice(1)) {
    const [code, stratum, , size] = cells;
    const total = { Bắc: 790, Nam: 810, Tây: 830 }[stratum!]!;
    expect(Number(cells[9])).toBeCloseTo((4 * Number(size)) / total, 12);
    expect(Number(cells[10])).toBeCloseTo(total / (4 * Number(size)), 9);
    expect([cells[7], cells[8]]).toEqual([stratum, code]);
  }
  const roster = (await lead.get(`/api/studies/${study}/roster.csv`)).body;
  expect(roster).toMatch(/code"?,"?stratum"?,"?psu"?,"?base_weight/);
  await server.database.updateTable("studies.study").set({ state: "open" }).where("id", "=", study).execute();
  expectProblem(await take(one!.id), "studies.wrong-state");
  expectProblem(await draw(designOf(pps), 3, study), "studies.wrong-state");
});

test("a reserve joins by its rule only: in turn, whole, while the interviews expected stay below the target; weights follow", async () => {
  const study = await newStudy();
  const release = { replicates: 2, scope: "all", target: 10, note: "" };
  const stages = [{ method: "simple-random", size: 12, strata: ["vùng"], allocation: { method: "equal" }, reserve: 3 }];
  const drawn: DrawDetail = (await draw({ frameId, stages, release }, 5, study)).json();
  expect(drawn).toMatchObject({ sampled: 12, reserve: 9 });
  const ask = (body: object) =>
    lead.post(`/api/studies/${study}/sample/releases`, {
      ...{ replicate: 1, stratum: null, completed: 5, pending: 2, reason: "Nhiều nhà vắng dài ngày" },
      ...body,
    });
  expectProblem(await ask({}), "sampling.not-in-use");
  await lead.put(`/api/studies/${study}/sample`, { drawId: drawn.id, reason: "Đúng thiết kế đã duyệt" });
  const weights = async () => (await sampleInUse(server.database, study))!.units.map(({ baseWeight }) => baseWeight);
  for (const weight of await weights()) expect(weight).toBeCloseTo(20 / 4, 12);

  // 8 completed of 10 closed, 2 open: 9.6 expected, below 10. 9 of 10: 10.8, enough.
  const enough = await ask({ completed: 9 });
  expectProblem(enough, "sampling.release");
  expect(enough.json().detail).toContain("10 interviews can still be expected");
  expectProblem(await ask({ replicate: 2 }), "sampling.release");
  expectProblem(await ask({ stratum: "Bắc" }), "sampling.release");
  expectProblem(await ask({ completed: 12 }), "sampling.release");
  const after: DrawDetail = (await ask({ completed: 8 })).json();
  const { units } = after.releases[0]!;
  expect(units + after.next[0]!.units).toBe(9);
  const sample = (await sampleInUse(server.database, study))!;
  expect(sample.units).toHaveLength(12 + units);
  for (const region of regions) {
    const inside = sample.units.filter(({ stratum }) => stratum === region);
    for (const { baseWeight } of inside) expect(baseWeight).toBeCloseTo(20 / inside.length, 12);
  }
  expect(after.weights.sum).toBeCloseTo(60, 9);
  expectProblem(
    await lead.put(`/api/studies/${study}/sample`, {
      drawId: (await draw(designOf(pps), 1, study)).json().id,
      reason: "Muốn đổi sang mẫu khác",
    }),
    "sampling.in-use",
  );
});

test("two stages, a rotation, and households of which only place and design are kept", async () => {
  const study = await newStudy();
  const households = Array.from({ length: 6000 }, (_, i) => `H${i},Thôn ${i % 100},${(i % 100) + 20}`);
  const listed = await newFrame("ho.csv", ["mã hộ,thôn,số nhân khẩu thôn", ...households].join("\n"), "households");
  const stages = [
    {
      ...{ method: "pps-systematic", size: 20, unit: "thôn", measureOfSize: "số nhân khẩu thôn" },
      rotation: { groups: 4, active: 2 },
    },
    { method: "simple-random", size: 5 },
  ];
  const reply = await draw({ frameId: listed, stages, release: null }, 3, study);
  let detail: DrawDetail = reply.json();
  // In a thread, with its steps told, when it takes longer than a second.
  if (reply.statusCode === 202) {
    const ready = async () => (await lead.get(`/api/studies/${study}/draws/${detail.id}/progress`)).json().step;
    await expect.poll(ready, { timeout: 20_000 }).toBe("done");
    detail = (await lead.get(`/api/studies/${study}/draws/${detail.id}`)).json();
  }
  expect(detail).toMatchObject({ sampled: 100, units: [20, 100] });
  expect(detail.description.vi).toContain(
    "Giai đoạn 2: rút trong mỗi đơn vị đã rút, 5 dòng của dàn mẫu, chọn ngẫu nhiên đơn giản",
  );
  expect(detail.description.en).toContain("dealt at random to 4 rotation groups, of which a wave asks 2");
  await lead.put(`/api/studies/${study}/sample`, { drawId: detail.id, reason: "Đúng thiết kế đã duyệt" });
  const { units, rotation } = (await sampleInUse(server.database, study))!;
  expect(rotation).toEqual({ groups: 4, active: 2 });
  expect(new Set(units.map(({ psu }) => psu)).size).toBe(20);
  expect(new Set(units.map(({ rotationGroup }) => rotationGroup))).toEqual(new Set([1, 2, 3, 4]));
  // Σ (20 + v) over 100 villages = 6950; 60 households each.
  for (const { stages: names, inclusionProbability } of units) {
    const size = Number(names[0]!.replace("Thôn ", "")) + 20;
    expect(inclusionProbability).toBeCloseTo(((20 * size) / 6950) * (5 / 60), 12);
  }
  expect((await lead.get("/api/sampling/earlier")).json()).toContainEqual({
    studyId: study,
    title: { vi: "Dịch vụ công", en: "Public services" },
    psus: 20,
    sampled: 100,
  });
  expect((await lead.delete(`/api/studies/${study}`)).statusCode).toBe(204);
  expect(await sampleInUse(server.database, study)).toBeUndefined();
});
