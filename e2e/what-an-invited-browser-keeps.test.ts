// The page of an invitation in a browser that keeps, loses or refuses what it is given, and in two tabs at once. The three
// hosts are stood in for (testing/invitation-host.ts); by-invitation.test.ts has the real ones.
import type { Questionnaire } from "@lang-nghe/questionnaire";
import { importXlsForm, parseMarkdownForm } from "@lang-nghe/questionnaire/xlsform";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { buildAnswerPage } from "./testing/answer-host.ts";
import { expectAccessible, launchBrowser, phone, picture } from "./testing/browser.ts";
import { type InvitationHost, openInvitationHost } from "./testing/invitation-host.ts";

const form = `
| survey | | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | sensitive |
| | note | consent | Ông/bà có đồng ý trả lời không? | Do you agree to answer? | | |
| | note | consent_open | Dùng câu trả lời, không kèm tên, trong dữ liệu mở | Using the answers, without any name, in open data | | |
| | note | consent_training | Dùng câu trả lời để tập huấn điều tra viên | Using the answers to train interviewers | | |
| | select_one health | health | Sức khỏe của ông/bà thế nào? | How is your health? | | add |
| | text | wish | Ông/bà mong gì? | What do you wish? | | |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | health | good | Tốt | Good |
| | health | poor | Kém | Poor |
| settings | | | |
| | form_title::Tiếng Việt (vi) | form_title::English (en) | default_language |
| | Đời sống | Daily life | Tiếng Việt (vi) |
`;

let browser: Browser;
let host: InvitationHost;
let context: BrowserContext;
const failures: string[] = [];
let codes = 0;

beforeAll(async () => {
  const read = importXlsForm(parseMarkdownForm(form));
  if (!("questionnaire" in read)) throw new Error(JSON.stringify(read.problems));
  host = await openInvitationHost(await buildAnswerPage("invitation"), read.questionnaire as Questionnaire, 2);
  browser = await launchBrowser();
});
afterEach(async () => {
  await context.close();
  expect(failures.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

const press = (tab: Page, name: string) => tab.getByRole("button", { name, exact: true }).click();
const heading = (tab: Page, name: string) => tab.getByRole("heading", { level: 1, name }).waitFor();

async function openTab(): Promise<Page> {
  const tab = await context.newPage();
  tab.setDefaultTimeout(15_000);
  tab.on("pageerror", (error) => failures.push(error.message));
  return tab;
}

/** A browser of its own at the first question, having ticked these boxes. */
async function atFirstQuestion(
  before: (context: BrowserContext) => Promise<unknown> = async () => {},
  ...ticked: string[]
) {
  context = await browser.newContext({ ...phone, reducedMotion: "reduce" });
  await before(context);
  const tab = await openTab();
  codes += 1;
  await tab.goto(`${host.url}#${String(codes).padStart(20, "k")}`);
  await press(tab, "Tiếp tục");
  for (const name of ticked) await tab.getByLabel(name).check();
  await press(tab, "Tôi đồng ý trả lời");
  await heading(tab, "Sức khỏe của ông/bà thế nào?");
  return tab;
}

async function sendNow(tab: Page): Promise<void> {
  await press(tab, "Niêm phong và gửi ngay");
  await heading(tab, "Cảm ơn quý vị");
}

/** Longer than the page waits before it writes. */
const afterWriting = (tab: Page) => tab.waitForTimeout(500);
const keptNames = (tab: Page) =>
  tab.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const opening = indexedDB.open("lang-nghe");
        opening.onsuccess = () => {
          const all = opening.result.transaction("kept").objectStore("kept").getAllKeys();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result.map(String));
          };
        };
      }),
  );

test("each further purpose is a box that nobody ticked beforehand; what was ticked travels inside the sealed answer", async () => {
  const open = "Dùng câu trả lời, không kèm tên, trong dữ liệu mở";
  context = await browser.newContext({ ...phone, reducedMotion: "reduce" });
  const tab = await openTab();
  await tab.goto(`${host.url}#purposespurposespurp`);
  await press(tab, "Tiếp tục");
  expect(await tab.getByRole("checkbox").count()).toBe(2);
  expect(await tab.getByRole("checkbox", { checked: true }).count()).toBe(0);
  await tab.getByText("Phiếu có câu hỏi điều nhạy cảm").waitFor();
  await tab.getByLabel(open).check();
  for (const colorScheme of ["light", "dark"] as const) {
    await tab.emulateMedia({ colorScheme });
    await expectAccessible(tab);
    await picture(tab, `invited-consent-purposes-vi-360-${colorScheme}`);
    await tab.getByRole("combobox").selectOption("en");
    await picture(tab, `invited-consent-purposes-en-360-${colorScheme}`);
    await tab.getByRole("combobox").selectOption("vi");
  }
  await press(tab, "Tôi đồng ý trả lời");
  await heading(tab, "Sức khỏe của ông/bà thế nào?");
  await tab.getByText("Câu này hỏi điều nhạy cảm").waitFor();
  await expectAccessible(tab);
  await picture(tab, "invited-sensitive-vi-360-dark");
  // Killed at once: the choice was kept with the token.
  await tab.reload();
  await heading(tab, "Sức khỏe của ông/bà thế nào?");
  await press(tab, "Tiếp tục");
  await press(tab, "Tiếp tục");
  await sendNow(tab);
  const [sent] = (await host.answers()).slice(-1);
  expect(sent).toMatchObject({ answers: {}, purposes: { consent_open: true }, language: "vi", cell: 1 });
});

