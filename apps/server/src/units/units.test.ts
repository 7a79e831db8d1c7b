import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";

let server: TestServer;
let administrator: Client;
let methodologist: Client;
beforeAll(async () => {
  server = await openServer();
  administrator = await server.as("administrator");
  methodologist = await server.as("methodologist");
});
afterAll(() => server.close());

const bytes = (text: string) => new TextEncoder().encode(text);
const find = async (name: string, on?: string) =>
  (await methodologist.get(`/api/units?find=${encodeURIComponent(name)}${on ? `&on=${on}` : ""}`)).json().units;
const upload = (text: string, of = "units") =>
  administrator.upload(`/api/units/imports?of=${of}`, "don-vi.csv", bytes(text));

test("the list that comes with the product is looked at, applied, and undone again", async () => {
  const preview = (await administrator.post("/api/units/imports/vietnam")).json();
  expect(preview).toMatchObject({ added: 34 + 3321, changed: 0, unchanged: 0, faultCount: 0 });
  expect(preview.kinds).toContainEqual({ kind: "special-zone", count: 13 });
  expect((await methodologist.get("/api/units")).json().total).toBe(0);
  expect((await administrator.post(`/api/units/imports/${preview.id}`)).statusCode).toBe(204);
  expect((await methodologist.get("/api/units?parent=root")).json().total).toBe(34);
  const [laoCai] = await find("tinh lao cai");
  expect(laoCai).toMatchObject({ code: "15", kind: "province", children: 99, validFrom: "2025-07-01" });
  // A commune that stayed as it was: no first day of its own, in the merged province from that province's first day.
  const [kept] = await find("xa phong du thuong");
  const { validFrom, placements } = (await methodologist.get(`/api/units/${kept.id}`)).json();
  expect([validFrom, placements.map(({ from }: { from: string }) => from)]).toEqual([null, ["2025-07-01"]]);

  const again = (await administrator.post("/api/units/imports/vietnam")).json();
  expect(again).toMatchObject({ id: null, added: 0, changed: 0, unchanged: 3355 });

  const [act] = (await administrator.get("/api/units/acts")).json();
  expect(act).toMatchObject({ what: "import", rows: 3355, undoable: true, undone: null });
  expect((await administrator.post(`/api/units/acts/${act.id}/undo`)).statusCode).toBe(204);
  expect((await methodologist.get("/api/units?parent=root")).json().total).toBe(0);
  const [undone] = (await administrator.get("/api/units/acts")).json();
  expect(undone.undone).toMatchObject({ person: "Test administrator" });
  const auditor = await server.as("auditor");
  expect((await auditor.get("/api/audit")).json()[0]).toMatchObject({ action: "units.undo", subject: act.id });
});

test("wrong rows are all named, and nothing of the file is stored", async () => {
  const report = (
    await upload(
      [
        "mã,tên,loại,thuộc,từ ngày,đầu mối",
        "A1,Xã Một,,,01/07/2025,",
        "A1,Xã Hai,xã,A9,,",
        ",Xã Ba,,,,",
        "A4,Bốn,hành tinh,,31/02/2026,",
        "A5,Sở Năm,sở,,,Phó giám đốc 0912345678",
      ].join("\n"),
    )
  ).json();
  expect(report.id).toBeNull();
  expect(report.faults.map(({ row, column }: { row: number; column: string }) => [row, column])).toEqual([
    [3, "mã"],
    [3, "thuộc"],
    [4, "mã"],
    [5, "loại"],
    [5, "từ ngày"],
    [6, "đầu mối"],
  ]);
  expect((await methodologist.get("/api/units?parent=root")).json().total).toBe(0);
});

