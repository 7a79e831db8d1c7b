import type { Derivation, MarginProblem, Margins, Variable } from "@lang-nghe/contract";
import type { Language } from "../platform/words.ts";
import { plain } from "../studies/search.ts";

/** A margin as it stands in the editor: targets are kept as typed, the server reads them. */
export interface MarginRows {
  readonly variable: string;
  readonly targets: readonly { readonly level: string; readonly value: string }[];
}

/** A target as the language writes it, without grouping: the server reads both commas and points. */
function written(value: number, language: Language): string {
  const text = String(Number(value.toPrecision(12)));
  return language === "vi" ? text.replace(".", ",") : text;
}

/** What was read from a file or a paste, for the editor. */
export function rowsOf(margins: Margins, language: Language): MarginRows[] {
  return margins.margins.map(({ variable, targets }) => ({
    variable,
    targets: targets.map(({ level, value }) => ({ level, value: written(value, language) })),
  }));
}

/** A margin's levels, to be filled in. */
export function emptyRows(variable: Variable): MarginRows {
  return {
    variable: variable.name,
    targets: variable.levels
      .filter((level) => level.missing === null)
      .map((level) => ({ level: level.code, value: "" })),
  };
}

const cell = (text: string) => text.replace(/[\t\r\n]+/g, " ");

/** The editor's rows as the text the server reads; rows not filled in are left out. */
export function textOf(rows: readonly MarginRows[]): string {
  const lines = rows.flatMap(({ variable, targets }) =>
    targets
      .filter((target) => target.value.trim() !== "")
      .map((target) => [variable, target.level, target.value].map(cell).join("\t")),
  );
  return ["variable\tlevel\tshare", ...lines].join("\n");
}

/** A level is known by its code or by its label in any language. */
export function isLevel(level: Variable["levels"][number], text: string): boolean {
  const wanted = plain(text.trim());
  return plain(level.code) === wanted || Object.values(level.label).some((label) => plain(label) === wanted);
}

/** Numbers as the server read them: a level's target, undefined where it read none. */
export function readValue(read: Margins | null, variable: string, level: string): number | undefined {
  return read?.margins
    .find((margin) => margin.variable === variable)
    ?.targets.find((target) => target.level === level.trim().normalize("NFC"))?.value;
}

/** Share of a target among its margin, as read; undefined while something is missing. */
export function shareOf(read: Margins | null, variable: string, level: string): number | undefined {
  const value = readValue(read, variable, level);
  const total = totalOf(read, variable);
  return value === undefined || !total ? undefined : value / total;
}

export function totalOf(read: Margins | null, variable: string): number | undefined {
  const margin = read?.margins.find((each) => each.variable === variable);
  return margin?.targets.reduce((sum, target) => sum + target.value, 0);
}

/**
 * The step that merges two levels, and the margin on the merged variable with their targets added.
 * @param taken names of variables that exist.
 */
export function merging(
  rows: readonly MarginRows[],
  read: Margins | null,
  variable: Variable,
  level: string,
  other: string,
  taken: readonly string[],
  suffix: { vi: string; en: string },
  language: Language,
): { derivation: Derivation; rows: MarginRows[] } {
  let name = `${variable.name}_gop`;
  for (let at = 2; taken.includes(name); at++) name = `${variable.name}_gop${at}`;
  const find = (code: string) => variable.levels.find((each) => each.code === code);
  const labelOf = (code: string, language: string) => find(code)?.label[language] ?? find(code)?.label.vi ?? code;
  const pair = variable.levels.map((each) => each.code).filter((code) => code === level || code === other);
  const code = pair.join("_");
  const derivation: Derivation = {
    kind: "merge",
    name,
    label: {
      vi: `${variable.label.vi ?? Object.values(variable.label)[0] ?? variable.name} (${suffix.vi})`,
      ...(variable.label.en ? { en: `${variable.label.en} (${suffix.en})` } : {}),
    },
    from: variable.name,
    groups: [
      {
        code,
        label: {
          vi: pair.map((each) => labelOf(each, "vi")).join(" + "),
          en: pair.map((each) => labelOf(each, "en")).join(" + "),
        },
        levels: pair,
      },
    ],
  };
  const isOfPair = (text: string) => pair.some((each) => text === each || (find(each) && isLevel(find(each)!, text)));
  const changed = rows.map((margin) => {
    if (margin.variable !== variable.name) return margin;
    const sum = margin.targets
      .filter((target) => isOfPair(target.level))
      .reduce((total, target) => total + (readValue(read, variable.name, target.level) ?? 0), 0);
    const at = margin.targets.findIndex((target) => isOfPair(target.level));
    const kept = margin.targets.flatMap((target, index) => {
      if (index === at) return [{ level: code, value: written(sum, language) }];
      return isOfPair(target.level) ? [] : [target];
    });
    return { variable: name, targets: at < 0 ? [...kept, { level: code, value: "" }] : kept };
  });
  return { derivation, rows: changed };
}

/** Problems of a row: those that name its variable and its level (by code or label). */
export function problemsAt(
  problems: readonly MarginProblem[],
  variable: Variable | undefined,
  name: string,
  level: string | null,
): MarginProblem[] {
  return problems.filter((problem) => {
    if (problem.variable !== name) return false;
    if (level === null || problem.level === null) return level === problem.level;
    if (problem.level === level) return true;
    const known = variable?.levels.find((each) => each.code === problem.level);
    return known !== undefined && isLevel(known, level);
  });
}

/** What the server suggests in a sign or two, told apart so that the page can say it in words. */
export type Hint =
  | { readonly kind: "rename"; readonly to: string }
  | { readonly kind: "sum-to-one" | "once" | "use-shares" | "number" }
  | { readonly kind: "words" };

export function hintOf(problem: MarginProblem): Hint {
  const sign = (problem.suggestion.vi ?? "").trim();
  if (sign.startsWith("→ ")) return { kind: "rename", to: sign.slice(2) };
  if (sign === "= 1") return { kind: "sum-to-one" };
  if (sign === "×1") return { kind: "once" };
  if (sign === "share") return { kind: "use-shares" };
  if (sign.includes("·")) return { kind: "number" };
  return { kind: "words" };
}
