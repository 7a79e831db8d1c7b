import type { Derivation, Dictionary, Labels, Table, Variable } from "@lang-nghe/contract";
import { formatNumber } from "@lang-nghe/ui/format";
import type { FieldErrors } from "../platform/error-summary.tsx";
import type { Language } from "../platform/words.ts";
import type { TableSay } from "./figure.ts";

export type Kind = Derivation["kind"];
export const kinds = ["bands", "merge", "box", "index"] as const satisfies readonly Kind[];
export const isKind = (text: string | undefined): text is Kind => kinds.some((kind) => kind === text);

/** A derived variable while it is being described: fields of all kinds, as typed. */
export interface DerivationDraft {
  readonly kind: Kind;
  readonly name: string;
  readonly label: { readonly vi: string; readonly en: string };
  readonly from: string | null;
  readonly cuts: string;
  readonly groups: readonly { readonly levels: string[]; readonly vi: string; readonly en: string }[];
  readonly levels: string[];
  readonly yes: { readonly vi: string; readonly en: string };
  readonly no: { readonly vi: string; readonly en: string };
  readonly items: string[];
  readonly reversed: string[];
  readonly atLeast: number;
}

export function emptyDraft(kind: Kind, from: string | null): DerivationDraft {
  return {
    kind,
    name: "",
    label: { vi: "", en: "" },
    from,
    cuts: "",
    groups: [{ levels: [], vi: "", en: "" }],
    levels: [],
    yes: { vi: "", en: "" },
    no: { vi: "", en: "" },
    items: [],
    reversed: [],
    atLeast: 2,
  };
}

