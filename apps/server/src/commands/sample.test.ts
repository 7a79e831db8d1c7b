import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { frameOfRows, stagesOf } from "../sampling/index.ts";
import { readDrawDesign } from "./draw-design.ts";

const folder = mkdtempSync(join(tmpdir(), "lang-nghe-sample-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const program = join(import.meta.dirname, "main.ts");

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The command as a person types it. */
function run(...parameters: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) =>
    execFile(process.execPath, [program, "sample", ...parameters], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    ),
  );
}

const regions = ["Hòa Bình", "Lào Cai", "Yên Bái"];
const villages = Array.from({ length: 90 }, (_, i) => [
  String(i + 1).padStart(5, "0"),
  `"Thôn ${i}, xã Mường"`,
  regions[i % 3]!,
  String(10 + i + (i === 4 ? 900 : 0)),
]);
const frame = file("frame.csv", `id,name,region,households\n${villages.map((row) => row.join(",")).join("\n")}\n`);
const design = file(
  "design.json",
  `{"method": "pps-systematic", "size": 30, "strata": "region", "allocation": {"method": "equal"}, "measureOfSize": "households"}`,
);
const table = (path: string) =>
  readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/,(?! xã)/));

test("a draw by hand: ten a region, π = 10·x/Σx, the village of 914 with certainty; the record tells of frame and seed", async () => {
  const out = join(folder, "sample.csv");
  expect(await run(frame, "--design", design, "--seed", "1", "--out", out)).toMatchObject({ code: 0, err: "" });
  const [header, ...rows] = table(out);
  expect(header!.join()).toBe("id,name,region,households,stratum,inclusion_probability,base_weight");
  expect(rows.length).toBe(30);
  const sum = (region: string) =>
    villages.reduce((total, row) => total + (row[2] === region && row[3] !== "914" ? Number(row[3]) : 0), 0);
  for (const [id, , region, households, stratum, probability, weight] of rows) {
    expect(id).toMatch(/^\d{5}$/);
    expect(stratum).toBe(region);
    const draws = region === "Lào Cai" ? 9 : 10;
    const chance = households === "914" ? 1 : (draws * Number(households)) / sum(region!);
    expect(Number(probability)).toBeCloseTo(chance, 12);
    expect(Number(weight)).toBeCloseTo(1 / chance, 9);
  }
  expect(rows.some((row) => row[3] === "914")).toBe(true);
  const record = JSON.parse(readFileSync(`${out}.draw.json`, "utf8"));
  const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
  expect(record).toMatchObject({
    seed: 1,
    algorithm: { name: "lang-nghe-draw", version: 1 },
    frame: { file: "frame.csv", sha256: hash(frame), rows: 90 },
    design: { sha256: hash(design) },
    sample: { sha256: hash(out), rows: 30 },
  });
  const group = record.groups.find((one: { stratum: string }) => one.stratum === "Lào Cai");
  expect(group).toMatchObject({ units: 30, sampled: 10, certainty: 1 });
  expect(group.inclusionProbabilities.length).toBe(30);
  expect(group.joint).toMatchObject({ method: "exact" });

  const again = join(folder, "again.csv");
  await run(frame, "--design", design, "--seed", "1", "--out", again);
  expect(readFileSync(again, "utf8")).toBe(readFileSync(out, "utf8"));
  const other = join(folder, "other.csv");
  await run(frame, "--design", design, "--seed", "2", "--out", other);
  expect(readFileSync(other, "utf8")).not.toBe(readFileSync(out, "utf8"));
});

test("without a seed it draws nothing, says why and offers one", async () => {
  const out = join(folder, "unseeded.csv");
  const { code, err } = await run(frame, "--design", design, "--out", out);
  expect(code).toBe(2);
  expect(err).toMatch(/--seed \d+$/m);
  expect(existsSync(out)).toBe(false);
});

test("two stages with a reserve and rotation: households of drawn villages, all chances told", async () => {
  const rows = Array.from({ length: 400 }, (_, i) => `${i},V${i % 20},${(i % 20) + 20}`);
  const people = file("people.csv", `id,village,people\n${rows.join("\n")}\n`);
  const stages = file(
    "stages.json",
    JSON.stringify([
      { unit: "village", method: "sampford", size: 6, measureOfSize: "people", rotation: { groups: 3, active: 2 } },
      { method: "simple-random", size: 4, reserve: 0.5 },
    ]),
  );
  const out = join(folder, "people-sample.csv");
  expect((await run(people, "--design", stages, "--seed", "9", "--out", out)).err).toBe("");
  const [header, ...drawn] = table(out);
  expect(header!.slice(-4)).toEqual(["stratum", "inclusion_probability", "base_weight", "rotation_group"]);
  expect(drawn.length).toBe(24);
  // Σ (20 + v) over 20 villages = 590; 20 households each.
  for (const row of drawn) expect(Number(row[4])).toBeCloseTo(((6 * Number(row[2])) / 590) * (4 / 20), 12);
  expect(new Set(drawn.map((row) => row[6])).size).toBe(3);
  const [, ...waiting] = table(`${out}.reserve.csv`);
  expect(waiting.map((row) => row.at(-1)).join("")).toBe("12".repeat(6));
  expect(waiting.every((row) => drawn.every(([id]) => id !== row[0]))).toBe(true);
});

