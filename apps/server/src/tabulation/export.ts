import type { Study, Table } from "@lang-nghe/contract";

type Cell = string | number;
type Language = "vi" | "en";

const words = {
  vi: {
    level: "Mức",
    column: "Nhóm",
    estimate: "Ước lượng",
    low: "Khoảng tin cậy 95 %: dưới",
    high: "Khoảng tin cậy 95 %: trên",
    se: "Sai số chuẩn",
    n: "Cơ sở (không quyền số)",
    effective: "Cơ sở hiệu dụng",
    deff: "Hiệu ứng thiết kế",
    withheld: "Không công bố",
    method: "Phương pháp",
    base: "Cơ sở tính",
    weights: "Quyền số",
    design: "Thiết kế mẫu",
    snapshot: "Mã băm dữ liệu cố định",
    test: "Kiểm định liên hệ",
    notRandom: "Đây không phải là mẫu ngẫu nhiên: khoảng này không phải sai số mẫu.",
    collides:
      "Theo nhóm không công bố: một bảng đã đưa ra trước có nhóm gần đúng những người này (câu hỏi, chia theo, ngày)",
    synthetic: "DỮ LIỆU MÔ PHỎNG – không phải câu trả lời thật",
    software: "Phần mềm",
  },
  en: {
    level: "Level",
    column: "Group",
    estimate: "Estimate",
    low: "95 % interval: low",
    high: "95 % interval: high",
    se: "Standard error",
    n: "Unweighted base",
    effective: "Effective base",
    deff: "Design effect",
    withheld: "Withheld",
    method: "Method",
    base: "Base",
    weights: "Weights",
    design: "Sample design",
    snapshot: "Hash of the frozen answers",
    test: "Test of association",
    notRandom: "This is not a random sample: the interval is not a margin of error.",
    collides: "Nothing by groups: a table that left earlier has a group of nearly these people (question, by, day)",
    synthetic: "SYNTHETIC DATA – not real answers",
    software: "Software",
  },
} as const;

/** Rows of a sheet: the figures first, then how they were made. What is withheld has no number. */
export function tableRows(table: Table, study: Pick<Study, "title">, language: Language): Cell[][] {
  const w = words[language];
  const label = (labels: Record<string, string>, code: string) =>
    labels[language] || labels.vi || Object.values(labels)[0] || code;
  const rows: Cell[][] = [];
  if (table.method.synthetic) rows.push([w.synthetic]);
  rows.push([study.title[language] || study.title.vi], [label(table.title, table.spec.ask)]);
  if (!table.method.random) rows.push([w.notRandom]);
  if (table.collides) rows.push([w.collides, table.collides.ask, table.collides.by ?? "", table.collides.firstLeft]);
  rows.push([], [w.column, w.level, w.estimate, w.low, w.high, w.se, w.n, w.effective, w.deff, w.withheld]);
  for (const estimate of table.estimates) {
    const column = table.columns.find((candidate) => candidate.code === estimate.by);
    const level = table.levels.find((candidate) => candidate.code === estimate.level);
    rows.push([
      column ? label(column.label, column.code ?? "") : "",
      level ? label(level.label, level.code) : "",
      ...[
        estimate.estimate,
        estimate.low,
        estimate.high,
        estimate.se,
        estimate.n,
        estimate.effectiveBase,
        estimate.deff,
      ].map((value) => value ?? ""),
      estimate.withheld ?? "",
    ]);
  }
  rows.push([]);
  if (table.test)
    rows.push([
      w.test,
      `${table.test.method} = ${table.test.statistic}; df = ${table.test.df1}, ${table.test.df2}; p = ${table.test.p}`,
    ]);
  rows.push(
    [w.base, table.spec.base],
    [w.weights, table.method.weights],
    [w.design, table.method.design],
    [w.method, table.method.interval],
    [w.software, table.method.software],
    [w.snapshot, table.method.snapshotHash],
  );
  return rows;
}
