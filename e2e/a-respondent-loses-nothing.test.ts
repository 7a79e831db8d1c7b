// What the page does when networks, servers and people do not behave. The host here can be told to fail; the journey
// against the real server is answer-a-survey.test.ts.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  type AnswerHost,
  type AnswerPage,
  buildAnswerPage,
  everyQuestionType,
  openAnswerHost,
} from "./testing/answer-host.ts";
import { expectAccessible, launchBrowser, phone } from "./testing/browser.ts";

let page: AnswerPage;
let browser: Browser;
let host: AnswerHost;
let context: BrowserContext;
let tab: Page;
let failures: string[];
beforeAll(async () => {
  page = await buildAnswerPage();
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  host = await openAnswerHost(page, everyQuestionType("pages"));
  context = await browser.newContext(phone);
  tab = await context.newPage();
  failures = [];
  tab.on("pageerror", (error) => failures.push(error.message));
  tab.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) failures.push(message.text());
  });
});
afterEach(async () => {
  await context.close();
  await host.close();
  expect(failures).toEqual([]);
});

const button = (name: string | RegExp) => tab.getByRole("button", { name, exact: true });
const heading = () => tab.locator("main h1").textContent();
/** In no order of their own: browsers promise none. */
const kept = () =>
  tab.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key !== "lang-nghe language")
      .sort(),
  );

async function agree(path = "/a/thu", ...purposes: string[]): Promise<void> {
  await tab.goto(host.url + path);
  await button(/^Tiếng Việt/).click();
  for (const purpose of purposes) await tab.getByLabel(purpose).check();
  await button("Tôi đồng ý trả lời").click();
}
/** From the first page to the one that sends, with the least that the form accepts. */
async function answerAll(): Promise<void> {
  await tab.getByLabel("Không", { exact: true }).check();
  await button("Tiếp tục").click();
  await tab.getByLabel("Quý vị chờ bao nhiêu phút?").fill("45");
  await button("Tiếp tục").click();
  await tab.getByLabel("Nước sạch", { exact: true }).check();
  for (let i = 0; i < 3; i++) await button("Tiếp tục").click();
  await tab.getByRole("heading", { name: "Gửi câu trả lời" }).waitFor();
}

test("who declines is thanked, and nothing is kept or sent", async () => {
  await tab.goto(`${host.url}/a/thu`);
  await button(/^Tiếng Việt/).click();
  await expectAccessible(tab);
  expect(await tab.getByRole("checkbox", { checked: true }).count()).toBe(0);
  await button("Tôi không tham gia").click();
  expect(await heading()).toBe("Cảm ơn quý vị");
  await expectAccessible(tab);
  expect(host.requests).toEqual([]);
  expect(await kept()).toEqual([]);
});

test("a language without text is not offered, and the chosen one is remembered", async () => {
  await tab.goto(`${host.url}/a/thu`);
  await expectAccessible(tab);
  expect(await tab.locator(".languages button strong").allInnerTexts()).toEqual(["Tiếng Việt", "English"]);
  await button(/^English/).click();
  expect(await tab.evaluate(() => document.documentElement.lang)).toBe("en");
  await tab.reload();
  expect(await heading()).toBe("Opinions on public services in communes and wards");
});

test("a page with faults says so on top, takes the focus there, and leads to each field", async () => {
  await agree();
  await button("Tiếp tục").click();
  const summary = tab.getByRole("alert");
  await expect.poll(() => summary.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await summary.textContent()).toContain("Xin chọn một câu trả lời.");
  await summary.getByRole("link").click();
  expect(await tab.evaluate(() => document.activeElement?.id)).toBe("q-visited");
  await expectAccessible(tab);
  // Skip logic is live: answering opens the questions that depend on it, and takes the fault away.
  await tab.getByLabel("Có", { exact: true }).check();
  await tab.getByText("Quý vị hài lòng đến mức nào với lần đó?").waitFor();
  expect(await summary.count()).toBe(0);
});

