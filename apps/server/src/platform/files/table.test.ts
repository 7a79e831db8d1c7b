import { expect, test } from "vitest";
import { fileLimits } from "./file-limits.ts";
import { parseTable } from "./parse.ts";
import { expectRefusal } from "./testing/refusal.ts";
import { textRow, workbookFile } from "./testing/zip-file.ts";

const table = (content: string | Uint8Array, name = "a.csv") =>
  parseTable(typeof content === "string" ? new TextEncoder().encode(content) : content, name, fileLimits);
const values = (content: string) =>
  table(content).columns.map((column) => (column.numbers ? [...column.numbers] : column.texts));

test("a column is numeric when every cell is a number; empty, NA and . are missing", () => {
  expect(values("a,b\n1,x\n,\nNA,y\n-2.5,.\n")).toEqual([
    [1, Number.NaN, Number.NaN, -2.5],
    ["x", null, "y", null],
  ]);
});
test("decimal commas are understood: 1.234,5 is 1234.5", () =>
  expect(values("w;n\n1.234,5;1\n0,25;2\n")).toEqual([
    [1234.5, 0.25],
    [1, 2],
  ]));
test("1,234 is 1234 where decimals are points", () =>
  expect(values('w;n\n1,234;0.5\n"2,000,000";1.25\n')).toEqual([
    [1234, 2_000_000],
    [0.5, 1.25],
  ]));
test("codes with leading zeros and of more than 15 digits stay as they are", () =>
  expect(values("a,b\n00268,1234567890123456\n02647,1234567890123457\n")).toEqual([
    ["00268", "02647"],
    ["1234567890123456", "1234567890123457"],
  ]));
test("row numbers under an empty first name are left out", () =>
  expect(table(",a\n1,x\n2,y\n").columns.map(({ name }) => name)).toEqual(["a"]));
test("the hash is SHA-256 of the bytes: that of “a\\n1\\n” by sha256sum", () =>
  expect(table("a\n1\n").fileHash).toBe("309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc"));
test("two columns of one name, a column without a name and a ragged row are refused by place", () => {
  expectRefusal(() => table("a,b,a\n1,2,3\n"), "duplicate-header", { row: 1, column: "C" });
  expectRefusal(() => table("a,,c\n1,2,3\n"), "empty-header", { row: 1, column: "B" });
  expectRefusal(() => table("a,b\n1,2\n1,2,3\n"), "ragged-row", { row: 3 });
  expectRefusal(() => table("a,b\n1,2\n1\n"), "ragged-row", { row: 3 });
});
test("a header alone is no table", () => expectRefusal(() => table("a,b\n"), "no-table"));
test("a spreadsheet may leave cells at the end of a row empty", () => {
  const file = workbookFile(textRow(1, ["a", "b"]) + textRow(2, ["x"]) + textRow(3, ["y", "z"]));
  expect(table(file, "a.xlsx").columns.map(({ texts }) => texts)).toEqual([
    ["x", "y"],
    [null, "z"],
  ]);
});
test("names that JavaScript knows are names like others", () =>
  expect(table("__proto__,constructor\n1,2\n").columns.map(({ name }) => name)).toEqual(["__proto__", "constructor"]));