const bad: [string, string | Uint8Array, object, RegExp][] = [
  [
    "the same id twice",
    "id,n\na,1\nb,2\na,3\n",
    { method: "simple", size: 1 },
    /row 4, column id: the id a stands in row 2 too/,
  ],
  [
    "an empty stratum",
    "id,r\n1,N\n2,\n",
    { method: "simple", size: 1, strata: "r" },
    /row 3, column r: the stratum is empty/,
  ],
  [
    "a stratum that no row has",
    "id,r\n1,N\n2,N\n",
    { method: "simple", strata: "r", allocation: { counts: { N: 1, S: 1 } } },
    /The stratum S has no row in the frame/,
  ],
  [
    "sizes of zero, none and words",
    "id,x\n1,5\n2,0\n3,\n4,many\n",
    { method: "brewer", size: 1, measureOfSize: "x" },
    /row 3, column x: the size is 0[\s\S]*row 4, column x: the size is empty[\s\S]*row 5, column x: the size is many/,
  ],
  [
    "a column that is not there",
    "id,x\n1,5\n",
    { method: "simple", size: 1, strata: "region" },
    /names the column region; the frame has id, x/,
  ],
  [
    "letters of an old encoding",
    Uint8Array.of(0x69, 0x64, 0x0a, 0xd0, 0xec, 0x0a),
    { method: "simple", size: 1 },
    /UTF-8.*row 2.*windows-1258/,
  ],
  [
    "a row with a cell too many",
    "id,x\n1,2\n1,2,3\n",
    { method: "simple", size: 1 },
    /row 3: 3 cells, the header has 2/,
  ],
  [
    "more units than there are",
    "id\n1\n2\n",
    { method: "simple", size: 3 },
    /3 units are to be drawn and the frame has 2/,
  ],
  [
    "one name for two places",
    "id,c,p\n1,Tân Lập,A\n2,Tân Lập,B\n",
    [
      { unit: "c", method: "simple", size: 1, strata: "p" },
      { method: "simple", size: 1 },
    ],
    /row 3, column c: Tân Lập is in another stratum \(p\) than in row 2/,
  ],
  [
    "one place spelt in two ways",
    "id,p\n1,Hòa Bình\n2,Hoà Bình\n",
    { method: "simple", size: 2, strata: "p" },
    /row 3, column p: Hoà Bình and Hòa Bình \(row 2\) are one name/,
  ],
  ["a method that nobody knows", "id\n1\n", { method: "quota", size: 1 }, /"method" is quota; it is one of/],
  ["sizes asked for and not named", "id\n1\n", { method: "pps-systematic", size: 1 }, /needs "measureOfSize"/],
];
test.each(bad)(
  "%s: refused by row and column with the mend, nothing written",
  async (name, content, plan, sentence) => {
    const place = mkdtempSync(join(folder, "bad-"));
    const path = join(place, "frame.csv");
    writeFileSync(path, content);
    const wanted = join(place, "design.json");
    writeFileSync(wanted, JSON.stringify(plan));
    if (name === "letters of an old encoding" || name === "the same id twice" || name === "more units than there are") {
      const { code, err } = await run(path, "--design", wanted, "--seed", "1", "--out", join(place, "out.csv"));
      expect(err).toMatch(sentence);
      expect(err).not.toMatch(/^\s+at /m);
      expect(code).toBe(2);
    } else {
      const read = async () => {
        const { stages } = await readDrawDesign(wanted);
        const rows = (content as string)
          .trimEnd()
          .split("\n")
          .map((line) => line.split(","));
        stagesOf(frameOfRows(rows), stages);
      };
      await expect(read()).rejects.toThrow(sentence);
    }
    expect(readdirSync(place).sort()).toEqual(["design.json", "frame.csv"]);
  },
);

test("where the sample cannot be written, nothing is left", async () => {
  const place = mkdtempSync(join(folder, "full-"));
  const { code, err } = await run(frame, "--design", design, "--seed", "1", "--out", join(place, "none/sample.csv"));
  expect(err).toMatch(/^Nothing was written/);
  expect(code).toBe(2);
  expect(readdirSync(place)).toEqual([]);
  // A folder of that name: the record was in its place already, and is taken away again.
  expect((await run(frame, "--design", design, "--seed", "1", "--out", place)).err).toMatch(/^Nothing was written/);
  expect(existsSync(`${place}.draw.json`)).toBe(false);
});
