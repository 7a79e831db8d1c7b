import { toneFree, withoutMarks } from "./letters.ts";

/** What the word before a name says the place is. */
export type PlaceKind =
  | "province"
  | "city"
  | "district"
  | "urban-district"
  | "district-town"
  | "commune"
  | "ward"
  | "township"
  | "special-zone"
  | "village"
  | "neighbourhood";

/** A name taken apart, as keys to compare by; none is for display. */
export type PlaceName = {
  /** null: the name says no kind. */
  kind: PlaceKind | null;
  /** Without the kind; tones out of their place. */
  name: string;
  /** Without the kind and without marks, y as i. */
  plain: string;
};

/** Word before the name → kind; with marks, and the short forms that lists use. Longest first. */
const prefixes: readonly (readonly [string, PlaceKind])[] = (
  [
    ["thành phố", "city"],
    ["t.p.", "city"],
    ["tp.", "city"],
    ["tp", "city"],
    ["tỉnh", "province"],
    ["t.", "province"],
    ["huyện", "district"],
    ["h.", "district"],
    ["quận", "urban-district"],
    ["q.", "urban-district"],
    ["thị xã", "district-town"],
    ["tx.", "district-town"],
    ["tx", "district-town"],
    ["thị trấn", "township"],
    ["tt.", "township"],
    ["tt", "township"],
    ["đặc khu", "special-zone"],
    ["đk.", "special-zone"],
    ["phường", "ward"],
    ["p.", "ward"],
    ["p", "ward"],
    ["xã", "commune"],
    ["x.", "commune"],
    ["thôn", "village"],
    ["bản", "village"],
    ["làng", "village"],
    ["ấp", "village"],
    ["xóm", "village"],
    ["buôn", "village"],
    ["tổ dân phố", "neighbourhood"],
    ["tdp", "neighbourhood"],
    ["khu phố", "neighbourhood"],
    ["kp.", "neighbourhood"],
  ] as const
).toSorted((a, b) => b[0].length - a[0].length);
const marked = prefixes.map(([word, kind]) => [toneFree(word), kind] as const);
/** Of names written wholly without marks. "Xa Dung" may be a commune, or a place of that name: `placeNames` reads it both ways. */
const unmarked = prefixes.map(([word, kind]) => [withoutMarks(word), kind] as const);

const english: readonly (readonly [RegExp, PlaceKind])[] = [
  [/ province$/, "province"],
  [/ city$/, "city"],
  [/ (?:urban|rural)? ?district$/, "district"],
  [/ commune$/, "commune"],
  [/ ward$/, "ward"],
  [/ township$/, "township"],
  [/ special (?:administrative )?(?:zone|region)$/, "special-zone"],
];

/** Short names that everybody writes. */
const shortNames: Record<string, string> = { hcm: toneFree("Hồ Chí Minh"), tphcm: toneFree("Hồ Chí Minh") };

/**
 * Takes the name of a place apart. Unicode form, capitals, tone placement, spaces, kinds of apostrophe and hyphen, and zeros before a
 * number make no difference.
 */