test("sealed, reloaded and taken back, the purposes are asked again and not guessed", async () => {
  const tab = await atFirstQuestion(undefined, "Dùng câu trả lời để tập huấn điều tra viên");
  await press(tab, "Tiếp tục");
  await press(tab, "Tiếp tục");
  await tab.getByRole("button", { name: /^Niêm phong, gửi sau/ }).click();
  await heading(tab, "Đã niêm phong, đang chờ gửi");
  await tab.reload();
  await press(tab, "Bỏ câu trả lời này, trả lời lại");
  await press(tab, "Tôi đồng ý trả lời");
  await heading(tab, "Sức khỏe của ông/bà thế nào?");
  await press(tab, "Tiếp tục");
  await press(tab, "Tiếp tục");
  await sendNow(tab);
  expect((await host.answers()).at(-1)?.purposes).toEqual({});
});

test("a database that the browser deletes in the middle comes back with the next answer", async () => {
  const tab = await atFirstQuestion();
  const protocol = await context.newCDPSession(tab);
  await protocol.send("Storage.clearDataForOrigin", { origin: new URL(host.url).origin, storageTypes: "indexeddb" });
  await tab.getByLabel("Kém", { exact: true }).check();
  await afterWriting(tab);
  await tab.reload();
  await heading(tab, "Sức khỏe của ông/bà thế nào?");
  expect(await tab.getByLabel("Kém", { exact: true }).isChecked()).toBe(true);
  await tab.getByText("Câu trả lời được giữ trên máy này").waitFor();
});

test("without room, and where storage is refused, one can answer and send, and is told not to close the page", async () => {
  const told = "Máy này không cho giữ câu trả lời dở dang";
  const full = await atFirstQuestion();
  await full.getByText("Câu trả lời được giữ trên máy này").waitFor();
  // How a browser tells of a full disk: the transaction is aborted.
  await full.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      const request = put.apply(this, given);
      this.transaction.abort();
      return request;
    };
  });
  await full.getByLabel("Tốt", { exact: true }).check();
  await full.getByText(told).waitFor();
  await press(full, "Tiếp tục");
  await press(full, "Tiếp tục");
  await sendNow(full);
  expect((await host.answers()).at(-1)?.answers).toEqual({ health: "good" });
  await context.close();

  const refused = await atFirstQuestion((given) =>
    given.addInitScript(() =>
      Object.defineProperty(window, "indexedDB", {
        get() {
          throw new DOMException("refused", "SecurityError");
        },
      }),
    ),
  );
  await refused.getByText(told).waitFor();
  await press(refused, "Tiếp tục");
  await refused.getByRole("textbox").fill("Nước sạch");
  await press(refused, "Tiếp tục");
  await sendNow(refused);
  expect((await host.answers()).at(-1)?.answers).toEqual({ wish: "Nước sạch" });
});

test("two tabs: what one sealed, the other neither seals again nor writes down in clear", async () => {
  const one = await atFirstQuestion();
  const two = await openTab();
  await two.goto(host.url);
  await heading(two, "Sức khỏe của ông/bà thế nào?");
  await press(one, "Tiếp tục");
  await press(one, "Tiếp tục");
  await one.getByRole("button", { name: /^Niêm phong, gửi sau/ }).click();
  await heading(one, "Đã niêm phong, đang chờ gửi");
  await two.getByLabel("Kém", { exact: true }).check();
  await afterWriting(two);
  expect(await keptNames(two)).toEqual(["thu key", "thu record"]);
  await press(two, "Tiếp tục");
  await press(two, "Tiếp tục");
  const before = (await host.answers()).length;
  await press(two, "Niêm phong và gửi ngay");
  await heading(two, "Đã niêm phong, đang chờ gửi");
  await press(two, "Gửi ngay");
  await heading(two, "Cảm ơn quý vị");
  await one.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await heading(one, "Cảm ơn quý vị");
  expect((await host.answers()).slice(before).map(({ answers }) => answers)).toEqual([{}]);
  await press(one, "Xóa hết khỏi máy này");
  await press(one, "Xóa");
  await heading(one, "Đời sống");
  expect(await keptNames(one)).toEqual(["thu key"]);
});
