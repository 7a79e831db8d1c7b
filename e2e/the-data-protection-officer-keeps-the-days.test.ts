// A letter comes in, a telephone is lost, and the answers of a study have a day on which they go.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  desktop,
  expectAccessible,
  launchBrowser,
  openTab,
  phone,
  picture,
  pictureFailures,
} from "./testing/browser.ts";
import { preparedDirectory } from "./testing/prepared-directory.ts";
import { removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const dataDirectory = preparedDirectory();
let system: System;
let browser: Browser;
let tab: Page;
let failures: string[];
let studyId: string;
beforeAll(async () => {
  system = await startSystem({ dataDirectory, options: { env: { ROLE: "office" } } });
  const call = await signIn(system);
  const [example] = await (await call("GET", "/api/examples")).json();
  studyId = (await (await call("POST", `/api/examples/${example.name}`)).json()).id;
  // A title that would run where a title is taken for markup: the console shows it on every page of this journey.
  const title = `<img src=x onerror="window.ran = true"><script>window.ran = true</script>`;
  await call("PATCH", `/api/studies/${studyId}`, { title: { vi: title, en: title }, retainUntil: "2030-06-30" });
  browser = await launchBrowser();
  ({ tab, failures } = await openTab(browser, desktop));
  await tab.goto(`${system.url}/console/`);
  await tab.getByLabel("Tên đăng nhập").fill("quantri");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill("một mật khẩu đủ dài");
  await tab.getByRole("button", { name: "Đăng nhập", exact: true }).click();
  await tab.getByRole("link", { name: "Bảo vệ dữ liệu", exact: true }).click();
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});
pictureFailures(() => tab);

const press = (name: string | RegExp) => tab.getByRole("button", { name }).first().click();
const dialog = () => tab.getByRole("dialog");

test("a request is entered by its letter, never by a name, and has its days", async () => {
  await press("Ghi một yêu cầu");
  await dialog().getByLabel("Xin điều gì").selectOption({ label: "Xóa dữ liệu" });
  await dialog().getByLabel("Về dữ liệu nào").selectOption({ label: "Câu trả lời (không có tên)" });
  await dialog().getByLabel("Số văn bản").fill("Bà Sùng, 0912 345 678");
  await press("Ghi vào sổ");
  await dialog()
    .getByText(/số điện thoại hoặc địa chỉ thư điện tử/)
    .waitFor();
  await dialog().getByLabel("Số văn bản").fill("12/TN-2026");
  await press("Ghi vào sổ");
  await tab.getByText("Yêu cầu số 1").waitFor();
  await tab.getByText(/Trả lời trước hết ngày/).waitFor();
  await expectAccessible(tab);
  await picture(tab, "rights-requests");
  await press(/^Ghi đã trả lời/);
  await dialog().getByRole("button", { name: "Lưu" }).click();
  await tab.getByText(/Đã trả lời \d\d\/\d\d\/\d{4}/).waitFor();
});

test("an incident starts a clock of 72 hours", async () => {
  await tab.getByRole("link", { name: "Sự cố" }).click();
  await press("Ghi một sự cố");
  await dialog().getByLabel("Chuyện gì đã xảy ra").fill("Mất một điện thoại của điều tra viên.");
  await press("Ghi và bắt đầu tính giờ");
  await tab.getByText(/còn 7[12] giờ/).waitFor();
  await expectAccessible(tab);
});

test("the assessment fills itself, keeps what a person writes, and comes as a Word file", async () => {
  await tab.goto(`${system.url}/console/studies/${studyId}/assessment`);
  await tab.getByText(/Còn thiếu \d+ mục/).waitFor();
  await tab.getByLabel("Địa chỉ, người đại diện, số quyết định thành lập").fill("Số 1, đường Trần Hưng Đạo");
  await tab.reload();
  await tab.getByText("Có phần chưa lưu.").first().waitFor();
  await press("Lưu");
  await tab.getByText("Đã lưu.").waitFor();
  const [file] = await Promise.all([
    tab.waitForEvent("download"),
    tab.getByRole("link", { name: "Tải bản Word" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.docx$/);
  await expectAccessible(tab);
});

test("on a phone each part is read in one column, and a hostile title is a title", async () => {
  const small = await openTab(browser, phone);
  await small.tab.context().addCookies(await tab.context().cookies());
  for (const part of ["", "/incidents", "/retention", "/register", "/contact"]) {
    await small.tab.goto(`${system.url}/console/rights${part}`);
    await small.tab.getByRole("heading", { level: 1 }).waitFor();
    await small.tab.locator("main article, main table, main textarea").first().waitFor();
    const wider = await small.tab.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect({ part, wider }).toEqual({ part, wider: 0 });
  }
  await expectAccessible(small.tab);
  for (const page of [tab, small.tab]) expect(await page.evaluate(() => "ran" in window)).toBe(false);
  await small.tab.goto(`${system.url}/console/rights/retention`);
  await small.tab.getByText("<img src=x onerror=").first().waitFor();
  expect(await small.tab.evaluate(() => "ran" in window)).toBe(false);
  expect([...failures, ...small.failures]).toEqual([]);
});
