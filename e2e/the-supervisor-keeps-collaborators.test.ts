// From an empty roster to a signed pay sheet: a collaborator, a training session with its test and certificate, a tariff.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpSecondStep } from "./testing/authenticator.ts";
import {
  desktop,
  expectAccessible,
  launchBrowser,
  lookAtScreen,
  openTab,
  picture,
  pictureFailures,
} from "./testing/browser.ts";
import { preparedDirectory } from "./testing/prepared-directory.ts";
import { removeDirectory, type System, signIn, startSystem } from "./testing/system.ts";

const dataDirectory = preparedDirectory();
const password = "con suối chảy qua bản";
let system: System;
let browser: Browser;
let tab: Page;
let failures: string[];
beforeAll(async () => {
  system = await startSystem({ dataDirectory, options: { env: { ROLE: "office" } } });
  const call = await signIn(system);
  const roles = [{ role: "field-supervisor", unitId: null, studyId: null }];
  const added = await call("POST", "/api/staff", { name: "Hoàng Thu Trang", username: "thu.trang", roles });
  const token = new URL((await added.json()).link).hash.slice(1);
  await call("POST", "/api/password", { token, password });
  browser = await launchBrowser();
  ({ tab, failures } = await openTab(browser, desktop));
  await tab.goto(`${system.url}/console/collaborators`);
  await tab.getByLabel("Tên đăng nhập").fill("thu.trang");
  await tab.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await press("Đăng nhập");
  await setUpSecondStep(tab);
  await tab.goto(`${system.url}/console/collaborators`);
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
  removeDirectory(dataDirectory);
});

pictureFailures(() => tab);

const press = (name: string | RegExp) => tab.getByRole("button", { name, exact: true }).click();
const inDialog = () => tab.getByRole("dialog");
const save = (name = "Lưu") => inDialog().getByRole("button", { name, exact: true }).click();
const part = (name: string) => tab.getByLabel("Các trang về cộng tác viên").getByRole("link", { name }).click();

test("an empty roster says what will be there; a collaborator is entered, mended and commended", async () => {
  await tab.getByText("Chưa có cộng tác viên nào").waitFor();
  await lookAtScreen(tab, "collaborators-empty");
  await press("Thêm cộng tác viên");
  await save();
  await inDialog().getByRole("link", { name: "Xin ghi tên." }).waitFor();
  await inDialog().getByLabel("Họ và tên").fill("Giàng Thị Mỷ");
  await inDialog().getByLabel("Cách liên hệ").fill("my.giang@example.org");
  await inDialog().getByLabel("Ngày bổ nhiệm").fill("5/1/2026");
  await save();
  await tab.getByRole("rowheader", { name: "Giàng Thị Mỷ" }).waitFor();
  await press("Sửa hồ sơ của Giàng Thị Mỷ");
  await inDialog().getByLabel("Cấp").selectOption({ label: "Xã, phường" });
  await expectAccessible(tab);
  await picture(tab, "collaborators-form");
  await save();
  await tab.getByRole("cell", { name: "Xã, phường" }).waitFor();
  await press("Khen thưởng (0): Giàng Thị Mỷ");
  await inDialog().getByLabel("Một câu về việc của người này").fill("Đi hết 30 hộ trong mưa lũ.");
  await inDialog().getByLabel("Cơ quan khen").fill("UBND tỉnh");
  await inDialog().getByLabel("Ngày khen").fill("1/6/2026");
  await save("Ghi khen thưởng");
  await inDialog().getByText("UBND tỉnh · 01/06/2026 · Chưa công bố").waitFor();
  await tab.keyboard.press("Escape");
  await tab.getByLabel("Tìm theo tên, đơn vị").fill("giang thi my");
  await tab.getByText("1 người").waitFor();
  await lookAtScreen(tab, "collaborators-roster");
});

