import { closest } from "./closest.ts";
import type { Faults } from "./problems.ts";
import type { Sheet } from "./sheets.ts";

/** One cell's heading, understood. */
interface Column {
  /** Our name for it, `#` for a column left aside. */
  readonly field: string;
  /** Text after `::`, or undefined. */
  readonly language: string | undefined;
  readonly heading: string;
}

/** A row of a sheet, by field. */
export interface Row {
  readonly number: number;
  /** Trimmed, NFC; "" when empty. */
  get(field: string): string;
  heading(field: string): string;
  /** Field's texts by language as written in the heading; undefined for the plain column. */
  texts(field: string): ReadonlyMap<string | undefined, string>;
}

export interface Table {
  readonly sheet: string;
  readonly rows: readonly Row[];
  readonly fields: ReadonlySet<string>;
  /** Languages in the order of the headings. */
  readonly languages: readonly string[];
  /** Headings that were left aside. */
  readonly ignored: readonly string[];
}

export interface Layout {
  /** Field → its spellings, in lower case with `_` for spaces. */
  readonly fields: { readonly [field: string]: readonly string[] };
  readonly translated: readonly string[];
  /** Not taken when a cell below is filled. */
  readonly refused: readonly string[];
  readonly ignored: readonly string[];
  /** Any other heading is kept as a field of its own (choices, for choice_filter). */
  readonly open?: true;
}

export const surveyLayout: Layout = {
  fields: {
    type: ["type"],
    name: ["name"],
    label: ["label", "caption", "text"],
    hint: ["hint"],
    required: ["required"],
    required_message: ["required_message", "requiredmsg", "required_msg", "jr:requiredmsg"],
    relevant: ["relevant", "relevance", "skip_logic"],
    constraint: ["constraint"],
    constraint_message: ["constraint_message", "constraintmsg", "constraint_msg", "jr:constraintmsg"],
    read_only: ["read_only", "readonly"],
    default: ["default"],
    calculation: ["calculation", "calculate"],
    choice_filter: ["choice_filter"],
    repeat_count: ["repeat_count", "jr:count", "count"],
    appearance: ["appearance"],
    parameters: ["parameters", "parameter"],
    rows: ["rows"],
    sensitive: ["sensitive", "lang_nghe_sensitive"],
    disabled: ["disabled"],
  },
  translated: ["label", "hint", "required_message", "constraint_message"],
  refused: [
    "image",
    "big-image",
    "audio",
    "video",
    "trigger",
    "save_to",
    "query",
    "noapperrorstring",
    "buttontext",
    "intent",
    "saveincomplete",
  ],
  ignored: [
    "guidance_hint",
    "note",
    "notes",
    "comment",
    "comments",
    "autoplay",
    "accuracythreshold",
    "accuracy_threshold",
    "sms_field",
    "sms_option",
    "sms_separator",
    "tag",
    "$given_name",
    "kobo--matrix_list",
    "$kuid",
    "$autoname",
    "$xpath",
  ],
};
export const choicesLayout: Layout = {
  fields: {
    list_name: ["list_name", "list"],
    name: ["name", "value"],
    label: ["label", "caption", "text"],
    lang_nghe_missing: ["lang_nghe_missing"],
  },
  translated: ["label"],
  refused: ["image", "big-image", "audio", "video"],
  ignored: ["geometry", "sms_option", "$kuid", "$autovalue"],
  open: true,
};
export const settingsLayout: Layout = {
  fields: {
    form_title: ["form_title", "title", "set_form_title"],
    form_id: ["form_id", "id_string", "set_form_id"],
    version: ["version"],
    default_language: ["default_language"],
    style: ["style"],
    consent: ["consent", "lang_nghe_consent"],
    allow_choice_duplicates: ["allow_choice_duplicates"],
  },
  translated: ["form_title", "consent"],
  refused: ["add_none_option"],
  ignored: [
    "public_key",
    "submission_url",
    "omit_instanceid",
    "clean_text_values",
    "instance_name",
    "instance_id",
    "instance_xmlns",
    "namespaces",
    "name",
    "prefix",
    "delimiter",
    "auto_send",
    "auto_delete",
    "auto_submit",
    "allow_choice_duplicates",
    "flat",
    "compact_tag",
    "compact_prefix",
    "compact_delimiter",
    "sms_keyword",
    "sms_separator",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_response",
    "client_editable",
    "attribute",
    "publishedon",
  ],
};

const mostColumns = 300;

