// From a sample in use to visits that ended: a team, lists shared out, a telephone's reports, rates.
import { randomUUID } from "node:crypto";
import type { FieldAssignment, FieldReport } from "@lang-nghe/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpSecondStep } from "./testing/authenticator.ts";
import { desktop, launchBrowser, lookAtScreen, openTab, picture, pictureFailures } from "./testing/browser.ts";
import { preparedDirectory } from "./testing/prepared-directory.ts";
import { removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const dataDirectory = preparedDirectory();
const password = "con suối chảy qua bản";
let system: System;
let browser: Browser;
let tab: Page;
let failures: string[];
let studyId: string;
beforeAll(async () => {
  system = await startSystem({ dataDirectory, options: { env: { ROLE: "office" } } });
  const call = await signIn(system);
  const json = async (method: string, path: string, body?: unknown) => {
    const reply = await call(method, `/api${path}`, body);
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    return reply.status === 204 ? undefined : reply.json();
  };
  studyId = (await json("POST", "/studies", { title: { vi: "Dịch vụ công", en: "Public services" } })).id;
  const form = new FormData();
  const villages = [
    "mã thôn,số hộ,vĩ độ,kinh độ",
    ...Array.from({ length: 30 }, (_, i) => `Thôn ${i + 1},${20 + i},${22 + (i % 7) / 20},${103 + (i % 5) / 4}`),
  ];
  form.append("file", new Blob([villages.join("\n")]), "thon.csv");
  const upload = await json("POST", "/frames/uploads", form);
  const roles = Object.fromEntries(
    upload.columns.map(({ name, role }: { name: string; role: string }) => [name, role]),
  );
  const frame = await json("POST", "/frames", { upload: upload.id, title: "Thôn bản", kind: "villages", roles });
  const design = { frameId: frame.id, stages: [{ method: "simple-random", size: 12 }], release: null };
  const draw = await json("POST", `/studies/${studyId}/draws`, { design, seed: 7, reason: "Rút thôn bản để đi hỏi" });
  await json("PUT", `/studies/${studyId}/sample`, { drawId: draw.id, reason: "Đúng thiết kế đã duyệt" });
  for (const [name, username, role] of [
    ["Hoàng Thu Trang", "thu.trang", "field-supervisor"],
    ["Vàng A Sính", "a.sinh", "interviewer"],
    ["Lý Tả Mẩy", "ta.may", "interviewer"],
  ] as const) {
    const grants = [{ role, unitId: null, studyId }];
    const added = await json("POST", "/staff", { name, username, roles: grants });
    if (username === "thu.trang")
      await json("POST", "/password", { token: new URL(added.link).hash.slice(1), password });
  }
  browser = await launchBrowser();
  ({ tab, failures } = await openTab(browser, desktop));
  await tab.goto(`${system.url}/console/studies/${studyId}/fieldwork`);
  await tab.getByLabel("Tên đăng nhập").fill("thu.trang");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await press("Đăng nhập");
  await setUpSecondStep(tab);
  await tab.goto(`${system.url}/console/studies/${studyId}/fieldwork`);
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});

pictureFailures(() => tab);

const press = (name: string | RegExp) => tab.getByRole("button", { name, exact: true }).click();
const part = (name: string) => tab.getByLabel("Các phần của đi thực địa").getByRole("link", { name }).click();

test("a team is put together, and the sample becomes a list that is shared out evenly", async () => {
  await part("Đội");
  await tab.getByLabel("Việc của Hoàng Thu Trang").selectOption({ label: "giám sát viên" });
  for (const name of ["Vàng A Sính", "Lý Tả Mẩy"])
    await tab.getByLabel(`Việc của ${name}`).selectOption({ label: "điều tra viên" });
  await press("Lưu đội");
  await tab.getByText("Đã lưu đội").waitFor();
  await lookAtScreen(tab, "fieldwork-team");
  await part("Địa chỉ");
  await press("Lập danh sách từ mẫu");
  await tab.getByText("12 chưa giao").waitFor();
  await tab.getByLabel(/^Vàng A Sính \(0\)/).check();
  await tab.getByLabel(/^Lý Tả Mẩy \(0\)/).check();
  await tab.getByText("Vàng A Sính: thêm 6, sẽ có 6").waitFor();
  await lookAtScreen(tab, "fieldwork-share");
  await press("Giao 12 địa chỉ");
  await tab.getByText("12 đã giao").waitFor();
});

test("the places lie on a map that fetches nothing from elsewhere, and its list says the same", async () => {
  await part("Bản đồ");
  await tab.getByRole("img", { name: "Bản đồ các nơi đến: 12 địa chỉ trong khung, xong 0" }).waitFor();
  await tab.getByRole("row", { name: "Chưa rõ xã 0 12 0 0" }).waitFor();
  await lookAtScreen(tab, "fieldwork-map");
  await press("Gần hơn");
  await tab.waitForURL(/bounds=/);
});

/** What the telephone of an interviewer asks and sends. */
let phone: <Reply>(path: string, body?: unknown) => Promise<Reply>;
let mine: FieldAssignment[];

test("a telephone enrols by the code on the screen, fetches its list and reports", async () => {
  await part("Máy");
  await tab.getByLabel("Điều tra viên").selectOption({ label: "Vàng A Sính" });
  await tab.getByLabel("Tên máy").fill("Máy xanh");
  await press("Tạo mã");
  const link = await tab.getByLabel("Hoặc mở liên kết này trên máy").inputValue();
  await lookAtScreen(tab, "fieldwork-phones");
  let cookie = "";
  phone = async (path, body) => {
    const reply = await fetch(`${system.url}/api/field${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "x-requested-with": "lang-nghe", "content-type": "application/json", cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    cookie ||= reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(reply.ok, `${path}: ${reply.status}`).toBe(true);
    return reply.json();
  };
  await phone("/enrol", { code: new URL(link).hash.slice(1) });
  mine = (await phone<{ assignments: FieldAssignment[] }>("/assignments")).assignments;
  expect(mine).toHaveLength(6);
  const about = (at: number) => ({ assignmentId: mine[at]!.id, round: 1, day: "2026-03-02" });
  const reports: FieldReport[] = [
    {
      id: randomUUID(),
      kind: "attempt",
      content: { ...about(0), part: "evening", medium: "visit", result: "interview" },
    },
    ...[0, 1].map(
      (at): FieldReport => ({
        id: randomUUID(),
        kind: "outcome",
        content: {
          ...about(at),
          disposition: "complete",
          minutesBand: 3,
          dwelling: { found: true, householdSize: 4, eligible: 2, selected: 1, method: "last-birthday" },
        },
      }),
    ),
    {
      id: randomUUID(),
      kind: "outcome",
      content: { ...about(2), disposition: "refusal", minutesBand: null, dwelling: null },
    },
    {
      id: randomUUID(),
      kind: "hand-back",
      content: { assignmentId: mine[0]!.id, round: 1, remark: "Đường sạt lở" },
    },
  ];
  const { replies } = await phone<{ replies: { became: string }[] }>("/reports", { reports });
  expect(replies.map(({ became }) => became)).toEqual(["kept", "kept", "kept", "kept", "quarantined"]);
});

test("one visit is accepted, one returned with a reason, and the telephone is told", async () => {
  await part("Địa chỉ");
  await tab.getByRole("link", { name: mine[0]!.place }).click();
  await tab.getByText("hộ 4 người, 2 người thuộc diện hỏi, chọn người thứ 1 từ trên xuống").waitFor();
  await lookAtScreen(tab, "fieldwork-assignment");
  await press("Nhận kết quả");
  await tab.getByText("đã nhận").waitFor();
  await tab.goto(`${system.url}/console/studies/${studyId}/fieldwork/assignments/${mine[1]!.id}`);
  await press("Trả lại để đến lần nữa");
  await tab.getByRole("dialog").getByLabel("Lý do, viết cho điều tra viên đọc").fill("Thiếu phần hộ");
  await tab.getByRole("dialog").getByRole("button", { name: "Trả lại để đến lần nữa" }).click();
  await tab.getByText("đã giao, lần 2").waitFor();
  const { assignments } = await phone<{ assignments: FieldAssignment[] }>("/assignments");
  expect(assignments.find(({ id }) => id === mine[1]!.id)).toMatchObject({ round: 2, remark: "Thiếu phần hộ" });
});

test("rates count what ended; what did not fit waits to be looked at", async () => {
  await tab.goto(`${system.url}/console/studies/${studyId}/fieldwork/rates`);
  // By hand: one complete and one refusal of 12; the ten others are unknown, and nobody was ineligible: 1/12, 1/2.
  await tab.getByRole("cell", { name: "8,3 %" }).first().waitFor();
  await tab.getByRole("cell", { name: "50,0 %" }).first().waitFor();
  await lookAtScreen(tab, "fieldwork-rates");
  await part("Báo cáo bị giữ lại");
  await tab.getByText("Địa chỉ đã kết thúc trước đó").waitFor();
  await tab.getByText("Giao lại: Đường sạt lở").waitFor();
  await picture(tab, "fieldwork-held-vi-1280-light");
  await tab.getByLabel("Đã giải quyết thế nào").fill("Bấm nhầm, đã gọi điện");
  await press("Ghi là đã xem xong");
  await tab.getByText("“Bấm nhầm, đã gọi điện”").waitFor();
  expect(failures).toEqual([]);
});
