// At the issuer, in a browser: an offer is taken in, a list uploaded, its cells looked at and published, and letters are printed.
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { desktop, launchBrowser, lookAtScreen, openTab, pictureFailures } from "./testing/browser.ts";
import { freePort, newDataDirectory, removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const folders = [newDataDirectory(), newDataDirectory()] as const;
let office: System;
let issuer: System;
let browser: Browser;
let tab: Page;
let failures: string[];
let offer: string;
beforeAll(async () => {
  const issuerPort = await freePort();
  const env = { ISSUER_URL: `http://localhost:${issuerPort}` };
  office = await startSystem({ dataDirectory: folders[0], options: { env: { ROLE: "office", ...env } } });
  const other = { ROLE: "issuer", OFFICE_URL: office.url };
  issuer = await startSystem({ dataDirectory: folders[1], port: issuerPort, options: { env: other } });
  const call = await signIn(office);
  const study = await (
    await call("POST", "/api/studies", {
      title: { vi: "Nước sạch ở vùng cao", en: "Clean water in the highlands" },
      entry: "invitation",
      opening: "batches",
      retainUntil: "2099-12-31",
    })
  ).json();
  const [template] = await (await call("GET", "/api/templates")).json();
  await call("POST", `/api/studies/${study.id}/questionnaire/template`, { template: template.name });
  await call("POST", `/api/studies/${study.id}/questionnaire/publish`);
  const reply = await call("POST", `/api/studies/${study.id}/wave`, { firstDay: "2099-01-01", lastDay: "2099-01-14" });
  expect(reply.status, await reply.clone().text()).toBe(200);
  offer = `${office.url}/waves/${study.id}/offer.json`;
  browser = await launchBrowser();
  ({ tab, failures } = await openTab(browser, desktop));
  await tab.goto(issuer.link);
  await tab.getByLabel("Họ và tên").fill("Cán bộ liên hệ");
  await tab.getByLabel("Tên đăng nhập").fill("lien.he");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill("con suối chảy qua bản");
  await tab.getByLabel("Gõ lại mật khẩu").fill("con suối chảy qua bản");
  await press("Lập tài khoản và bắt đầu");
  await press("Để sau");
});
afterAll(async () => {
  await browser?.close();
  await issuer?.stop();
  await office?.stop();
  for (const folder of folders) removeDirectory(folder);
});
pictureFailures(() => tab);

const press = (name: string) => tab.getByRole("button", { name, exact: true }).first().click();
const dialog = () => tab.getByRole("dialog");

/** 60 people of two strata and one of four people, in villages of ten. */
const roster = [
  "Họ và tên,Số điện thoại,Địa chỉ,Ngôn ngữ,Tầng,Cụm,Quyền số",
  ...Array.from({ length: 64 }, (_, i) => {
    const stratum = i < 30 ? "Vùng cao" : i < 60 ? "Vùng thấp" : "Biên giới";
    const village = `Thôn ${Math.floor(i / 10) + 1}`;
    return `Người ${i + 1},09${String(10000000 + i)},${village} xã Bản Hồ,vi,${stratum},${village},${stratum === "Vùng cao" ? 40 : 80}`;
  }),
].join("\n");

test("an offer is taken in by its address; a wrong address is told in words", async () => {
  await tab.getByRole("heading", { name: "Thư mời" }).waitFor();
  await lookAtScreen(tab, "invitations-empty");
  await tab.getByLabel("Địa chỉ của lời mời").fill(`${office.url}/waves/nothing/offer.json`);
  await press("Nhận");
  await tab.getByText("Chưa làm được").waitFor();
  await tab.getByLabel("Địa chỉ của lời mời").fill(offer);
  await press("Nhận");
  await tab.getByRole("heading", { name: "Nước sạch ở vùng cao" }).waitFor();
});

test("a list with faults is refused by rows; a good one shows its cells, and a small stratum asks whom it joins", async () => {
  const file = (text: string) => ({ name: "danh-sach.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  const choose = tab.locator('input[type="file"]').first();
  await choose.setInputFiles(file(roster.replace("0910000001", "09")));
  await tab.getByText(/Dòng 3, cột/).waitFor();
  await choose.setInputFiles(file(roster));
  await tab.getByText("Đã nhận 64 người.").waitFor();
  await tab.getByText("Tầng có dưới 40 người: Biên giới, Vùng cao, Vùng thấp").waitFor();
  await tab.getByRole("combobox", { name: "Mỗi ô có ít nhất" }).click();
  await tab.getByRole("option", { name: "20 người được mời" }).click();
  await tab.getByText("Tầng có dưới 20 người: Biên giới").waitFor();
  await lookAtScreen(tab, "invitations-small-stratum");
  await tab.getByRole("combobox", { name: /Nhập “Biên giới”/ }).click();
  await tab.getByRole("option", { name: "Vùng cao" }).click();
  await tab
    .getByRole("cell", { name: /Vùng cao/ })
    .first()
    .waitFor();
});

test("who invites is stated, the manifest is published for good, and everybody's code is made ready", async () => {
  await tab.getByLabel("Tên đơn vị").fill("Trung tâm Nghiên cứu");
  await tab.getByLabel("Điện thoại để hỏi").fill("0214 3840 000");
  await press("Lưu");
  await tab.getByText("Đã lưu.").waitFor();
  await lookAtScreen(tab, "invitations-before-publishing");
  await press("Công bố bản kê");
  await dialog().getByRole("button", { name: "Công bố bản kê" }).click();
  await tab.getByRole("button", { name: "Bắt đầu mời" }).waitFor();
  await press("Bắt đầu mời");
  await dialog().getByRole("button", { name: "Bắt đầu mời" }).click();
  const [letters] = await Promise.all([
    tab.waitForEvent("download"),
    tab.getByRole("link", { name: "In thư (PDF)" }).click(),
  ]);
  expect(
    readFileSync((await letters.path())!)
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  const [messages] = await Promise.all([
    tab.waitForEvent("download"),
    tab.getByRole("link", { name: "Danh sách tin nhắn (CSV)" }).click(),
  ]);
  expect(
    readFileSync((await messages.path())!, "utf8")
      .trim()
      .split("\n"),
  ).toHaveLength(65);
});

test("somebody calls: found by name, given a new code once, left alone when they ask", async () => {
  await tab.getByLabel("Tìm theo tên, điện thoại, thư").fill("Người 64");
  const actions = tab.getByRole("button", { name: "Việc với Người 64" });
  await actions.click();
  await tab.getByRole("menuitem", { name: "Cấp mã mới" }).click();
  await dialog().getByRole("button", { name: "Cấp mã mới" }).click();
  expect(await dialog().getByLabel("Mã để gõ").inputValue()).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{4}$/);
  await dialog().getByRole("button", { name: "Đã làm." }).click();
  await actions.click();
  await tab.getByRole("menuitem", { name: "Không gửi tin nữa" }).click();
  await dialog().getByRole("button", { name: "Không gửi tin nữa" }).click();
  await tab.getByRole("cell", { name: /Không muốn nhận tin/ }).waitFor();
  await tab.getByLabel("Tìm theo tên, điện thoại, thư").fill("");
  await tab.getByText("1–50 trong 64").waitFor();
  await lookAtScreen(tab, "invitations-sending");
});

test("nothing broke a policy or asked another host", () => expect(failures).toEqual([]));
