import type { AssignmentClusters, AssignmentPage } from "@lang-nghe/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSheets } from "../platform/files/index.ts";
import { type Client, openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let supervisor: Client;
let study: string;
beforeAll(async () => {
  server = await openServer();
  supervisor = await server.as("field-supervisor");
  const lead = await server.as("study-lead");
  study = (await lead.post("/api/studies", { title: { vi: "Dịch vụ công", en: "Public services" } })).json().id;
  // Ten in one place, six in another 300 km away, four that the frame has no position of.
  await sql`insert into fieldwork.assignment (study_id, number, code, place, stratum, psu, base_weight, latitude, longitude, state)
    select ${study}, n, '=1-' || n, 'Thôn ' || n, 'Bắc', 'P1', 10,
      case when n <= 10 then 22.34 when n <= 16 then 20.02 end, case when n <= 10 then 103.84 when n <= 16 then 105.5 end,
      case when n <= 2 then 'closed' else 'planned' end
    from generate_series(1, 20) n`.execute(server.database);
});
afterAll(() => server.close());

const clusters = async (query: string): Promise<AssignmentClusters> => {
  const reply = await supervisor.get(`/api/studies/${study}/assignments/clusters?${query}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json();
};

test("places close together are one mark with all that lie in it, far off one mark for all", async () => {
  const near = await clusters("zoom=8");
  expect(near.clusters).toEqual([
    { latitude: expect.closeTo(22.34), longitude: expect.closeTo(103.84), planned: 8, inHand: 0, ended: 0, closed: 2 },
    { latitude: expect.closeTo(20.02), longitude: expect.closeTo(105.5), planned: 6, inHand: 0, ended: 0, closed: 0 },
  ]);
  expect(near.whole).toEqual({ extent: [103.84, 20.02, 105.5, 22.34], without: 4 });
  expect(near.places).toMatchObject([{ unitId: null, unit: null, planned: 14, inHand: 0, ended: 0, closed: 2 }]);
  expect((await clusters("zoom=0")).clusters).toMatchObject([{ planned: 14, closed: 2 }]);
});

test("a part of the map shows what lies in it, and an empty one nothing", async () => {
  const part = await clusters("zoom=8&bounds=105,19,106,21");
  expect(part.clusters.map(({ planned }) => planned)).toEqual([6]);
  expect(part.places).toMatchObject([{ planned: 6, closed: 0 }]);
  expect(part.whole).toBeUndefined();
  expect(await clusters("zoom=8&bounds=1,2,3,4")).toEqual({ clusters: [], places: [] });
  const wrong = await supervisor.get(`/api/studies/${study}/assignments/clusters?zoom=8&bounds=1,2,3`);
  expect(wrong.statusCode).toBe(400);
});

test("no position is kept finer than about a kilometre", async () => {
  const finer = sql`update fieldwork.assignment set latitude = 22.341, longitude = 103.84 where study_id = ${study} and number = 1`;
  await expect(finer.execute(server.database)).rejects.toThrow(/check constraint/);
});

test("one assignment tells who of the staff did what with it", async () => {
  const { assignments }: AssignmentPage = (await supervisor.get(`/api/studies/${study}/assignments?after=19`)).json();
  const path = `/api/studies/${study}/assignments/${assignments[0]!.id}/acts`;
  expect((await supervisor.get(path)).json()).toEqual({ acts: [] });
  await supervisor.post(path, { act: "close", remark: "Trùng với số 19" });
  const { acts } = (await supervisor.get(path)).json();
  expect(acts).toEqual([
    {
      id: expect.any(Number),
      act: "close",
      person: "Test field-supervisor",
      day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    },
  ]);
});

test("taken out as a file, visits carry facts of the visit and nothing a spreadsheet runs", async () => {
  const csv = await supervisor.get(`/api/studies/${study}/assignments.csv?state=closed`);
  const lines = csv.body.replace("\uFEFF", "").trim().split("\r\n");
  expect(lines[0]).toBe(
    "number,code,address,place_code,place,stratum,psu,base_weight,replicate,state,interviewer,supervisor,round,attempts,outcome,aapor_code,outcome_day,minutes,remark",
  );
  expect(lines.slice(1)).toEqual([
    "1,'=1-1,Thôn 1,,,Bắc,P1,10,0,closed,,,1,0,,,,,",
    "2,'=1-2,Thôn 2,,,Bắc,P1,10,0,closed,,,1,0,,,,,",
    "20,'=1-20,Thôn 20,,,Bắc,P1,10,0,closed,,,1,0,,,,,Trùng với số 19",
  ]);
  const workbook = await supervisor.get(`/api/studies/${study}/assignments.xlsx`);
  const sheets = await readSheets(new Uint8Array(workbook.rawPayload), "a.xlsx");
  expect(sheets.map(({ name }) => name)).toEqual(["địa chỉ", "lần đến"]);
});
