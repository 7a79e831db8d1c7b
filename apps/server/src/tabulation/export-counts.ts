import type { PrivateCounts, Study } from "@lang-nghe/contract";
import type { Cell } from "../platform/files/index.ts";

const words = {
  vi: {
    question: "Câu hỏi",
    level: "Mức",
    count: "Số người (có nhiễu)",
    within: "± (95 %)",
    epsilon: "ε",
    mechanism: "Cơ chế",
    scale: "Cỡ nhiễu",
    eachIn: "Số ô một người có thể có mặt",
    day: "Ngày",
    laplace: "Laplace rời rạc",
    meaning:
      "Mỗi số đếm đã được cộng một số ngẫu nhiên: mười chín trong hai mươi số nằm trong khoảng ± quanh số thật. Số âm cũng do nhiễu. Không cộng quyền số. Tổng các mức không nhất thiết khớp với số người.",
    promise:
      "Có hay không có phiếu của một người, xác suất của bất kỳ kết quả nào trong tệp này chênh nhau không quá e^ε lần, ε là tổng các ε dưới đây:",
    synthetic: "DỮ LIỆU MÔ PHỎNG – không phải câu trả lời thật",
    software: "Phần mềm",
  },
  en: {
    question: "Question",
    level: "Level",
    count: "People (with noise)",
    within: "± (95 %)",
    epsilon: "ε",
    mechanism: "Mechanism",
    scale: "Scale of the noise",
    eachIn: "Counts one person may be in",
    day: "Day",
    laplace: "discrete Laplace",
    meaning:
      "A random number was added to each count: nineteen counts of twenty lie within ± of the truth. Numbers below 0 are noise too. Unweighted. Levels need not add up to the number of people.",
    promise:
      "With or without one person's answers, whatever this file says is at most e^ε times as likely, where ε is the sum of those below:",
    synthetic: "SYNTHETIC DATA – not real answers",
    software: "Software",
  },
} as const;

/** Rows of a sheet with all noisy counts of a study: what they mean first, then a row a count with its own error and price. */
export function countRows(
  counts: readonly PrivateCounts[],
  study: Pick<Study, "title" | "synthetic">,
  software: string,
  language: "vi" | "en",
): Cell[][] {
  const w = words[language];
  const label = (labels: Record<string, string>, code: string) =>
    labels[language] || labels.vi || Object.values(labels)[0] || code;
  const spent = counts.reduce((sum, { epsilon }) => sum + Math.round(epsilon * 1e6), 0) / 1e6;
  return [
    ...(study.synthetic ? [[w.synthetic]] : []),
    [study.title[language] || study.title.vi],
    [w.meaning],
    [w.promise, spent],
    [w.software, software],
    [],
    [w.question, w.level, w.count, w.within, w.epsilon, w.mechanism, w.scale, w.eachIn, w.day],
    ...counts.flatMap((table) =>
      table.counts.map(({ level, label: levelLabel, count }) => [
        label(table.label, table.ask),
        label(levelLabel, level),
        count,
        table.within,
        table.epsilon,
        w.laplace,
        table.scale,
        table.eachIn,
        table.askedOn,
      ]),
    ),
  ];
}
