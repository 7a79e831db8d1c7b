import type { Derivation, Labels, Variable } from "@lang-nghe/contract";
import { Problem } from "../platform/problem.ts";
import { type Column, missingCode } from "../responses/index.ts";
import type { Dataset } from "./dataset.ts";

export type Step = { id: string; derivation: Derivation };
type Derived = { variable: Variable; column: Column };

/** Names of the variables a derivation reads. */
export const sourcesOf = (derivation: Derivation): string[] =>
  derivation.kind === "index" ? derivation.from : [derivation.from];

/**
 * Makes one derived variable. Don't know, refused, not asked and missing keep their distinct codes.
 * @throws {Problem} dictionary.unknown-variable, dictionary.bad-derivation (names the variable and the reason).
 */
export function derive(dataset: Dataset, { id, derivation }: Step): Derived {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(derivation.name))
    refuse(derivation, "tên biến chỉ gồm chữ, số và gạch dưới / a name is letters, digits and underscores");
  if (dataset.variables.some((variable) => variable.name === derivation.name))
    refuse(derivation, "tên này đã có / the name is taken");
  const made = build(dataset, derivation);
  return {
    column: made.column,
    variable: { ...made.variable, name: derivation.name, label: derivation.label, source: "derived", stepId: id },
  };
}

type Made = { variable: Pick<Variable, "kind" | "ordered" | "levels" | "note">; column: Column };

function build(dataset: Dataset, derivation: Derivation): Made {
  switch (derivation.kind) {
    case "bands":
      return bands(dataset, derivation);
    case "merge":
      return merge(dataset, derivation);
    case "box":
      return box(dataset, derivation);
    case "index":
      return index(dataset, derivation);
  }
}

function bands(dataset: Dataset, derivation: Extract<Derivation, { kind: "bands" }>): Made {
  const { cuts } = derivation;
  const source = numericColumn(dataset, derivation, derivation.from);
  if (cuts.some((cut, k) => k > 0 && cut <= cuts[k - 1]!))
    refuse(derivation, "các mốc phải tăng dần / cuts must ascend");
  const count = cuts.length + 1;
  const codes = new Int16Array(dataset.rows);
  for (let i = 0; i < dataset.rows; i++) {
    const value = source.values[i]!;
    if (Number.isNaN(value)) {
      codes[i] = source.reasons[i]!;
      continue;
    }
    let band = 0;
    while (band < cuts.length && value >= cuts[band]!) band++;
    codes[i] = band;
  }
  const levels = Array.from({ length: count }, (_, k) => ({
    code: String(k + 1),
    label: derivation.labels[k] ?? bandLabel(cuts[k - 1], cuts[k]),
    missing: null,
  }));
  return {
    variable: { kind: "categorical", ordered: true, levels, note: both(`${derivation.from}: [${cuts.join("; ")}[`) },
    column: withReasonLevels(codes, levels),
  };
}

function bandLabel(from: number | undefined, to: number | undefined): Labels {
  if (from === undefined) return { vi: `dưới ${to}`, en: `under ${to}` };
  if (to === undefined) return { vi: `từ ${from}`, en: `${from} and over` };
  return both(`${from} – <${to}`);
}

function merge(dataset: Dataset, derivation: Extract<Derivation, { kind: "merge" }>): Made {
  const { variable, codes } = categoricalColumn(dataset, derivation, derivation.from);
  const groupOf = new Map<string, number>();
  derivation.groups.forEach((group, g) => {
    for (const level of group.levels) {
      if (!variable.levels.some((known) => known.code === level))
        refuse(derivation, `không có mức “${level}” / no level “${level}”`);
      if (groupOf.has(level)) refuse(derivation, `mức “${level}” đứng ở hai nhóm / level “${level}” is in two groups`);
      groupOf.set(level, g);
    }
  });
  // A merged level stands where its first member stood.
  const levels: Variable["levels"] = [];
  const place = new Map<number, number>();
  const newCode = variable.levels.map((level) => {
    const g = groupOf.get(level.code);
    if (g === undefined) return levels.push(level) - 1;
    let at = place.get(g);
    if (at === undefined) {
      const group = derivation.groups[g]!;
      if (variable.levels.some((known) => known.code === group.code && groupOf.get(known.code) !== g))
        refuse(derivation, `mã “${group.code}” đã có / code “${group.code}” is taken`);
      at = levels.push({ code: group.code, label: group.label, missing: level.missing }) - 1;
      place.set(g, at);
    }
    return at;
  });
  return {
    variable: { kind: "categorical", ordered: variable.ordered, levels, note: both(derivation.from) },
    column: { kind: "categorical", codes: codes.map((code) => (code < 0 ? code : newCode[code]!)) },
  };
}

