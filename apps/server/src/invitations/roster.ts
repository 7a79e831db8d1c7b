import type { RosterFault, RosterRemark } from "@lang-nghe/contract";
import type { Sheets } from "../platform/files/index.ts";
import { Problem } from "../platform/problem.ts";
import { emailAddress, telephone } from "./contact.ts";

/** A person as a roster lists them. */
export type Listed = {
  name: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  language: string;
  stratum: string;
  psu: string;
  baseWeight: number;
};

export type Roster = { people: Listed[]; remarks: RosterRemark[]; ignoredColumns: string[] };

type Column = keyof Listed;

/** Headings, without marks, in small letters and with single spaces. */
const headings: Record<Column, readonly string[]> = {
  name: ["name", "full name", "ho ten", "ho va ten", "ten", "nguoi duoc moi", "respondent"],
  phone: ["phone", "telephone", "mobile", "phone number", "dien thoai", "so dien thoai", "sdt", "di dong", "dt"],
  email: ["email", "e-mail", "mail", "thu dien tu", "dia chi email", "hop thu"],
  address: ["address", "dia chi", "noi o", "cho o", "postal address", "dia chi nhan thu"],
  language: ["language", "lang", "ngon ngu", "tieng"],
  stratum: ["stratum", "strata", "tang"],
  psu: [
    "psu",
    "primary sampling unit",
    "cluster",
    "don vi mau cap mot",
    "dvm cap mot",
    "cum",
    "dia ban",
    "thon",
    "village",
  ],
  baseWeight: ["base_weight", "base weight", "baseweight", "weight", "quyen so", "quyen so goc", "trong so"],
};

const columnNames: Record<Column, string> = {
  name: "name",
  phone: "phone",
  email: "email",
  address: "address",
  language: "language",
  stratum: "stratum",
  psu: "psu",
  baseWeight: "base_weight",
};

/** More places than these are counted, not told. */
const toldFaults = 50;
const mostPeople = 200_000;

const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ").trim();

const fault = (row: number, column: string, vi: string, en: string): RosterFault => ({ row, column, what: { vi, en } });

/**
 * Reads who is invited: the first sheet with rows, its first row the headings (Vietnamese or English, in any order). Stratum, PSU
 * and base weight are needed, and of each person a name, telephone, e-mail or address.
 * @param languages of the wave; a person without one gets the first.
 * @throws {Problem} invitations.roster with every wrong place: then nothing of the file counts.
 */
export function readRoster(sheets: Sheets, languages: readonly string[]): Roster {
  const sheet = sheets.find(({ rows }) => rows.some((row) => row.some((cell) => cell.trim() !== "")));
  const refuse = (faults: RosterFault[]): never => {
    const { row, column, what } = faults[0]!;
    throw new Problem("invitations.roster", {
      count: faults.length,
      row,
      column,
      what,
      faults: faults.slice(0, toldFaults),
    });
  };
  if (!sheet) return refuse([fault(1, "", "tệp không có dòng nào.", "the file has no rows.")]);
  const top = sheet.rows.findIndex((row) => row.some((cell) => cell.trim() !== ""));
  const numberOf = (index: number) => (sheet.firstRow ?? 1) + index;
  const header = sheet.rows[top]!;
  const columns = columnsOf(header, numberOf(top));
  if (columns.faults.length) return refuse(columns.faults);
  const { at } = columns;

  const faults: RosterFault[] = [];
  const people: Listed[] = [];
  const rowOf: number[] = [];
  for (const [index, cells] of sheet.rows.entries()) {
    if (index <= top || cells.every((cell) => cell.trim() === "")) continue;
    const row = numberOf(index);
    const text = (column: Column) =>
      at[column] === undefined ? "" : (cells[at[column]] ?? "").normalize("NFC").trim();
    const say = (column: Column, vi: string, en: string) =>
      faults.push(fault(row, at[column] === undefined ? columnNames[column] : header[at[column]]!.trim(), vi, en));
    people.push(readPerson(text, say, languages));
    rowOf.push(row);
  }
  if (people.length === 0)
    faults.push(fault(numberOf(top), "", "dưới hàng tiêu đề không có ai.", "nobody stands below the headings."));
  if (people.length > mostPeople)
    faults.push(fault(numberOf(top), "", `có hơn ${mostPeople} người.`, `there are more than ${mostPeople} people.`));
  const { repeated, remarks } = duplicates(people, rowOf);
  faults.push(...repeated);
  if (faults.length) return refuse(faults.sort((a, b) => a.row - b.row));
  const used = new Set(Object.values(at));
  return {
    people,
    remarks,
    ignoredColumns: header.filter((name, i) => name.trim() !== "" && !used.has(i)).map((name) => name.trim()),
  };
}

