// A newcomer's first five minutes: from the line that `npm start` prints to a figure that anyone can read.
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpSecondStep } from "./testing/authenticator.ts";
import {
  desktop,
  expectAccessible,
  launchBrowser,
  lookAtScreen,
  openTab,
  phone,
  picture,
  pictureFailures,
} from "./testing/browser.ts";
import { newDataDirectory, removeDirectory, root, type System, startSystem } from "./testing/system.ts";

const dataDirectory = newDataDirectory();
let system: System;
let browser: Browser;
let tab: Page;
let failures: string[];
beforeAll(async () => {
  system = await startSystem({ dataDirectory });
  browser = await launchBrowser();
  ({ tab, failures } = await openTab(browser, desktop));
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});

pictureFailures(() => tab);

const press = (name: string | RegExp) => tab.getByRole("button", { name, exact: true }).click();
const goTo = (name: string) => tab.getByRole("link", { name, exact: true }).click();
const heading = (name: string | RegExp) => tab.getByRole("heading", { name }).first().waitFor();

/** Types a few letters into a list of variables, as people do, and takes what is found. */
async function choose(label: string, letters: string, option: RegExp): Promise<void> {
  await tab.getByRole("combobox", { name: label, exact: true }).fill(letters);
  await tab.getByRole("option", { name: option }).click();
}

test("the one-time link sets the first administrator's password, once", async () => {
  await tab.goto(system.link);
  await heading("Lập tài khoản quản trị đầu tiên");
  await tab.getByLabel("Họ và tên").fill("Quản trị viên");
  await tab.getByLabel("Tên đăng nhập").fill("quan.tri");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill("ngắn");
  await press("Lập tài khoản và bắt đầu");
  await tab.getByText("Mật khẩu cần ít nhất 12 ký tự").first().waitFor();
  await lookAtScreen(tab, "setup");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill("con suối chảy qua bản");
  await tab.getByLabel("Gõ lại mật khẩu").fill("con suối chảy qua bản");
  await press("Lập tài khoản và bắt đầu");
  await press("Để sau");
  await heading("Bắt đầu cuộc điều tra đầu tiên");

  const again = await openTab(browser, desktop);
  await again.tab.goto(system.link);
  await again.tab.getByLabel("Họ và tên").fill("Người khác");
  await again.tab.getByLabel("Tên đăng nhập").fill("khac");
  await again.tab.getByLabel("Mật khẩu", { exact: true }).fill("một mật khẩu đủ dài");
  await again.tab.getByLabel("Gõ lại mật khẩu").fill("một mật khẩu đủ dài");
  await again.tab.getByRole("button", { name: "Lập tài khoản và bắt đầu" }).click();
  await again.tab.getByRole("link", { name: "Đến trang đăng nhập" }).waitFor();
  await again.tab.context().close();
});

test("the empty list teaches, and one click opens the poll of Chile 1988", async () => {
  await lookAtScreen(tab, "studies-empty");
  await press(/^Mở ví dụ này: Chile 1988/);
  await heading(/^Chile 1988/);
  await heading("Các bước");
  await lookAtScreen(tab, "overview");
});

test("vote by region: every figure with its interval and base, few people withheld", async () => {
  await goTo("Bảng và biểu đồ");
  await heading("Chọn một câu hỏi để xem bảng");
  await choose("Câu hỏi", "trung cau", /trưng cầu/);
  const table = tab.getByRole("region", { name: /^Bảng/ });
  await table.waitFor();
  // Counted by hand: of 2.531 who answered, 889 would vote No; undecided (587) is not a valid answer.
  await tab
    .getByText(/người trả lời hợp lệ/)
    .first()
    .waitFor();
  await choose("Chia theo", "vung", /vùng/);
  await tab.getByRole("columnheader", { name: "Thành phố Santiago" }).waitFor();
  await expect.poll(() => table.getByText("để không lộ một vài người").count()).toBeGreaterThan(0);
  await tab
    .getByText(/không phải.* mẫu ngẫu nhiên/i)
    .first()
    .waitFor();
  await lookAtScreen(tab, "tables");
});

test("raking on margins from a file, each step stored, then used for all tables", async () => {
  await goTo("Quyền số");
  await heading("Chưa có bộ quyền số nào");
  await press("Tạo bộ quyền số");
  await tab.getByLabel("Tên bộ quyền số").fill("Giới và vùng, biên bịa đặt");
  await tab.locator("input[type=file]").setInputFiles(join(root, "examples/chile-1988/margins-invented.csv"));
  await tab.getByText("Biên dùng được: mọi mức đều có đủ người trả lời và có mục tiêu.").waitFor();
  await tab.getByLabel("Nguồn của biên").fill("Số bịa đặt để minh hoạ, không phải số dân Chile");
  await lookAtScreen(tab, "weights-new");
  await press("Chạy");
  await heading("Giới và vùng, biên bịa đặt");
  await tab.getByText("2.699").first().waitFor();
  await press("Dùng bộ này");
  await tab.getByText("đang dùng", { exact: true }).waitFor();
  await lookAtScreen(tab, "weights");
});

