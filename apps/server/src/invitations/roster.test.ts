import { expect, test } from "vitest";
import { Problem } from "../platform/problem.ts";
import { readRoster } from "./roster.ts";

const head = ["Họ và tên", "SĐT", "E-mail", "Địa chỉ", "Tiếng", "Tầng", "Thôn", "Quyền số gốc"];
const an = ["Lý Thị An", "0912 345 678", "", "Bản Hồ", "Tiếng Việt", "Núi", "Bản Dền", "12,5"];
const read = (...rows: string[][]) => readRoster([{ name: "1", rows }], ["vi", "hmn"]);

function faultsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.details.faults as { row: number; column: string }[];
    throw error;
  }
  throw new Error("nothing was refused");
}

test("a roster is read by its Vietnamese or English headings, in any order", () => {
  const { people } = read(
    head,
    an,
    ["", "", "", "", "", "", "", ""],
    ["Vàng A Sử", "", "su@example.vn", "", "hmn", "Núi", "Bản Dền", "3"],
  );
  expect(people).toEqual([
    {
      name: "Lý Thị An",
      phone: "+84912345678",
      email: null,
      address: "Bản Hồ",
      language: "vi",
      stratum: "Núi",
      psu: "Bản Dền",
      baseWeight: 12.5,
    },
    {
      name: "Vàng A Sử",
      phone: null,
      email: "su@example.vn",
      address: null,
      language: "hmn",
      stratum: "Núi",
      psu: "Bản Dền",
      baseWeight: 3,
    },
  ]);
  const english = read(["base_weight", "PSU", "Stratum", "Name", "Note"], ["2", "1", "a", "An", "x"]);
  expect(english.people).toMatchObject([{ name: "An", language: "vi", baseWeight: 2 }]);
  expect(english.ignoredColumns).toEqual(["Note"]);
});

test("every wrong cell is named by row and column, and nobody is taken in", () => {
  const faults = faultsOf(() =>
    read(
      head,
      an,
      ["B", "12", "b@", "", "fr", "", "", "-1"],
      ["", "", "", "", "", "Núi", "Bản Dền", "1"],
      ["C", "0912345679", "", "", "", "Núi", "Bản Dền", "1.234,5"],
    ),
  );
  expect(faults.map(({ row, column }) => `${row} ${column}`)).toEqual([
    "3 SĐT",
    "3 E-mail",
    "3 Tiếng",
    "3 Tầng",
    "3 Thôn",
    "3 Quyền số gốc",
    "4 Họ và tên",
    "5 Quyền số gốc",
  ]);
});

test("columns that are missing or doubled are named", () => {
  expect(faultsOf(() => read(["Họ tên", "Ho ten", "Tầng"], ["a", "b", "c"]))).toMatchObject([
    { row: 1, column: "Ho ten" },
    { row: 1, column: "psu" },
    { row: 1, column: "base_weight" },
  ]);
  expect(faultsOf(() => read())).toHaveLength(1);
  expect(faultsOf(() => read(head))).toHaveLength(1);
});

test("the same person twice is refused; a household with one telephone is remarked on", () => {
  expect(faultsOf(() => read(head, an, [...an.slice(0, 1), "84912345678", ...an.slice(2)]))).toMatchObject([
    { row: 3, column: "phone" },
  ]);
  const { remarks } = read(head, an, ["Lý Văn Bình", ...an.slice(1)]);
  expect(remarks).toEqual([{ kind: "shared-contact", rows: [2, 3], contact: "+84912345678" }]);
  const bare = ["Má A Páo", "", "", "Bản Hồ", "", "Núi", "Bản Dền", "1"];
  expect(faultsOf(() => read(head, bare, bare))).toMatchObject([{ row: 3, column: "name" }]);
});
