import { expect, test } from "vitest";
import { fileLimits } from "./file-limits.ts";
import { parseSheets } from "./parse.ts";
import { expectRefusal } from "./testing/refusal.ts";
import { textRow, workbookFile, zipFile } from "./testing/zip-file.ts";
import { toXlsx } from "./to-xlsx.ts";

const text = (content: string) => new TextEncoder().encode(content);
const sheets = (content: string | Uint8Array, name: string, limits = {}) =>
  parseSheets(typeof content === "string" ? text(content) : content, name, { ...fileLimits, ...limits });
const rows = (content: string | Uint8Array, name: string) => sheets(content, name)[0]!.rows;

test("comma, semicolon, tab and bar are found out, whatever stands inside quotation marks", () => {
  const expected = [
    ["tên", "điểm"],
    ["a,b;c", "1"],
  ];
  for (const mark of [",", ";", "\t", "|"])
    expect(rows(`tên${mark}điểm\n"a,b;c"${mark}1\n`, "x.csv")).toEqual(expected);
});
test("sep=; in Excel's first line decides", () => expect(rows("sep=;\na;b,c\n", "x.csv")).toEqual([["a", "b,c"]]));
test("byte order marks of UTF-8, UTF-16 LE and UTF-16 BE are understood and not kept", () => {
  const utf16 = Buffer.from("\uFEFFtên,tuổi\nẤt,30\n", "utf16le");
  const expected = [
    ["tên", "tuổi"],
    ["Ất", "30"],
  ];
  expect(rows("\uFEFFtên,tuổi\nẤt,30\n", "x.csv")).toEqual(expected);
  expect(rows(new Uint8Array(utf16), "x.csv")).toEqual(expected);
  expect(rows(new Uint8Array(utf16.swap16()), "x.csv")).toEqual(expected);
});
test("mixed line ends are one kind of line end", () =>
  expect(rows("a,b\r\n1,2\n3,4\r5,6\r\n", "x.csv")).toEqual([
    ["a", "b"],
    ["1", "2"],
    ["3", "4"],
    ["5", "6"],
  ]));
test("letters written with separate marks become whole letters: a + ̂ + ́ is ấ", () =>
  expect(rows("a\u0302\u0301\n1\n", "x.csv")[0]).toEqual(["ấ"]));
test("control characters and direction overrides are dropped from cells", () =>
  expect(rows("a\u202Eb\u0007c\u2066,d\n", "x.csv")).toEqual([["abc", "d"]]));
test("a cell that looks like a formula is the text that it is", () =>
  expect(rows("=1+1,@SUM(A1)\n", "x.csv")).toEqual([["=1+1", "@SUM(A1)"]]));
