// The three hosts side by side, and a person with an invitation: code, consent, questions, sealed answer, receipt.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  desktop,
  expectAccessible,
  launchBrowser,
  openTab,
  phone,
  picture,
  pictureFailures,
} from "./testing/browser.ts";
import { freePort, newDataDirectory, removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const form = `
| survey | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | relevant |
| | note | consent | Ông/bà có đồng ý trả lời không? | Do you agree to answer? | | |
| | select_one water | water | Nước có đủ dùng không? | Is there enough water? | yes | |
| | integer | months | Mấy tháng thiếu nước? | Months without water? | | \${water} = 'no' |
| | text | wish | Ông/bà mong gì? | What do you wish? | | |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | water | yes | Có | Yes |
| | water | no | Không | No |
| settings | | | |
| | form_title::Tiếng Việt (vi) | form_title::English (en) | default_language |
| | Nước sạch ở vùng cao | Clean water in the highlands | Tiếng Việt (vi) |
`;
/** 40 people of each of two strata, in villages of ten. */
const roster = [
  "Họ và tên,Số điện thoại,Địa chỉ,Ngôn ngữ,Tầng,Cụm,Quyền số",
  ...Array.from({ length: 80 }, (_, i) => {
    const village = `Thôn ${Math.floor(i / 10) + 1}`;
    return `Người ${i + 1},09${10000000 + i},${village} xã Bản Hồ,vi,${i < 40 ? "Vùng cao" : "Vùng thấp"},${village},${i < 40 ? 40 : 80}`;
  }),
].join("\n");

const systems: System[] = [];
const folders: string[] = [];
let browser: Browser;
let tab: Page;
const failures: string[][] = [];
let newCode: () => Promise<{ link: string; typed: string }>;

/** Today in Vietnam. */
const day = (more = 0) => new Date(Date.now() + 7 * 3_600_000 + more * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  const [officeUrl, issuerUrl, collectorUrl] = ports.map((port) => `http://localhost:${port}`);
  const env = { OFFICE_URL: officeUrl!, ISSUER_URL: issuerUrl!, COLLECTOR_URL: collectorUrl! };
  const started = await Promise.all(
    ["office", "issuer", "collector"].map((role, index) => {
      const dataDirectory = newDataDirectory();
      folders.push(dataDirectory);
      return startSystem({ dataDirectory, port: ports[index]!, options: { env: { ROLE: role, ...env } } });
    }),
  );
  systems.push(...started);
  const [office, issuer] = started as [System, System];
  const call = await signIn(office);
  const file = (name: string, text: string) => {
    const body = new FormData();
    body.set("file", new Blob([text]), name);
    return body;
  };
  const asked = async (by: typeof call, method: string, path: string, body?: unknown) => {
    const reply = await by(method, path, body);
    expect(reply.status, `${path} ${await reply.clone().text()}`).toBeLessThan(300);
    return reply.json();
  };
  const study = await asked(call, "POST", "/api/studies", {
    title: { vi: "Nước sạch ở vùng cao", en: "Clean water in the highlands" },
    entry: "invitation",
    opening: "batches",
    retainUntil: "2099-12-31",
  });
  await asked(call, "POST", `/api/studies/${study.id}/questionnaire`, file("form.md", form));
  await asked(call, "POST", `/api/studies/${study.id}/questionnaire/publish`);
  await asked(call, "POST", `/api/studies/${study.id}/wave`, { firstDay: day(), lastDay: day(13) });

  const officer = await signIn(issuer);
  const at = `/api/invitations/${study.id}`;
  await asked(officer, "POST", "/api/invitations", { url: `${office.url}/waves/${study.id}/offer.json` });
  await asked(officer, "POST", `${at}/roster`, file("ds.csv", roster));
  await asked(officer, "PUT", `${at}/sender`, {
    name: "Trung tâm Nghiên cứu",
    phone: "0214 3840 000",
    email: "",
    address: "",
    about: {},
  });
  const plan = await asked(officer, "GET", `${at}/cells`);
  await asked(officer, "POST", `${at}/manifest`, {
    people: plan.people,
    cells: plan.cells.length,
    eraseAfterDays: 30,
  });
  await vi.waitFor(async () => expect((await asked(officer, "GET", at)).prepared).toBe(80), {
    timeout: 60_000,
    interval: 250,
  });
  await asked(officer, "POST", `${at}/rounds`);
  const { people } = await asked(officer, "GET", `${at}/people`);
  newCode = () => asked(officer, "POST", `${at}/people/${people.pop().id}/new-code`);
  browser = await launchBrowser();
  await openAnother(phone);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  for (const system of systems) await system.stop();
  for (const folder of folders) removeDirectory(folder);
}, 60_000);
pictureFailures(() => tab);

async function openAnother(options: BrowserContextOptions): Promise<void> {
  const opened = await openTab(browser, options);
  tab = opened.tab;
  failures.push(opened.failures);
}
const press = (name: string | RegExp) => tab.getByRole("button", { name, exact: true }).click();
const heading = (name: string) => tab.getByRole("heading", { level: 1, name }).waitFor();

