import { type RowFault, type UnitKind, unitKindNames, unitKinds } from "@lang-nghe/contract";
import { type PlaceKind, placeName } from "@lang-nghe/vietnamese-text";
import type { Sheets } from "../platform/files/index.ts";
import { pointsAtPerson } from "./focal.ts";
import { dayOfText, plain, rowsOfFile } from "./rows-of-file.ts";

/** A unit as a file lists it. undefined: the file has no such column, and what is known stays. */
export type ListedUnit = {
  row: number;
  code: string;
  name: string;
  kind: UnitKind;
  /** Code of what it lies in; null: at the top. */
  parent: string | null | undefined;
  nameEn: string | undefined;
  validFrom: string | null | undefined;
  validTo: string | null | undefined;
  focal: string | undefined;
};

const headings = {
  code: ["code", "ma", "ma don vi", "ma so", "ma dvhc", "unit code"],
  name: ["name", "ten", "ten don vi", "full name", "ten day du", "unit name"],
  kind: ["kind", "loai", "loai don vi", "cap", "type", "unit type"],
  parent: ["parent", "thuoc", "ma cap tren", "ma don vi cap tren", "ma cha", "parent code", "province code", "ma tinh"],
  nameEn: ["name en", "english name", "ten tieng anh", "full name en"],
  validFrom: ["valid from", "from", "tu ngay", "hieu luc tu", "ngay hieu luc"],
  validTo: ["valid to", "to", "den ngay", "het hieu luc", "hieu luc den"],
  focal: ["focal", "focal person", "dau moi", "chuc danh dau moi", "vai tro dau moi"],
} as const;

const kindOfPrefix: Record<PlaceKind, UnitKind> = {
  province: "province",
  city: "province",
  district: "district",
  "urban-district": "district",
  "district-town": "district",
  commune: "commune",
  ward: "ward",
  township: "township",
  "special-zone": "special-zone",
  village: "village",
  neighbourhood: "village",
};

/** What a cell may say of a kind: its key, its name here, or the word that stands before a name. */
const kindOfWord = new Map<string, UnitKind>([
  ...unitKinds.flatMap((kind): [string, UnitKind][] => [
    [plain(kind.replaceAll("-", " ")), kind],
    [kind, kind],
    [plain(unitKindNames[kind].vi), kind],
    [plain(unitKindNames[kind].en), kind],
  ]),
  ...(
    [
      ["tinh", "province"],
      ["thanh pho", "province"],
      ["thanh pho truc thuoc trung uong", "province"],
      ["city", "province"],
      ["huyen", "district"],
      ["quan", "district"],
      ["thi xa", "district"],
      ["xa", "commune"],
      ["phuong", "ward"],
      ["thi tran", "township"],
      ["dac khu", "special-zone"],
      ["dac khu tai hai dao", "special-zone"],
      ["thon", "village"],
      ["ban", "village"],
      ["to dan pho", "village"],
      ["village", "village"],
      ["so", "department"],
      ["phong", "department"],
      ["ubnd", "peoples-committee"],
      ["uy ban nhan dan", "peoples-committee"],
      ["hdnd", "peoples-council"],
      ["mttq", "fatherland-front"],
      ["bo chi huy quan su", "army"],
      ["bien phong", "army"],
      ["uy ban kiem tra", "party-discipline"],
      ["khac", "organisation"],
    ] as const
  ).map(([word, kind]): [string, UnitKind] => [word, kind]),
]);

/** Zeros that a spreadsheet took off a statistical code: 268 is commune 00268. */
const digitsOf: Partial<Record<UnitKind, number>> = {
  province: 2,
  district: 3,
  commune: 5,
  ward: 5,
  township: 5,
  "special-zone": 5,
};
const withZeros = (code: string, kind: UnitKind | undefined) =>
  kind && /^\d+$/.test(code) ? code.padStart(digitsOf[kind] ?? 0, "0") : code;

