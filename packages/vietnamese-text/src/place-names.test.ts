import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { placeName, placeNames } from "./index.ts";

const same = (a: string, b: string) => {
  const [one, other] = [placeName(a), placeName(b)];
  return one.kind === other.kind && one.name === other.name;
};

test.each([
  ["Xã Hoà Xá", "xã Hòa Xá"],
  ["Phường Thuỷ Xuân", "PHƯỜNG THỦY XUÂN"],
  ["Xã Hoà Bình", "Xã Hoà Bình".normalize("NFD")],
  ["Phường B'Lao", "Phường B’lao"],
  ["Phường 1", "P.01"],
  ["Phường 10", "P 10"],
  ["Thị trấn Sa Pa", "TT. Sa Pa"],
  ["Thành phố Hồ Chí Minh", "TP.HCM"],
  ["Đặc khu Cô Tô", "Ðặc khu  Cô Tô"],
  ["Xã Ea H-leo", "xã Ea H’leo".replace("’", " ")],
])("“%s” and “%s” are one place", (a, b) => expect(same(a, b)).toBe(true));

test.each([
  ["Xã Nhơn Trạch", "Phường Nhơn Trạch"],
  ["Xã Thắng Mố", "Xã Pà Vầy Sủ"],
  ["Xã Tân Hoà", "Xã Tân Hoá"],
  ["Xã Yên Bài", "Xã Yên Bái"],
  ["Phường 1", "Phường 11"],
  ["Xã Hoa Sơn", "Xã Hoà Sơn"],
])("“%s” and “%s” are not", (a, b) => expect(same(a, b)).toBe(false));

const list = placeNames([
  { id: "hoa", name: "Xã Hoà Bình", within: "A" },
  { id: "hoa2", name: "Xã Hòa Bình", within: "B" },
  { id: "tan", name: "Phường Tân Hoà", within: "A" },
  { id: "tan2", name: "Phường Tân Hoá", within: "A" },
  { id: "dong", name: "Phường Đông Hải", within: "A" },
  { id: "thon1", name: "Thôn 1", within: "A" },
  { id: "ly", name: "Xã Lý Nhân", within: "A" },
  { id: "ban", name: "Xã Bản Hồ", within: "A" },
]);

test("a name that begins like a kind is read both ways", () => {
  expect(list.match("Bản Hồ")).toEqual({ state: "matched", id: "ban" });
  expect(list.match("Ban Ho")).toEqual({ state: "unsure", ids: ["ban"], reason: "without-marks" });
});

test("a name found in two provinces is matched where the province is said, and otherwise asked about", () => {
  expect(list.match("hòa bình", "B")).toEqual({ state: "matched", id: "hoa2" });
  expect(list.match("Xã Hoà Bình")).toEqual({ state: "unsure", ids: ["hoa", "hoa2"], reason: "several" });
});

test("a name without marks is offered and never taken", () => {
  expect(list.match("Dong Hai")).toEqual({ state: "unsure", ids: ["dong"], reason: "without-marks" });
  expect(list.match("phuong Tan Hoa")).toEqual({ state: "unsure", ids: ["tan", "tan2"], reason: "without-marks" });
  expect(list.match("Xã Lí Nhân")).toEqual({ state: "unsure", ids: ["ly"], reason: "without-marks" });
});

test("other marks are another name, which is suggested at most", () => {
  expect(list.match("Phường Tân Hỏa")).toEqual({ state: "unmatched", ids: ["tan", "tan2"] });
  expect(list.match("Phường Đông Hả")).toEqual({ state: "unmatched", ids: ["dong"] });
});

test("another kind of the same name is asked about", () =>
  expect(list.match("Xã Đông Hải")).toEqual({ state: "unsure", ids: ["dong"], reason: "other-kind" }));

test("a bare number is no name", () => {
  expect(list.match("1")).toMatchObject({ state: "unsure" });
  expect(list.match("thôn 01")).toEqual({ state: "matched", id: "thon1" });
});

const shared = new URL("../../../../shared/data/vn-admin-2025/", import.meta.url);
const present = existsSync(shared);
if (!present) console.log("shared oracle: not present");

const lines = (name: string) =>
  readFileSync(new URL(name, shared), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

test.skipIf(!present)(
  "each spelling that two state bodies use for one commune is one place; other letters are not",
  () => {
    const wrong = lines("name_variants.csv").filter(
      ([, , nso, map, kind]) => same(nso!, map!) !== (kind!.trim() === "tone-placement-or-spelling"),
    );
    expect(wrong).toEqual([]);
  },
);

test.skipIf(!present)(
  "each of the 3,321 communes is found by its own name within its province, surely, and no other is",
  () => {
    const communes = JSON.parse(readFileSync(new URL("units_full.json", shared), "utf8")).flatMap(
      (province: { Code: string; Wards: { Code: string; FullName: string }[] }) =>
        province.Wards.map((ward) => ({ id: ward.Code, name: ward.FullName, within: province.Code })),
    ) as { id: string; name: string; within: string }[];
    expect(communes).toHaveLength(3321);
    const index = placeNames(communes);
    const wrong = communes.filter(({ id, name, within }) => {
      const found = index.match(name.normalize("NFD").toUpperCase(), within);
      return found.state !== "matched" || found.id !== id;
    });
    expect(wrong).toEqual([]);
    // Without marks nothing is ever taken for granted, and the right one is among those offered.
    const unmarked = communes.map(({ id, name, within }) => ({
      id,
      plain: name.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D"),
      name,
      found: index.match(
        name.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D"),
        within,
      ),
    }));
    expect(
      unmarked.filter(({ id, found }) => (found.state === "matched" ? found.id !== id : !found.ids.includes(id))),
    ).toEqual([]);
  },
);
