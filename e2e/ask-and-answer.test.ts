// An officer asks and people answer: from an empty study to a table of what they said.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Questionnaire } from "@lang-nghe/questionnaire";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agree, answerAll, answerByKeyboard, fillPage, words } from "./testing/answering.ts";
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
import { preparedDirectory } from "./testing/prepared-directory.ts";
import { hurriedAnswers } from "./testing/respondent.ts";
import { removeDirectory, root, type System, startSystem } from "./testing/system.ts";

const dataDirectory = preparedDirectory();
let system: System;
let browser: Browser;
/** The officer's tab. */
let tab: Page;
let failures: string[];
/** The link that the officer sends out. */
let link: string;
/** Answers that were thanked for. */
let thanked = 0;
beforeAll(async () => {
  system = await startSystem({ dataDirectory, options: { env: { ROLE: "office" } } });
  browser = await launchBrowser();
  ({ tab, failures } = await openTab(browser, desktop));
  await tab.goto(system.link);
  await tab.getByLabel("Họ và tên").fill("Quản trị viên");
  await tab.getByLabel("Tên đăng nhập").fill("quan.tri");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill("con suối chảy qua bản");
  await tab.getByLabel("Gõ lại mật khẩu").fill("con suối chảy qua bản");
  await press("Lập tài khoản và bắt đầu");
  await press("Để sau");
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});

pictureFailures(() => tab);

const press = (name: string | RegExp) => tab.getByRole("button", { name, exact: true }).click();
const goTo = (name: string) => tab.getByRole("link", { name, exact: true }).first().click();
const heading = (name: string | RegExp) => tab.getByRole("heading", { name }).first().waitFor();
const file = () => tab.locator("input[type=file]").first();

const brokenForm = `| survey |  |  |  |  |
|  | type | name | label | relevant |
|  | select_one khong_co | hai_long | Ông/bà có hài lòng không? |  |
|  | integr | tuoi | Ông/bà bao nhiêu tuổi? |  |
|  | text | y_kien | Vì sao? | \${khong_hoi} = 'co' |
`;

test("a new study begins with its name", async () => {
  await goTo("Cuộc điều tra mới");
  await heading("Cuộc điều tra mới");
  await lookAtScreen(tab, "study-new");
  await tab.getByLabel("Tên cuộc điều tra").fill("Dịch vụ công năm 2026");
  await press("Tạo cuộc điều tra");
  await heading("Các bước");
});

test("a broken form is refused: sheet, row, column, what is wrong and how to mend it", async () => {
  await goTo("Phiếu hỏi");
  await tab.getByText("Chưa có phiếu hỏi").waitFor();
  await file().setInputFiles({ name: "phieu.md", mimeType: "text/markdown", buffer: Buffer.from(brokenForm) });
  const faults = tab.getByRole("region", { name: /chỗ cần sửa/ });
  await faults.waitFor();
  const text = await faults.textContent();
  for (const named of ["khong_co", "integr", "khong_hoi"]) expect(text).toContain(named);
  await faults.getByRole("row", { name: /^survey 3 type/ }).waitFor();
  await lookAtScreen(tab, "questionnaire-faults");
});

test("the workbook of the example imports; a test answer in the preview is kept apart", async () => {
  await file().setInputFiles(join(root, "examples/lao-cai-services/form.xlsx"));
  const inside = tab.frameLocator("iframe");
  // The language was chosen beside the frame.
  await inside.getByRole("button", { name: words.agree }).waitFor();
  await lookAtScreen(tab, "questionnaire-preview");
  await inside.getByRole("button", { name: words.agree }).click();
  await answerAll(inside);
  await inside.getByRole("button", { name: words.send }).click();
  await inside.getByText("Đây là câu trả lời thử").waitFor();
  await tab.getByText("Đã có 1 lượt trả lời thử.").waitFor();
});

