import type { QuestionType } from "../model.ts";
import { closest } from "./closest.ts";
import type { FormProblemCode } from "./problems.ts";

export type TypeCell =
  | { readonly kind: "question"; readonly type: QuestionType; readonly list?: string; readonly other?: true }
  | { readonly kind: "note" }
  | { readonly kind: "calculate" }
  | { readonly kind: "begin"; readonly type: "group" | "repeat" }
  | { readonly kind: "end"; readonly type: "group" | "repeat" }
  | {
      readonly kind: "wrong";
      readonly code: FormProblemCode;
      readonly details: { readonly [name: string]: string | undefined };
    };

/** Spellings of pyxform → type. */
const plain: { readonly [written: string]: QuestionType | "note" | "calculate" } = {
  text: "text",
  string: "text",
  integer: "integer",
  int: "integer",
  decimal: "decimal",
  date: "date",
  time: "time",
  range: "range",
  acknowledge: "acknowledge",
  trigger: "acknowledge",
  note: "note",
  calculate: "calculate",
};
const select =
  /^(select[ _]one|select1|select[ _]one[ _]from|select one using|add select one prompt using|select_multiple|select[ _]multiple|select[ _]multiple[ _]from|select all that apply from|select all that apply|select all|add select multiple prompt using|select_all|rank|odk:rank)(?:\s+(.*))?$/i;

/** Types that are refused, with the reason. docs/xlsform.md lists them, and a test holds both together. */
export const refusedTypes: {
  readonly [code in
    | "type-records-time"
    | "type-records-person"
    | "type-records-place"
    | "type-records-media"]: readonly string[];
} = {
  "type-records-time": ["start", "end", "today", "start time", "end time", "audit", "start_time", "end_time"],
  "type-records-person": [
    "deviceid",
    "device id",
    "imei",
    "subscriberid",
    "subscriber id",
    "simserial",
    "sim serial",
    "phonenumber",
    "phone number",
    "username",
    "email",
    "uri:deviceid",
    "uri:subscriberid",
    "uri:simserial",
    "uri:phonenumber",
    "uri:username",
    "uri:email",
  ],
  "type-records-place": [
    "geopoint",
    "geotrace",
    "geoshape",
    "gps",
    "location",
    "start-geopoint",
    "background-geopoint",
    "geotrack",
  ],
  "type-records-media": [
    "image",
    "photo",
    "picture",
    "audio",
    "video",
    "file",
    "barcode",
    "background-audio",
    "annotate",
    "draw",
    "signature",
  ],
};
/** Types that are not here yet, each with what to use instead. */
export const unsupportedTypes: { readonly [type: string]: readonly [vi: string, en: string] } = {
  datetime: ["Hỏi bằng hai câu: date và time.", "Ask in two questions: date and time."],
  "begin loop": ["Dùng begin_repeat, hoặc viết từng câu hỏi.", "Use begin_repeat, or write the questions out."],
  "end loop": ["Dùng end_repeat, hoặc viết từng câu hỏi.", "Use end_repeat, or write the questions out."],
  include: ["Chép các dòng của tệp kia vào phiếu này.", "Copy the rows of the other file into this form."],
  select_one_external: ["Dùng select_one với choice_filter.", "Use select_one with choice_filter."],
  select_one_from_file: ["Chép danh sách vào trang choices.", "Copy the list to the sheet choices."],
  select_multiple_from_file: ["Chép danh sách vào trang choices.", "Copy the list to the sheet choices."],
  "xml-external": ["Chép dữ liệu vào trang choices.", "Copy the data to the sheet choices."],
  "csv-external": ["Chép dữ liệu vào trang choices.", "Copy the data to the sheet choices."],
  osm: ["Hỏi địa điểm bằng select_one.", "Ask for the place by select_one."],
  hidden: ["Dùng calculate.", "Use calculate."],
  begin_score: ["Viết từng câu select_one.", "Write select_one questions."],
  begin_kobomatrix: ["Dùng nhóm có appearance table-list.", "Use a group with the appearance table-list."],
};
const known = [
  ...Object.keys(plain),
  "select_one",
  "select_multiple",
  "rank",
  "begin_group",
  "end_group",
  "begin_repeat",
  "end_repeat",
];

/** Understands a cell of the column type. */
export function readType(cell: string): TypeCell {
  const written = cell.trim().replace(/\s+/g, " ");
  const lower = written.toLowerCase();
  const simple = plain[lower];
  if (simple === "note" || simple === "calculate") return { kind: simple };
  if (simple !== undefined) return { kind: "question", type: simple };
  const bound = /^(begin|end)[ _](group|repeat)$/.exec(lower);
  if (bound) return { kind: bound[1] as "begin" | "end", type: bound[2] as "group" | "repeat" };
  for (const [code, types] of Object.entries(refusedTypes)) {
    if (types.includes(lower)) return wrong(code as keyof typeof refusedTypes, { type: written });
  }
  for (const [type, [hintVi, hintEn]] of Object.entries(unsupportedTypes)) {
    if (lower === type || lower.startsWith(`${type} `) || lower.replace("_", " ").startsWith(type)) {
      return wrong("type-unsupported", { type: written, hintVi, hintEn });
    }
  }
  const match = select.exec(written);
  if (match) return readSelect(match[1]!, match[2] ?? "", written);
  return wrong("unknown-type", { type: written, suggestion: closest(lower.replace(" ", "_"), known) });
}

function readSelect(word: string, rest: string, written: string): TypeCell {
  const other = /\s+or[ _](specify[ _])?other$/i.test(rest);
  const list = rest
    .replace(/\s+or[ _](specify[ _])?other$/i, "")
    .replace(/^(from|using)\s+/i, "")
    .trim();
  if (list === "" || /\s/.test(list)) return wrong("no-list", { type: written });
  const kind = word.toLowerCase();
  const type = kind.includes("rank") ? "rank" : /one|1/.test(kind) ? "select_one" : "select_multiple";
  return { kind: "question", type, list, ...(other && { other }) };
}

function wrong(code: FormProblemCode, details: { readonly [name: string]: string | undefined }): TypeCell {
  return { kind: "wrong", code, details };
}
