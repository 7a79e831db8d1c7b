import fc from "fast-check";
import { expect, test } from "vitest";
import { fileLimits } from "./file-limits.ts";
import { parseSheets } from "./parse.ts";
import { toCsv } from "./to-csv.ts";
import { toXlsx } from "./to-xlsx.ts";

test("what a spreadsheet would run gets an apostrophe; numbers stay numbers", () => {
  expect(
    toCsv([
      ["=1+1", "+84", "-x", "@a", "\tb", "\rc", "a=b"],
      [-1.5, 0, null, undefined, true, Number.NaN, "x"],
    ]),
  ).toBe("\uFEFF'=1+1,'+84,'-x,'@a,'\tb,\"'\rc\",a=b\r\n-1.5,0,,,true,,x\r\n");
});
test("commas, quotation marks and line ends are quoted (RFC 4180)", () =>
  expect(toCsv([["a,b", 'c"d', "e\nf", " g"]])).toBe('\uFEFF"a,b","c""d","e\nf"," g"\r\n'));
test("what is written to .csv is read back the same", () => {
  const cell = fc
    .string({ unit: fc.constantFrom("a", "đ", "ấ", ",", ";", '"', "\n", " ", "1", ".") })
    .filter((text) => text.trim() === text && text !== "");
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
      const table = [["một", "hai", "ba"], ...rows];
      expect(parseSheets(new TextEncoder().encode(toCsv(table)), "a.csv", fileLimits)[0]!.rows).toEqual(table);
    }),
  );
});
test("a text that starts with = is text in a workbook, without a formula anywhere in the file", async () => {
  const file = await toXlsx([{ name: "x", rows: [["h"], ["=HYPERLINK(1)"]] }]);
  expect(parseSheets(file, "a.xlsx", fileLimits)[0]!.rows[1]).toEqual(["=HYPERLINK(1)"]);
});
test("names of sheets are made fit for Excel", async () => {
  expect(
    parseSheets(await toXlsx([{ name: "a/b:c*".repeat(10), rows: [["x"]] }]), "a.xlsx", fileLimits)[0]!.name,
  ).toHaveLength(31);
});