test("a merger, a rename and a division are steps of the crosswalk, and the tree of each day stays", async () => {
  const preview = (
    await upload(
      [
        "code,name,parent,kind",
        "T,Tỉnh Thử,,",
        "x1,Xã Một,T,",
        "x2,Xã Hai,T,",
        "v1,Thôn Đầu,x1,",
        "ca,Công an tỉnh,T,công an",
      ].join("\n"),
    )
  ).json();
  expect(preview.faults).toEqual([]);
  await administrator.post(`/api/units/imports/${preview.id}`);
  const [province] = await find("Tỉnh Thử");
  const [[one], [two]] = [await find("Xã Một"), await find("Xã Hai")];
  const merged = { code: "x1", name: "Phường Mới", kind: "ward", parentId: province.id };
  const change = { what: "become", on: "2026-01-01", from: [one.id, two.id], to: [merged] };
  expect((await administrator.post("/api/units/changes", change)).statusCode).toBe(204);

  expect(await find("Xã Một")).toEqual([]);
  expect(await find("Xã Một", "2025-12-31")).toHaveLength(1);
  const [ward] = await find("Phường Mới");
  expect(ward).toMatchObject({ code: "x1", parentId: province.id, validFrom: "2026-01-01", children: 1 });
  const detail = (await methodologist.get(`/api/units/${ward.id}`)).json();
  expect(
    detail.predecessors.map(({ from, share }: { from: { name: string }; share: number }) => [from.name, share]),
  ).toEqual([
    ["Xã Một", 1],
    ["Xã Hai", 1],
  ]);
  const [village] = await find("Thôn Đầu");
  expect(village.path.map(({ name }: { name: string }) => name)).toEqual(["Tỉnh Thử", "Phường Mới", "Thôn Đầu"]);
  const [before] = await find("Thôn Đầu", "2025-06-01");
  expect(before.path[1].name).toBe("Xã Một");

  const halves = [
    { code: "x3", name: "Xã Trên", kind: "commune", parentId: province.id, share: 0.6 },
    { code: "x4", name: "Xã Dưới", kind: "commune", parentId: province.id, share: 0.4 },
  ];
  const divide = { what: "become", on: "2026-02-01", from: [ward.id], to: halves };
  expectProblem(await administrator.post("/api/units/changes", divide), "units.refused-change");
  await administrator.post("/api/units/changes", {
    what: "move",
    on: "2026-02-01",
    unitId: village.id,
    parentId: province.id,
  });
  expect((await administrator.post("/api/units/changes", divide)).statusCode).toBe(204);
  const crosswalk = (await methodologist.get("/api/units/crosswalk")).json();
  expect(crosswalk.total).toBe(4);
  expect(crosswalk.successions.map(({ share }: { share: number }) => share)).toEqual([0.6, 0.4, 1, 1]);

  // What goes out comes in again: nothing changes.
  const exported = (await methodologist.get("/api/units/units.csv")).body;
  expect((await upload(exported)).json()).toMatchObject({ added: 0, changed: 0, faultCount: 0 });
  const steps = (await methodologist.get("/api/units/crosswalk.csv")).body;
  expect((await upload(steps, "crosswalk")).json()).toMatchObject({
    added: 0,
    changed: 0,
    unchanged: 4,
    faultCount: 0,
  });

  // Only the newest act can be undone, one after another, down to the start.
  const acts = (await administrator.get("/api/units/acts")).json();
  expectProblem(await administrator.post(`/api/units/acts/${acts[1].id}/undo`), "units.not-newest");
  for (const { id } of acts.slice(0, 3))
    expect((await administrator.post(`/api/units/acts/${id}/undo`)).statusCode).toBe(204);
  expect((await methodologist.get("/api/units/crosswalk")).json().total).toBe(0);
  const [restored] = await find("Thôn Đầu");
  expect(restored.path[1].name).toBe("Xã Một");
});

