import type { Choice, Labels, MissingKind } from "../model.ts";
import type { Table } from "./columns.ts";
import type { Languages } from "./languages.ts";
import type { Faults } from "./problems.ts";

/** Names that say by themselves that a level is no answer in substance. */
export const missingNames: { readonly [kind in MissingKind]: readonly string[] } = {
  dont_know: ["dk", "dont_know", "dontknow", "don_t_know", "khong_biet", "không_biết", "kb"],
  refused: ["refused", "refuse", "rf", "prefer_not_to_say", "tu_choi", "từ_chối", "khong_tra_loi", "không_trả_lời"],
};
/** Codes that mean so only when the label says it too. */
export const missingCodes: readonly string[] = [
  "8",
  "9",
  "88",
  "99",
  "98",
  "97",
  "998",
  "999",
  "-8",
  "-9",
  "-88",
  "-99",
  "-98",
  "-97",
  "-998",
  "-999",
];
const missingLabels: { readonly [kind in MissingKind]: RegExp } = {
  dont_know: /không biết|không rõ|khó trả lời|khó nói|don.?t know|do not know|no sabe/i,
  refused: /từ chối|không muốn trả lời|không trả lời|refuse|prefer not|rather not|no responde/i,
};

export interface ChoiceLists {
  readonly lists: { readonly [list: string]: readonly Choice[] };
  /** Lower-case columns for choice_filter, of all lists. */
  readonly columns: ReadonlySet<string>;
}

const own = new Set(["list_name", "name", "label", "lang_nghe_missing"]);

export function readChoices(
  table: Table | undefined,
  languages: Languages,
  duplicates: boolean,
  faults: Faults,
): ChoiceLists {
  const lists = new Map<string, Choice[]>();
  const columns = new Set<string>(["name"]);
  if (!table) return { lists: {}, columns };
  const further = [...table.fields].filter((field) => !own.has(field));
  for (const field of further) columns.add(field);
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    const list = row.get("list_name");
    const name = row.get("name");
    const label = languages.labels(row.texts("label"));
    const place = (field: string) => ({ sheet: table.sheet, row: row.number, column: row.heading(field) });
    if ((list === "" && name === "" && !label) || list.startsWith("#")) continue;
    if (list === "" || list === "__proto__") {
      faults.add("no-list-name", place("list_name"));
      continue;
    }
    if (!/^\S{1,64}$/.test(name)) {
      faults.add("bad-choice", place("name"), { name });
      continue;
    }
    const key = `${list} ${name}`;
    const earlier = seen.get(key);
    if (earlier !== undefined && !duplicates) {
      faults.add("twice-choice", place("name"), { name, row: String(earlier) });
      continue;
    }
    seen.set(key, row.number);
    const missing = missingOf(row.get("lang_nghe_missing"), name, label);
    if (missing === "wrong")
      faults.add("bad-missing", place("lang_nghe_missing"), { name: row.get("lang_nghe_missing") });
    const cells = further.map((field) => [field, row.get(field)] as const).filter(([, text]) => text !== "");
    const choice: Choice = {
      name,
      // As in ODK, a choice without a label shows its name.
      label: label ?? { [languages.default]: name },
      ...(missing !== undefined && missing !== "wrong" && { missing }),
      ...(cells.length > 0 && { columns: Object.fromEntries(cells) }),
    };
    const choices = lists.get(list);
    if (choices) choices.push(choice);
    else lists.set(list, [choice]);
  }
  return { lists: Object.fromEntries(lists), columns };
}

function missingOf(written: string, name: string, label: Labels | undefined): MissingKind | "wrong" | undefined {
  const given = written.toLowerCase();
  if (given === "none") return undefined;
  if (given === "dont_know" || given === "refused") return given;
  return given === "" ? recognisedMissing(name, label) : "wrong";
}

/** What a choice's name, or its code together with its label, says. */
export function recognisedMissing(name: string, label: Labels | undefined): MissingKind | undefined {
  const lower = name.toLowerCase();
  for (const kind of ["dont_know", "refused"] as const) {
    if (missingNames[kind].includes(lower)) return kind;
    const says = Object.values(label ?? {}).some((text) => missingLabels[kind].test(text));
    if (says && missingCodes.includes(name)) return kind;
  }
  return undefined;
}