test("a session is taught, its test marked, and who passed gets a certificate", async () => {
  await part("Tập huấn");
  await tab.getByText("Chưa có buổi tập huấn nào").waitFor();
  await press("Thêm buổi tập huấn");
  await inDialog().getByLabel("Nội dung").fill("Hỏi mà không gợi ý");
  await inDialog().getByLabel("Ngày tổ chức").fill("2/3/2026");
  await press("Thêm câu hỏi");
  await inDialog().getByRole("textbox", { name: "Câu 1", exact: true }).fill("Ai được chọn trong hộ?");
  await inDialog().getByLabel("Câu 1, lựa chọn 1").fill("Người mở cửa");
  await inDialog().getByLabel("Câu 1, lựa chọn 2").fill("Người có sinh nhật gần nhất");
  await inDialog().getByLabel("Câu 1, lựa chọn đúng").selectOption({ label: "Người có sinh nhật gần nhất" });
  await inDialog().getByLabel("Số câu đúng để đạt").fill("1");
  await expectAccessible(tab);
  await picture(tab, "collaborators-training-form");
  await save();
  await tab.getByText("Chưa ghi ai dự.").waitFor();
  await tab.getByLabel("Thêm người dự").selectOption({ label: "Giàng Thị Mỷ" });
  await press("Ghi là đã dự");
  await press("Bỏ khỏi danh sách dự: Giàng Thị Mỷ");
  await press("Hoàn tác");
  await press("Nhập bài kiểm tra của Giàng Thị Mỷ");
  await inDialog().getByLabel("Người có sinh nhật gần nhất").check();
  await save();
  await tab.getByText("1 trên 1 câu đúng, đạt").waitFor();
  await press("Cấp giấy chứng nhận");
  await inDialog().getByRole("button", { name: "Cấp giấy chứng nhận" }).click();
  await tab.getByRole("link", { name: "Tải giấy chứng nhận (PDF)" }).waitFor();
  await lookAtScreen(tab, "collaborators-training");
});

test("work is paid by a tariff, on a sheet that is signed once and for all", async () => {
  await part("Chi trả");
  await press("Thêm đơn giá");
  await inDialog().getByLabel("Loại việc").selectOption({ label: "Buổi tập huấn đã dự" });
  await inDialog().getByLabel("Đơn giá (đồng)").fill("150000");
  await inDialog().getByLabel("Từ ngày").fill("1/1/2026");
  await save();
  await tab.getByText("Buổi tập huấn đã dự: 150.000 đ").waitFor();
  await press("Lập bảng chi");
  await inDialog().getByLabel("Việc làm đến hết ngày").fill("31/3/2026");
  await save("Lập bảng chi");
  await tab.getByRole("cell", { name: "150.000 đ" }).waitFor();
  await press("Ký bảng chi");
  await inDialog().getByRole("button", { name: "Ký bảng chi" }).click();
  await tab.getByText(/ký ngày .*, Hoàng Thu Trang/).waitFor();
  expect(await tab.getByRole("button", { name: "Ký bảng chi" }).count()).toBe(0);
  await lookAtScreen(tab, "collaborators-pay-sheet");
  await part("Chi trả");
  await tab.getByText("Bảng chi số 1").waitFor();
  await lookAtScreen(tab, "collaborators-pay");
  await press("Lập bảng chi");
  await inDialog().getByLabel("Việc làm đến hết ngày").fill("30/4/2026");
  await save("Lập bảng chi");
  await tab.getByText("Không có việc nào chưa chi đến ngày này.").waitFor();
  await tab.getByLabel("Bảng sai").selectOption({ label: "Bảng chi số 1" });
  await tab.getByLabel("Cộng tác viên", { exact: true }).selectOption({ label: "Giàng Thị Mỷ" });
  await tab.getByLabel("Chênh lệch (đồng, có thể âm)").fill("-50000");
  await press("Ghi điều chỉnh");
  await tab.getByText("Bảng chi số 1: Tính trùng").waitFor();
  await lookAtScreen(tab, "collaborators-pay-draft");
  expect(failures).toEqual([]);
});