test("a release: headline, table, review, publish", async () => {
  await goTo("Bảng và biểu đồ");
  await choose("Câu hỏi", "trung cau", /trưng cầu/);
  await choose("Chia theo", "vung", /vùng/);
  await tab.getByRole("columnheader", { name: "Thành phố Santiago" }).waitFor();
  await press("Thêm vào bản công bố");
  await tab.getByRole("menuitem", { name: "Bản công bố mới" }).waitFor();
  await expectAccessible(tab);
  await tab.getByRole("menuitem", { name: "Bản công bố mới" }).click();
  await tab.getByRole("button", { name: "Mở bản công bố" }).click();
  const submit = tab.getByRole("button", { name: "Gửi duyệt" });
  await submit.waitFor();
  expect(await submit.isDisabled()).toBe(true);
  await tab.getByLabel("Tiêu đề tiếng Việt").fill("Hai bên ngang nhau, nhiều người chưa quyết");
  await tab.getByLabel("Tiêu đề tiếng Anh").fill("Neck and neck, with many undecided");
  await tab.getByLabel("Lời dẫn tiếng Việt").fill("Năm tháng trước cuộc trưng cầu dân ý, hai bên gần như ngang nhau.");
  await tab.getByText("Đã lưu", { exact: true }).waitFor();
  await lookAtScreen(tab, "release-draft");
  // What was written is on the server: a reload loses nothing.
  await tab.reload();
  await expect
    .poll(() => tab.getByLabel("Tiêu đề tiếng Việt").inputValue())
    .toBe("Hai bên ngang nhau, nhiều người chưa quyết");
  await submit.click();
  await heading("Bản này đang chờ duyệt");
  await lookAtScreen(tab, "release-review");
  await press("Công bố");
  await tab.getByRole("dialog").getByRole("button", { name: "Công bố" }).click();
  await tab.getByText("Trang này mở cho mọi người").waitFor();
  await lookAtScreen(tab, "release-published");
});

test("anyone reads it on a phone without JavaScript: figures, bases, what is withheld, and the method", async () => {
  const link = await tab.getByRole("link", { name: /^http/ }).getAttribute("href");
  const reader = await openTab(browser, { ...phone, javaScriptEnabled: false });
  await reader.tab.goto(new URL(link ?? "", system.url).href);
  expect(await reader.tab.getByRole("heading", { level: 1 }).textContent()).toBe(
    "Hai bên ngang nhau, nhiều người chưa quyết",
  );
  const text = await reader.tab.locator("main").textContent();
  expect(text).toContain("Số người trả lời");
  expect(text).toMatch(/Không công bố/);
  expect(text).toContain("2.699");
  expect(text).toContain("FLACSO/Chile");
  expect(text).toContain("không phải là mẫu ngẫu nhiên");
  expect(text).toContain("Số bịa đặt để minh hoạ");
  await picture(reader.tab, "public-vi-360-light");
  await reader.tab.context().close();

  for (const [options, name] of [
    [{ ...phone, colorScheme: "dark" }, "public-en-360-dark"],
    [{ ...desktop, colorScheme: "light" }, "public-vi-1280-light"],
    [{ ...desktop, colorScheme: "dark" }, "public-en-1280-dark"],
  ] as const) {
    const look = await openTab(browser, options);
    await look.tab.goto(new URL(link ?? "", system.url).href);
    if (name.includes("-en-"))
      await look.tab
        .getByRole("link", { name: /English/ })
        .first()
        .click();
    await look.tab.getByRole("heading", { level: 1 }).waitFor();
    const overflow = await look.tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, name).toBeLessThanOrEqual(0);
    await expectAccessible(look.tab);
    await picture(look.tab, name);
    expect(await look.tab.context().cookies()).toEqual([]);
    await look.tab.context().close();
  }
  expect(failures).toEqual([]);
});

test("a viewer invited by link sees the figures and can change nothing", async () => {
  await tab.goto(`${system.url}/console/staff`);
  await press("Thêm cán bộ");
  const form = tab.getByRole("dialog");
  await form.getByLabel("Họ và tên").fill("Người xem số liệu");
  await form.getByLabel("Tên đăng nhập").fill("nguoi.xem");
  // Whoever is added may look, and no more, until somebody says otherwise.
  expect(await form.locator("#role").inputValue()).toBe("Người xem");
  await form.getByRole("button", { name: "Thêm và tạo liên kết" }).click();
  const link = await tab.getByRole("textbox", { name: "Liên kết đặt mật khẩu" }).inputValue();

  const viewer = await openTab(browser, phone);
  await viewer.tab.goto(link);
  await viewer.tab.getByLabel("Mật khẩu mới").fill("đường lên núi có mây");
  await viewer.tab.getByLabel("Gõ lại mật khẩu").fill("đường lên núi có mây");
  await viewer.tab.getByRole("button", { name: "Đặt mật khẩu" }).click();
  await viewer.tab.goto(`${system.url}/console/`);
  await viewer.tab.getByLabel("Tên đăng nhập").fill("nguoi.xem");
  await viewer.tab.getByLabel("Mật khẩu", { exact: true }).fill("đường lên núi có mây");
  await viewer.tab.getByRole("button", { name: "Đăng nhập" }).click();
  await setUpSecondStep(viewer.tab);
  await viewer.tab.getByRole("link", { name: /Chile/ }).first().click();
  await viewer.tab.getByRole("heading", { name: /Chile/ }).first().waitFor();
  expect(await viewer.tab.getByRole("link", { name: "Nhập tệp câu trả lời" }).count()).toBe(0);
  await viewer.tab.goto(`${system.url}/console/staff`);
  await viewer.tab.getByRole("alert").first().waitFor();
  expect(await viewer.tab.getByRole("button", { name: "Thêm cán bộ" }).count()).toBe(0);
  await picture(viewer.tab, "viewer-vi-360-light");
  expect(viewer.failures).toEqual([]);
  await viewer.tab.context().close();
});

test("who signs out is asked to sign in again, and going back shows nothing", async () => {
  await tab.goto(`${system.url}/console/`);
  await press(/^Tài khoản/);
  await tab.getByRole("menuitem", { name: "Đăng xuất" }).click();
  await heading("Đăng nhập");
  await tab.goBack();
  await heading("Đăng nhập");
});