/** Numbers of "18; 30; 45,5"; undefined unless all are numbers and ascend. */
export function readCuts(text: string): number[] | undefined {
  const parts = text
    .split(/[;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const cuts = parts.map((part) => Number(part.replace(",", ".")));
  const ascend = cuts.every((cut, at) => Number.isFinite(cut) && (at === 0 || cut > cuts[at - 1]!));
  return cuts.length > 0 && ascend ? cuts : undefined;
}

/** Labels of the bands that cuts make, in both languages. */
export function bandLabels(cuts: readonly number[], t: { vi: TableSay; en: TableSay }): { vi: string; en: string }[] {
  const number = (value: number, language: Language) => formatNumber(value, language, Number.isInteger(value) ? 0 : 1);
  const inBoth = (words: (language: Language) => string) => ({ vi: words("vi"), en: words("en") });
  return Array.from({ length: cuts.length + 1 }, (_, at) => {
    const from = cuts[at - 1];
    const to = cuts[at];
    return inBoth((language) => {
      if (from === undefined) return t[language]("bandBelow", { to: number(to!, language) });
      if (to === undefined) return t[language]("bandFrom", { from: number(from, language) });
      return t[language]("bandBetween", { from: number(from, language), to: number(to, language) });
    });
  });
}

/** Variables that a kind can start from. */
export function sourcesFor(kind: Kind, variables: readonly Variable[]): Variable[] {
  return variables.filter((variable) => {
    if (kind === "bands") return variable.kind === "numeric";
    if (kind === "index") return variable.kind === "numeric" || variable.kind === "categorical";
    return variable.kind === "categorical";
  });
}

const filled = (label: { readonly vi: string; readonly en: string }): Labels =>
  label.en.trim() ? { vi: label.vi.trim(), en: label.en.trim() } : { vi: label.vi.trim() };

/** A code for a merged level that no other level has. */
function groupCode(levels: readonly string[], taken: readonly string[]): string {
  const code = levels.join("_").slice(0, 60);
  let at = 1;
  let free = code;
  while (taken.includes(free)) free = `${code}_${++at}`;
  return free;
}

/** What is still wrong, field id → sentence; and the step, when nothing is. */
export function checkDraft(
  draft: DerivationDraft,
  { variables }: Pick<Dictionary, "variables">,
  t: TableSay,
  both: { vi: TableSay; en: TableSay },
): { errors: FieldErrors; derivation: Derivation | null } {
  const errors: Record<string, string> = {};
  const name = draft.name.trim().normalize("NFC");
  const source = variables.find((variable) => variable.name === draft.from);
  if (draft.kind === "index") {
    if (draft.items.length < 2) errors["derive-items"] = t("itemsNeeded");
  } else if (!source) errors["derive-from"] = t("fromNeeded");
  const cuts = readCuts(draft.cuts);
  const groups = draft.groups.filter((group) => group.levels.length > 0);
  if (draft.kind === "bands" && !cuts) errors["derive-cuts"] = t("cutsNeeded");
  if (draft.kind === "merge" && (groups.length === 0 || groups.some((g) => g.levels.length < 2 || !g.vi.trim()))) {
    errors["derive-group-0"] = t("groupsNeeded");
  }
  if (draft.kind === "box" && (draft.levels.length === 0 || !draft.yes.vi.trim() || !draft.no.vi.trim())) {
    errors["derive-yes"] = t("boxNeeded");
  }
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) errors["derive-name"] = t("nameNeeded");
  else if (variables.some((variable) => variable.name === name)) errors["derive-name"] = t("nameTaken", { name });
  if (!draft.label.vi.trim()) errors["derive-label"] = t("labelNeeded");
  if (Object.keys(errors).length > 0) return { errors, derivation: null };
  const common = { name, label: filled(draft.label) };
  const from = draft.from ?? "";
  switch (draft.kind) {
    case "bands":
      return {
        errors,
        derivation: { kind: "bands", ...common, from, cuts: cuts!, labels: bandLabels(cuts!, both) },
      };
    case "merge": {
      const taken = source!.levels.map((level) => level.code);
      return {
        errors,
        derivation: {
          kind: "merge",
          ...common,
          from,
          groups: groups.map((g) => ({
            code: groupCode(g.levels, taken),
            label: filled({ vi: g.vi, en: g.en }),
            levels: [...g.levels],
          })),
        },
      };
    }
    case "box":
      return {
        errors,
        derivation: {
          kind: "box",
          ...common,
          from,
          levels: [...draft.levels],
          yes: filled(draft.yes),
          no: filled(draft.no),
        },
      };
    case "index":
      return {
        errors,
        derivation: {
          kind: "index",
          ...common,
          from: [...draft.items],
          reversed: draft.reversed.filter((item) => draft.items.includes(item)),
          atLeast: Math.max(1, Math.min(draft.atLeast, draft.items.length)),
        },
      };
  }
}

export interface PreviewLevel {
  readonly label: Labels;
  /** Of valid answers, unweighted; null = not to be shown. */
  readonly share: number | null;
}

/**
 * Levels that a merge or box will have, with shares added up from the source's own table: a level with a withheld part has
 * none, and neither has a second one, from which it would follow.
 */
export function previewLevels(draft: DerivationDraft, source: Variable, table: Table | undefined): PreviewLevel[] {
  const valid = source.levels.filter((level) => level.missing === null);
  const shareOf = (codes: readonly string[]): number | null => {
    let sum = 0;
    for (const code of codes) {
      const share = table?.estimates.find((estimate) => estimate.by === null && estimate.level === code)?.estimate;
      if (share === undefined || share === null) return null;
      sum += share;
    }
    return sum;
  };
  const codes = valid.map((level) => level.code);
  const levels =
    draft.kind === "box"
      ? [
          { label: filled(draft.yes), codes: codes.filter((code) => draft.levels.includes(code)) },
          { label: filled(draft.no), codes: codes.filter((code) => !draft.levels.includes(code)) },
        ]
      : valid.flatMap((level) => {
          const group = draft.groups.find((candidate) => candidate.levels.includes(level.code));
          if (!group) return [{ label: level.label, codes: [level.code] }];
          const first = valid.find((candidate) => group.levels.includes(candidate.code));
          return first === level ? [{ label: filled(group), codes: group.levels }] : [];
        });
  const shares = levels.map((level) => shareOf(level.codes));
  const hidden = shares.filter((share) => share === null).length;
  return levels.map((level, at) => ({ label: level.label, share: hidden === 1 ? null : (shares[at] ?? null) }));
}

/** Levels of an ordered question that mean most: the last two. */
export function topTwo(source: Variable): string[] {
  return source.levels
    .filter((level) => level.missing === null)
    .slice(-2)
    .map((level) => level.code);
}
