// A unit takes in the country's list of places, writes down a merger, and matches a frame of villages to them.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { desktop, launchBrowser, lookAtScreen, openTab, pictureFailures } from "./testing/browser.ts";
import { preparedDirectory } from "./testing/prepared-directory.ts";
import { removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const dataDirectory = preparedDirectory();
let system: System;
let browser: Browser;
let tab: Page;
let failures: string[];
beforeAll(async () => {
  system = await startSystem({ dataDirectory, options: { env: { ROLE: "office" } } });
  browser = await launchBrowser();
  await signIn(system);
  ({ tab, failures } = await openTab(browser, desktop));
  await tab.goto(`${system.url}/console/units`);
  await tab.getByLabel("Tên đăng nhập").fill("quantri");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill("một mật khẩu đủ dài");
  await press("Đăng nhập");
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});

pictureFailures(() => tab);

const press = (name: string | RegExp) => tab.getByRole("button", { name, exact: true }).click();
const heading = (name: string | RegExp) => tab.getByRole("heading", { name }).first().waitFor();
const upload = (name: string, text: string) =>
  tab.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("the list of the country is previewed, then applied", async () => {
  await heading("Chưa có đơn vị nào");
  await tab.getByRole("link", { name: "Xem trước danh sách cả nước" }).click();
  await tab.getByText("3.355 thêm mới · 0 thay đổi · 0 giữ nguyên").waitFor();
  await lookAtScreen(tab, "units-import");
  await press("Áp dụng 3.355 thay đổi");
  await tab.getByText(/^Nhập danh sách: vietnam-2026\.csv/).waitFor();
});

test("the tree opens with the keyboard, and a merger is written down on a unit's page", async () => {
  await tab.getByRole("link", { name: "Cây đơn vị", exact: true }).click();
  await tab.getByRole("button", { name: "Mở Tỉnh Lào Cai" }).focus();
  await tab.keyboard.press("Enter");
  await tab.getByRole("link", { name: "Xã Bát Xát" }).waitFor();
  await tab.keyboard.press("Enter");
  await lookAtScreen(tab, "units-tree");
  await tab.getByLabel("Tìm theo tên hoặc mã").fill("bat xat");
  await tab.getByText("1 đơn vị", { exact: true }).waitFor();
  await tab.getByRole("link", { name: "Xã Bát Xát" }).click();
  await press("Ghi thay đổi");
  const dialog = tab.getByRole("dialog");
  await dialog.getByLabel("Ngày đầu của cái mới").fill("01/02/2026");
  await dialog.getByLabel("Tên mới").fill("Phường Bát Xát");
  await dialog.getByLabel("Loại").selectOption({ label: "phường" });
  await press("Lưu thay đổi");
  await tab.getByText("Đã thành").waitFor();
  await tab.getByRole("link", { name: "Phường Bát Xát" }).click();
  await tab.getByText("Có từ", { exact: true }).waitFor();
  await lookAtScreen(tab, "units-unit");
});

test("a frame of villages: what is surely meant is matched, the rest is asked", async () => {
  await tab.getByRole("link", { name: "Dàn mẫu và số dân" }).click();
  await heading("Chưa có dàn mẫu nào");
  await tab.getByRole("link", { name: "Tải dàn mẫu lên" }).click();
  const rows = [
    "T1,Xã Bản Hồ,Lào Cai,120",
    "T2,XÃ BẢN HỒ,Lào Cai,80",
    "T3,Ban Ho,Lào Cai,60",
    "T4,Xã Hòa Xá,Hà Nội,90",
  ];
  await upload("thon.csv", ["mã thôn,xã,tỉnh,số hộ", ...rows].join("\n"));
  await tab.getByLabel("Tên dàn mẫu").fill("Thôn bản");
  await press("Lưu dàn mẫu");
  await tab.getByText("chưa chắc: 1 tên, 1 dòng").waitFor();
  await lookAtScreen(tab, "frames-frame");
  await press(/^Đúng là Xã Bản Hồ/);
  await tab.getByText("đã khớp: 4 tên, 4 dòng").waitFor();
});

test("a sample is drawn from the frame by size, comes out the same again, and is taken into use with a reason", async () => {
  const studyId = await tab.evaluate(async () => {
    const headers = { "x-requested-with": "lang-nghe", "content-type": "application/json" };
    const body = JSON.stringify({ title: { vi: "Dịch vụ công", en: "Public services" }, entry: "invitation" });
    return (await (await fetch("/api/studies", { method: "POST", headers, body })).json()).id as string;
  });
  await tab.goto(`${system.url}/console/studies/${studyId}/sample`);
  await heading("Chưa rút mẫu nào");
  await lookAtScreen(tab, "sample-empty");
  await tab.getByRole("link", { name: "Tính cỡ mẫu" }).click();
  await tab.getByText("1.857", { exact: true }).waitFor();
  await tab.getByLabel("Tỷ lệ trả lời").fill("10");
  await tab.getByText("18.570", { exact: true }).waitFor();
  await lookAtScreen(tab, "sample-size");
  await tab.goto(`${system.url}/console/studies/${studyId}/sample/new`);
  await tab.getByLabel("Dàn mẫu", { exact: true }).selectOption({ label: "Thôn bản (4 dòng)" });
  await tab.getByLabel("Cách chọn").selectOption({ label: "theo quy mô, hệ thống" });
  await tab.getByLabel("Số đơn vị cần rút").fill("2");
  await tab.getByText("giai đoạn 1: rút theo quy mô cần cột quy mô; xin chọn.").waitFor();
  await tab.getByLabel("Cột quy mô").selectOption("số hộ");
  await tab.getByText("Trung bình rút được 2 đơn vị").waitFor();
  await lookAtScreen(tab, "sample-design");
  await tab.getByLabel("Lý do rút").fill("Thử rút thôn bản theo số hộ");
  await press("Rút mẫu");
  await tab.getByRole("dialog").getByRole("button", { name: "Rút mẫu" }).click();
  await heading("Lần rút 1");
  await press("Rút lại và đối chiếu");
  await tab.getByText("Rút lại cho đúng mẫu này").waitFor();
  await press("Đưa vào dùng");
  await tab.getByRole("dialog").getByLabel("Lý do").fill("Đúng thiết kế đã duyệt");
  await tab.getByRole("dialog").getByRole("button", { name: "Đưa vào dùng" }).click();
  await tab.getByText("Mẫu đang dùng", { exact: true }).waitFor();
  await lookAtScreen(tab, "sample-draw");
});

test("counts that do not add up are raked, and it says by how much", async () => {
  await tab.goto(`${system.url}/console/populations/new`);
  const units = await tab.evaluate(async () => {
    const find = async (query: string) => (await fetch(`/api/units?${query}&on=2026-03-01`)).json();
    const top = (await find("parent=root")).units as { id: string; code: string }[];
    const island = top.find(({ code }) => code === "46");
    const below = (await find(`parent=${island!.id}`)).units as { code: string }[];
    return { code: island!.code, below: below.map(({ code }) => code) };
  });
  const half = [
    "địa bàn,dân số",
    `${units.code},${units.below.length * 250}`,
    ...units.below.map((code) => `${code},200`),
  ];
  await upload("dan-so.csv", half.join("\n"));
  await tab.getByText(/lệch .* \(20,0.%\)\. Mỗi số bên trong được nhân với 1,2500/).waitFor();
  await lookAtScreen(tab, "population-gaps");
  expect(failures).toEqual([]);
});
