import type { Choice, Group, Labels, Question, QuestionnaireItem, Repeat } from "../model.ts";
import { limits } from "../model.ts";
import { Cells } from "./cells.ts";
import type { ChoiceLists } from "./choices.ts";
import type { Row, Table } from "./columns.ts";
import type { Languages } from "./languages.ts";
import type { Faults } from "./problems.ts";
import { readType, type TypeCell } from "./types.ts";

/** Where each item came from, for faults that are found later. */
export interface Origin {
  readonly row: Row;
  readonly sheet: string;
}

export interface Survey {
  readonly items: QuestionnaireItem[];
  readonly origins: ReadonlyMap<string, Origin>;
  readonly lists: { readonly [list: string]: readonly Choice[] };
  readonly consent: Labels | undefined;
  readonly purposes: readonly { readonly name: string; readonly label: Labels }[];
}

interface Open {
  readonly kind: "group" | "repeat";
  readonly name: string;
  readonly row: number;
  readonly head: Omit<Group | Repeat, "items" | "type">;
  readonly items: QuestionnaireItem[];
}

/** Groups inside groups. */
const deepestGroup = 20;

/** What the choice "other" and its text are called, by language; English elsewhere. */
const otherWords: { readonly [code: string]: readonly [choice: string, text: string] } = {
  vi: ["Khác", "Xin ghi rõ."],
  en: ["Other", "Please specify."],
};