function columnsOf(
  header: readonly string[],
  row: number,
): { at: Partial<Record<Column, number>>; faults: RosterFault[] } {
  const at: Partial<Record<Column, number>> = {};
  const faults: RosterFault[] = [];
  for (const [i, name] of header.entries()) {
    const heading = plain(name)
      .replace(/[*:]+$/, "")
      .trim();
    const column = (Object.keys(headings) as Column[]).find((known) => headings[known].includes(heading));
    if (column === undefined) continue;
    if (at[column] === undefined) at[column] = i;
    else faults.push(fault(row, name.trim(), "hai cột cùng mang nghĩa này.", "two columns mean this."));
  }
  for (const column of ["stratum", "psu", "baseWeight"] as const)
    if (at[column] === undefined)
      faults.push(
        fault(
          row,
          columnNames[column],
          `thiếu cột này (tiêu đề nhận được: ${headings[column].join(", ")}).`,
          `this column is missing (headings taken: ${headings[column].join(", ")}).`,
        ),
      );
  return { at, faults };
}

function readPerson(
  text: (column: Column) => string,
  say: (column: Column, vi: string, en: string) => void,
  languages: readonly string[],
): Listed {
  for (const [column, most] of [
    ["name", 200],
    ["address", 500],
    ["stratum", 200],
    ["psu", 200],
  ] as const)
    if (text(column).length > most) say(column, `dài hơn ${most} ký tự.`, `is longer than ${most} characters.`);
  const phone = text("phone") === "" ? null : telephone(text("phone"));
  if (phone === undefined)
    say("phone", `“${text("phone")}” không phải là số điện thoại.`, `“${text("phone")}” is no telephone number.`);
  const email = text("email") === "" ? null : emailAddress(text("email"));
  if (email === undefined)
    say("email", `“${text("email")}” không phải là địa chỉ thư điện tử.`, `“${text("email")}” is no e-mail address.`);
  const language = text("language") === "" ? languages[0]! : languageOf(text("language"));
  if (!languages.includes(language))
    say(
      "language",
      `“${text("language")}” không phải là ngôn ngữ của phiếu hỏi (${languages.join(", ")}).`,
      `“${text("language")}” is no language of the questionnaire (${languages.join(", ")}).`,
    );
  if (text("stratum") === "") say("stratum", "để trống.", "is empty.");
  if (text("psu") === "") say("psu", "để trống.", "is empty.");
  const baseWeight = numberOf(text("baseWeight"));
  if (!(baseWeight > 0 && baseWeight < 1e9))
    say(
      "baseWeight",
      `“${text("baseWeight")}” không phải là số lớn hơn 0.`,
      `“${text("baseWeight")}” is no number above 0.`,
    );
  const [name, address] = [text("name") || null, text("address") || null];
  if (name === null && address === null && !text("phone") && !text("email"))
    say(
      "name",
      "cần ít nhất tên, số điện thoại, thư điện tử hoặc địa chỉ.",
      "a name, telephone, e-mail or address is needed.",
    );
  return {
    name,
    phone: phone ?? null,
    email: email ?? null,
    address,
    language,
    stratum: text("stratum"),
    psu: text("psu"),
    baseWeight,
  };
}

const languageNames: Record<string, string> = {
  "tieng viet": "vi",
  viet: "vi",
  kinh: "vi",
  vietnamese: "vi",
  "tieng anh": "en",
  anh: "en",
  english: "en",
  hmong: "hmn",
  mong: "hmn",
  "tieng mong": "hmn",
};
const languageOf = (text: string) => languageNames[plain(text)] ?? text.toLowerCase();

/** 12.5 and 12,5 alike; no marks between thousands, which would be read as either. */
const numberOf = (text: string): number => (/^\d+([.,]\d+)?$/.test(text) ? Number(text.replace(",", ".")) : Number.NaN);

/** The same person twice is a fault; people of other names with one telephone (a household) are remarked on. */
function duplicates(
  people: readonly Listed[],
  rowOf: readonly number[],
): { repeated: RosterFault[]; remarks: RosterRemark[] } {
  const repeated: RosterFault[] = [];
  const remarks: RosterRemark[] = [];
  const told = new Set<number>();
  for (const column of ["phone", "email"] as const) {
    const groups = Map.groupBy(people.keys(), (i) => people[i]![column]);
    groups.delete(null);
    for (const [contact, members] of groups) {
      const first = new Map<string, number>();
      for (const i of members) {
        const name = plain(people[i]!.name ?? "");
        const before = first.get(name);
        if (before === undefined) first.set(name, i);
        else if (!told.has(i)) {
          told.add(i);
          repeated.push(
            fault(
              rowOf[i]!,
              column,
              `người này đã có ở dòng ${rowOf[before]}.`,
              `this person stands in row ${rowOf[before]} already.`,
            ),
          );
        }
      }
      if (first.size > 1)
        remarks.push({ kind: "shared-contact", rows: [...first.values()].map((i) => rowOf[i]!), contact: contact! });
    }
  }
  // Without telephone and e-mail: the same name at the same address.
  const bare = Map.groupBy(people.keys(), (i) => {
    const { name, phone, email, address, psu } = people[i]!;
    return phone || email ? null : JSON.stringify([plain(name ?? ""), plain(address ?? ""), plain(psu)]);
  });
  bare.delete(null);
  for (const [before, ...others] of bare.values())
    for (const i of others)
      repeated.push(
        fault(
          rowOf[i]!,
          "name",
          `người này đã có ở dòng ${rowOf[before!]}.`,
          `this person stands in row ${rowOf[before!]} already.`,
        ),
      );
  return { repeated, remarks };
}
