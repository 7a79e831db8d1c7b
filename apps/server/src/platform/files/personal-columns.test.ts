import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fileLimits } from "./file-limits.ts";
import { parseTable } from "./parse.ts";
import { type PersonalReason, personalColumns } from "./personal-columns.ts";

const kindsOf = (csv: string) =>
  Object.fromEntries(
    personalColumns(parseTable(new TextEncoder().encode(csv), "a.csv", fileLimits)).map(({ column, kind }) => [
      column,
      kind,
    ]),
  );
/** A table with one column of the given name and values. */
const kind = (name: string, values: readonly (string | number)[]) =>
  kindsOf(`"${name}",q\n${values.map((value) => `"${value}",1\n`).join("")}`)[name];

const people = ["Nguyễn Thị Lan", "Giàng A Páo", "Trần Văn Hùng", "Vàng Thị Mỷ", "Lò Văn Thanh"];
const phones = ["0912345678", "+84 987 654 321", "0356.789.012", "0701234567", "84881234567"];
const cards = ["010090001234", "015185004321", "001203009999", "025065000011", "012199123456"];
const emails = ["lan@example.vn", "pao.giang@example.com", "a@b.vn", "c@d.org", "e@f.vn"];
const links = [
  "https://www.facebook.com/nguoi.nao.do",
  "fb.com/abc",
  "https://zalo.me/0912345678",
  "https://www.tiktok.com/@abc",
  "https://x.com/abc",
];
const handles = ["@lan_lc", "@pao99", "@hung.tran", "@my", "@thanh_lo"];
const degrees = [22.4856, 21.70493, 22.33641, 21.72259, 22.50081];
const words = ["abcdef", "ghijkl", "mnopqr", "stuvwx", "yzabcd"];
const streets = ["Số 12, tổ 5", "Tổ 7, đường Hoàng Liên", "Ngõ 3", "Bản Lùng", "Thôn 2"];

