import type { MarginProblem, Margins, Variable } from "@lang-nghe/contract";
import { type DisclosurePolicy, defaultDisclosurePolicy } from "@lang-nghe/survey-statistics";
import type { Static } from "typebox";
import { type Dataset, requireColumn } from "../dictionary/index.ts";

type Problem = Static<typeof MarginProblem>;
/** A margin matched to the dataset: code of each row (-1 = the person gave no level) and the share of each level. */
export type MatchedMargin = { variable: string; codes: Int32Array; levels: string[]; targets: Float64Array };

/**
 * Reads margins from rows `variable, level, value` (any order of columns; header names in Vietnamese or English).
 * The unit is counts when any value exceeds 1.5, shares (0 to 1, or per cents marked %) otherwise.
 */
export function readMargins(
  rows: readonly (readonly string[])[],
  source: string,
): { margins: Margins | null; problems: Problem[] } {
  const [header, ...body] = rows.filter((row) => row.some((cell) => cell.trim() !== ""));
  const find = (...names: string[]) => header?.findIndex((cell) => names.includes(plain(cell))) ?? -1;
  const at = {
    variable: find("variable", "bien", "ten bien"),
    level: find("level", "muc", "gia tri", "category"),
    value: find("share", "count", "value", "ty le", "ti le", "so luong", "dan so", "population", "n", "percent"),
  };
  if (!header || at.variable < 0 || at.level < 0 || at.value < 0)
    return {
      margins: null,
      problems: [
        problem(
          "unknown-variable",
          "",
          null,
          "Cần hàng tiêu đề với ba cột: biến, mức, tỷ lệ (hoặc số lượng).",
          "A header row with three columns is needed: variable, level, share (or count).",
          "variable,level,share",
        ),
      ],
    };
  const problems: Problem[] = [];
  const grouped = new Map<string, { level: string; value: number }[]>();
  for (const row of body) {
    const variable = (row[at.variable] ?? "").trim().normalize("NFC");
    const level = (row[at.level] ?? "").trim().normalize("NFC");
    const value = parseShare(row[at.value] ?? "");
    if (value === undefined || value < 0) {
      problems.push(
        problem(
          "shares-not-one",
          variable,
          level,
          `“${row[at.value] ?? ""}” không phải là số không âm.`,
          `“${row[at.value] ?? ""}” is not a number of zero or more.`,
          "0.25 · 25 % · 1200",
        ),
      );
      continue;
    }
    const list = grouped.get(variable) ?? [];
    if (list.some((target) => target.level === level))
      problems.push(
        problem(
          "duplicate-level",
          variable,
          level,
          `Mức “${level}” của biến “${variable}” có hai dòng.`,
          `Level “${level}” of “${variable}” has two rows.`,
          "×1",
        ),
      );
    list.push({ level, value });
    grouped.set(variable, list);
  }
  if (!grouped.size) return { margins: null, problems };
  const unit = [...grouped.values()].flat().some((target) => target.value > 1.5) ? "count" : "share";
  return {
    margins: { unit, source, margins: [...grouped].map(([variable, targets]) => ({ variable, targets })) },
    problems,
  };
}

function parseShare(text: string): number | undefined {
  const trimmed = text.replace(/\s/g, "");
  const percent = trimmed.endsWith("%");
  const digits = percent ? trimmed.slice(0, -1) : trimmed;
  // Points and commas group thousands only after a digit that is not 0: 0.125 is a share, 1.250 are people.
  const dotted =
    !percent && /^[1-9]\d{0,2}(\.\d{3})+$/.test(digits)
      ? digits.replaceAll(".", "")
      : digits.includes(",") && !digits.includes(".") && (percent || !/^[1-9]\d{0,2}(,\d{3})+$/.test(digits))
        ? digits.replace(",", ".")
        : digits.replaceAll(",", "");
  if (!/^\d+(\.\d+)?(e[-+]?\d+)?$/i.test(dotted)) return undefined;
  return percent ? Number(dotted) / 100 : Number(dotted);
}