/** Reads the rows of the survey sheet into a tree. */
export function readSurvey(table: Table, choices: ChoiceLists, languages: Languages, faults: Faults): Survey {
  const origins = new Map<string, Origin>();
  const lists: { [list: string]: readonly Choice[] } = { ...choices.lists };
  const root: QuestionnaireItem[] = [];
  const open: Open[] = [];
  let consent: Labels | undefined;
  const purposes: { name: string; label: Labels }[] = [];
  let tooDeep = false;
  const here = () => open.at(-1)?.items ?? root;

  function take(row: Row): void {
    const written = row.get("type");
    const label = languages.labels(row.texts("label"));
    const place = (field: string) => ({ sheet: table.sheet, row: row.number, column: row.heading(field) });
    if (written.startsWith("#") || /^(yes|true|true\(\)|1)$/i.test(row.get("disabled"))) return;
    if (written === "") {
      // Without type, name and label, a row is an author's remark.
      if (row.get("name") !== "" || label) faults.add("no-type", place("type"));
      return;
    }
    const cell = readType(written);
    if (cell.kind === "wrong") {
      faults.add(cell.code, place("type"), cell.details);
      // What only records something has no logic to look at; a mistyped question's name may still be referred to.
      origins.set(row.get("name"), { row, sheet: table.sheet });
      return;
    }
    if (cell.kind === "end") {
      close(cell.type, written, row);
      return;
    }
    const cells = new Cells(row, table.sheet, languages, choices, faults);
    const name = nameOf(row, cell, label);
    if (cell.kind === "begin") {
      begin(cell.type, name, cells, row);
      return;
    }
    if (name === undefined) return;
    if (cell.kind === "question") {
      if (!label && row.get("calculation") === "") faults.add("no-label", place("label"), { name });
      question(cell, name, label, cells, row);
      return;
    }
    if (cell.kind === "note") {
      if (!label) faults.add("no-label", place("label"), { name });
      else if (name === "consent" && open.length === 0 && row.get("relevant") === "") consent = label;
      else if (/^consent_./.test(name) && open.length === 0 && row.get("relevant") === "")
        purposes.push({ name, label });
      else here().push({ type: "note", name, ...cells.common(label), ...cells.hint() });
      return;
    }
    if (row.get("calculation") === "") faults.add("no-calculation", place("calculation"), { name });
    const calculation = cells.calculation();
    if (calculation !== undefined) here().push({ type: "calculate", name, ...cells.common(label), calculation });
  }

  function question(
    cell: TypeCell & { kind: "question" },
    name: string,
    label: Labels | undefined,
    cells: Cells,
    row: Row,
  ) {
    const { list } = cell;
    if (list !== undefined && !Object.hasOwn(lists, list)) {
      faults.add("unknown-list", { sheet: table.sheet, row: row.number, column: row.heading("type") }, { name: list });
      return;
    }
    if (cell.other) lists[list!] = withOther(lists[list!]!, languages);
    const sensitive = cells.sensitive();
    if (sensitive === "add" && list !== undefined && cell.type !== "rank")
      lists[list] = withRefusal(lists[list]!, languages);
    const all = list === undefined ? undefined : lists[list];
    const own: Question = {
      type: cell.type,
      name,
      ...cells.common(label),
      ...cells.question(cell.type, all),
      ...(list !== undefined && { list }),
      ...(sensitive && { sensitive: true as const }),
    };
    if (sensitive) cells.checkSensitive(own, all);
    here().push(own);
    if (!cell.other) return;
    const text = Object.fromEntries(languages.list.map(({ code }) => [code, (otherWords[code] ?? otherWords.en!)[1]]));
    const otherName = `${name}_other`;
    if (claim(otherName, row))
      here().push({ type: "text", name: otherName, label: text, relevant: ["selected", ["$", name], "other"] });
  }

  function begin(kind: "group" | "repeat", name: string | undefined, cells: Cells, row: Row): void {
    const label = languages.labels(row.texts("label"));
    const count = kind === "repeat" ? cells.expression("repeat_count") : undefined;
    const head = { name: name ?? "", ...cells.common(label), ...(count !== undefined && { count }) };
    open.push({ kind, name: name ?? "", row: row.number, head, items: [] });
    if (open.length > deepestGroup || open.filter((o) => o.kind === "repeat").length > limits.depth) {
      faults.add("too-deep", { sheet: table.sheet, row: row.number });
      tooDeep = true;
    }
  }

  function close(kind: "group" | "repeat", written: string, row: Row): void {
    const top = open.at(-1);
    if (top?.kind !== kind) {
      faults.add("not-opened", { sheet: table.sheet, row: row.number, column: row.heading("type") }, { type: written });
      return;
    }
    open.pop();
    finish(top);
  }

  function finish(done: Open): void {
    if (done.items.length === 0) faults.add("empty-group", { sheet: table.sheet, row: done.row }, { name: done.name });
    here().push({ ...done.head, type: done.kind, items: done.items } as Group | Repeat);
  }

  /** The row's name, once it is sure that it is a name and the only one of its kind. */
  function nameOf(row: Row, cell: TypeCell, label: Labels | undefined): string | undefined {
    let name = row.get("name");
    const place = { sheet: table.sheet, row: row.number, column: row.heading("name") };
    if (name === "") {
      if (cell.kind !== "note" && !(cell.kind === "begin" && cell.type === "group")) {
        faults.add("no-name", place);
        return undefined;
      }
      if (cell.kind === "note" && !label) return "note";
      // Nobody refers to a nameless note or group: it is named after its row.
      name = `${cell.kind === "note" ? "note" : "group"}_row_${row.number}`;
    }
    if (!/^[\p{L}_][\p{L}\p{M}\p{N}_-]{0,63}$/u.test(name) || name === "__proto__") {
      faults.add("bad-name", place, { name });
      return undefined;
    }
    return claim(name, row) ? name : undefined;
  }

  function claim(name: string, row: Row): boolean {
    const earlier = origins.get(name);
    if (earlier) {
      const place = { sheet: table.sheet, row: row.number, column: row.heading("name") };
      faults.add("twice-name", place, { name, row: String(earlier.row.number) });
      return false;
    }
    origins.set(name, { row, sheet: table.sheet });
    return true;
  }

  for (const row of table.rows) if (!tooDeep) take(row);
  while (open.length > 0) {
    const left = open.pop()!;
    faults.add("not-closed", { sheet: table.sheet, row: left.row }, { name: left.name, type: `end_${left.kind}` });
    finish(left);
  }
  return { items: root, origins, lists, consent, purposes };
}

/** What the level "I prefer not to say" is called, by language; English elsewhere. */
const refusalWords: { readonly [code: string]: string } = { vi: "Tôi không muốn trả lời", en: "I prefer not to say" };

function withRefusal(list: readonly Choice[], languages: Languages): readonly Choice[] {
  if (list.some((choice) => choice.missing === "refused")) return list;
  const label = Object.fromEntries(languages.list.map(({ code }) => [code, refusalWords[code] ?? refusalWords.en!]));
  return [...list, { name: "prefer_not_to_say", label, missing: "refused" }];
}

function withOther(list: readonly Choice[], languages: Languages): readonly Choice[] {
  if (list.some((choice) => choice.name === "other")) return list;
  const label = Object.fromEntries(languages.list.map(({ code }) => [code, (otherWords[code] ?? otherWords.en!)[0]]));
  return [...list, { name: "other", label }];
}