test("forty names of columns are refused when they hold what they say, Vietnamese and English", () => {
  const patterns: [string, PersonalReason, readonly (string | number)[]][] = [
    ["Họ và tên", "name", words],
    ["ho_ten", "name", words],
    ["HoTen", "name", words],
    ["Tên người trả lời", "name", words],
    ["Tên chủ hộ", "name", words],
    ["full_name", "name", words],
    ["firstName", "name", words],
    ["Last name", "name", words],
    ["surname", "name", words],
    ["name", "name", words],
    ["respondent", "name", words],
    ["Số điện thoại", "phone", words],
    ["SĐT", "phone", words],
    ["dien_thoai", "phone", words],
    ["phone number", "phone", words],
    ["mobile", "phone", words],
    ["CCCD", "national-id", words],
    ["Số CMND", "national-id", words],
    ["Căn cước công dân", "national-id", words],
    ["national_id", "national-id", words],
    ["passport", "national-id", words],
    ["Mã số thuế", "national-id", words],
    ["Số BHXH", "national-id", words],
    ["email", "email", words],
    ["Địa chỉ e-mail", "email", words],
    ["Thư điện tử", "email", words],
    ["facebook", "profile", words],
    ["Zalo", "profile", words],
    ["profile_url", "profile", words],
    ["Trang cá nhân", "profile", words],
    ["username", "handle", words],
    ["Tên tài khoản", "handle", words],
    ["nickname", "handle", words],
    ["latitude", "coordinates", degrees],
    ["Kinh độ", "coordinates", degrees],
    ["gps_lat", "coordinates", degrees],
    ["Địa chỉ", "address", streets],
    ["home address", "address", streets],
    ["ip_address", "device", words],
    ["device_id", "device", words],
  ];
  expect(patterns).toHaveLength(40);
  for (const [name, wanted, values] of patterns) expect(kind(name, values), name).toBe(wanted);
});
test("contents are found under any name", () => {
  const contents: [PersonalReason, readonly (string | number)[]][] = [
    ["name", people],
    ["phone", phones],
    ["national-id", cards],
    ["email", emails],
    ["profile", links],
    ["handle", handles],
  ];
  for (const [wanted, values] of contents) expect(kind("q17", values), wanted).toBe(wanted);
  expect(kind("q17", ["22.4856, 103.9707", "21.7049 104.8755", "x"])).toBe("coordinates");
  expect(kind("q17", ["10.0.0.1", "192.168.1.7", "172.16.3.4"])).toBe("device");
});
test("numbers from which a spreadsheet took the zero in front are found", () => {
  expect(
    kind(
      "q17",
      phones.map(() => 0).map((_, i) => 912345678 + i * 1117),
    ),
  ).toBe("phone");
  expect(
    kind(
      "q17",
      cards
        .slice(0, 2)
        .concat("012199123456")
        .map((card) => Number(card)),
    ),
  ).toBe("national-id");
});
test("rows that are posts or comments are refused, and every column that shows it is named", () => {
  expect(kindsOf("post_id,text\n1,a\n")).toEqual({ post_id: "post" });
  expect(kindsOf("author,comment,likes\nx,y,3\n")).toEqual({ author: "post", comment: "post", likes: "post" });
  expect(kindsOf("Người đăng,Nội dung bài viết,Lượt chia sẻ\nx,y,3\n")).toEqual({
    "Người đăng": "post",
    "Nội dung bài viết": "post",
    "Lượt chia sẻ": "post",
  });
  expect(kindsOf("permalink\nabc\n")).toEqual({ permalink: "post" });
  const long =
    "Một bài đăng rất dài về con đường vào bản, ai cũng chia sẻ, xem thêm ở https://example.vn/bai-viet-so-mot nhé mọi người ơi";
  expect(kind("q17", [long, `${long}!`, `${long}?`])).toBe("post");
});
test("questions are not taken for people", () => {
  const innocent: [string, readonly (string | number)[]][] = [
    ["age", [18, 34, 57, 61, 45]],
    ["income", [912_345, 3_500_000, 35_000, 7_500, 75_000]],
    ["weight", [0.912345678, 1.5, 2.25, 0.77, 1]],
    ["dnum", [637, 716, 41, 83, 209]],
    ["phone", [1, 0, 1, 1, 0]],
    ["zalo", ["có", "không", "có", "có", "không"]],
    ["facebook", ["daily", "never", "daily", "weekly", "daily"]],
    ["comment", ["Đường xấu", "Thiếu nước", "Tốt", "Không có ý kiến", "Sửa cầu"]],
    ["sname", ["Trường Nguyễn Huệ", "Trường Lê Lợi", "Trường Trần Phú"]],
    ["Tên của trường con ông/bà học", ["Nguyễn Huệ", "Lê Lợi", "Trần Phú"]],
    ["xã", ["Mường Khương", "Bắc Hà", "Sa Pa"]],
    ["cds", ["15739081534155", "19642126066716", "30664493030640"]],
    ["lat_pulldown", [1.5, 2.5]],
    ["likes", [1, 5, 3]],
    ["share", [0.25, 0.5, 0.25]],
    ["ten_points", [10, 20, 30]],
    ["name_of_school", ["Hoa Mai", "Hoa Sen"]],
    ["region", ["N", "S", "C"]],
    ["account_opened", ["yes", "no"]],
    ["children", [1, 2, 3]],
    ["day", ["2026-02-06", "2026-02-07"]],
  ];
  for (const [name, values] of innocent) expect(kind(name, values), name).toBeUndefined();
});
test("an open answer in which a few people wrote a number is not refused for it", () => {
  expect(
    kind("wish", [...Array.from({ length: 50 }, (_, i) => `Sửa đường ${i}`), "gọi tôi 0912345678", "0912345678"]),
  ).toBeUndefined();
});
test("numbers that begin late in a long file, or are few in an empty column, are found", () => {
  const late = Array.from({ length: 20_000 }, (_, i) => (i < 10_000 ? null : `09${10_000_000 + i}`));
  const few = Array.from({ length: 20_000 }, (_, i) => (i % 1000 === 7 ? `09${10_000_000 + i}` : null));
  for (const texts of [late, few])
    expect(personalColumns({ columns: [{ name: "q17", kind: "text", texts }] })[0]?.kind).toBe("phone");
});
test("coded answers with labels are a question, whatever it is called", () => {
  const columns = [
    {
      name: "phone",
      kind: "number" as const,
      numbers: Float64Array.from({ length: 40 }, (_, i) => 20_000 + i),
      valueLabels: [
        { value: 1, label: "a" },
        { value: 2, label: "b" },
      ],
    },
  ];
  expect(personalColumns({ columns })).toEqual([]);
});
test("reasons are told in both languages and never repeat a value", () => {
  const [first] = personalColumns(
    parseTable(new TextEncoder().encode(`q17\n${phones.join("\n")}\n`), "a.csv", fileLimits),
  );
  expect(first!.reason.vi).toContain("điện thoại");
  expect(first!.reason.en).toContain("telephone");
  expect(JSON.stringify(first)).not.toMatch(/\d{6}/);
});

const oracle = new URL("../../../../../../shared/oracle/data/", import.meta.url);
test.skipIf(!existsSync(oracle))("no column of the survey files that R judges is refused", () => {
  for (const file of readdirSync(oracle).filter((name) => name.endsWith(".csv")))
    expect(personalColumns(parseTable(readFileSync(new URL(file, oracle)), file, fileLimits)), file).toEqual([]);
});
if (!existsSync(oracle)) console.log("shared oracle: not present");