/** Understands the heading row and gives the rows below; faults of the headings are reported. */
export function readTable(sheet: Sheet, layout: Layout, faults: Faults): Table {
  const first = sheet.firstRow ?? 1;
  const headingAt = sheet.rows.findIndex((row) => row.some((cell) => cell.trim() !== ""));
  const heading = (sheet.rows[headingAt] ?? []).slice(0, mostColumns);
  const body = headingAt < 0 ? [] : sheet.rows.slice(headingAt + 1);
  const spellings = new Map(
    Object.entries(layout.fields).flatMap(([field, names]) => names.map((name) => [name, field] as const)),
  );
  const ignored: string[] = [];
  const seen = new Set<string>();
  const columns = heading.map((cell, i): Column | undefined => {
    const written = tidy(cell);
    const filled = body.some((row) => tidy(row[i] ?? "") !== "");
    if (written === "") return undefined;
    const column = understand(written, spellings, layout);
    const place = { sheet: sheet.name, row: first + headingAt, column: written };
    if (column.field === "!") {
      // A switch that is off asks for nothing.
      const at = body.findIndex((row) => !/^(|no|false|false\(\))$/i.test(tidy(row[i] ?? "")));
      if (at >= 0) faults.add("refused-column", { ...place, row: place.row + 1 + at }, { name: written });
      return undefined;
    }
    if (column.field === "#" || column.field === "?") {
      const suggestion =
        column.field === "#" ? undefined : closest(fold(written).split(":")[0]!, [...spellings.keys()]);
      if (suggestion !== undefined && filled) faults.add("misspelt-column", place, { name: written, suggestion });
      else if (filled) ignored.push(written);
      return undefined;
    }
    const key = `${column.field}::${column.language?.toLowerCase() ?? ""}`;
    if (seen.has(key)) {
      if (filled) faults.add("twice-column", place, { name: written });
      return undefined;
    }
    seen.add(key);
    return column;
  });
  const rows = body.map((cells, i): Row => {
    const find = (field: string) => columns.findIndex((c) => c?.field === field && c.language === undefined);
    return {
      number: first + headingAt + 1 + i,
      get: (field) => tidy(cells[find(field)] ?? ""),
      heading: (field) => columns[find(field)]?.heading ?? columns.find((c) => c?.field === field)?.heading ?? field,
      texts: (field) => {
        const found = new Map<string | undefined, string>();
        for (const [k, column] of columns.entries()) {
          const text = column?.field === field ? tidy(cells[k] ?? "") : "";
          if (text !== "") found.set(column!.language, text);
        }
        return found;
      },
    };
  });
  const known = columns.filter((column) => column !== undefined);
  const languages: string[] = [];
  for (const { language } of known) {
    if (language !== undefined && !languages.some((l) => l.toLowerCase() === language.toLowerCase()))
      languages.push(language);
  }
  return { sheet: sheet.name, rows, fields: new Set(known.map((c) => c.field)), languages, ignored };
}

function understand(written: string, spellings: ReadonlyMap<string, string>, layout: Layout): Column {
  const heading = written;
  const plain = fold(written).replace(/^(bind|control|body|media)::?/, "");
  if (written.startsWith("#")) return { field: "#", language: undefined, heading };
  const own = spellings.get(plain);
  if (own !== undefined) return { field: own, language: undefined, heading };
  const split = /^(?:(?:bind|control|body|media)\s*::?\s*)?(jr:\w+|[^:]+?)\s*::?\s*(.+)$/i.exec(written);
  const translated = split ? spellings.get(fold(split[1]!)) : undefined;
  if (split && translated !== undefined && layout.translated.includes(translated)) {
    return { field: translated, language: split[2]!.trim(), heading };
  }
  const base = plain.split(":")[0]!;
  if (layout.refused.includes(plain) || layout.refused.includes(base))
    return { field: "!", language: undefined, heading };
  if (/^(bind|body|control|instance)::?/.test(fold(written))) return { field: "!", language: undefined, heading };
  if (layout.ignored.includes(plain) || layout.ignored.includes(base))
    return { field: "#", language: undefined, heading };
  if (
    layout.open &&
    closest(plain, [...spellings.keys()]) === undefined &&
    !plain.includes(":") &&
    plain !== "__proto__"
  ) {
    return { field: plain, language: undefined, heading };
  }
  return { field: "?", language: undefined, heading };
}

/** Lower case, `_` for spaces. */
export function fold(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, "_");
}

/** Ends trimmed, one way of writing Vietnamese marks (NFC), plain spaces and line breaks. */
export function tidy(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\u00a0/g, " ")
    .replace(/\r\n?/g, "\n")
    .trim();
}
