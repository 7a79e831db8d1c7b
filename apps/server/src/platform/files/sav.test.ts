import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fileLimits } from "./file-limits.ts";
import { parseTable } from "./parse.ts";
import type { Table } from "./table.ts";
import { expectRefusal } from "./testing/refusal.ts";
import { savFile } from "./testing/sav-file.ts";

const shared = new URL("../../../../../../shared/data/", import.meta.url);
const present = existsSync(shared);
if (!present) console.log("shared data: not present");
const read = (bytes: Uint8Array, name = "a.sav", limits = {}) => parseTable(bytes, name, { ...fileLimits, ...limits });
const sharedTable = (path: string) => read(readFileSync(new URL(path, shared)), path);
const column = (table: Table, name: string) => table.columns.find((candidate) => candidate.name === name)!;

test("Vietnamese stays whole: names, wording, labels, answers", () => {
  const table = read(
    savFile(
      [
        {
          name: "Giới_tính",
          label: "Giới tính của ông/bà",
          labels: [
            [1, "Nữ"],
            [2, "Nam"],
          ],
        },
        { name: "Xã", label: "Xã, phường", width: 40 },
      ],
      [
        [1, "Mường Khương"],
        [2, "Phường Sa Pa"],
        [null, ""],
      ],
    ),
  );
  expect(table.columns).toEqual([
    {
      name: "Giới_tính",
      label: "Giới tính của ông/bà",
      kind: "number",
      numbers: Float64Array.of(1, 2, Number.NaN),
      valueLabels: [
        { value: 1, label: "Nữ" },
        { value: 2, label: "Nam" },
      ],
    },
    { name: "Xã", label: "Xã, phường", kind: "text", texts: ["Mường Khương", "Phường Sa Pa", null] },
  ]);
});
test("a file in windows-1258 says so and is read so, letters made whole: Vi + ệ + t", () => {
  // "Việt" as Windows writes it: ê is 0xEA, the dot below is 0xF2.
  const encode = (text: string) => Buffer.from(text.replace("Việt", "Vi\u00ea\u00f2t"), "latin1");
  const table = read(
    savFile([{ name: "Q1", width: 8, label: "Việt" }], [["Việt"]], { encoding: "windows-1258", encode }),
  );
  expect(table.columns[0]).toMatchObject({ label: "Việt", texts: ["Việt"] });
});
test("declared missing values are kept as values and listed, ranges by what occurs or is labelled", () => {
  const table = read(
    savFile(
      [
        { name: "a", missing: [98, 99], labels: [[99, "Từ chối"]] },
        { name: "b", range: [90, 100] },
      ],
      [
        [1, 95],
        [99, 2],
        [98, 97],
      ],
    ),
  );
  expect(column(table, "a")).toMatchObject({
    numbers: Float64Array.of(1, 99, 98),
    missingValues: [{ value: 98 }, { value: 99, label: "Từ chối" }],
  });
  expect(column(table, "b").missingValues).toEqual([{ value: 95 }, { value: 97 }]);
});
test("fractions, large and negative numbers come through unchanged", () => {
  const numbers = [0.1, -1e300, 123456789.125, -99, 151, 152, 0];
  expect([
    ...read(
      savFile(
        [{ name: "a" }],
        numbers.map((n) => [n]),
      ),
    ).columns[0]!.numbers!,
  ]).toEqual(numbers);
});
test("a file that does not tell its number of rows is read to its end", () =>
  expect(read(savFile([{ name: "a" }], [[1], [2]], { cases: -1 })).rows).toBe(2));
test("a date is ISO 8601: 158,682 days after 14 October 1582 are 29 March 2017 (Python's datetime)", () => {
  expect(read(savFile([{ name: "a", format: 20 }], [[158_682 * 86_400]])).columns[0]!.texts).toEqual(["2017-03-29"]);
});

test("the variable that the file is weighted by is named", () => {
  const rows = [[1, 0.5]];
  expect(read(savFile([{ name: "a" }, { name: "Quyền_số" }], rows, { weight: 2 })).weight).toBe("Quyền_số");
  expect(read(savFile([{ name: "a" }, { name: "w" }], rows))).not.toHaveProperty("weight");
});

