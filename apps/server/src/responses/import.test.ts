import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Example, ImportColumn, ImportPlan, ImportReport, Study, Variable } from "@lang-nghe/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, expectProblem, openServer, type TestServer } from "../testing/index.ts";
import { importStudy } from "./import-routes.ts";
import { meaningOf, snapshotOfTable } from "./import-snapshot.ts";
import { missingCode, readSnapshot } from "./snapshot.ts";

let server: TestServer;
let staff: Client;
beforeAll(async () => {
  server = await openServer();
  staff = await server.as("study-lead");
});
afterAll(() => server.close());

const csv = `stype;dnum;pw;fpc;trường;điểm;ý kiến
E;1;44,21;4421;tốt;12,5;cần thêm sân chơi
E;1;44,21;4421;;7;
M;2;15;1018;kém;NA;thiếu cô giáo
H;3;20,5;755;tốt;9;đường xa
`;
const bytes = (text: string) => new TextEncoder().encode(text);
const upload = (text: string, name = "trả lời.csv") => staff.upload("/api/imports", name, bytes(text));
const report = async (text: string): Promise<ImportReport> => (await upload(text)).json();
const planOf = (columns: Pick<ImportColumn, "name" | "kind" | "proposedRole">[]): ImportPlan => ({
  title: { vi: "Trường học", en: "Schools" },
  synthetic: false,
  provenance: {
    collectedBy: "Sở Giáo dục",
    consentHow: "Phiếu có lời xin phép",
    mode: "paper",
    from: "2025-10-01",
    to: null,
    population: "Trường học",
    populationSize: null,
    selection: "probability",
    remarks: "",
    licence: "",
  },
  columns: columns.map(({ name, kind, proposedRole }) => ({ name, kind, role: proposedRole })),
});
const make = (id: string | null, plan: ImportPlan) => staff.post(`/api/imports/${id}/study`, plan);
const studies = async () => ((await staff.get("/api/studies")).json() as Study[]).length;

