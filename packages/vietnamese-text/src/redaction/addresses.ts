import type { PersonalSpan } from "./spans.ts";

const name = "\\p{Lu}[\\p{L}\\d'’]*(?: \\p{Lu}[\\p{L}\\d'’]*){0,3}";
const bareWords = "[\\p{L}\\d]+(?: [\\p{L}\\d]+){0,2}";
const number = "\\d{1,4}[A-Za-z]?(?:/\\d{1,4}[A-Za-z]?){0,4}";
const between = "[ ,]{1,3}";
/** Below the commune: lanes, groups of neighbours, hamlets; each with its number or name. */
const lane = `(?:[Nn]gõ|[Nn]gách|[Hh]ẻm|[Kk]iệt|[Nn]go|[Hh]em) ${number}`;
const group = `[Tt][ổo] (?:dân phố |dan pho )?(?:số |so )?\\d{1,3}(?!\\d)`;
const quarter = `[Kk]hu \\d{1,2}(?=[,.;)]|$| (?:tổ|phường|xã|thị))`;
const hamlet = `(?:[Tt]hôn|[Bb]ản|[Xx]óm|[Ấấ]p|[Ll]àng|[Kk]hu phố|[Tt]ổ dân phố) (?:${name}|\\d{1,2}(?!\\d))`;
const street = `(?:[Đđ]ường|[Pp]hố|[Dd]uong|[Pp]ho) (?:${name}|${bareWords}(?=[,.]|$| (?:can|cần)))`;
const house = `(?:[Ss]ố nhà|[Nn]hà số|[Ss]o nha|[Nn]ha so|[Ss]ố|[Ss]o) ${number}`;

const part = `(?:${lane}|${group}|${quarter}|${hamlet}|${street})`;
const withHouse = new RegExp(`(?<![\\p{L}\\d])${house}(?:${between}${part})+`, "gu");
const houseAlone = new RegExp(
  `(?<![\\p{L}\\d])(?:[Ss]ố nhà|[Nn]hà số|[Ss]o nha|[Nn]ha so) ${number}(?![\\p{L}\\d])`,
  "gu",
);
const withoutHouse = new RegExp(
  `(?<![\\p{L}\\d])(?:${lane}|${group}|${quarter}|${hamlet})(?:${between}${part})*(?![\\p{L}\\d])`,
  "gu",
);
const houseInStreet = new RegExp(`(?<![\\p{L}\\d])${number} (?:đường|phố|duong|pho) ${name}`, "gu");

/** Without marks and capitals a hamlet's name ends where the clause does. */
const bareHamlet =
  /(?<=(?<!\p{L})(?:o|ở) )(?:thon|ban|xom|lang) (?!toi|nay|minh|em|chung|ta[,. ])[a-z]+(?: [a-z]+){0,2}(?=[,.]|$)/gu;

/** Addresses below the commune. A street without a house in it is a public place and stays; communes and what is above stay. */
export function addressesIn(text: string): PersonalSpan[] {
  const found: PersonalSpan[] = [];
  for (const pattern of [withHouse, houseAlone, withoutHouse, houseInStreet, bareHamlet])
    for (const match of text.matchAll(pattern))
      found.push({ kind: "address", start: match.index, end: match.index + match[0].length });
  return found;
}