export function placeName(text: string): PlaceName {
  let rest = cleaned(text);
  let kind: PlaceKind | null = null;
  if (rest in shortNames) return { kind: "city", name: shortNames[rest]!, plain: plainOf(shortNames[rest]!) };
  // Without any mark, "Phuong Dong" may still be a ward named Đông.
  const bare = rest === withoutMarks(rest);
  for (const [word, of] of bare ? [...marked, ...unmarked] : marked) {
    const after = afterPrefix(rest, word);
    if (after === undefined) continue;
    kind = of;
    rest = after;
    break;
  }
  if (kind === null)
    for (const [pattern, of] of english)
      if (pattern.test(rest)) {
        kind = of;
        rest = rest.replace(pattern, "");
        break;
      }
  rest = rest.replace(/\b0+(?=\d)/g, "").replace(/\s*'\s*/g, "'");
  rest = shortNames[rest] ?? rest;
  return { kind, name: rest, plain: plainOf(rest) };
}

const cleaned = (text: string): string =>
  toneFree(
    text
      .normalize("NFC")
      .replace(/[\p{Cf}\u00AD]/gu, "")
      .replace(/[’‘ʼ`´′]/gu, "'")
      .replace(/[‐‑–—-]/gu, " ")
      .replace(/[\s\u00A0_]+/gu, " ")
      .trim(),
  );

const plainOf = (name: string) => withoutMarks(name).replaceAll("y", "i").replaceAll("'", "").replace(/\s+/g, " ");

/** What follows a prefix that ends at a space, a dot or (for P.1, Q10) before a digit. */
function afterPrefix(text: string, word: string): string | undefined {
  if (!text.startsWith(word)) return undefined;
  const rest = text.slice(word.length);
  if (!word.endsWith(".") && !/^[\s.\d]/.test(rest)) return undefined;
  const after = rest.replace(/^[\s.]+/, "");
  return after === "" ? undefined : after;
}

export type PlaceNameEntry = {
  id: string;
  name: string;
  /** The unit it lies in; names need be told apart only within one. */
  within?: string | null;
};

/**
 * matched: one place, surely. unsure: somebody must confirm; `ids` best first, why in `reason`. unmatched: nothing near enough, `ids`
 * are suggestions by fewest letters changed, and may be empty.
 */
export type PlaceMatch =
  | { state: "matched"; id: string }
  | { state: "unsure"; ids: string[]; reason: "several" | "without-marks" | "other-kind" }
  | { state: "unmatched"; ids: string[] };

export type PlaceNames = {
  /** @param within id of the unit the place is said to lie in; only places in it count then. */
  match: (name: string, within?: string) => PlaceMatch;
};

type Indexed = PlaceName & { id: string; within: string | null };

/** Makes a list of places searchable by name. About 3,400 entries take some 20 ms. */
export function placeNames(entries: readonly PlaceNameEntry[]): PlaceNames {
  const all: Indexed[] = entries.map(({ id, name, within = null }) => ({ ...placeName(name), id, within }));
  const byName = grouped(all, ({ name }) => name);
  const byPlain = grouped(all, ({ plain }) => plain);

  function match(text: string, within?: string): PlaceMatch {
    const readings = readingsOf(text);
    const [wanted] = readings;
    if (wanted.name === "") return { state: "unmatched", ids: [] };
    const inside = (entry: Indexed) => within === undefined || entry.within === within;
    const found = readings.flatMap(({ kind, name }) =>
      (byName.get(name) ?? []).filter(inside).map((entry) => ({ entry, fits: mayBe(kind, entry.kind) })),
    );
    const same = unique(found.map(({ entry }) => entry));
    const sameKind = unique(found.flatMap(({ entry, fits }) => (fits ? [entry] : [])));
    const alike = readings.flatMap(({ plain, name }) =>
      (byPlain.get(plain) ?? []).filter(inside).map((entry) => ({ entry, left: marksLeftOut(name, entry.name) })),
    );
    // Where nothing has a mark, Thanh An may be meant as Thạnh An.
    if (sameKind.length && text.toLowerCase() === withoutMarks(text)) {
      const ids = distinct([...sameKind, ...unique(alike.map(({ entry }) => entry))]);
      if (ids.length > 1) return { state: "unsure", ids, reason: "without-marks" };
    }
    // A bare number is a name only together with its kind: phường 1, not thôn 1.
    const certain = !/^\d+$/.test(wanted.name) || wanted.kind !== null;
    if (sameKind.length === 1 && certain) return { state: "matched", id: sameKind[0]! };
    if (sameKind.length) return { state: "unsure", ids: sameKind, reason: "several" };
    if (same.length) return { state: "unsure", ids: same, reason: "other-kind" };
    // Marks that contradict each other are another name (Tân Hoà, Tân Hoá); marks left out are not.
    const left = alike.flatMap(({ entry, left: leftOut }) => (leftOut ? [entry] : []));
    if (left.length) {
      left.sort((x, y) => Number(mayBe(wanted.kind, y.kind)) - Number(mayBe(wanted.kind, x.kind)));
      return { state: "unsure", ids: unique(left), reason: "without-marks" };
    }
    if (alike.length)
      return { state: "unmatched", ids: unique(alike.map(({ entry }) => entry)).slice(0, mostSuggestions) };
    return { state: "unmatched", ids: nearest(wanted, within === undefined ? all : all.filter(inside)) };
  }
  return { match };
}

const mostSuggestions = 3;

/** "Bản Hồ" is a village named Hồ, or the commune Bản Hồ: a name that begins like a kind is read both ways. */
function readingsOf(text: string): [PlaceName, ...PlaceName[]] {
  const read = placeName(text);
  if (read.kind === null) return [read];
  const name = cleaned(text);
  return name === read.name ? [read] : [read, { kind: null, name, plain: plainOf(name) }];
}

/** A name that says no kind may be of any. A city stands for a province: thành phố Hà Nội is one. */
const mayBe = (wanted: PlaceKind | null, found: PlaceKind | null): boolean =>
  wanted === null || found === null || wanted === found;

/** Whether one of the names is the other with some words written without marks. Lengths in words agree, the plain forms are equal. */
function marksLeftOut(a: string, b: string): boolean {
  const theirs = b.split(" ");
  const ours = a.split(" ");
  if (ours.length !== theirs.length) return true;
  return ours.every(
    (word, i) =>
      word === theirs[i] ||
      word === withoutMarks(word) ||
      theirs[i] === withoutMarks(theirs[i]!) ||
      iOrY(word, theirs[i]!),
  );
}

/** Lý and Lí, Mỹ and Mĩ: two spellings of one syllable. */
const iOrY = (a: string, b: string) => a.replaceAll("y", "i") === b.replaceAll("y", "i");

const unique = (entries: readonly Indexed[]): string[] => distinct(entries.map(({ id }) => id));
const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

function grouped(entries: readonly Indexed[], keyOf: (entry: Indexed) => string): Map<string, Indexed[]> {
  const groups = new Map<string, Indexed[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
}

/** Up to three places whose plain names are a few letters away. */
function nearest({ plain }: PlaceName, entries: readonly Indexed[]): string[] {
  if (plain.length < 3) return [];
  const most = Math.max(1, Math.floor(plain.length / 4));
  const found: { id: string; distance: number }[] = [];
  for (const entry of entries) {
    if (Math.abs(entry.plain.length - plain.length) > most) continue;
    const distance = lettersChanged(plain, entry.plain, most);
    if (distance <= most) found.push({ id: entry.id, distance });
  }
  found.sort((a, b) => a.distance - b.distance);
  return distinct(found.map(({ id }) => id)).slice(0, mostSuggestions);
}

/** Levenshtein's distance; more than `most` counts as most + 1. */
function lettersChanged(a: string, b: string, most: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const value = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      next.push(value);
      if (value < least) least = value;
    }
    if (least > most) return most + 1;
    row = next;
  }
  return row[b.length]!;
}