function box(dataset: Dataset, derivation: Extract<Derivation, { kind: "box" }>): Made {
  const { variable, codes } = categoricalColumn(dataset, derivation, derivation.from);
  const chosen = new Set(derivation.levels.map((code) => levelIndex(variable, derivation, code)));
  const levels: Variable["levels"] = [
    { code: "1", label: derivation.yes, missing: null },
    { code: "0", label: derivation.no, missing: null },
    ...variable.levels.filter((level) => level.missing !== null),
  ];
  const newCode = variable.levels.map((level, k) =>
    level.missing === null
      ? chosen.has(k)
        ? 0
        : 1
      : levels.findIndex((kept) => kept.code === level.code && kept.missing !== null),
  );
  return {
    variable: {
      kind: "categorical",
      ordered: false,
      levels,
      note: both(`${derivation.from} ∈ {${derivation.levels.join(", ")}}`),
    },
    column: { kind: "categorical", codes: codes.map((code) => (code < 0 ? code : newCode[code]!)) },
  };
}

function index(dataset: Dataset, derivation: Extract<Derivation, { kind: "index" }>): Made {
  if (derivation.atLeast > derivation.from.length)
    refuse(derivation, "số câu tối thiểu lớn hơn số câu / more items are required than there are");
  const items = derivation.from.map((name) => scores(dataset, derivation, name, derivation.reversed.includes(name)));
  const values = new Float64Array(dataset.rows);
  const reasons = new Int8Array(dataset.rows);
  for (let i = 0; i < dataset.rows; i++) {
    let sum = 0;
    let answered = 0;
    let asked = false;
    for (const item of items) {
      const value = item.values[i]!;
      if (!Number.isNaN(value)) {
        sum += value;
        answered++;
      }
      if (item.reasons[i] !== missingCode["not-asked"]) asked = true;
    }
    const enough = answered >= derivation.atLeast;
    values[i] = enough ? sum / answered : Number.NaN;
    reasons[i] = enough ? 0 : asked ? missingCode.missing : missingCode["not-asked"];
  }
  const reversed = derivation.reversed.length ? `, −{${derivation.reversed.join(", ")}}` : "";
  return {
    variable: {
      kind: "numeric",
      ordered: true,
      levels: [],
      note: both(`mean(${derivation.from.join(", ")}${reversed}), n ≥ ${derivation.atLeast}`),
    },
    column: { kind: "numeric", values, reasons },
  };
}

/** Numbers of an item: itself, or 1, 2, … for the levels of an ordered question (don't know and refused have none). */
function scores(
  dataset: Dataset,
  derivation: Derivation,
  name: string,
  reversed: boolean,
): { values: Float64Array; reasons: Int8Array } {
  const variable = dataset.variables.find((candidate) => candidate.name === name);
  if (variable?.kind === "numeric") {
    const column = numericColumn(dataset, derivation, name);
    if (reversed)
      refuse(derivation, `“${name}” là số nên không đảo chiều được / “${name}” is numeric and cannot be reversed`);
    return column;
  }
  const { variable: categorical, codes } = categoricalColumn(dataset, derivation, name);
  const scored = categorical.levels.filter((level) => level.missing === null).length;
  let next = 0;
  const score = categorical.levels.map((level) => (level.missing === null ? ++next : Number.NaN));
  const values = new Float64Array(dataset.rows);
  const reasons = new Int8Array(dataset.rows);
  for (let i = 0; i < dataset.rows; i++) {
    const code = codes[i]!;
    const value = code < 0 ? Number.NaN : score[code]!;
    values[i] = reversed ? scored + 1 - value : value;
    const missing = code < 0 ? null : categorical.levels[code]!.missing;
    reasons[i] = code < 0 ? code : missing === null ? 0 : missingCode[missing];
  }
  return { values, reasons };
}

function numericColumn(dataset: Dataset, derivation: Derivation, name: string) {
  const column = dataset.columns.get(name);
  if (!column) throw new Problem("dictionary.unknown-variable", { variable: name });
  if (column.kind !== "numeric") refuse(derivation, `“${name}” không phải số / “${name}” is not numeric`);
  return column;
}

function categoricalColumn(dataset: Dataset, derivation: Derivation, name: string) {
  const variable = dataset.variables.find((candidate) => candidate.name === name);
  const column = dataset.columns.get(name);
  if (!variable || !column) throw new Problem("dictionary.unknown-variable", { variable: name });
  if (column.kind !== "categorical") refuse(derivation, `“${name}” không có các mức / “${name}” has no levels`);
  return { variable, codes: column.codes };
}

function levelIndex(variable: Variable, derivation: Derivation, code: string): number {
  const at = variable.levels.findIndex((level) => level.code === code);
  if (at < 0) refuse(derivation, `không có mức “${code}” / no level “${code}”`);
  return at;
}

/** Numeric don't know and refused become levels marked as such, as in every categorical variable. */
function withReasonLevels(codes: Int16Array, levels: Variable["levels"]): Column {
  for (const missing of ["dont-know", "refused"] as const) {
    const code = missingCode[missing];
    if (!codes.includes(code)) continue;
    const label =
      missing === "dont-know" ? { vi: "Không biết", en: "Don't know" } : { vi: "Không trả lời", en: "Refused" };
    const at = levels.push({ code: missing, label, missing }) - 1;
    for (let i = 0; i < codes.length; i++) if (codes[i] === code) codes[i] = at;
  }
  return { kind: "categorical", codes };
}

const both = (text: string): Labels => ({ vi: text, en: text });

function refuse(derivation: Derivation, reason: string): never {
  throw new Problem("dictionary.bad-derivation", { name: derivation.name, reason });
}
