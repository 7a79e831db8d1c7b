import { expect, test } from "vitest";
import { chartTable, convergenceChart, histogramChart, progressionChart } from "./index.ts";

const frame = { title: "T <b>", language: "vi" } as const;

test("a joined bin twice as wide stands half as tall", () => {
  const bins = [
    { from: 0, to: 1, count: 40 },
    { from: 1, to: 3, count: 40 },
  ];
  const svg = histogramChart({ ...frame, bins, marked: { value: 1, label: "trung bình" } });
  const heights = [...svg.matchAll(/<rect [^>]*height="([\d.]+)"/g)].map((match) => Number(match[1]));
  expect(heights[0]! / heights[1]!).toBeCloseTo(2, 1);
  expect(chartTable({ ...frame, bins }).rows).toEqual([
    ["0,00 – 1,00", "40"],
    ["1,00 – 3,00", "40"],
  ]);
});

test("convergence is drawn by powers of ten and survives an exact zero", () => {
  const chart = { ...frame, distances: [0.2, 1e-3, 2.5e-8, 0], tolerance: 1e-9 };
  const svg = convergenceChart(chart);
  expect(svg).not.toContain("NaN");
  expect(svg.match(/<circle/g)?.length).toBe(4);
  expect(chartTable(chart).rows.map((row) => row[1])).toEqual(["0,2000", "0,0010", "2,5·10⁻⁸", "0"]);
});

test("bars start at zero: twice the people, twice the length; too few are words, not a bar", () => {
  const pages = [
    { label: "1. Đồng ý", reached: 400 },
    { label: "2. Đường sá", reached: 200 },
    { label: "3. Trường học", reached: null },
  ];
  const svg = progressionChart({ ...frame, pages });
  const lengths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((match) => Number(match[1]));
  expect(lengths).toHaveLength(2);
  expect(lengths[0]! / lengths[1]!).toBeCloseTo(2, 2);
  expect(chartTable({ ...frame, pages }).rows[2]).toEqual(["3. Trường học", "chưa đủ 20"]);
});

test("empty charts are drawn without harm", () => {
  for (const svg of [
    histogramChart({ ...frame, bins: [] }),
    convergenceChart({ ...frame, distances: [] }),
    progressionChart({ ...frame, pages: [] }),
  ]) {
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg).toContain("T &lt;b&gt;");
  }
});
