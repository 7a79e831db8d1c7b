// A researcher brings answers that others collected: what may not come in is named, what may becomes a study.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toXlsx } from "../apps/server/src/platform/files/index.ts";
import { savFile } from "../apps/server/src/platform/files/testing/sav-file.ts";
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
  await tab.goto(`${system.url}/console/`);
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

/**
 * 200 people in two strata: 120 of the town with weight 1, half of them content; 80 of the hills with weight 3, a
 * quarter of them content. By hand, the weighted share of content: (60·1 + 20·3) / (120·1 + 80·3) = 120/360 = 33 %.
 */
const people = Array.from({ length: 200 }, (_, i) => {
  const town = i < 120;
  return {
    khu_vuc: town ? "Thị trấn" : "Vùng cao",
    quyen_so: town ? 1 : 3,
    hai_long: (town ? i % 2 === 0 : i % 4 === 0) ? "Hài lòng" : "Không hài lòng",
    dien_thoai: `09${String(12_345_678 + i * 7919).padStart(8, "0")}`,
  };
});
const workbookOf = async (columns: readonly (keyof (typeof people)[number])[]) =>
  Buffer.from(
    await toXlsx([
      { name: "Phiếu", rows: [[...columns], ...people.map((person) => columns.map((name) => person[name]))] },
    ]),
  );
/** As SPSS keeps it: codes with value labels. */
const systemFile = () => {
  const coded = (labels: readonly string[]) => labels.map((label, code): [number, string] => [code, label]);
  const areas = ["Thị trấn", "Vùng cao"];
  const contentment = ["Hài lòng", "Không hài lòng"];
  return Buffer.from(
    savFile(
      [
        { name: "khu_vuc", labels: coded(areas) },
        { name: "quyen_so" },
        { name: "hai_long", label: "Hài lòng với dịch vụ công", labels: coded(contentment) },
      ],
      people.map((person) => [areas.indexOf(person.khu_vuc), person.quyen_so, contentment.indexOf(person.hai_long)]),
    ),
  );
};
const upload = (name: string, buffer: Buffer) =>
  tab.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });

test("a column of telephone numbers is refused by its name, and nothing is kept", async () => {
  await tab.getByRole("link", { name: "Nhập tệp câu trả lời" }).click();
  await heading("Nhập tệp câu trả lời");
  await upload("dieu-tra.xlsx", await workbookOf(["khu_vuc", "quyen_so", "hai_long", "dien_thoai"]));
  const refused = tab.getByRole("region", { name: "Tệp có cột không được nhận" });
  await refused.waitFor();
  expect(await refused.getByRole("row").count()).toBe(2);
  expect(await refused.textContent()).toContain("dien_thoai");
  await lookAtScreen(tab, "import-refused");
});

test("without it: columns find their part in the design, and where the answers come from is asked", async () => {
  await upload("dieu-tra.sav", systemFile());
  await heading("Mỗi cột là gì");
  expect(await tab.getByRole("combobox", { name: "Vai trò của cột quyen_so" }).inputValue()).toBe("Quyền số");
  await tab.getByRole("combobox", { name: "Vai trò của cột khu_vuc" }).click();
  await tab.getByRole("option", { name: "Tầng", exact: true }).click();
  await press("Tạo cuộc điều tra từ tệp");
  await tab.getByText("Xin đặt tên cho cuộc điều tra.").first().waitFor();
  await lookAtScreen(tab, "import-columns");
  await tab.getByLabel("Tên cuộc điều tra").fill("Hài lòng ở hai vùng");
  await tab.getByLabel("Ai thu thập").fill("Viện Nghiên cứu Dư luận");
  await tab.getByLabel("Người trả lời đồng ý bằng cách nào").fill("Đồng ý bằng lời trước khi hỏi");
  await tab.getByLabel("Con số nói về ai").fill("Người từ 18 tuổi trở lên ở hai vùng");
  await tab.getByLabel("Từ ngày").fill("01/03/2026");
  await tab.getByLabel("Đến ngày").fill("15/03/2026");
  await tab.getByRole("radio", { name: /^Chọn ngẫu nhiên theo thiết kế mẫu/ }).check();
  await press("Tạo cuộc điều tra từ tệp");
  await heading("Hài lòng ở hai vùng");
});

test("the file's weights are taken into use", async () => {
  await tab.getByRole("link", { name: "Quyền số", exact: true }).click();
  await press("Tạo bộ quyền số");
  await tab.getByLabel("Tên bộ quyền số").fill("Quyền số của tệp");
  await tab.getByLabel("Không khớp biên: chỉ dùng điểm xuất phát").check();
  await press("Chạy");
  await press("Dùng bộ này");
  await tab.getByText("đang dùng", { exact: true }).waitFor();
});

test("its table is weighted, with the design's strata and a margin of error", async () => {
  await tab.getByRole("link", { name: "Bảng và biểu đồ", exact: true }).click();
  await tab.getByRole("combobox", { name: "Câu hỏi", exact: true }).fill("hai_long");
  await tab.getByRole("option").first().click();
  const table = tab.getByRole("region", { name: /^Bảng/ });
  await table.waitFor();
  const content = await table.getByRole("row", { name: /^Hài lòng/ }).textContent();
  expect(content).toContain("33 %".replace(" ", "\u00a0"));
  await tab.getByText(/tầng: /).waitFor();
  await tab.getByText("Mẫu ngẫu nhiên: khoảng là sai số lấy mẫu.").first().waitFor();
  await tab
    .getByText(/200 người/)
    .first()
    .waitFor();
  await lookAtScreen(tab, "tables-design");
  expect(failures).toEqual([]);
});
