import { personalHeaders, postHeaders } from "./personal-headers.ts";
import type { Table, TableColumn } from "./table.ts";

export type PersonalReason =
  | "name"
  | "phone"
  | "national-id"
  | "email"
  | "profile"
  | "handle"
  | "coordinates"
  | "address"
  | "device"
  | "post";

/** A column that may not come in, and why in words. No value of the column is repeated. */
export type PersonalColumn = { column: string; kind: PersonalReason; reason: { vi: string; en: string } };

const reasons: Record<PersonalReason, { vi: string; en: string }> = {
  name: {
    vi: "có vẻ là tên người. Xin bỏ cột; nếu là câu hỏi (ví dụ tên trường, tên xã), xin đổi tên cột cho rõ",
    en: "looks like people's names. Remove it; if it is a question (the name of a school, a place), rename the column so",
  },
  phone: { vi: "có vẻ là số điện thoại. Xin bỏ cột", en: "looks like telephone numbers. Remove the column" },
  "national-id": {
    vi: "có vẻ là số giấy tờ cá nhân (CCCD, CMND, hộ chiếu). Xin bỏ cột",
    en: "looks like national ID numbers. Remove the column",
  },
  email: { vi: "có vẻ là địa chỉ thư điện tử. Xin bỏ cột", en: "looks like e-mail addresses. Remove the column" },
  profile: {
    vi: "có vẻ là liên kết tới trang cá nhân. Xin bỏ cột",
    en: "looks like links to personal profiles. Remove the column",
  },
  handle: { vi: "có vẻ là tên tài khoản mạng. Xin bỏ cột", en: "looks like account names. Remove the column" },
  coordinates: {
    vi: "có vẻ là toạ độ chính xác. Xin thay bằng xã hoặc vùng",
    en: "looks like exact coordinates. Put the commune or region instead",
  },
  address: {
    vi: "có vẻ là địa chỉ nhà. Xin thay bằng xã hoặc vùng",
    en: "looks like home addresses. Put the commune or region instead",
  },
  device: { vi: "chỉ ra máy của người trả lời. Xin bỏ cột", en: "points at a respondent's device. Remove the column" },
  post: {
    vi: "cho thấy mỗi dòng là một bài đăng hay bình luận, không phải câu trả lời. Hệ thống không nhận dữ liệu thu từ mạng xã hội",
    en: "shows that rows are posts or comments, not answers. What people say to one another is not taken in",
  },
};

/**
 * Columns that point at people, or show that the rows are harvested posts: by name (Vietnamese, English) and by content, so that a
 * renamed column is found too. A table with any of them is not stored.
 *
 * Content decides by the share of values of one shape in some 2,000 values, so that an open answer in which someone
 * wrote a number is not refused for it (such answers are redacted later).
 */
export function personalColumns(table: Pick<Table, "columns">): PersonalColumn[] {
  const found = new Map<string, PersonalReason>();
  for (const column of table.columns) {
    const kind = byContent(column) ?? byHeader(column);
    if (kind) found.set(column.name, kind);
  }
  const posts = table.columns.flatMap((column) => {
    const match = postHeaders.find(({ pattern }) => pattern.test(plainName(column.name)));
    return match ? [{ column, pattern: match.pattern, sure: match.sure === true }] : [];
  });
  const kinds = new Set(posts.map((post) => post.pattern)).size;
  if (kinds >= 2 || posts.some((post) => post.sure))
    for (const { column } of posts) if (!found.has(column.name)) found.set(column.name, "post");
  return table.columns.flatMap((column) => {
    const kind = found.get(column.name);
    return kind ? [{ column: column.name, kind, reason: reasons[kind] }] : [];
  });
}

const sampleSize = 2_000;

/** Values spread over the whole column; of a column that is mostly empty, the first that are there. */
function valuesOf(column: TableColumn): (string | number)[] {
  const source = column.numbers ?? column.texts ?? [];
  const step = Math.max(1, Math.floor(source.length / sampleSize));
  const spread = presentValues(source, step);
  return step > 1 && spread.length < sampleSize / 10 ? presentValues(source, 1) : spread;
}

function presentValues(source: Float64Array | (string | null)[], step: number): (string | number)[] {
  const values: (string | number)[] = [];
  for (let i = 0; i < source.length && values.length < sampleSize; i += step) {
    const value = source[i];
    if (value !== null && value !== undefined && !Number.isNaN(value)) values.push(value);
  }
  return values;
}

