import type { Words } from "@lang-nghe/contract";
import type { SamplingError } from "@lang-nghe/survey-statistics";
import { Problem } from "../platform/problem.ts";

/** What is wrong with a frame or a design: where, and how to mend it. */
export type DrawFault = {
  /** As the file counts, the header being row 1. */
  row?: number;
  column?: string;
  /** From 1. */
  stage?: number;
  what: Words;
};

/** Faults told at once: a person mends a file in one go. */
const mostTold = 20;

/** Faults that keep a sample from being drawn. */
export class DrawFaults extends Error {
  readonly faults: readonly DrawFault[];

  constructor(faults: readonly DrawFault[], options?: ErrorOptions) {
    super(faults.map((fault) => faultLine(fault, "en")).join("\n"), options);
    this.faults = faults;
  }

  /** All faults as lines of text, no more than can be read. */
  text(language: "vi" | "en"): string {
    const lines = this.faults.slice(0, mostTold).map((fault) => faultLine(fault, language));
    const more = this.faults.length - mostTold;
    if (more > 0) lines.push(language === "vi" ? `… và ${more} chỗ nữa.` : `… and ${more} more.`);
    return lines.join("\n");
  }

  /** As the server answers it. */
  problem(): Problem {
    const [first] = this.faults;
    const sentence = (language: "vi" | "en") => faultLine(first!, language);
    return new Problem("sampling.design", {
      count: this.faults.length,
      what: { vi: sentence("vi"), en: sentence("en") },
      faults: this.faults.slice(0, mostTold),
    });
  }
}

/** @throws {DrawFaults} when there are any. */
export function refuseFaults(faults: readonly DrawFault[]): void {
  if (faults.length) throw new DrawFaults(faults);
}

function faultLine({ row, column, stage, what }: DrawFault, language: "vi" | "en"): string {
  const words = language === "vi" ? { row: "dòng", column: "cột", stage: "Giai đoạn" } : english;
  const places = [
    ...(stage === undefined ? [] : [`${words.stage} ${stage}`]),
    ...(row === undefined ? [] : [`${words.row} ${row}`]),
    ...(column === undefined ? [] : [`${words.column} ${column}`]),
  ];
  return `${places.join(", ")}${places.length ? ": " : ""}${what[language]}`;
}
const english = { row: "row", column: "column", stage: "stage" };

/**
 * An error of the library with the names people know: strata by name, units by their row in the file.
 * @param names of the strata of each stage, by code.
 * @param rowNumber of a row of the frame, as the file counts.
 */
export function faultsOf(
  error: SamplingError,
  names: readonly (readonly string[])[],
  rowNumber: (row: number) => number,
): DrawFaults {
  const { stage = 0, stratum, unit, otherUnit } = error.place;
  const name = stratum === undefined ? "" : (names[stage]?.[stratum] ?? String(stratum + 1)) || "all";
  const other = otherUnit === undefined ? "" : String(rowNumber(otherUnit));
  const what = ((): Words => {
    switch (error.code) {
      case "too-few-units":
        return name
          ? {
              vi: `tầng ${name} không đủ đơn vị cho số cần rút; xin giảm số cần rút, hoặc gộp tầng này với tầng khác.`,
              en: `the stratum ${name} has fewer units than it is to give; draw fewer, or merge it with another.`,
            }
          : {
              vi: "số cần rút lớn hơn số đơn vị của dàn mẫu; xin giảm số cần rút.",
              en: `${error.message} Draw fewer.`,
            };
      case "minimum-too-large":
        return name
          ? {
              vi: `tầng ${name} không có đủ đơn vị cho số tối thiểu; xin giảm số tối thiểu, hoặc gộp tầng này với tầng khác.`,
              en: `the stratum ${name} has fewer units than the minimum; lower the minimum, or merge it with another.`,
            }
          : {
              vi: "tổng các số tối thiểu lớn hơn cỡ mẫu; xin tăng cỡ mẫu hoặc giảm số tối thiểu.",
              en: "the minimums of the strata add up to more than the sample; draw more, or lower the minimum.",
            };
      case "unit-in-two-strata":
        return {
          vi: `đơn vị này nằm ở tầng khác so với dòng ${other}; nếu là hai nơi trùng tên, xin dùng cột mã.`,
          en: `this unit is in another stratum than in row ${other}; if these are two places of one name, use a column of codes.`,
        };
      case "bad-size":
        return {
          vi: "quy mô phải là số lớn hơn 0 và như nhau ở mọi dòng của một đơn vị.",
          en: "the size must be a number above 0, and the same in all rows of a unit.",
        };
      case "bad-bounds":
        return {
          vi: "số tối thiểu hoặc tối đa của tầng không dùng được; xin sửa lại.",
          en: "the minimum or maximum of strata cannot be; mend it.",
        };
      default:
        return { vi: `thiết kế không rút được (${error.code}).`, en: error.message };
    }
  })();
  return new DrawFaults(
    [
      {
        ...(names.length > 1 ? { stage: stage + 1 } : {}),
        ...(unit === undefined ? {} : { row: rowNumber(unit) }),
        what,
      },
    ],
    { cause: error },
  );
}
