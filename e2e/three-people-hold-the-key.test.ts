// A study whose answers nobody opens early: the key is made in a browser, lies on three sheets of paper, and two of them open.
import { keysBelongTogether } from "@lang-nghe/anonymity";
import type { Wave } from "@lang-nghe/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { desktop, launchBrowser, lookAtScreen, openTab, picture, pictureFailures } from "./testing/browser.ts";
import { preparedDirectory } from "./testing/prepared-directory.ts";
import { removeDirectory, type System, startSystem } from "./testing/system.ts";

const dataDirectory = preparedDirectory();
let system: System;
let browser: Browser;
let tab: Page;
let failures: string[];
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
  await tab.getByRole("heading", { name: "Các cuộc điều tra" }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});

pictureFailures(() => tab);

const press = (name: string) => tab.getByRole("button", { name, exact: true }).click();
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));

/** Calls the API as the person who is signed in. */
const call = (method: string, path: string, body?: unknown) =>
  tab.evaluate(
    async ([method, path, body]) => {
      const headers = { "x-requested-with": "lang-nghe", "content-type": "application/json" };
      const reply = await fetch(`/api${path}`, { method, headers, ...(body ? { body } : {}) });
      return { status: reply.status, body: await reply.json().catch(() => null) };
    },
    [method, path, body === undefined ? "" : JSON.stringify(body)] as const,
  );

const form = `
| survey | | | |
| | type | name | label::Tiếng Việt (vi) |
| | note | consent | Ông/bà có đồng ý trả lời không? |
| | integer | liters | Mỗi ngày bao nhiêu lít nước? |
| settings | | |
| | form_title::Tiếng Việt (vi) | default_language |
| | Nước | Tiếng Việt (vi) |
`;

let studyId: string;
/** As the three holders have them on paper. */
const sheets: string[] = [];

test("the lead chooses invitations and sealed answers, told what each protects", async () => {
  await tab.getByRole("link", { name: "Cuộc điều tra mới" }).first().click();
  await tab.getByLabel("Tên cuộc điều tra").fill("Nước sạch ở vùng cao");
  await tab.getByRole("radio", { name: "Theo giấy mời" }).check();
  await tab.getByRole("radio", { name: "Niêm phong đến khi khép đợt" }).check();
  await tab.getByText("Mất hai mảnh khoá thì mất toàn bộ phiếu.", { exact: false }).waitFor();
  await lookAtScreen(tab, "study-entry");
  await press("Tạo cuộc điều tra");
  await tab.getByRole("heading", { name: "Nước sạch ở vùng cao" }).first().waitFor();
  studyId = tab.url().split("/").at(-1)!;
  await tab.evaluate(
    async ([id, text]) => {
      const headers = { "x-requested-with": "lang-nghe" };
      const body = new FormData();
      body.append("file", new Blob([text]), "form.md");
      await fetch(`/api/studies/${id}/questionnaire`, { method: "POST", headers, body });
      await fetch(`/api/studies/${id}/questionnaire/publish`, { method: "POST", headers });
    },
    [studyId, form] as const,
  );
  expect((await call("PATCH", `/studies/${studyId}`, { retainUntil: "2030-12-31" })).status).toBe(200);
  await tab.goto(`${system.url}/console/studies/${studyId}/wave`);
  await tab.getByText("Chưa có khoá niêm phong", { exact: false }).waitFor();
  expect(await tab.getByRole("button", { name: "Công bố đợt hỏi" }).isDisabled()).toBe(true);
});