/** A name as it is compared: lower case, without marks, words apart. */
function plainName(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

function byHeader(column: TableColumn): PersonalReason | undefined {
  // Coded answers with labels ("1 = có") are a question, whatever it is called.
  if (column.valueLabels && column.valueLabels.length >= 2) return undefined;
  const names = [plainName(column.name), plainName(column.label ?? "")].filter((name) => name !== "");
  const match = personalHeaders.find(({ pattern }) => names.some((name) => pattern.test(name)));
  if (!match) return undefined;
  const values = valuesOf(column);
  if (!values.length) return undefined;
  if (match.kind === "coordinates") return shareOf(values, isExactDegree) > 0.5 ? "coordinates" : undefined;
  if (match.sure) return values.some((value) => typeof value === "string") ? match.kind : undefined;
  const distinct = new Set(values).size;
  const varied = distinct >= 3 && distinct / values.length > (distinct > 30 ? 0.3 : 0.75);
  const small = values.every((value) => typeof value === "number" && Math.abs(value) < 10_000);
  return varied && !small ? match.kind : undefined;
}

/** Three or more decimals of a degree: about 100 metres. */
const isExactDegree = (value: string | number) =>
  (Math.abs(Number(value)) <= 180 && /\.\d{3,}$/.test(String(value))) || degreePair.test(String(value));
const degreePair = /^\(?-?\d{1,2}\.\d{3,}\s*[,; ]\s*-?\d{1,3}\.\d{3,}(\s+-?[\d.]+){0,2}\)?$/;

const mobile = /^(?:\+?84|0084|0)(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$/;
/** As a spreadsheet leaves it: the zero in front is lost. */
const mobileWithoutZero = /^(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}$/;
const email = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i;
const profile =
  /(?:^|\/\/|\.|^www\.)(?:(?:facebook|fb|instagram|twitter|x|vk|threads|tumblr)\.(?:com|net)\/[^\s]+|zalo\.me\/|m\.me\/|t\.me\/|tiktok\.com\/@|youtube\.com\/(?:@|c\/|channel\/|user\/)|linkedin\.com\/in\/|reddit\.com\/u(?:ser)?\/)/i;
const ipAddress = /^(?:\d{1,3}\.){3}\d{1,3}$|^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$/i;

function byContent(column: TableColumn): PersonalReason | undefined {
  const values = valuesOf(column);
  if (!values.length) return undefined;
  const texts = values.map((value) => (typeof value === "string" ? value.trim() : ""));
  const digits = values.map((value) => (typeof value === "number" ? String(value) : value.replace(/[\s.\-()]/g, "")));
  const distinct = new Set(values).size;
  const varied = distinct / values.length > 0.5;
  if (shareOf(texts, (text) => email.test(text)) >= 0.2) return "email";
  if (shareOf(texts, (text) => profile.test(text) && text.length < 200) >= 0.1) return "profile";
  if (shareOf(texts, (text) => /^@[\w.]{2,30}$/.test(text)) >= 0.2) return "handle";
  if (shareOf(digits, isNationalId) >= 0.2) return "national-id";
  if (shareOf(digits, (text) => mobile.test(text)) >= 0.2) return "phone";
  if (varied && values.length >= 3) {
    if (shareOf(digits, (text) => mobileWithoutZero.test(text)) >= 0.8) return "phone";
    if (shareOf(digits, (text) => /^\d{10,11}$/.test(text) && isNationalId(text.padStart(12, "0"))) >= 0.8)
      return "national-id";
    if (shareOf(texts, isVietnameseName) >= 0.5 && !aboutPlaces.test(plainName(column.name))) return "name";
  }
  if (shareOf(texts, (text) => degreePair.test(text)) >= 0.2) return "coordinates";
  if (shareOf(texts, (text) => ipAddress.test(text)) >= 0.5) return "device";
  if (shareOf(texts, (text) => text.length > 80 && /https?:\/\//.test(text)) >= 0.3) return "post";
  return undefined;
}

function shareOf<T>(values: readonly T[], holds: (value: T) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return count / values.length;
}

/** Twelve digits: province or country of birth, century and sex, year. */
function isNationalId(text: string): boolean {
  if (!/^\d{12}$/.test(text)) return false;
  const province = Number(text.slice(0, 3));
  const century = Number(text[3]);
  const year = (century < 2 ? 1900 : 2000) + Number(text.slice(4, 6));
  return province >= 1 && province <= 96 && century <= 3 && year >= 1910 && year <= 2030;
}

/** Surnames that most Vietnamese people bear, Kinh and highland. */
const surnames = new Set(
  "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh Lâm Phùng Mai Tô Hà Tạ Lương Chu Cao Thái Lưu Vàng Giàng Sùng Thào Hạng Cháng Ly Lò Lù Chảo Tẩn Phàn Triệu Bàn Đằng Hầu Mùa Má Cư Lầu Tráng Thền Nông Sầm Hứa".split(
    " ",
  ),
);
/** Names of places and institutions are often people's: “Trường Nguyễn Huệ”. */
const aboutPlaces =
  /\b(xa|phuong|thon|ban|duong|pho|truong|school|sname|dname|cname|commune|ward|street|district|province|tinh|huyen|don vi|co quan|place|dia danh)\b/;

function isVietnameseName(text: string): boolean {
  const words = text.split(/\s+/);
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    surnames.has(words[0]![0]! + words[0]!.slice(1).toLowerCase()) &&
    words.every((word) => /^\p{Lu}\p{L}*$/u.test(word))
  );
}