test("codes: one unit at a time has a code, and a unit cannot lie in itself", async () => {
  const [[one], [two]] = [await find("Xã Một"), await find("Xã Hai")];
  expectProblem(
    await administrator.post("/api/units", {
      code: "x1",
      name: "Xã Khác",
      kind: "commune",
      parentId: null,
      validFrom: null,
    }),
    "units.code-taken",
    { unit: "x1" },
  );
  const [village] = await find("Thôn Đầu");
  expectProblem(
    await administrator.post("/api/units/changes", {
      what: "move",
      on: "2026-01-01",
      unitId: one.id,
      parentId: village.id,
    }),
    "units.refused-change",
  );
  const circle = ["code,name,parent,kind", `x1,Xã Một,x2,`, `x2,Xã Hai,x1,`].join("\n");
  expect((await upload(circle)).json().faults.map(({ row }: { row: number }) => row)).toEqual([2, 3]);
  expect(two.code).toBe("x2");
  const ends = ["code,name,valid to", `x1,Xã Một,31/12/2026`].join("\n");
  expect((await upload(ends)).json().faults).toMatchObject([{ row: 2, column: "valid to" }]);
});

test("staff work in a unit, and in none of police, security, army or discipline", async () => {
  const staff = (await administrator.get("/api/staff")).json();
  const person = staff.find(({ username }: { username: string }) => username === "methodologist").id;
  const [[police], [commune]] = [await find("Công an tỉnh"), await find("Xã Một")];
  expectProblem(await administrator.put(`/api/units/${police.id}/members/${person}`), "units.no-accounts");
  expect((await administrator.put(`/api/units/${commune.id}/members/${person}`)).statusCode).toBe(204);
  expect((await administrator.get(`/api/units/${commune.id}/members`)).json()).toMatchObject([
    { username: "methodologist" },
  ]);
  expectProblem(await administrator.patch(`/api/units/${commune.id}`, { kind: "police" }), "units.no-accounts");
  await expect(server.database.updateTable("units.member").set({ unitId: police.id }).execute()).rejects.toThrow(
    /no accounts/,
  );
  expect((await methodologist.get(`/api/units/${police.id}`)).json().open).toBe(false);
});

test("a frame with double ids, sizes of zero or columns about people is refused whole, its rows named", async () => {
  const wrong = (
    await methodologist.upload("/api/frames/uploads", "thon.csv", bytes("mã thôn,số hộ\nT1,10\nT1,0\nT3,\n"))
  ).json();
  const roles = { "mã thôn": "id", "số hộ": "size" };
  const refused = await methodologist.post("/api/frames", { upload: wrong.id, title: "Thôn", kind: "villages", roles });
  expectProblem(refused, "units.rows", { count: 3, row: 3 });
  expect(
    refused.json().details.faults.map(({ row, column }: { row: number; column: string }) => [row, column]),
  ).toEqual([
    [3, "mã thôn"],
    [3, "số hộ"],
    [4, "số hộ"],
  ]);
  const people =
    "id,họ và tên,điện thoại\n1,Nguyễn Văn An,0912345678\n2,Trần Thị Bé,0987654321\n3,Lê Văn Cả,0911222333\n";
  const personal = (await methodologist.upload("/api/frames/uploads", "ho.csv", bytes(people))).json();
  expect(personal).toMatchObject({ id: null, columns: [] });
  expect(personal.refused.map(({ column }: { column: string }) => column)).toEqual(["họ và tên", "điện thoại"]);
  expect((await methodologist.get("/api/frames")).json()).toEqual([]);
});

