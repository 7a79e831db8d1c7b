import { withoutMarks } from "../letters.ts";
import { cueBefore, type PersonalKind, type PersonalSpan } from "./spans.ts";

/** National numbers of mobile telephones since 2018, without the leading 0. @see Ministry of Information, plan of numbers. */
const mobile = /^(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$/u;
const landline = /^2\d{9}$/u;
const international = /^(?:0084|84|0)/u;

/** Codes of provinces in identity numbers: those of 1999, which mergers did not change. @see Circular 59/2021/TT-BCA. */
const provinceCodes = new Set(
  `001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046
  048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096`
    .trim()
    .split(/\s+/),
);

const cues = {
  identity: ["cccd", "cmnd", "cmt", "căn cước", "can cuoc", "chứng minh", "chung minh", "chứng minh thư", "định danh"],
  tax: ["mst", "mã số thuế", "ma so thue", "bhxh", "bhyt", "bảo hiểm", "bao hiem", "bảo hiểm xã hội", "thẻ bảo hiểm"],
  bank: ["stk", "số tài khoản", "so tai khoan", "tài khoản", "tai khoan", "số thẻ", "so the", "tk"],
  passport: ["hộ chiếu", "ho chieu", "passport"],
  birth: ["sinh", "ngày sinh", "ngay sinh", "sinh ngày", "sinh ngay", "sn"],
  telephone: ["điện thoại", "dien thoai", "sđt", "sdt", "đt", "gọi", "goi", "zalo", "số", "so", "máy"],
} as const;

/** A run of digits as people write them: in groups, with o for 0 and l for 1, and the country's code before. */
const digitRun = /(?<![\p{L}\d.,/+-])\+?(?:[\doOlI](?:[ .\-–()]{0,2}(?=[\doOlI]))?){8,20}(?![\p{L}\d])/gu;
const money = /^\s*(?:đ(?:ồng)?|vnd|vnđ|triệu|nghìn|ngàn|tỷ|m2|ha|kg|tấn)(?![\p{L}\d])/u;
const thousands = /^[1-9]\d{0,2}(?:[.,]\d{3})+$/u;

/** Telephone, identity, tax, insurance and bank numbers. */
export function numbersIn(text: string, lower: string): PersonalSpan[] {
  const found: PersonalSpan[] = [];
  for (const match of text.matchAll(digitRun)) {
    const written = match[0].trimEnd();
    const start = match.index;
    const end = start + written.length;
    if (!/\d/u.test(written.slice(0, 3)) || money.test(lower.slice(end))) continue;
    const kind = kindOfNumber(written, lower, start);
    if (kind) found.push({ kind, start, end });
  }
  for (const match of text.matchAll(/(?<![\p{L}\d])[A-Z]\d{7,8}(?![\p{L}\d])/gu))
    if (cueBefore(lower, match.index, cues.passport))
      found.push({ kind: "passport", start: match.index, end: match.index + match[0].length });
  for (const match of text.matchAll(/(?<![\p{L}\d])[A-Z]{2}[ -]?\d{13}(?!\d)/gu))
    found.push({ kind: "tax-or-insurance-number", start: match.index, end: match.index + match[0].length });
  return found;
}

function kindOfNumber(written: string, lower: string, at: number): PersonalKind | undefined {
  const digits = written.replace(/[oO]/gu, "0").replace(/[lI]/gu, "1").replace(/\D/gu, "");
  const national = digits.replace(international, "");
  const begins = written.startsWith("+") || /^[0oO]|^84/u.test(written);
  if (begins && (mobile.test(national) || landline.test(national))) return "telephone";
  if (cueBefore(lower, at, cues.bank) && digits.length >= 8 && !thousands.test(written)) return "bank-account";
  if (digits.length === 12 && provinceCodes.has(digits.slice(0, 3)) && Number(digits[3]) <= 3) return "identity-number";
  if (cueBefore(lower, at, cues.identity) && (digits.length === 9 || digits.length === 12)) return "identity-number";
  if (cueBefore(lower, at, cues.tax) && (digits.length === 10 || digits.length === 13))
    return "tax-or-insurance-number";
  if (digits.length === 9 && mobile.test(digits) && cueBefore(lower, at, cues.telephone)) return "telephone";
  if (digits.length === 16 && luhn(digits)) return "bank-account";
  return undefined;
}

/** Whether the check digit of a bank card holds. @see ISO/IEC 7812-1, annex B. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (const [i, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const digitWords: ReadonlyMap<string, string> = new Map(
  ["không", "một mốt", "hai", "ba", "bốn tư", "năm lăm nhăm", "sáu", "bảy bẩy", "tám", "chín"].flatMap(
    (spelled, digit) =>
      spelled.split(" ").flatMap((word) => [word, withoutMarks(word)].map((form) => [form, String(digit)] as const)),
  ),
);

/** Numbers of nine digits and more that are spelled out: "không chín một hai …". */
export function spelledNumbersIn(text: string): PersonalSpan[] {
  const found: PersonalSpan[] = [];
  let digits = "";
  let start = 0;
  let end = 0;
  const close = () => {
    const national = digits.replace(international, "");
    if (digits.length >= 9 && (mobile.test(national) || landline.test(national) || digits.length === 12))
      found.push({ kind: "telephone", start, end });
    digits = "";
  };
  for (const match of text.matchAll(/\p{L}+/gu)) {
    const digit = digitWords.get(match[0].toLowerCase());
    if (digits !== "" && (digit === undefined || match.index > end + 2)) close();
    if (digit === undefined) continue;
    if (digits === "") start = match.index;
    digits += digit;
    end = match.index + match[0].length;
  }
  close();
  return found;
}

const plate = /(?<![\p{L}\d])[1-9]\d[-. ]?[A-Za-zĐđ]{1,2}\d?[-. ]?(?:\d{3}[. ]?\d{2}|\d{4})(?![\p{L}\d])/gu;
const date = /(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:(?:19|20)\d{2}|\d{2})(?!\d)/gu;
const dateInWords = /(?<!\d)\d{1,2}\s+(?:tháng|thang)\s+\d{1,2},?\s+(?:năm|nam)\s+(?:19|20)\d{2}(?!\d)/giu;

/** Plates of vehicles, and dates of birth: dates that the word for birth stands before. */
export function platesAndBirthDatesIn(text: string, lower: string): PersonalSpan[] {
  const found: PersonalSpan[] = [];
  for (const match of text.matchAll(plate))
    found.push({ kind: "plate", start: match.index, end: match.index + match[0].length });
  for (const pattern of [date, dateInWords])
    for (const match of text.matchAll(pattern))
      if (cueBefore(lower, match.index, cues.birth, 30))
        found.push({ kind: "birth-date", start: match.index, end: match.index + match[0].length });
  return found;
}

const email = /(?<![\p{L}\d._%+-])[\p{L}\d][\p{L}\d._%+-]{0,63}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{2,63}){1,5}/gu;
const link = /(?<![\p{L}\d])(?:https?:\/\/|www\.)[^\s<>"'«»]{3,500}/giu;
const profile = /(?<![\p{L}\d])(?:facebook|fb|zalo|tiktok|youtube|instagram|m)\.(?:com|me|vn)\/[^\s<>"'«»]{2,200}/giu;
const handle = /(?<![\p{L}\d.@])@[a-z\d_.]{3,30}(?![\p{L}\d@])/giu;
const named =
  /(?<![\p{L}\d])(?:zalo|facebook|fb|nick|telegram|viber|tiktok)(?: (?:của|cua) (?:tôi|toi|em|mình|minh))?\s*(?:là|la|:|=)\s*([a-z\d_.]{3,40})(?![\p{L}\d])/giu;
/** The front page of a site is nobody's, unless the site is a person's corner of a larger one. */
const frontPage =
  /^(?:https?:\/\/)?(?!(?:[a-z\d-]+\.)+(?:blogspot|wordpress|wixsite|github|webnode)\.)[a-z\d.-]+\/?[.,;:!?)]*$/iu;
/** Sites of the state are nobody's. */
const ofTheState = /^(?:https?:\/\/)?(?:[a-z\d-]+\.)*gov\.vn(?:\/|$)/iu;

/** E-mail addresses, links and names on networks. */
export function linksIn(text: string): PersonalSpan[] {
  const found: PersonalSpan[] = [];
  const keep = (kind: PersonalKind, start: number, written: string) => {
    const bare = written.replace(/[.,;:!?)]+$/u, "");
    found.push({ kind, start, end: start + bare.length });
  };
  for (const match of text.matchAll(email)) keep("email", match.index, match[0]);
  for (const pattern of [link, profile, handle])
    for (const match of text.matchAll(pattern))
      if (!ofTheState.test(match[0]) && !frontPage.test(match[0])) keep("link", match.index, match[0]);
  for (const match of text.matchAll(named)) {
    const name = match[1]!;
    if (/[\d_.]/u.test(name)) keep("link", match.index + match[0].length - name.length, name);
  }
  return found;
}