test("each of three holders prints a share and types it back; a slip is found by its row", async () => {
  const sent: string[] = [];
  tab.on("request", (request) => sent.push(request.postData() ?? ""));
  await press("Tạo khoá");
  for (let number = 1; number <= 3; number++) {
    await tab.getByRole("heading", { name: `Người giữ khoá thứ ${number}` }).waitFor();
    const rows = await tab
      .getByRole("list", { name: `Mảnh khoá ${number}` })
      .getByRole("listitem")
      .allInnerTexts();
    expect(rows).toHaveLength(6);
    sheets.push(rows.join("\n"));
    if (number === 1) {
      await lookAtScreen(tab, "key-ceremony");
      await tab.emulateMedia({ media: "print" });
      await tab.evaluate(() => document.documentElement.setAttribute("data-print", "sheet"));
      await picture(tab, "key-share-printed");
      await tab.evaluate(() => document.documentElement.removeAttribute("data-print"));
      await tab.emulateMedia({ media: "screen" });
    }
    await press("Đã in, ẩn đi và gõ lại");
    const field = tab.getByLabel(`Gõ lại mảnh khoá ${number} từ tờ giấy`);
    if (number === 2) {
      await field.fill(
        rows.map((row, i) => (i === 3 ? `${row[0] === "Z" ? "X" : "Z"}${row.slice(1)}` : row)).join("\n"),
      );
      await press("Kiểm tra");
      await tab.getByText("Mảnh 2 gõ sai ở dòng 4.").waitFor();
      await field.fill(sheets[0]!);
      await press("Kiểm tra");
      await tab.getByText("Đây không phải mảnh khoá 2.").waitFor();
    }
    await field.fill(rows.join(" ").toLowerCase());
    await press("Kiểm tra");
  }
  await tab.getByText("Khoá đã sẵn sàng", { exact: false }).waitFor();
  const letters = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  for (const sheet of sheets)
    for (const row of sheet.split("\n")) expect(sent.map(letters).join("|")).not.toContain(letters(row));
});

test("the offer is published, and says where the contacts officer finds it", async () => {
  const day = (later: number) => {
    const [year, month, date] = new Date(Date.now() + 7 * 3_600_000 + later * 86_400_000)
      .toISOString()
      .slice(0, 10)
      .split("-");
    return `${date}/${month}/${year}`;
  };
  await tab.getByLabel("Ngày đầu").fill(day(1));
  await tab.getByLabel("Ngày cuối").fill(day(15));
  await press("Công bố đợt hỏi");
  await tab.getByRole("dialog").getByRole("button", { name: "Công bố đợt hỏi" }).click();
  const address = await tab.getByLabel("Địa chỉ bản công bố").inputValue();
  const { offer } = await (await fetch(address)).json();
  expect(offer).toMatchObject({ studyId, opening: "sealed", form: { version: 1 } });
  await lookAtScreen(tab, "wave-offered");
  expect((await call("PATCH", `/studies/${studyId}`, { entry: "open-link" })).body.code).toBe("waves.protection-fixed");
});

test("after the close two sheets give the key that opens, and nothing else is sent", async () => {
  const wave = (await call("GET", `/studies/${studyId}/wave`)).body as Wave;
  const { person } = (await call("GET", "/session")).body;
  const grant = { role: "key-holder", unitId: null, studyId };
  expect((await call("POST", `/staff/${person.id}/grants`, grant)).status).toBeLessThan(300);
  // The screen as it will be when the collector has closed the wave: weeks from now on the real clock.
  const manifest = { hash: wave.offer!.hash, invited: 600, cells: 24, strata: 3, smallestCell: 21, lonelyStrata: [] };
  const progress = { ...wave.progress, accepted: 412, batches: 5, fetched: 412, sealed: 412 };
  await tab.route(`**/api/studies/${studyId}/wave`, (route) =>
    route.fulfill({ json: { ...wave, stage: "complete", manifest, progress } satisfies Wave }),
  );
  let given: { privateKey: string } | undefined;
  await tab.route(`**/api/studies/${studyId}/wave/open`, (route) => {
    given = route.request().postDataJSON();
    return route.fulfill({ json: { ...wave, stage: "opened", manifest, progress } });
  });
  await tab.goto(`${system.url}/console/studies/${studyId}/wave`);
  const field = (number: number) => tab.getByLabel(`Mảnh khoá của người thứ ${number}`);
  await field(1).fill(sheets[2]!);
  await field(2).fill(sheets[2]!);
  await press("Mở phiếu");
  await tab.getByText("Hai ô có cùng một mảnh khoá.", { exact: false }).waitFor();
  await lookAtScreen(tab, "opening-ceremony");
  await field(2).fill(sheets[0]!);
  await press("Mở phiếu");
  await tab.getByRole("dialog").getByText("Mở 412 phiếu niêm phong?").waitFor();
  await tab.getByRole("dialog").getByRole("button", { name: "Mở phiếu" }).click();
  await expect.poll(() => given).toBeDefined();
  expect(Object.keys(given!)).toEqual(["privateKey"]);
  const keys = { publicKey: bytes(wave.offer!.tabulationKey), privateKey: bytes(given!.privateKey) };
  const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  expect(await keysBelongTogether(crypto.subtle, keys, random)).toBe(true);
  expect(failures).toEqual([]);
});
