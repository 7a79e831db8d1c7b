import fc from "fast-check";
import { expect, test } from "vitest";
import { type IntervalChart, intervalChart, intervalChartTable } from "./index.ts";

const chart: IntervalChart = {
  title: "Quý vị hài lòng thế nào với dịch vụ một cửa?",
  base: "Người từ 18 tuổi, 1.204 người trả lời",
  unit: "share",
  random: true,
  language: "vi",
  rows: [
    { label: "Hài lòng", estimate: 0.456, low: 0.431, high: 0.482, n: 549, effectiveBase: 1100, withheld: null },
    { label: "Không hài lòng", estimate: null, low: null, high: null, n: null, withheld: "cell-below-10" },
  ],
};

function drawnText(svg: string): string {
  return [...svg.matchAll(/<(?:text|desc|title)[^>]*>([^<]*)</g)].map((match) => match[1]).join("\n");
}

test("an estimate is drawn as a point with its interval and says both in words", () => {
  const svg = intervalChart(chart);
  expect(svg).toContain('role="img"');
  expect(drawnText(svg)).toContain("45,6\u00a0%");
  expect(drawnText(svg)).toContain("43,1\u00a0–\u00a048,2\u00a0%");
  expect(svg).toMatch(/<circle/);
});

test("a withheld figure is hatched and gives its reason", () => {
  const svg = intervalChart(chart);
  expect(svg).toMatch(/url\(#c[0-9a-z]+-hatch\)/);
  expect(drawnText(svg)).toContain("Không công bố: để không lộ một vài người");
});

test("shares start at zero", () => {
  expect(drawnText(intervalChart(chart))).toContain("0\u00a0%");
});

test("without a random sample no interval is drawn or told, unless staff ask for the sensitivity", () => {
  const open = { ...chart, random: false };
  expect(drawnText(intervalChart(open))).not.toContain("43,1");
  expect(drawnText(intervalChart(open))).toContain("Đây không phải là mẫu ngẫu nhiên");
  expect(JSON.stringify(intervalChartTable(open))).not.toContain("43,1");
  const staff = drawnText(intervalChart({ ...open, sensitivity: true }));
  expect(staff).toContain("không phải sai số lấy mẫu");
  expect(staff).not.toContain("khoảng tin cậy");
});

test("synthetic answers say so in the picture and in the table", () => {
  const svg = intervalChart({ ...chart, synthetic: true, surface: "file" });
  expect(drawnText(svg)).toContain("Dữ liệu mô phỏng");
  expect(intervalChartTable({ ...chart, synthetic: true }).caption).toContain("Dữ liệu mô phỏng");
});

test("a file has fixed colours, since most readers of SVG know no variables", () => {
  expect(intervalChart({ ...chart, surface: "file" })).not.toContain("var(");
  expect(intervalChart(chart)).toContain("var(--ln-chart-ink,");
});

test("small multiples share one scale and keep what is withheld whole", () => {
  const columns = [
    { label: "Nam", base: "600 người", rows: chart.rows },
    { label: "Nữ", base: "", withheld: "base-below-30", rows: chart.rows },
  ];
  for (const width of [320, 720]) {
    const svg = intervalChart({ ...chart, rows: [], columns, width });
    expect(drawnText(svg)).toContain("Nam");
    expect(drawnText(svg).match(/45,6/g)?.length, "once in the description, once in the drawing").toBe(2);
  }
});

test("hostile text never becomes markup, and markup stays well-formed at any width", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 200, max: 1400 }), (text, width) => {
      const hostile = `${text}</text><script>alert(1)</script>" onload="x`;
      const svg = intervalChart({
        ...chart,
        title: hostile,
        base: hostile,
        source: hostile,
        width,
        rows: [{ ...chart.rows[0]!, label: hostile }],
      });
      expect(svg).not.toContain("<script");
      expect(svg).not.toMatch(/<[^>]* onload="/);
      const opened = svg.match(/<[a-z][^>]*[^/]>/g)?.length;
      expect(opened).toBe(svg.match(/<\/[a-z]+>/g)?.length);
      expect(svg).not.toContain("NaN");
    }),
    { numRuns: 60 },
  );
});

test("no number of a withheld row reaches the drawing or the table, even when the row carries it", () => {
  const secret = fc.integer({ min: 100, max: 999 });
  fc.assert(
    fc.property(
      secret,
      secret,
      fc.constantFrom("base-below-30", "cell-below-10", "n=777 777"),
      (first, second, withheld) => {
        const low = Number(`0.6${first}`);
        const rows = [{ label: "X", estimate: low, low, high: Number(`0.7${second}`), n: 31_000 + first, withheld }];
        const without = rows.map((row) => ({ ...row, estimate: null, low: null, high: null, n: null }));
        for (const unit of ["share", "mean"] as const) {
          expect(intervalChart({ ...chart, unit, rows })).toBe(intervalChart({ ...chart, unit, rows: without }));
          expect(intervalChartTable({ ...chart, unit, rows })).toEqual(
            intervalChartTable({ ...chart, unit, rows: without }),
          );
        }
        expect(intervalChart({ ...chart, rows })).not.toContain("777");
      },
    ),
  );
});