export function readUnits(sheets: Sheets): {
  units: ListedUnit[];
  faults: RowFault[];
  ignoredColumns: string[];
  titleOf: (column: keyof typeof headings) => string;
} {
  const { rows, faults, ignoredColumns, has, titleOf } = rowsOfFile<keyof typeof headings>(sheets, headings, [
    "code",
    "name",
  ]);
  const units: ListedUnit[] = [];
  for (const { row, text, say } of rows) {
    const before = faults.length;
    const name = text("name").replace(/\s+/g, " ");
    if (name === "") say("name", "thiếu tên.", "the name is missing.");
    else if (name.length > 200) say("name", "dài quá 200 ký tự.", "has more than 200 characters.");
    const word = text("kind");
    const prefix = placeName(name).kind;
    const kind = word === "" ? prefix && kindOfPrefix[prefix] : kindOfWord.get(plain(word));
    if (!kind)
      say(
        "kind",
        word === "" ? `thiếu loại đơn vị, và tên “${name}” không cho biết loại.` : `không có loại đơn vị “${word}”.`,
        word === "" ? `the kind is missing, and the name “${name}” does not say it.` : `there is no kind “${word}”.`,
      );
    const code = withZeros(text("code"), kind ?? undefined);
    if (code === "") say("code", "thiếu mã.", "the code is missing.");
    else if (!/^[A-Za-z0-9._/-]{1,40}$/.test(code))
      say(
        "code",
        `mã “${code}” chỉ được có chữ không dấu, số, . _ / -.`,
        `the code “${code}” may have letters, digits and . _ / - only.`,
      );
    const [validFrom, validTo] = (["validFrom", "validTo"] as const).map((column) => {
      if (!has(column)) return undefined;
      const cell = text(column);
      const day = cell === "" ? null : dayOfText(cell);
      if (cell !== "" && day === null) say(column, `“${cell}” không phải là ngày.`, `“${cell}” is not a day.`);
      return day;
    });
    if (validFrom && validTo && validTo < validFrom)
      say("validTo", "ngày cuối đứng trước ngày đầu.", "the last day comes before the first.");
    const focal = has("focal") ? text("focal") : undefined;
    if (focal && (focal.length > 120 || pointsAtPerson(focal)))
      say(
        "focal",
        "chỉ ghi chức danh, không ghi cách liên hệ.",
        "takes a role or an office, not how to reach somebody.",
      );
    const above = text("parent");
    if (faults.length > before || !kind) continue;
    units.push({
      row,
      code,
      name,
      kind,
      parent: has("parent") ? parentCode(above, kind) : undefined,
      nameEn: has("nameEn") ? text("nameEn") : undefined,
      validFrom,
      validTo,
      focal,
    });
  }
  return { units, faults, ignoredColumns, titleOf };
}

/** A commune's province lost its zero too: 4 is 04. */
function parentCode(code: string, kind: UnitKind): string | null {
  if (code === "") return null;
  return ["commune", "ward", "special-zone", "district"].includes(kind) ? withZeros(code, "province") : code;
}

export type ListedSuccession = { row: number; from: string; to: string; changedOn: string; share: number | null };

const crosswalkHeadings = {
  from: ["from", "old code", "ma cu", "tu ma", "from code"],
  to: ["to", "new code", "ma moi", "den ma", "to code"],
  changedOn: ["changed on", "date", "ngay", "ngay doi", "tu ngay", "hieu luc tu", "ngay hieu luc"],
  share: ["share", "phan", "ty le", "ti le", "phan dan so"],
} as const;

export function readCrosswalk(sheets: Sheets): {
  steps: ListedSuccession[];
  faults: RowFault[];
  ignoredColumns: string[];
} {
  const { rows, faults, ignoredColumns } = rowsOfFile<keyof typeof crosswalkHeadings>(sheets, crosswalkHeadings, [
    "from",
    "to",
    "changedOn",
  ]);
  const steps: ListedSuccession[] = [];
  for (const { row, text, say } of rows) {
    const before = faults.length;
    for (const column of ["from", "to"] as const)
      if (text(column) === "") say(column, "thiếu mã.", "the code is missing.");
    const day = dayOfText(text("changedOn"));
    if (day === null)
      say("changedOn", `“${text("changedOn")}” không phải là ngày.`, `“${text("changedOn")}” is not a day.`);
    const share = shareOf(text("share"));
    if (share !== null && !(share >= 0 && share <= 1))
      say("share", "phải từ 0 đến 1, hoặc từ 0 % đến 100 %.", "must be from 0 to 1, or from 0 % to 100 %.");
    if (faults.length === before && day) steps.push({ row, from: text("from"), to: text("to"), changedOn: day, share });
  }
  return { steps, faults, ignoredColumns };
}

function shareOf(text: string): number | null {
  if (text === "") return null;
  const value = Number(text.replace("%", "").replace(",", ".").trim());
  return text.includes("%") ? value / 100 : value;
}