/** The screen as it stands, by day and by night; axe is content, and nothing is wider than 320 px. */
async function look(name: string): Promise<void> {
  const size = tab.viewportSize()!;
  for (const colorScheme of ["light", "dark"] as const) {
    await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await picture(tab, `by-invitation-${name}-${size.width}-${colorScheme}`);
    await expectAccessible(tab);
  }
  await tab.setViewportSize({ width: 320, height: 740 });
  expect(await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  await tab.setViewportSize(size);
  await tab.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

test("the code leaves the address before anything is asked; what is known and what is not is said first", async () => {
  const { link } = await newCode();
  const code = link.split("#")[1]!;
  const asked: string[] = [];
  tab.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
  await tab.goto(link);
  await heading("Nước sạch ở vùng cao");
  expect(tab.url()).not.toContain(code);
  expect(await tab.locator("main").textContent()).not.toContain(code);
  await look("welcome-vi");
  await press("Tiếp tục");
  await tab.getByRole("heading", { name: "Trước khi bắt đầu" }).waitFor();
  await look("consent-vi");
  expect(asked.filter((request) => request.includes(code))).toEqual([]);
  await press("Tôi đồng ý trả lời");
  await heading("Nước có đủ dùng không?");
  expect(asked.filter((request) => request.includes(code))).toHaveLength(1);
  await tab.getByText("người được mời.").waitFor();
  await look("question-vi");
});

test("what was answered is there after a reload in the middle, and offline the questions go on", async () => {
  await tab.getByLabel("Không", { exact: true }).check();
  await press("Tiếp tục");
  await heading("Mấy tháng thiếu nước?");
  await tab.getByRole("textbox").fill("3");
  // Longer than the page waits before it writes.
  await tab.waitForTimeout(600);
  await tab.reload();
  await heading("Mấy tháng thiếu nước?");
  expect(await tab.getByRole("textbox").inputValue()).toBe("3");
  await tab.context().setOffline(true);
  await press("Tiếp tục");
  await heading("Ông/bà mong gì?");
  await press("Quay lại");
  await heading("Mấy tháng thiếu nước?");
  await press("Tiếp tục");
  await press("Tiếp tục");
  await heading("Gửi câu trả lời");
  await look("seal-vi");
});

test("sealed for later it waits, can be taken back, and the waiting can be cut short once there is a network", async () => {
  await press(/^Niêm phong, gửi sau/);
  await heading("Đã niêm phong, đang chờ gửi");
  await look("waiting-vi");
  await press("Bỏ câu trả lời này, trả lời lại");
  await heading("Nước có đủ dùng không?");
  await tab.getByLabel("Có", { exact: true }).check();
  await press("Tiếp tục");
  await press("Tiếp tục");
  await press("Niêm phong và gửi ngay");
  await tab.getByText("nơi nhận chưa trả lời").waitFor();
  await tab.context().setOffline(false);
  await heading("Cảm ơn quý vị");
  await press("Kiểm tra phiếu của tôi đã được tính");
  await tab.getByText("Chưa có trong nhật ký").waitFor();
  await look("sent-vi");
  await tab.reload();
  await heading("Cảm ơn quý vị");
  await press("Xóa hết khỏi máy này");
  await press("Xóa");
  await heading("Nước sạch ở vùng cao");
});

test("in English at a desk: a mistyped code is told in words, a recovery file goes on in another browser, a used code is refused", async () => {
  await openAnother({ ...desktop, locale: "en-GB" });
  const { link, typed } = await newCode();
  await tab.goto(link.split("#")[0]!);
  await heading("Clean water in the highlands");
  await tab.getByLabel("The code in your invitation").fill(typed.slice(0, -1));
  await press("Continue");
  await tab.getByText("too few or too many letters").waitFor();
  await look("wrong-code-en");
  await tab.getByLabel("The code in your invitation").fill(typed.toLowerCase());
  await press("Continue");
  await press("I agree to answer");
  await heading("Is there enough water?");
  await tab.getByLabel("Yes", { exact: true }).check();
  await press("Continue");
  await press("Continue");
  await heading("Send your answers");
  await look("seal-en");
  await tab.getByText("If this device is lost").click();
  const [file] = await Promise.all([tab.waitForEvent("download"), press("Save the recovery file")]);

  await openAnother({ ...desktop, locale: "en-GB" });
  await tab.goto(link.split("#")[0]!);
  await tab.getByLabel("The code in your invitation").fill(typed);
  await press("Continue");
  await press("I agree to answer");
  await tab.getByText("This code was used on another device").waitFor();
  await tab.getByText("Go on with a recovery file").click();
  await tab.getByLabel(/^Choose the file/).setInputFiles((await file.path())!);
  await heading("Send your answers");
  await press("Seal and send now");
  await heading("Thank you");
  await look("sent-en");
});

test("nothing broke a policy or asked another host", () => expect(failures.flat()).toEqual([]));