test("a form in one .csv is cut into its sheets, and rows keep their numbers", () => {
  expect(sheets("survey,,\n,type,name\n,text,q\nchoices,,\n,list_name,name\n", "f.csv")).toEqual([
    {
      name: "survey",
      firstRow: 2,
      rows: [
        ["type", "name"],
        ["text", "q"],
      ],
    },
    { name: "choices", firstRow: 5, rows: [["list_name", "name"]] },
  ]);
});
test("a form in text tables: XLSForm's layout, and headings over tables", () => {
  expect(sheets("| survey |\n| | type | name |\n| | text | a\\|b |\n", "f.md")).toEqual([
    {
      name: "survey",
      firstRow: 2,
      rows: [
        ["type", "name"],
        ["text", "a|b"],
      ],
    },
  ]);
  expect(sheets("# Form\n\n## survey\n\n| type | name |\n| --- | :-: |\n| note<br>2 | n |\n", "f.md")).toEqual([
    {
      name: "survey",
      firstRow: 6,
      rows: [
        ["type", "name"],
        ["note\n2", "n"],
      ],
    },
  ]);
});
test("a line that is a bar alone is an empty row of its table", () => {
  expect(sheets("## survey\n| type |\n|\n| note |\n", "f.md")).toEqual([
    { name: "survey", firstRow: 2, rows: [["type"], [""], ["note"]] },
  ]);
});
test("a workbook of ours comes back as it was: texts, numbers, truth, gaps, Vietnamese", async () => {
  const file = await toXlsx([
    {
      name: "Bảng 1",
      rows: [
        ["tên", "số"],
        ["=1+1", 2.5],
        [null, -3],
        [true, 1e21],
      ],
    },
    { name: "b", rows: [["x"]] },
  ]);
  expect(sheets(file, "a.xlsx")).toEqual([
    {
      name: "Bảng 1",
      rows: [
        ["tên", "số"],
        ["=1+1", "2.5"],
        ["", "-3"],
        ["TRUE", "1000000000000000000000"],
      ],
    },
    { name: "b", rows: [["x"]] },
  ]);
});
test("dates of a workbook are ISO 8601: 45000 is 2023-03-15, .5 of a day is 12:00:00, and 60 of the 1900 calendar never was", () => {
  const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/><numFmt numFmtId="165" formatCode="[Red]0.0&quot; days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/><xf numFmtId="165"/></cellXfs></styleSheet>`;
  const cell = (column: string, style: number, value: number) => `<c r="${column}1" s="${style}"><v>${value}</v></c>`;
  const file = workbookFile(
    `<row r="1">${cell("A", 1, 45000)}${cell("B", 2, 45000.5)}${cell("C", 3, 0.5)}${cell("D", 4, 2)}${cell("E", 1, 1)}${cell("F", 1, 61)}</row>`,
    { "xl/styles.xml": styles },
  );
  expect(rows(file, "a.xlsx")).toEqual([
    ["2023-03-15", "2023-03-15T12:00:00", "12:00:00", "2", "1900-01-01", "1900-03-01"],
  ]);
});
test("a formula gives the value stored with it, and is never worked out", () => {
  expect(rows(workbookFile(`<row r="1"><c r="A1"><f>1+1</f><v>3</v></c></row>`), "a.xlsx")).toEqual([["3"]]);
  expectRefusal(
    () => sheets(workbookFile(`<row r="7"><c r="C7"><f>1+1</f></c></row>`), "a.xlsx"),
    "formula-without-value",
    { sheet: "Phiếu", row: 7, column: "C" },
  );
});
test("an error in a cell is named; #N/A is an empty cell", () => {
  expectRefusal(
    () => sheets(workbookFile(`<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>`), "a.xlsx"),
    "cell-error",
    { row: 2, column: "B" },
  );
  expect(
    rows(workbookFile(`<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>`), "a.xlsx"),
  ).toEqual([["", "1"]]);
});
test("references and emoji of XML are resolved, phonetic guides left out", () => {
  expect(rows(workbookFile(textRow(1, ["a &amp; &#x1F33E; &lt;b&gt;"])), "a.xlsx")).toEqual([["a & 🌾 <b>"]]);
});

test(".xls is refused with the way out", () => {
  const compound = Buffer.concat([
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    Buffer.alloc(600),
    Buffer.from("Workbook", "utf16le"),
  ]);
  expect(expectRefusal(() => sheets(new Uint8Array(compound), "a.xls"), "old-excel").sentence.en).toContain(".xlsx");
});
test("a workbook under a password is told apart from an old one", () => {
  const compound = Buffer.concat([
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    Buffer.alloc(600),
    Buffer.from("EncryptedPackage", "utf16le"),
  ]);
  expectRefusal(() => sheets(new Uint8Array(compound), "a.xlsx"), "password-protected");
});
test("a wrong ending, a picture, an .ods and an empty file are named for what they are", () => {
  expectRefusal(() => sheets("a,b\n1,2\n", "a.xlsx"), "wrong-extension");
  expectRefusal(() => sheets(workbookFile(""), "a.csv"), "wrong-extension");
  expectRefusal(() => sheets(new Uint8Array(Buffer.from("89504e470d0a1a0a", "hex")), "a.csv"), "unknown-type");
  expectRefusal(() => sheets(zipFile({ "content.xml": "<a/>" }), "a.xlsx"), "unknown-type");
  expectRefusal(() => sheets("", "a.csv"), "empty");
});
test("text that is not UTF-8 is refused with the row and what it may be", () => {
  const windows1258 = Buffer.concat([
    Buffer.from("t,v\nx,"),
    Buffer.from([0x56, 0x69, 0xea, 0xf2, 0x74, 0xd0, 0xfd]),
    Buffer.from("\n"),
  ]);
  const problem = expectRefusal(() => sheets(new Uint8Array(windows1258), "a.csv"), "not-utf8", { row: 2 });
  expect(problem.sentence.vi).toContain("windows-1258");
  expect(problem.sentence.vi).toContain("CSV UTF-8");
});
test("a NUL is refused with its row", () => expectRefusal(() => sheets("a\nb\0\n", "a.csv"), "nul-byte", { row: 2 }));
test("a quotation mark that is never closed is refused with a row", () =>
  expectRefusal(() => sheets('a,b\n1,"2\n3,4\n', "a.csv"), "bad-quotes"));