test("a keyboard alone is enough", async () => {
  await tab.goto(`${host.url}/a/thu`);
  const arrived = () => expect.poll(() => tab.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  const press = async (...keys: string[]) => {
    for (const key of keys) await tab.keyboard.press(key);
  };
  await press("Tab", "Enter");
  await tab.getByText("Trước khi bắt đầu").waitFor();
  await arrived();
  // Focus is on the heading of each new screen; the first thing after it is the first button or question.
  await press("Tab", "Space", "Tab", "Enter");
  await tab.getByText("Phần này hỏi về").waitFor();
  await arrived();
  await press("Tab", "ArrowDown", "Tab");
  await expect.poll(() => tab.getByLabel("Không", { exact: true }).isChecked()).toBe(true);
  await tab.getByLabel("Không", { exact: true }).focus();
  await press("Enter");
  await tab.getByLabel("Quý vị chờ bao nhiêu phút?").waitFor();
  await arrived();
  await press("Tab");
  await tab.keyboard.type("1.200");
  await press("Enter");
  await tab.getByRole("alert").getByText("Số phút từ 0 đến 600.").waitFor();
  await press("Tab", "Enter");
  await press("Control+a");
  await tab.keyboard.type("30");
  await press("Enter");
  await tab.getByText("Xin xếp theo mức quan trọng").waitFor();
  await button("Nước sạch").focus();
  await press("Enter");
  await button("Đường sá").focus();
  await press("Enter");
  await button("Đưa “Đường sá” lên").focus();
  await press("Enter");
  expect(await tab.locator(".ln-item").allInnerTexts()).toEqual(["Đường sá", "Nước sạch"]);
  expect(await tab.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Đưa “Đường sá” lên");
});

test("a reload takes up where one stopped; back and forward turn pages", async () => {
  await agree();
  await tab.getByLabel("Không", { exact: true }).check();
  await button("Tiếp tục").click();
  await tab.getByLabel("Quý vị chờ bao nhiêu phút?").fill("1.5x");
  await tab.reload();
  expect(await heading()).toBe("Vài con số");
  expect(await tab.getByLabel("Quý vị chờ bao nhiêu phút?").inputValue()).toBe("1.5x");
  await tab.getByLabel("Quý vị chờ bao nhiêu phút?").fill("45");
  await tab.goBack();
  await expect.poll(heading).toBe("Bộ phận Một cửa");
  expect(await tab.getByLabel("Không", { exact: true }).isChecked()).toBe(true);
  await tab.goForward();
  await expect.poll(heading).toBe("Vài con số");
  expect(await tab.getByLabel("Quý vị chờ bao nhiêu phút?").inputValue()).toBe("45");
  await button("Quay lại").click();
  await expect.poll(heading).toBe("Bộ phận Một cửa");
});

test("a draft taken up in a new tab still turns pages with the browser's back button", async () => {
  await agree();
  await tab.getByLabel("Không", { exact: true }).check();
  await button("Tiếp tục").click();
  await expect.poll(heading).toBe("Vài con số");
  await tab.close();
  tab = await context.newPage();
  await tab.goto(`${host.url}/a/thu`);
  expect(await heading()).toBe("Vài con số");
  await tab.goBack();
  await expect.poll(heading).toBe("Bộ phận Một cửa");
});

test("sending says thanks only after the server's yes, and leaves nothing on the device", async () => {
  await agree("/a/thu", "Cho phép dùng câu trả lời trong dữ liệu mở");
  await answerAll();
  await expectAccessible(tab);
  await button("Gửi câu trả lời").click();
  await tab.getByRole("heading", { name: "Cảm ơn quý vị" }).waitFor();
  await expectAccessible(tab);
  expect(host.accepted.size).toBe(1);
  const [set] = host.accepted.values();
  expect(set).toMatchObject({ version: 1, language: "vi", consent: true, purposes: { consent_open: true } });
  expect(set?.answers).toEqual({ visited: "no", minutes: 45, matters: ["water"] });
  expect(await kept()).toEqual([]);
  await tab.goBack();
  expect(await heading()).toBe("Cảm ơn quý vị");
});

test("without a network the finished answers stay on the device and go when it is back, once", async () => {
  await agree();
  await answerAll();
  await context.setOffline(true);
  await button("Gửi câu trả lời").click();
  await tab.getByText("Máy đang không có mạng.").waitFor();
  await expectAccessible(tab);
  // The set, and beside it the key that withdraws it.
  expect(await kept()).toEqual([
    "lang-nghe /a/thu outbox",
    expect.stringMatching(/^lang-nghe \/a\/thu withdrawal [0-9a-f-]{36}$/),
  ]);
  await context.setOffline(false);
  await tab.getByRole("heading", { name: "Cảm ơn quý vị" }).waitFor();
  expect(host.accepted.size).toBe(1);
});

test("a page closed while waiting sends when it is opened again; a lost reply stores nothing twice", async () => {
  await agree();
  await answerAll();
  host.pretend = { losesReply: true };
  await button("Gửi câu trả lời").click();
  await tab.getByText("Máy chủ chưa nhận được.").waitFor();
  // The server has it, but its reply was lost: the page must not believe in either.
  expect(host.accepted.size).toBe(1);
  await tab.close();
  tab = await context.newPage();
  host.pretend = {};
  await tab.goto(`${host.url}/a/thu`);
  await tab.getByRole("heading", { name: "Cảm ơn quý vị" }).waitFor();
  expect(host.accepted.size).toBe(1);
  const ids = new Set(host.requests.filter(({ path }) => path.endsWith("/answers")).map(({ body }) => body.id));
  expect(ids.size).toBe(1);
});

test("a survey that closed meanwhile says so and lets the answers be deleted", async () => {
  await agree();
  await answerAll();
  host.pretend = { status: 409, code: "responses.not-open" };
  await button("Gửi câu trả lời").click();
  await tab.getByText("Câu trả lời trên máy này chưa được gửi").waitFor();
  await expectAccessible(tab);
  await button("Xóa câu trả lời khỏi máy này").click();
  expect(await kept()).toEqual([]);
});

test("answers carry over to a new version of the questionnaire, after consent to it", async () => {
  await agree();
  await answerAll();
  host.pretend = { status: 409, code: "responses.wrong-version" };
  await button("Gửi câu trả lời").click();
  await tab.getByText("Phiếu hỏi vừa được cập nhật").waitFor();
  host.pretend = { version: 2 };
  await button("Tải lại trang").click();
  await button("Tôi đồng ý trả lời").click();
  expect(await tab.getByLabel("Không", { exact: true }).isChecked()).toBe(true);
  for (let i = 0; i < 5; i++) await button("Tiếp tục").click();
  await button("Gửi câu trả lời").click();
  await tab.getByRole("heading", { name: "Cảm ơn quý vị" }).waitFor();
  expect([...host.accepted.values()][0]).toMatchObject({ version: 2 });
});

test("a shared device is cleared by one who asks for it twice", async () => {
  await agree();
  await tab.getByLabel("Không", { exact: true }).check();
  await tab.getByText("Dùng chung máy").click();
  await button("Xóa câu trả lời trên máy này").click();
  await expectAccessible(tab);
  await button("Xóa và làm lại từ đầu").click();
  await tab.getByText("Trên máy này không còn câu trả lời nào.").waitFor();
  expect(await kept()).toEqual([]);
  await tab.reload();
  expect(await tab.locator("input:checked").count()).toBe(0);
});

test("each page is counted once, without an id; no request carries a cookie, a referrer or goes elsewhere", async () => {
  const addresses = new Set<string>();
  tab.on("request", (request) => addresses.add(new URL(request.url()).origin));
  await agree();
  await answerAll();
  await button("Quay lại").click();
  await button("Tiếp tục").click();
  await button("Gửi câu trả lời").click();
  await tab.getByRole("heading", { name: "Cảm ơn quý vị" }).waitFor();
  // Page 3 is the inside of a repeat that nobody opened.
  expect(host.reached).toEqual([0, 1, 2, 4, 5]);
  for (const { path, headers, body } of host.requests) {
    expect(headers.cookie).toBeUndefined();
    expect(headers.referer).toBeUndefined();
    if (path.endsWith("/reached")) expect(Object.keys(body)).toEqual(["page"]);
  }
  expect([...addresses].filter((address) => address !== "null")).toEqual([host.url]);
  expect(await context.cookies()).toEqual([]);
});

test("the test page works inside a frame of the console, is marked, and counts nothing", async () => {
  await tab.goto(`${host.url}/frame`);
  await tab.setContent(`<iframe src="${host.url}/t/thu" style="width:340px;height:700px"></iframe>`);
  const frame = tab.frameLocator("iframe");
  await frame.getByRole("button", { name: /^Tiếng Việt/ }).click();
  await frame.getByText("Bản thử").waitFor();
  await frame.getByRole("button", { name: "Tôi đồng ý trả lời" }).click();
  await frame.getByText("Phần này hỏi về").waitFor();
  expect(host.reached).toEqual([]);
});

test("without JavaScript the page says what it needs and that nothing is lost", async () => {
  const plain = await browser.newContext({ ...phone, javaScriptEnabled: false });
  const reader = await plain.newPage();
  await reader.goto(`${host.url}/a/thu`);
  expect(await reader.locator("body").textContent()).toContain("cần JavaScript");
  await plain.close();
});