/**
 * Matches margins to the answers, naming everything that stops them from holding: which variable, which level, what to do.
 * A level is matched by its code or by its label in any language.
 *
 * A level that fewer people answered than a cell may show is refused like an empty one: its weight is the target over its share,
 * so that the largest weight, and the design effect, would tell how many they are. No problem tells a count.
 */
export function matchMargins(
  dataset: Dataset,
  margins: Margins,
  { smallestCell }: Pick<DisclosurePolicy, "smallestCell"> = defaultDisclosurePolicy,
): { matched: MatchedMargin[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const matched: MatchedMargin[] = [];
  const totals: { variable: string; total: number }[] = [];
  for (const { variable: name, targets } of margins.margins) {
    const variable = dataset.variables.find((candidate) => candidate.name === name);
    if (!variable) {
      const near = nearest(
        name,
        dataset.variables.map((candidate) => candidate.name),
      );
      problems.push(
        problem(
          "unknown-variable",
          name,
          null,
          `Không có biến “${name}” trong dữ liệu.`,
          `There is no variable “${name}” in the data.`,
          near ? `→ ${near}` : "",
        ),
      );
      continue;
    }
    const column = requireColumn(dataset, name);
    if (column.kind !== "categorical") {
      problems.push({
        ...problem(
          "not-categorical",
          name,
          null,
          `Biến “${name}” không có các mức.`,
          `Variable “${name}” has no levels.`,
          "",
        ),
        suggestion: {
          vi: "Hãy chia khoảng biến này trước (từ điển dữ liệu → chia khoảng).",
          en: "Make bands of it first (data dictionary → bands).",
        },
      });
      continue;
    }
    const levels = variable.levels.filter((level) => level.missing === null);
    const counts = levels.map((level) => countOf(column.codes, variable.levels.indexOf(level)));
    const total = targets.reduce((sum, target) => sum + target.value, 0);
    totals.push({ variable: name, total });
    if (margins.unit === "share" && Math.abs(total - 1) > 0.005)
      problems.push(
        problem(
          "shares-not-one",
          name,
          null,
          `Các tỷ lệ của “${name}” cộng lại bằng ${inVietnamese(total)}, không phải 1.`,
          `The shares of “${name}” add up to ${round(total)}, not 1.`,
          "= 1",
        ),
      );
    const shares = new Float64Array(levels.length).fill(Number.NaN);
    for (const target of targets) {
      const at = levels.findIndex((level) => matches(level, target.level));
      if (at < 0) {
        const near = nearest(
          target.level,
          levels.map((level) => level.code),
        );
        problems.push(
          problem(
            "unknown-level",
            name,
            target.level,
            `Biến “${name}” không có mức “${target.level}”.`,
            `“${name}” has no level “${target.level}”.`,
            near ? `→ ${near}` : "",
          ),
        );
      } else if (!Number.isNaN(shares[at]!))
        problems.push(
          problem(
            "duplicate-level",
            name,
            target.level,
            `Mức “${target.level}” của “${name}” đứng hai lần.`,
            `Level “${target.level}” of “${name}” stands twice.`,
            "×1",
          ),
        );
      else shares[at] = target.value / total;
    }
    levels.forEach((level, k) => {
      const others = neighbours(variable, levels, counts, k);
      const merge = mergeSuggestion(level.code, others);
      const count = counts[k]!;
      if (Number.isNaN(shares[k]!)) {
        if (count > 0)
          problems.push({
            ...problem(
              "level-without-target",
              name,
              level.code,
              `Mức “${level.code}” của “${name}” có người trả lời nhưng không có mục tiêu.`,
              `Level “${level.code}” of “${name}” has answers but no target.`,
              "",
            ),
            ...merge,
          });
        else shares[k] = 0;
      } else if (shares[k]! > 0 && count < smallestCell)
        problems.push({
          ...problem(
            "empty-level",
            name,
            level.code,
            `Chưa đến ${smallestCell} người trả lời ở mức “${level.code}” của “${name}”.`,
            `Fewer than ${smallestCell} people answered at level “${level.code}” of “${name}”.`,
            "",
          ),
          ...merge,
        });
      else if (shares[k] === 0 && count > 0)
        problems.push({
          ...problem(
            "unwanted-level",
            name,
            level.code,
            `Mức “${level.code}” của “${name}” có mục tiêu bằng 0 nhưng có người trả lời.`,
            `Level “${level.code}” of “${name}” has a target of 0 but has answers.`,
            "",
          ),
          ...merge,
        });
    });
    const index = variable.levels.map((level) => levels.indexOf(level));
    matched.push({
      variable: name,
      levels: levels.map((level) => level.code),
      targets: shares,
      codes: Int32Array.from(column.codes, (code) => (code < 0 ? -1 : index[code]!)),
    });
  }
  const [first] = totals;
  if (margins.unit === "count" && first)
    for (const { variable, total } of totals)
      if (Math.abs(total / first.total - 1) > 1e-9)
        problems.push(
          problem(
            "totals-disagree",
            variable,
            null,
            `Tổng của “${variable}” là ${inVietnamese(total)}, của “${first.variable}” là ${inVietnamese(first.total)}.`,
            `“${variable}” adds up to ${round(total)}, “${first.variable}” to ${round(first.total)}.`,
            "share",
          ),
        );
  return { matched, problems };
}

const round = (value: number) => Number(value.toPrecision(6)).toString();
const inVietnamese = (value: number) => round(value).replace(".", ",");
const countOf = (codes: Int16Array, code: number) => codes.reduce((count, c) => count + (c === code ? 1 : 0), 0);
const plain = (text: string) => text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

function matches(level: Variable["levels"][number], text: string): boolean {
  const wanted = plain(text);
  return plain(level.code) === wanted || Object.values(level.label).some((label) => plain(label) === wanted);
}

/** Levels to merge with: the two beside it when ordered, else those with most answers. */
function neighbours(variable: Variable, levels: Variable["levels"], counts: number[], k: number): string[] {
  const candidates = levels
    .map((level, j) => ({ code: level.code, j, count: counts[j]! }))
    .filter(({ j, count }) => j !== k && count > 0);
  candidates.sort((a, b) => (variable.ordered ? Math.abs(a.j - k) - Math.abs(b.j - k) : b.count - a.count));
  return candidates.slice(0, 3).map(({ code }) => code);
}

function mergeSuggestion(level: string, mergeWith: string[]): Pick<Problem, "suggestion" | "mergeWith"> {
  const [first] = mergeWith;
  if (!first) return { mergeWith, suggestion: { vi: "Bỏ biên này.", en: "Leave this margin out." } };
  return {
    mergeWith,
    suggestion: {
      vi: `Gộp “${level}” với “${first}” (từ điển dữ liệu → gộp mức) rồi cộng mục tiêu của hai mức.`,
      en: `Merge “${level}” with “${first}” (data dictionary → merge levels) and add their targets.`,
    },
  };
}

function problem(
  code: Problem["code"],
  variable: string,
  level: string | null,
  vi: string,
  en: string,
  suggestion: string,
): Problem {
  return { code, variable, level, message: { vi, en }, suggestion: { vi: suggestion, en: suggestion }, mergeWith: [] };
}

/** The candidate with the fewest edits, if close enough to be a slip of the hand. */
function nearest(text: string, candidates: string[]): string | undefined {
  const wanted = plain(text);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate));
    if (distance <= Math.max(1, wanted.length / 3) && (!best || distance < best.distance))
      best = { candidate, distance };
  }
  return best?.candidate;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
