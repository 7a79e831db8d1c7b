import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fileLimits } from "./file-limits.ts";
import { FileProblem } from "./file-problem.ts";
import { parseSheets, parseTable } from "./parse.ts";
import { expectRefusal } from "./testing/refusal.ts";
import { savFile } from "./testing/sav-file.ts";
import { textRow, workbookFile, zipFile } from "./testing/zip-file.ts";
import { toXlsx } from "./to-xlsx.ts";

const small = {
  ...fileLimits,
  inflatedBytes: 1_000_000,
  sheetCells: 10_000,
  tableCells: 10_000,
  rows: 5_000,
  columns: 500,
  cellCharacters: 5_000,
};
const sheets = (bytes: Uint8Array, name = "a.xlsx", limits = small) => parseSheets(bytes, name, limits);

test("a zip bomb that tells its size is refused before anything is inflated", () => {
  const bomb = workbookFile("", { "xl/media/image.bin": new Uint8Array(3_000_000) });
  expect(bomb.length).toBeLessThan(20_000);
  expectRefusal(() => sheets(bomb), "too-large-inflated");
});
test("a zip bomb that lies about its size is stopped while it inflates", () => {
  const sheet = `<worksheet><sheetData>${" ".repeat(3_000_000)}</sheetData></worksheet>`;
  expectRefusal(
    () => sheets(workbookFile("", { "xl/worksheets/sheet1.xml": sheet }, { "xl/worksheets/sheet1.xml": 10 })),
    "too-large-inflated",
  );
});
test("a part that is smaller or larger than it claims is broken", () => {
  expectRefusal(() => sheets(workbookFile(textRow(1, ["a"]), {}, { "xl/worksheets/sheet1.xml": 12 })), "broken");
});
test("many parts, a directory that points outside, an unknown way of packing: refused", () => {
  expectRefusal(
    () => sheets(zipFile(Object.fromEntries(Array.from({ length: 5_100 }, (_, i) => [`p${i}`, ""])))),
    "too-large-inflated",
  );
  const outside = workbookFile("");
  new DataView(outside.buffer).setUint32(outside.length - 6, 0x7fffff00, true);
  expectRefusal(() => sheets(outside), "broken");
  expectRefusal(() => sheets(new Uint8Array(Buffer.from("504b0304aaaaaaaa", "hex"))), "broken");
});
test("XML that declares entities is refused: none is resolved, none multiplies", () => {
  const outside = `<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData>${textRow(1, ["&x;"])}</sheetData></worksheet>`;
  expectRefusal(() => sheets(workbookFile("", { "xl/worksheets/sheet1.xml": outside })), "xml-entities");
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`;
  expectRefusal(() => sheets(workbookFile("", { "xl/sharedStrings.xml": laughs })), "xml-entities");
});
test("a declaration of entities in UTF-16 is seen too, and one in UTF-7 is only text", () => {
  const outside = `<!DOCTYPE s [<!ENTITY x SYSTEM "http://127.0.0.1/">]><worksheet><sheetData>${textRow(1, ["&x;"])}</sheetData></worksheet>`;
  const little = Buffer.from(`\ufeff${outside}`, "utf16le");
  for (const bytes of [little, Buffer.from(little).swap16()])
    expectRefusal(() => sheets(workbookFile("", { "xl/worksheets/sheet1.xml": bytes })), "xml-entities");
  const seven = `<?xml version="1.0" encoding="UTF-7"?><worksheet><sheetData>${textRow(1, ["+ADwAIQ-ENTITY x+AD4-"])}</sheetData></worksheet>`;
  expect(sheets(workbookFile("", { "xl/worksheets/sheet1.xml": seven }))[0]!.rows).toEqual([["+ADwAIQ-ENTITY x+AD4-"]]);
});
test("numeric entities by the hundred thousand are characters, and count as such", () => {
  const many = textRow(1, ["&#65;".repeat(100_000)]);
  expectRefusal(() => sheets(workbookFile(many)), "cell-too-long");
});
test("shared strings that each cell repeats are bounded by the cells, not by what they would unfold to", () => {
  const cells = Array.from(
    { length: 200 },
    (_, i) => `<row r="${i + 1}">${`<c r="A${i + 1}" t="s"><v>0</v></c>`}</row>`,
  ).join("");
  const strings = `<sst><si><t>${"x".repeat(4_000)}</t></si></sst>`;
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const relations = `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`;
  const file = workbookFile(cells, { "xl/sharedStrings.xml": strings, "xl/_rels/workbook.xml.rels": relations });
  expect(sheets(file)[0]!.rows).toHaveLength(200);
});
test("a zip inside a zip stays packed; names that climb, repeat or are JavaScript's are names", () => {
  const bomb = zipFile({ "x.bin": new Uint8Array(900_000) });
  const names = ["../../site/shell.html", "/etc/passwd", "C:\\x", "__proto__", "constructor", "xl/../xl/workbook.xml"];
  const file = workbookFile(textRow(1, ["a"]), {
    "xl/media/inner.zip": bomb,
    "XL/worksheets/SHEET1.xml": `<worksheet><sheetData>${textRow(1, ["b"])}</sheetData></worksheet>`,
    ...Object.fromEntries(names.map((name) => [name, "x"])),
  });
  // Of two parts of one name the later is read, as spreadsheets do: there is never more than one.
  expect(sheets(file)[0]!.rows).toEqual([["b"]]);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});
test("an entity that nobody declared stays as it is written", () =>
  expect(sheets(workbookFile(textRow(1, ["&x;"])))[0]!.rows).toEqual([["&x;"]]));
test("a stray cell at XFD1048576 does not build an empty sheet of it", () => {
  expectRefusal(
    () => sheets(workbookFile(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`)),
    "too-many-columns",
  );
  expectRefusal(() => sheets(workbookFile(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)), "too-many-rows");
});
test("a cell reference beyond any sheet is refused", () => {
  expectRefusal(() => sheets(workbookFile(`<row r="1"><c r="ZZZZ1"><v>1</v></c></row>`)), "too-many-columns");
  expectRefusal(() => sheets(workbookFile(`<row r="99999999"><c r="A99999999"><v>1</v></c></row>`)), "too-many-rows");
});
test("more cells than the limit are refused", () => {
  const cells = Array.from({ length: 300 }, (_, i) => `<row r="${i + 1}"><c r="CV${i + 1}"><v>1</v></c></row>`).join(
    "",
  );
  expectRefusal(() => sheets(workbookFile(cells)), "too-many-cells");
});
test("a shared string that is not there, text as a number, XML that breaks off: refused by place", () => {
  expectRefusal(() => sheets(workbookFile(`<row r="3"><c r="B3" t="s"><v>7</v></c></row>`)), "broken", {
    row: 3,
    column: "B",
  });
  expectRefusal(() => sheets(workbookFile(`<row r="3"><c r="B3"><v>1e</v></c></row>`)), "broken", {
    row: 3,
    column: "B",
  });
  expectRefusal(
    () =>
      sheets(workbookFile("", { "xl/worksheets/sheet1.xml": "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v>" })),
    "broken",
  );
});
test("a link to another file is not followed", () => {
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const file = workbookFile("", {
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="${office}/worksheet" TargetMode="External" Target="http://127.0.0.1/x.xml"/></Relationships>`,
  });
  expectRefusal(() => sheets(file), "no-sheets");
});

const csv = (text: string, limits = small) => parseTable(new TextEncoder().encode(text), "a.csv", limits);
test("two hundred thousand columns, a million rows, one endless cell: refused", () => {
  expectRefusal(() => csv(`${"a,".repeat(200_000)}a\n1\n`), "too-many-columns");
  expectRefusal(() => csv(`a\n${"1\n".repeat(1_000_000)}`), "too-many-rows");
  expectRefusal(() => csv(`a\n"${"x".repeat(1_000_000)}"\n`), "cell-too-long");
  expectRefusal(() => csv(`a,b,c\n${"1,2,3\n".repeat(4_000)}`), "too-many-cells");
});
test("a file over the limit is refused by its size alone", () =>
  expectRefusal(() => csv("a\n1\n", { ...small, fileBytes: 2 }), "too-large"));
test("HTML and JSON that call themselves .csv do not become answers", () => {
  expectRefusal(() => csv("<html><body>Not found</body></html>"), "no-table");
  expectRefusal(() => csv('{"a": [1, 2]}'), "bad-quotes", { row: 1 });
});
test("a million quotation marks are refused", () => {
  expect(() => csv(`a\n${'""'.repeat(500_000)}\n`)).toThrow(FileProblem);
});

/** Reads without anything but a FileProblem: what a changed file may do. */
function survives(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
  }
}

test("whatever bytes are changed in a .xlsx, .csv or .sav, it is read or refused, and nothing else happens", async () => {
  const files = {
    "a.xlsx": await toXlsx([
      {
        name: "s",
        rows: [
          ["tên", "số"],
          ["Ấ", 1],
          ["b", 2.5],
        ],
      },
    ]),
    "b.xlsx": workbookFile(textRow(1, ["a", "b"]) + textRow(2, ["1", "2"])),
    "a.csv": new TextEncoder().encode('a,b\n"x, y",1\nđ,2\n'),
    "a.sav": savFile(
      [
        { name: "a", label: "nhãn", missing: [9], labels: [[1, "một"]] },
        { name: "b", width: 20, label: "chữ" },
      ],
      [
        [1, "x"],
        [9, "y"],
        [0.5, "z"],
      ],
    ),
  };
  for (const [name, bytes] of Object.entries(files))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(bytes.length), { freq: 5 }),
        (changes, cut) => {
          const changed = bytes.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          const file = cut === null ? changed : changed.slice(0, cut);
          survives(() => parseTable(file, name, small));
          if (!name.endsWith(".sav")) survives(() => parseSheets(file, name, small));
        },
      ),
      { numRuns: 300 },
    );
});
test("any bytes under any name are read or refused", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom("a.csv", "a.xlsx", "a.sav", "a.md", "a", "a.txt"),
      (bytes, name) => {
        survives(() => parseTable(bytes, name, small));
        survives(() => parseSheets(bytes, name, small));
      },
    ),
    { numRuns: 500 },
  );
});

const shared = new URL("../../../../../../shared/data/", import.meta.url);
test.skipIf(!existsSync(shared))(
  "surveys published by others are read, or refused with a reason that names the place",
  () => {
    const table = (path: string) => parseTable(readFileSync(new URL(`fte-surveys/${path}`, shared)), path, fileLimits);
    expect(table("steak-survey/steak-risk-survey.csv").rows).toBe(551);
    expect(table("comma-survey/comma-survey.csv").rows).toBe(1129);
    expect(table("non-voters/nonvoters_data.csv")).toMatchObject({ rows: 5836 });
    expectRefusal(() => table("religion-survey/religion-survey-results.csv"), "empty-header", { row: 1, column: "B" });
    expectRefusal(() => table("region-survey/MIDWEST.csv"), "empty-header", { row: 1 });
    expectRefusal(() => table("star-wars-survey/StarWars.csv"), "not-utf8", { row: 1 });
  },
);
if (!existsSync(shared)) console.log("shared data: not present");
