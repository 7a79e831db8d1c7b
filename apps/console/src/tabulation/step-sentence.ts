import type { Derivation, Variable } from "@lang-nghe/contract";
import { formatNumber } from "@lang-nghe/ui/format";
import type { Language } from "../platform/words.ts";
import { labelOr, type TableSay } from "./figure.ts";

/** A stored step in words. */
export function stepWords(
  derivation: Derivation,
  variables: readonly Variable[],
  language: Language,
  t: TableSay,
): string {
  const level = (name: string, code: string) => {
    const found = variables.find((variable) => variable.name === name)?.levels.find((each) => each.code === code);
    return found ? labelOr(found.label, code, language) : code;
  };
  switch (derivation.kind) {
    case "bands":
      return t("step_bands", {
        from: derivation.from,
        cuts: derivation.cuts.map((cut) => formatNumber(cut, language, Number.isInteger(cut) ? 0 : 1)).join("; "),
      });
    case "merge":
      return t("step_merge", {
        from: derivation.from,
        groups: derivation.groups
          .map(
            (group) =>
              `${group.levels.map((code) => `“${level(derivation.from, code)}”`).join(" + ")} → “${labelOr(group.label, group.code, language)}”`,
          )
          .join("; "),
      });
    case "box":
      return t("step_box", {
        from: derivation.from,
        levels: derivation.levels.map((code) => `“${level(derivation.from, code)}”`).join(", "),
      });
    case "index": {
      const mean = t("step_index", { from: derivation.from.join(", "), atLeast: derivation.atLeast });
      return derivation.reversed.length
        ? `${mean}; ${t("reversedItems", { names: derivation.reversed.join(", ") })}`
        : mean;
    }
  }
}