test("a frame's places are matched in both styles of tone, and what is unsure waits for a person", async () => {
  const list = await administrator.post("/api/units/imports/vietnam");
  await administrator.post(`/api/units/imports/${list.json().id}`);
  const text = [
    "mã thôn,xã,tỉnh,số hộ",
    "T1,Xã Bát Xát,Lào Cai,120",
    "T2,XÃ BÁT XÁT,tỉnh Lào Cai,80",
    "T3,Xa Bat Xat,Lào Cai,60",
    "T4,Xã Hòa Xá,Hà Nội,90",
    "T5,Xã Không Có,Lào Cai,10",
    "T6,,Lào Cai,10",
  ].join("\n");
  const uploaded = (await methodologist.upload("/api/frames/uploads", "thon.csv", bytes(text))).json();
  const roles = Object.fromEntries(
    uploaded.columns.map(({ name, role }: { name: string; role: string }) => [name, role]),
  );
  expect(roles).toEqual({ "mã thôn": "id", xã: "place", tỉnh: "within", "số hộ": "size" });
  const frame = (
    await methodologist.post("/api/frames", { upload: uploaded.id, title: "Thôn bản", kind: "villages", roles })
  ).json();
  expect(frame).toMatchObject({
    rows: 6,
    size: 370,
    places: {
      matched: { rows: 3, places: 3 },
      unsure: { rows: 1, places: 1 },
      unmatched: { rows: 1, places: 1 },
      empty: { rows: 1 },
    },
  });
  const unsure = (await methodologist.get(`/api/frames/${frame.id}/places?state=unsure`)).json().places;
  expect(unsure).toMatchObject([
    { place: "Xa Bat Xat", reason: "without-marks", suggestions: [{ name: "Xã Bát Xát" }] },
  ]);
  const choice = { place: "Xa Bat Xat", within: "Lào Cai", unitId: unsure[0].suggestions[0].id };
  expect((await methodologist.put(`/api/frames/${frame.id}/places`, choice)).statusCode).toBe(204);
  const again = (await methodologist.post(`/api/frames/${frame.id}/places`)).json();
  expect(again.places.matched).toEqual({ rows: 4, places: 4 });
  expect(again.hash).toBe(frame.hash);
  expect((await methodologist.get(`/api/frames/${frame.id}/frame.csv`)).body.split("\r\n")[3]).toBe(
    "T3,Xa Bat Xat,Lào Cai,60,02683,Xã Bát Xát",
  );
  // Units that a frame rests on stay.
  const [act] = (await administrator.get("/api/units/acts")).json();
  expectProblem(await administrator.post(`/api/units/acts/${act.id}/undo`), "units.in-use");
  expect((await methodologist.delete(`/api/frames/${frame.id}`)).statusCode).toBe(204);
});

test("communes that do not add up to their province are raked to it, and the report says by how much", async () => {
  const provinces = (await methodologist.get("/api/units?find=Tỉnh%20Thử")).json().units;
  const text = ["đơn vị,dân số", `T,500`, "Xã Một,300", "Xã Hai,100"].join("\n");
  const report = (await methodologist.upload("/api/populations/uploads", "dan.csv", bytes(text))).json();
  expect(report).toMatchObject({
    places: 3,
    total: 500,
    faults: [],
    unmatched: [],
    gaps: [{ unit: { id: provinces[0].id }, stated: 500, sum: 400, factor: 1.25 }],
  });
  const given = { upload: report.id, title: "Dân số 2026", source: "Cục Thống kê, 01/04/2026" };
  const kept = (await methodologist.post("/api/populations", given)).json();
  expect((await methodologist.get(`/api/populations/${kept.id}/counts`)).json()).toMatchObject([
    { code: "T", stated: 500, raked: 500 },
    { code: "x1", stated: 300, raked: 375 },
    { code: "x2", stated: 100, raked: 125 },
  ]);
  const margins = (await methodologist.get(`/api/populations/${kept.id}/margins.csv`)).body;
  expect(margins.split("\r\n").slice(0, 3)).toEqual(["\uFEFFvariable,level,count", "unit,x1,375", "unit,x2,125"]);
  const part = (
    await methodologist.upload(
      "/api/populations/uploads",
      "dan.csv",
      bytes("đơn vị,dân số\nT,500\nXã Một,300\nXã Ba,1"),
    )
  ).json();
  expect(part.id).toBeNull();
  expect(part.faults[0].what.en).toContain("lacks 1 of its 2 units");
  expect(part.unmatched).toMatchObject([{ row: 4, place: "Xã Ba" }]);
});

test("who reads units does not change them, and who changes them uploads no frame", async () => {
  expectProblem(await methodologist.post("/api/units/imports/vietnam"), "accounts.not-allowed");
  expectProblem(await administrator.get("/api/frames"), "accounts.not-allowed");
});
