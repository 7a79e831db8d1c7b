/** Languages that write 1,234.5. The others (Vietnamese, Spanish, the languages of the mountains) write 1.234,5. */
const pointLanguages = new Set(["en", "zh", "ja", "ko", "th", "hi", "ms"]);

function decimalOf(language: string): "." | "," {
  return pointLanguages.has(language.toLowerCase().split("-")[0] ?? "") ? "." : ",";
}

/**
 * Reads a number as people type it: `1.234,5`, `1,234.5`, `45,6`, `1 234`. Where a single sign could be either,
 * it groups when it is the language's grouping sign before exactly three digits (`1.234` is 1234 in Vietnamese), else it
 * is the decimal sign, since many phone keyboards offer only one of the two.
 * @returns undefined when empty, NaN when it is not a number.
 */
export function parseNumber(text: string, language: string): number | undefined {
  const typed = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
  if (typed === "") return undefined;
  const parts = /^([+-]?)([\d.,]*\d[\d.,]*)$/.exec(typed);
  if (!parts) return Number.NaN;
  const digits = parts[2] ?? "";
  const mark = decimalMark(digits, decimalOf(language));
  const [whole = "", fraction, rest] = mark === "" ? [digits] : digits.split(mark);
  const group = mark === "." ? "," : mark === "," ? "." : /[.,]/.exec(whole)?.[0];
  if (rest !== undefined || /[.,]/.test(fraction ?? "")) return Number.NaN;
  if (group !== undefined && whole.includes(group) && !isGrouped(whole, group)) return Number.NaN;
  const value = Number(`${whole.replace(/[.,]/g, "") || "0"}.${fraction || "0"}`);
  return parts[1] === "-" ? -value : value;
}

function isGrouped(whole: string, group: string): boolean {
  const [first = "", ...groups] = whole.split(group);
  return first.length >= 1 && first.length <= 3 && groups.every((part) => /^\d{3}$/.test(part));
}

/** Which sign of `digits` stands before the fraction; "" when none does. */
function decimalMark(digits: string, usual: "." | ","): "." | "," | "" {
  const point = digits.lastIndexOf(".");
  const comma = digits.lastIndexOf(",");
  if (point >= 0 && comma >= 0) return point > comma ? "." : ",";
  if (point < 0 && comma < 0) return "";
  const sign = point >= 0 ? "." : ",";
  if (digits.indexOf(sign) !== digits.lastIndexOf(sign)) return "";
  if (sign === usual) return sign;
  const [before = "", after = ""] = digits.split(sign);
  return /^[1-9]\d{0,2}$/.test(before) && after.length === 3 ? "" : sign;
}

/** A number as the language writes it, with every decimal it has: 1234.5 is `1.234,5`. */
export function writeNumber(value: number, language: string): string {
  if (!Number.isFinite(value)) return "";
  const decimal = decimalOf(language);
  const [whole = "", fraction] = String(Math.abs(value)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, decimal === "," ? "." : ",");
  return (value < 0 ? "\u2212" : "") + (fraction === undefined ? grouped : grouped + decimal + fraction);
}
