import { expect, test } from "vitest";
import { FileProblem, personalColumns, readSheets, readTable } from "./index.ts";
import { savFile } from "./testing/sav-file.ts";

const text = (content: string) => new TextEncoder().encode(content);

test("a table comes out of the thread whole: numbers, texts, gaps, hash; the caller keeps its bytes", async () => {
  const bytes = text("a,b\n1,x\n,\n3,y\n");
  const table = await readTable(bytes, "a.csv");
  expect(table.columns).toEqual([
    { name: "a", kind: "number", numbers: Float64Array.of(1, Number.NaN, 3) },
    { name: "b", kind: "text", texts: ["x", null, "y"] },
  ]);
  expect(table.fileHash).toMatch(/^[0-9a-f]{64}$/);
  expect(bytes.length).toBe(14);
});
test("a problem comes out of the thread as itself, and answers a request in the reader's language", async () => {
  const problem = await readSheets(text("a\0"), "lạ.csv").catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(FileProblem);
  const body = (problem as FileProblem).body("en");
  expect(body).toMatchObject({
    status: 422,
    code: "files.unreadable",
    details: { fault: "nul-byte", file: "lạ.csv", place: { row: 1 } },
  });
  expect(body.detail).toContain("NUL character");
  expect((problem as FileProblem).body("vi").detail).toContain("Không đọc được tệp lạ.csv");
});
test("a file that takes too long is given up, and the server goes on", async () => {
  const file = savFile(
    Array.from({ length: 20 }, (_, i) => ({ name: `v${i}` })),
    Array.from({ length: 5_000 }, () => Array.from({ length: 20 }, (_, i) => i)),
  );
  await expect(readTable(file, "a.sav", { milliseconds: 1 })).rejects.toMatchObject({ fault: "too-slow" });
  expect((await readTable(file, "a.sav")).rows).toBe(5_000);
});
test("a file that needs more memory than it may have is given up, and the server goes on", async () => {
  const rows = text(`a\n${Array.from({ length: 400_000 }, (_, i) => `một câu trả lời khá dài số ${i}\n`).join("")}`);
  await expect(readTable(rows, "a.csv", { memoryMegabytes: 12 })).rejects.toMatchObject({ fault: "too-much-memory" });
  expect(await readSheets(text("a,b\n"), "a.csv")).toHaveLength(1);
}, 60_000);
test("the server answers others while a large file is read", async () => {
  const file = text(`a,b,c\n${"1,2,3\n".repeat(300_000)}`);
  let beats = 0;
  const beat = setInterval(() => beats++, 1);
  const table = await readTable(file, "a.csv");
  clearInterval(beat);
  expect(table.rows).toBe(300_000);
  expect(beats).toBeGreaterThan(10);
});
test("ten files at once are all read", async () => {
  const tables = await Promise.all(Array.from({ length: 10 }, (_, i) => readTable(text(`a\n${i}\n`), "a.csv")));
  expect(tables.map((table) => table.columns[0]!.numbers![0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(personalColumns(tables[0]!)).toEqual([]);
});
