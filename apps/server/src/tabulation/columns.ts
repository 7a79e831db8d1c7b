import type { Base, Labels, Variable } from "@lang-nghe/contract";
import { type Dataset, requireColumn, requireVariable } from "../dictionary/index.ts";
import { Problem } from "../platform/problem.ts";
import { missingCode } from "../responses/index.ts";

export type Level = { code: string; label: Labels };

/** A question ready to tabulate on a base. −1 / NaN = not in the base. */
export type Asked =
  | { kind: "categorical"; variable: Variable; levels: Level[]; codes: Int32Array }
  | { kind: "numeric"; variable: Variable; values: Float64Array }
  /** One 0/1 column per option. */
  | { kind: "multiple"; variable: Variable; levels: Level[]; options: Float64Array[] };

const missingLevel: Level = { code: "missing", label: { vi: "Không có câu trả lời", en: "No answer" } };

/**
 * Takes a variable to a base: "valid" leaves out don't know, refused and missing; "answered" keeps don't know and refused
 * as levels; "asked" keeps missing too. Who was not asked is in no base.
 * @throws {Problem} dictionary.unknown-variable, tabulation.not-shown for open text.
 */
export function askedOn(dataset: Dataset, name: string, base: Base): Asked {
  const variable = requireVariable(dataset, name);
  const column = requireColumn(dataset, name);
  switch (column.kind) {
    case "categorical": {
      const kept = variable.levels.filter((level) => base !== "valid" || level.missing === null);
      const place = variable.levels.map((level) => kept.indexOf(level));
      const levels: Level[] = kept.map(({ code, label }) => ({ code, label }));
      const withMissing = base === "asked" && column.codes.includes(missingCode.missing);
      if (withMissing) levels.push(missingLevel);
      const codes = Int32Array.from(column.codes, (code) =>
        code >= 0 ? place[code]! : withMissing && code === missingCode.missing ? levels.length - 1 : -1,
      );
      return { kind: "categorical", variable, levels, codes };
    }
    case "numeric":
      return { kind: "numeric", variable, values: column.values };
    case "multiple": {
      const inBase = (reason: number) => reason === 0 || (base === "asked" && reason === missingCode.missing);
      const options = column.chosen.map((chosen) =>
        Float64Array.from(chosen, (value, i) => (inBase(column.reasons[i]!) ? value : Number.NaN)),
      );
      return {
        kind: "multiple",
        variable,
        levels: variable.levels.map(({ code, label }) => ({ code, label })),
        options,
      };
    }
    case "text":
      throw new Problem("tabulation.not-shown", {
        variable: name,
        reason: "câu trả lời mở chưa được ẩn danh và mã hoá / open answers wait for redaction and coding",
      });
  }
}

/** The domains of a `by` variable: valid levels only. @throws {Problem} tabulation.not-shown unless categorical. */
export function domainsOf(dataset: Dataset, name: string): { variable: Variable; levels: Level[]; codes: Int32Array } {
  const by = askedOn(dataset, name, "valid");
  if (by.kind !== "categorical")
    throw new Problem("tabulation.not-shown", {
      variable: name,
      reason: "chỉ chia được theo biến có các mức / only a variable with levels can divide a table",
    });
  return by;
}