test("a file cut off anywhere is refused, or is shorter where it tells no number of rows; never a crash", () => {
  const file = savFile(
    [
      { name: "a", label: "nhãn", labels: [[1, "một"]] },
      { name: "b", width: 20 },
    ],
    Array.from({ length: 50 }, (_, i) => [i * 1.5, `dòng ${i}`]),
  );
  for (let end = 1; end < file.length; end += 7)
    expectRefusal(() => read(file.slice(0, end)), end < 4 ? "wrong-extension" : "broken");
});
test("a claim of two thousand million rows costs no memory", () =>
  expectRefusal(() => read(savFile([{ name: "a" }], [[1]], { cases: 2_000_000_000 })), "broken"));
test("an encoding that is not known, or does not fit, is named", () => {
  expectRefusal(() => read(savFile([{ name: "a" }], [[1]], { encoding: "klingon" })), "unknown-encoding");
  const encode = () => Buffer.from([0xc3, 0x28, 0x41]);
  expectRefusal(() => read(savFile([{ name: "a", label: "x" }], [[1]], { encode })), "unknown-encoding");
});
test("more values than the limit are refused", () =>
  expectRefusal(() => read(savFile([{ name: "a" }], [[1], [2], [3]]), "a.sav", { savCells: 2 }), "too-many-cells"));

test.skipIf(!present)("the sample of pyreadstat agrees with its .csv, compressed either way", () => {
  for (const file of ["sample.sav", "sample.zsav"]) {
    const table = sharedTable(`sav-pyreadstat/basic/${file}`);
    const expected = sharedTable("sav-pyreadstat/basic/sample.csv");
    expect(table.rows).toBe(5);
    for (const name of ["mychar", "mynum", "mylabl", "myord", "mydate", "mytime"]) {
      const [is, wanted] = [column(table, name), column(expected, name)];
      if (wanted.numbers) expect([...is.numbers!]).toEqual([...wanted.numbers]);
      // The .csv writes 0:00:00.00000 where we write 00:00:00.
      else
        expect(is.texts!.map((text) => text ?? "")).toEqual(
          wanted.texts!.map((text) => (text ?? "").replace(/\.\d+$/, "").replace(/^(\d):/, "0$1:")),
        );
    }
    expect(column(table, "mylabl").valueLabels).toEqual([
      { value: 1, label: "Male" },
      { value: 2, label: "Female" },
    ]);
  }
});
test.skipIf(!present)("names and texts that were cut in the middle of a letter are read: Hebrew, Telugu", () => {
  expect(sharedTable("sav-pyreadstat/basic/hebrews.sav").columns[0]!.name).toBe("ותק_ב");
  expect(sharedTable("sav-pyreadstat/basic/tegulu.sav").columns[1]!.texts![0]).toContain("నేను");
});
test.skipIf(!present)("missing values of pyreadstat's samples are declared ones", () => {
  const table = sharedTable("sav-pyreadstat/basic/sample_missing.sav");
  expect(column(table, "mylabl").missingValues).toEqual([{ value: -1, label: "undetermined" }]);
  expect(column(sharedTable("sav-pyreadstat/missing_data/missing_test.sav"), "var1").missingValues).toEqual([
    { value: 1, label: "missing" },
  ]);
});
test.skipIf(!present)("PSPP's examples are read: rows by their descriptions", () => {
  const rows = { hotel: 17, horticulture: 90, personnel: 56, physiology: 40, repairs: 30 };
  for (const [name, count] of Object.entries(rows)) expect(sharedTable(`sav-pspp/${name}.sav`).rows).toBe(count);
});
test.skipIf(!present)("a .zsav whose list of blocks is broken or lies is refused", () => {
  const file = new Uint8Array(readFileSync(new URL("sav-pyreadstat/basic/sample.zsav", shared)));
  for (let at = file.length - 48; at < file.length; at++) {
    const changed = file.slice();
    changed[at]! ^= 0xff;
    try {
      read(changed, "a.zsav");
    } catch (error) {
      expect(error).toHaveProperty("fault");
    }
  }
});