test("publish, then open: a link and a QR code", async () => {
  await press("Chốt phiên bản");
  await press("Chốt, không sửa nữa");
  await goTo("Đến bước mở nhận câu trả lời");
  await press("Mở nhận câu trả lời");
  await press("Mở ngay");
  await heading("Liên kết và mã QR");
  link = (await tab.getByRole("link", { name: /Mở trang trả lời/ }).getAttribute("href")) ?? "";
  expect(link).toMatch(/\/a\//);
  link = new URL(link, system.url).href;
  await lookAtScreen(tab, "collection-empty");
});

test("on a phone: consent, a required message, back and forward, a reload, and thanks once it is stored", async () => {
  const person = await openTab(browser, phone);
  await person.tab.goto(link);
  await person.tab.getByRole("button", { name: /^Tiếng Việt/ }).click();
  await expectAccessible(person.tab);
  await person.tab.getByRole("button", { name: words.agree }).click();
  const next = person.tab.getByRole("button", { name: words.next });
  await next.click();
  await person.tab.getByRole("alert").waitFor();
  await expectAccessible(person.tab);
  await fillPage(person.tab);
  const first = await person.tab.locator("main h1").textContent();
  await next.click();
  await expect.poll(() => person.tab.locator("main h1").textContent()).not.toBe(first);
  await person.tab.getByRole("button", { name: words.back }).click();
  await expect.poll(() => person.tab.locator("main h1").textContent()).toBe(first);
  expect(await person.tab.locator("input:checked").count()).toBeGreaterThan(0);
  await person.tab.reload();
  await expect.poll(() => person.tab.locator("main h1").textContent()).toBe(first);
  expect(await person.tab.locator("input:checked").count()).toBeGreaterThan(0);
  await answerAll(person.tab);
  await person.tab.getByRole("button", { name: words.send }).click();
  await person.tab.getByText("Câu trả lời đã được nhận").waitFor();
  thanked++;
  expect(person.failures).toEqual([]);
  await person.tab.context().close();
});

test("with a keyboard alone, from the first screen to thanks", async () => {
  const person = await openTab(browser, desktop);
  await person.tab.goto(link);
  await person.tab.getByRole("button", { name: /^Tiếng Việt/ }).waitFor();
  await answerByKeyboard(person.tab);
  await person.tab.getByText("Câu trả lời đã được nhận").waitFor();
  thanked++;
  await person.tab.context().close();
});

test("sent without a network, it waits on the phone and arrives exactly once", async () => {
  const person = await openTab(browser, phone);
  const sets: unknown[] = [];
  person.tab.on("request", (request) => {
    if (request.url().endsWith("/answers")) sets.push(request.postDataJSON());
  });
  await person.tab.goto(link);
  await agree(person.tab);
  await answerAll(person.tab);
  await person.tab.context().setOffline(true);
  await person.tab.getByRole("button", { name: words.send }).click();
  await person.tab.getByText("Chưa gửi được, nhưng không mất gì").waitFor();
  await expectAccessible(person.tab);
  await picture(person.tab, "answer-waiting-vi-360-light");
  await person.tab.context().setOffline(false);
  await person.tab.getByText("Câu trả lời đã được nhận").waitFor();
  thanked++;
  expect(new Set(sets.map((set) => (set as { id: string }).id)).size).toBe(1);
  await person.tab.context().close();
});

test("the officer sees the count grow by tens without a reload, and a distribution once a second batch is full", async () => {
  await tab.getByText("dưới 10", { exact: true }).first().waitFor();
  const form = (await (await fetch(`${link}/form.json`)).json()) as { version: number; questionnaire: Questionnaire };
  for (let person = 0; person < 120; person++) {
    // The first batch is held back until a second is full.
    if (person === 60) await tab.getByText("từ 60", { exact: true }).first().waitFor();
    if (person === 60) await new Promise((resolve) => setTimeout(resolve, 700));
    const reply = await fetch(`${link}/answers`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        id: randomUUID(),
        version: form.version,
        language: "vi",
        consent: true,
        answers: hurriedAnswers(form.questionnaire, person),
      }),
    });
    expect(reply.status).toBe(201);
    thanked++;
  }
  await tab.getByText("từ 120", { exact: true }).first().waitFor();
  await tab.getByText("1 đợt").waitFor();
  await tab.getByRole("combobox", { name: "Câu hỏi" }).fill("Giới tính");
  await tab.getByRole("option", { name: /Giới tính/ }).click();
  await tab
    .getByText(/phiếu trong các đợt đã hiện/)
    .filter({ visible: true })
    .first()
    .waitFor();
  await lookAtScreen(tab, "collection-live");
});

test("closing freezes exactly the answers that were thanked for, and tables open", async () => {
  await press("Đóng và cố định");
  const dialog = tab.getByRole("dialog");
  await dialog.getByLabel(/Để xác nhận/).fill("đóng");
  await picture(tab, "collection-close-vi-1280-light");
  await dialog.getByRole("button", { name: "Đóng và cố định" }).click();
  await heading("Dữ liệu đã cố định");
  await tab.getByText(`Nhận được ${thanked} phiếu.`).waitFor();
  await goTo("Lập bảng");
  await tab.getByRole("combobox", { name: "Câu hỏi", exact: true }).fill("gioi tinh");
  await tab.getByRole("option", { name: /Giới tính/ }).click();
  await tab.getByText(`${thanked} người trả lời hợp lệ`).first().waitFor();

  const late = await openTab(browser, phone);
  await late.tab.goto(link);
  await late.tab.getByText("Cuộc điều tra đã kết thúc").waitFor();
  await expectAccessible(late.tab);
  await late.tab.context().close();
  expect(failures).toEqual([]);
});