describe("a file of answers", () => {
  test("is described column by column, its design proposed by name", async () => {
    const { id, rows, columns, refused } = await report(csv);
    expect({ rows, refused, waits: id !== null }).toEqual({ rows: 4, refused: false, waits: true });
    expect(columns.map(({ name, kind, proposedRole }) => [name, kind, proposedRole])).toEqual([
      ["stype", "categorical", "stratum"],
      ["dnum", "categorical", "psu"],
      ["pw", "numeric", "weight"],
      ["fpc", "categorical", "fpc"],
      ["trường", "categorical", "question"],
      ["điểm", "numeric", "question"],
      ["ý kiến", "categorical", "question"],
    ]);
    expect(columns[4]).toMatchObject({ distinct: 2, missing: 1 });
  });

  test("waits where only the server's account reads it, and is gone once it is a study", async () => {
    const { id } = await report(csv);
    const folder = join(server.dataDirectory, "waiting");
    expect(statSync(join(folder, id!)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const plan = planOf((await report(csv)).columns);
    expect((await make(id, plan)).statusCode).toBe(201);
    expect(existsSync(join(folder, id!))).toBe(false);
    expectProblem(await make(id, plan), "responses.no-import");
  });

  test("becomes a frozen study with its design, provenance and labels", async () => {
    const { id, columns } = await report(csv);
    const plan = planOf(columns);
    plan.columns[6]!.kind = "text";
    const study: Study = (await make(id, plan)).json();
    expect(study).toMatchObject({
      kind: "imported",
      state: "frozen",
      accepted: 4,
      provenance: { collectedBy: "Sở Giáo dục" },
    });
    const snapshot = await readSnapshot(server.database, study.id);
    expect(snapshot.design).toEqual({ weights: "pw", strata: "stype", psu: ["dnum"], fpc: ["fpc"] });
    const column = (name: string) => snapshot.columns.get(name);
    expect(column("pw")).toMatchObject({ kind: "numeric", values: Float64Array.of(44.21, 44.21, 15, 20.5) });
    expect(column("fpc")).toMatchObject({ kind: "numeric", values: Float64Array.of(4421, 4421, 1018, 755) });
    expect(column("stype")).toMatchObject({ codes: Int16Array.of(0, 0, 1, 2) });
    expect(column("trường")).toMatchObject({ codes: Int16Array.of(0, missingCode.missing, 1, 0) });
    expect(column("điểm")).toMatchObject({ reasons: Int8Array.of(0, 0, missingCode.missing, 0) });
    expect(column("ý kiến")).toMatchObject({ kind: "text" });
    const sources = snapshot.variables.map(({ name, source }: Variable) => [name, source]);
    expect(sources.slice(0, 5)).toEqual([
      ["stype", "design"],
      ["dnum", "design"],
      ["pw", "design"],
      ["fpc", "design"],
      ["trường", "question"],
    ]);
  });

  test("with columns of names, telephones, ID numbers or posts is refused by naming them, and nothing is kept", async () => {
    const folder = join(server.dataDirectory, "waiting");
    const before = existsSync(folder) ? readdirSync(folder) : [];
    const rows = Array.from(
      { length: 12 },
      (_, i) => `Nguyễn Văn An,09123456${10 + i},01208800${1000 + i},a${i}@vidu.vn,${i % 3}`,
    );
    const { id, refused, columns } = await report(`họ tên,điện thoại,cccd,email,câu 1\n${rows.join("\n")}\n`);
    expect({ id, refused }).toEqual({ id: null, refused: true });
    expect(columns.filter((column) => column.refused).map(({ name }) => name)).toEqual([
      "họ tên",
      "điện thoại",
      "cccd",
      "email",
    ]);
    expect(columns[0]?.refused?.vi).toBeTruthy();
    expect(columns[0]?.refused?.en).toBeTruthy();
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual(before);
  });
});

describe("a plan that cannot hold is refused by naming column and row, and no study is made", () => {
  const bad: [string, string, string, RegExp][] = [
    ["a weight of 0", csv.replace("15;1018", "0;1018"), "pw", /row 4/],
    ["a weight below 0", csv.replace("20,5", "-1"), "pw", /row 5/],
    ["a weight that is missing", csv.replace("15;1018", ";1018"), "pw", /row 4/],
    ["a stratum that is missing", csv.replace("M;2", ";2"), "stype", /row 4/],
    ["a population count of 0", csv.replace("755", "0"), "fpc", /row 5/],
  ];
  test.each(bad)("%s", async (_, text, name, place) => {
    const before = await studies();
    const { id, columns } = await report(text);
    const reply = await make(id, planOf(columns));
    expectProblem(reply, "responses.bad-plan", { column: name });
    expect(reply.json().detail).toMatch(place);
    expect(await studies()).toBe(before);
    expect(
      (await make(id, planOf(columns.filter((column) => column.name !== name)))).statusCode,
      "the file still waits",
    ).toBe(201);
  });

  test("columns that are not there, that come twice, two weights, text as numbers, no question", async () => {
    const { id, columns } = await report(csv);
    const plans: [string, Parameters<typeof planOf>[0]][] = [
      ["x", [...columns, { name: "x", kind: "numeric", proposedRole: "question" }]],
      ["pw", [...columns, columns[2]!]],
      [
        "điểm",
        columns.map((column) => (column.name === "điểm" ? { ...column, proposedRole: "weight" as const } : column)),
      ],
      ["trường", [{ ...columns[4]!, kind: "numeric" }]],
      ["stype", [{ ...columns[0]!, proposedRole: "weight" }]],
      ["…", [columns[0]!]],
    ];
    for (const [column, plan] of plans) expectProblem(await make(id, planOf(plan)), "responses.bad-plan", { column });
  });
});

describe("values that a .sav file declares as missing", () => {
  const part = (kind: "categorical" | "numeric"): ImportPlan["columns"] => [{ name: "q", kind, role: "question" }];
  const column = {
    name: "q",
    label: "Mức tin cậy",
    kind: "number" as const,
    numbers: Float64Array.of(1, 2, 8, 9, 7, Number.NaN),
    valueLabels: [
      { value: 1, label: "Thấp" },
      { value: 2, label: "Cao" },
      { value: 3, label: "Rất cao" },
      { value: 7, label: "Không áp dụng" },
      { value: 8, label: "Không biết" },
      { value: 9, label: "Từ chối" },
    ],
    missingValues: [{ value: 7 }, { value: 8 }, { value: 9 }],
  };
  const table = { rows: 6, fileHash: "", columns: [column] };

  test("become levels of don't know and refused by their labels, else missing; levels keep the file's order", () => {
    const { variables, columns } = snapshotOfTable(table, part("categorical"));
    expect(variables[0]?.levels.map(({ code, label, missing }) => [code, label.vi, missing])).toEqual([
      ["1", "Thấp", null],
      ["2", "Cao", null],
      ["3", "Rất cao", null],
      ["8", "Không biết", "dont-know"],
      ["9", "Từ chối", "refused"],
    ]);
    const { missing } = missingCode;
    expect(columns.get("q")).toEqual({ kind: "categorical", codes: Int16Array.of(0, 1, 3, 4, missing, missing) });
    expect(variables[0]?.label.vi).toBe("Mức tin cậy");
  });

  test("are no numbers", () => {
    const { columns } = snapshotOfTable(table, part("numeric"));
    const numeric = columns.get("q");
    expect(numeric?.kind === "numeric" && [...numeric.reasons]).toEqual([0, 0, -3, -4, -1, -1]);
    expect(numeric?.kind === "numeric" && [...numeric.values.slice(0, 3)]).toEqual([1, 2, Number.NaN]);
  });

  test.each([
    ["Don't know", "dont-know"],
    ["DK", "dont-know"],
    ["Không biết / không rõ", "dont-know"],
    ["Refused", "refused"],
    ["Từ chối trả lời", "refused"],
    ["Not applicable", "missing"],
    ["", "missing"],
  ])("the label “%s” means %s", (label, meaning) => expect(meaningOf(label)).toBe(meaning));
});

describe("hostile files are refused in words, keep nothing and leave the server up", () => {
  const files: [string, string, Uint8Array][] = [
    ["an empty file", "a.csv", new Uint8Array()],
    ["a workbook cut off", "a.xlsx", Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0)],
    ["an SPSS file cut off", "a.sav", bytes("$FL2@(#) SPSS DATA FILE")],
    ["text in another encoding", "a.csv", Uint8Array.from([...bytes("q1\n"), 0xd4, 0xe8, 0xff])],
    ["a picture", "a.png", Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
    ["a quotation mark without end", "a.csv", bytes(`q1,q2\n"${"x".repeat(100_000)}`)],
    ["two columns of one name", "a.csv", bytes("q,q\n1,2\n")],
  ];
  test.each(files)("%s", async (_, name, content) => {
    const folder = join(server.dataDirectory, "waiting");
    const before = existsSync(folder) ? readdirSync(folder).length : 0;
    const reply = await staff.upload("/api/imports", name, content);
    expectProblem(reply, "files.unreadable");
    expect(reply.json().detail.length).toBeGreaterThan(20);
    expect(existsSync(folder) ? readdirSync(folder).length : 0).toBe(before);
    expect((await server.anyone.get("/health")).statusCode).toBe(200);
  });

  test("formulas stay text and are never run", async () => {
    const { id, columns } = await report('q1\n=1+1\n"=HYPERLINK(""http://x"")"\n@SUM(A1)\n');
    const study: Study = (await make(id, planOf(columns))).json();
    const { variables } = await readSnapshot(server.database, study.id);
    expect(variables[0]?.levels.map(({ code }) => code)).toEqual(["=1+1", '=HYPERLINK("http://x")', "@SUM(A1)"]);
  });

  test("names of the object prototype are names like others", async () => {
    const { id, columns } = await report("constructor,__proto__\n1,a\n2,b\n");
    const study: Study = (await make(id, planOf(columns))).json();
    expect(study.accepted).toBe(2);
    expect((await staff.get(`/api/studies/${study.id}/dictionary`)).statusCode).toBe(200);
  });
});

describe("examples", () => {
  test("open with one click; a second one finds the same study", async () => {
    const list: Example[] = (await staff.get("/api/examples")).json();
    expect(list.map(({ name }) => name)).toEqual(["chile-1988", "lao-cai-services"]);
    for (const { name } of list) {
      const [first, second] = await Promise.all([
        staff.post(`/api/examples/${name}`),
        staff.post(`/api/examples/${name}`),
      ]);
      expect([first?.statusCode, second?.statusCode].sort()).toEqual([200, 201]);
      expect(first?.json()).toEqual(second?.json());
      expect(first?.json()).toMatchObject({ state: "frozen", example: name, publishedVersion: 1 });
    }
    expect(((await staff.get("/api/examples")).json() as Example[]).every(({ installedAs }) => installedAs)).toBe(true);
    expectProblem(await staff.post("/api/examples/nothing"), "studies.unknown-example");
    expectProblem(await staff.post("/api/examples/..%2F..%2Fetc"), "studies.unknown-example");
  });

  test("Chile 1988 holds the poll's counts, unweighted, with regions as strata", async () => {
    const study: Study = (await staff.post("/api/examples/chile-1988")).json();
    const { design, variables, columns } = await readSnapshot(server.database, study.id);
    expect(design).toEqual({ weights: null, strata: "region", psu: [], fpc: [] });
    const vote = columns.get("vote");
    const codes = vote?.kind === "categorical" ? [...vote.codes] : [];
    const levels = variables.find(({ name }) => name === "vote")?.levels ?? [];
    const counts = Object.fromEntries(levels.map(({ code }, i) => [code, codes.filter((at) => at === i).length]));
    expect(counts).toMatchObject({ Y: 868, N: 889, U: 587, A: 187 });
    expect(codes.filter((code) => code < 0)).toHaveLength(168);
    expect(study).toMatchObject({ kind: "imported", synthetic: false, accepted: 2699 });
  });

  test("Lào Cai says that it is synthetic", async () => {
    const study: Study = (await staff.post("/api/examples/lao-cai-services")).json();
    expect(study).toMatchObject({ synthetic: true, accepted: 3000 });
    expect(study.title.en).toContain("synthetic");
  });
});

test("an import that fails halfway leaves no study", async () => {
  const before = await studies();
  const table = {
    rows: 1,
    fileHash: "",
    columns: [{ name: "họ tên", kind: "text" as const, texts: ["Nguyễn Văn An"] }],
  };
  const plan = planOf([{ name: "họ tên", kind: "text", proposedRole: "question" }]);
  const by = { id: "7d1f6b0e-4a52-4d6e-9a8e-2f1c3b5d7e90", name: "Test", grants: [] };
  const made = server.database
    .transaction()
    .execute((transaction) => importStudy(transaction, by, { fileName: "a.csv" }, table, plan));
  await expect(made).rejects.toThrow(/refused-columns/);
  expect(await studies()).toBe(before);
});

test("only who may write studies imports", async () => {
  const viewer = await server.as("reader");
  expectProblem(await viewer.upload("/api/imports", "a.csv", bytes(csv)), "accounts.not-allowed");
});
