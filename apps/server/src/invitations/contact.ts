/** First three digits of mobile numbers that had eleven digits until 2018, and what they became (Ministry of Information, 2018). */
const renamed: Record<string, string> = {
  "120": "70",
  "121": "79",
  "122": "77",
  "126": "76",
  "128": "78",
  "123": "83",
  "124": "84",
  "125": "85",
  "127": "81",
  "129": "82",
  "162": "32",
  "163": "33",
  "164": "34",
  "165": "35",
  "166": "36",
  "167": "37",
  "168": "38",
  "169": "39",
  "186": "56",
  "188": "58",
  "199": "59",
};

/**
 * A telephone number as it is stored and compared: +84 and 9 or 10 digits, or another country's + and 7 to 15 digits.
 * Takes spaces, dots, hyphens, brackets, 0, 84, +84 and 0084 before it, a spreadsheet's lost 0, and mobile numbers of before 2018.
 * @returns undefined when it is no telephone number.
 */
export function telephone(text: string): string | undefined {
  const digits = text
    .normalize("NFKC")
    .replace(/[\s.\-–()/]/g, "")
    .replace(/^00/, "+");
  if (!/^\+?\d{7,15}$/.test(digits)) return undefined;
  const foreign = /^\+(?!84)/.test(digits);
  if (foreign) return /^\+[1-9]\d{6,14}$/.test(digits) ? digits : undefined;
  const national = digits
    .replace(/^\+84/, "")
    .replace(/^84(?=\d{9,10}$)/, "")
    .replace(/^0/, "");
  const mended = /^1\d{9}$/.test(national) ? (renamed[national.slice(0, 3)] ?? "") + national.slice(3) : national;
  // Mobile: 9 digits from 3, 5, 7, 8, 9. Fixed: 2, area and number, 10 digits in all.
  return /^([35789]\d{8}|2\d{9})$/.test(mended) ? `+84${mended}` : undefined;
}

/** An e-mail address as it is stored and compared, or undefined. */
export function emailAddress(text: string): string | undefined {
  const address = text.normalize("NFKC").trim().toLowerCase();
  const local = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
  const domain = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
  const at = address.lastIndexOf("@");
  if (at < 1 || address.length > 200) return undefined;
  return local.test(address.slice(0, at)) && domain.test(address.slice(at + 1)) ? address : undefined;
}

/** A number as people in Vietnam dial it: 0912345678; another country's with 00. */
export const dialled = (phone: string): string => phone.replace(/^\+84/, "0").replace(/^\+/, "00");
