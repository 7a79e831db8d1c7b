import { withoutMarks } from "../letters.ts";
import {
  bareFamilyNames,
  bareGivenNames,
  bareMiddleNames,
  beginsOffice,
  familyNames,
  givenNames,
  honorifics,
  introductions,
  knownNames,
  middleNames,
  nameCues,
  namelessAfterAddress,
  placeWords,
  unmistakableFamilyNames,
} from "./names.ts";
import type { PersonalSpan } from "./spans.ts";

type Syllable = {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  readonly capital: boolean;
  /** Whether only a space stands between this one and the one before. */
  readonly joined: boolean;
  /** First of a sentence: its capital says nothing. */
  readonly first: boolean;
};

const mostInName = 5;

/** Names of persons: family name and more; what follows a form of address; what follows "my name is". */
export function personsIn(text: string, spared: ReadonlySet<string>): PersonalSpan[] {
  const syllables = syllablesOf(text);
  const shouted = isShouted(text);
  const found: PersonalSpan[] = [];
  let afterPerson: number | undefined;
  for (let i = 0; i < syllables.length; ) {
    const another = i - 1 === afterPerson && /^(?:và|hoặc|hay|với)$/u.test(syllables[i - 1]!.lower);
    const { length, isPerson } = another && calledAt(syllables, i) ? person(1) : nameAt(syllables, i, spared, shouted);
    if (isPerson) {
      found.push({ kind: "person", start: syllables[i]!.start, end: syllables[i + length - 1]!.end });
      afterPerson = i + length;
    }
    i += length;
  }
  for (const match of text.matchAll(initials)) {
    const start = match.index + match[0].length - match[1]!.length;
    found.push({ kind: "person", start, end: match.index + match[0].length });
  }
  return found;
}

const capitalised = (phrase: string) => phrase[0]!.toUpperCase() + phrase.slice(1);
/** "ông T.", "bà N.V.H", after a form of address. */
const initials = new RegExp(
  `(?<![\\p{L}\\d])(?:${honorifics.flatMap((phrase) => [phrase, capitalised(phrase)]).join("|")}) ((?:\\p{Lu}\\.){1,4}(?:\\p{Lu}(?![\\p{L}\\d]))?)`,
  "gu",
);

function syllablesOf(text: string): Syllable[] {
  const found: Syllable[] = [];
  let end = 0;
  for (const match of text.matchAll(/[\p{L}\p{M}'’]+|\d+/gu)) {
    const between = text.slice(end, match.index);
    const word = match[0];
    found.push({
      text: word,
      lower: word.toLowerCase(),
      start: match.index,
      end: match.index + word.length,
      capital: /^\p{Lu}/u.test(word),
      joined: /^ ?$/u.test(between) && end > 0,
      first: end === 0 || /[.!?;:\n“"(]/u.test(between),
    });
    end = match.index + word.length;
  }
  return found;
}

const surestMiddleNames: ReadonlySet<string> = new Set(["van", "thi", "seo", "lao"]);
const forms = [...honorifics, ...introductions];
const anyFamilyName = new Set([...familyNames, ...unmistakableFamilyNames, ...bareFamilyNames]);

type Read = { readonly length: number; readonly isPerson: boolean };
const person = (length: number): Read => ({ length, isPerson: length > 0 });
const passedOver = (length: number): Read => ({ length, isPerson: false });

/** What begins at the i-th syllable, and how many syllables are read with it. */
function nameAt(syllables: readonly Syllable[], i: number, spared: ReadonlySet<string>, shouted: boolean): Read {
  const run = runOfCapitals(syllables, i);
  if (run === 0 && !anyFamilyName.has(syllables[i]!.lower)) return passedOver(1);
  const cued = cueEndsAt(syllables, i, nameCues);
  const addressed = cueEndsAt(syllables, i, forms);
  if (run === 0) {
    const length = cued || addressed ? unmarkedNameAt(syllables, i, cued) : 0;
    return length > 0 ? person(length) : passedOver(1);
  }
  const previous = i > 0 && syllables[i]!.joined ? syllables[i - 1]! : undefined;
  if (!cued && !addressed && previous) {
    if (placeWords.has(previous.lower)) return passedOver(run);
    if (previous.lower === "gặp" && calledAt(syllables, i)) return person(1);
    // In the middle of a name of something else: "Si Ma Cai".
    if (/^\p{Lu}\p{Ll}/u.test(previous.text) && !previous.first) return passedOver(1);
  }
  const lower = syllables.slice(i, i + run).map((syllable) => syllable.lower);
  for (let length = run; length > 1; length--) {
    const name = lower.slice(0, length).join(" ");
    if (!cued && !addressed && (spared.has(name) || knownNames.has(name))) return passedOver(length);
  }
  const full = anyFamilyName.has(lower[0]!) ? fullNameLength(lower) : 0;
  if (full > 0) return person(full);
  if (shouted) return passedOver(1);
  if (unmistakableFamilyNames.has(lower[0]!) && run > 1 && (run > 2 || !syllables[i]!.first)) return person(run);
  if (cued || (addressed && !(run === 1 && namelessAfterAddress.has(lower[0]!)))) return person(Math.min(run, 4));
  return passedOver(1);
}

/** One syllable with a capital that people are called by, alone. */
function calledAt(syllables: readonly Syllable[], i: number): boolean {
  const { lower } = syllables[i]!;
  if (runOfCapitals(syllables, i) !== 1 || !givenNames.has(lower)) return false;
  const next = syllables[i + 1];
  return !(next?.joined && beginsOffice.get(lower)?.has(next.lower));
}

/** Syllables with a capital from the i-th on, with nothing but a space between; no more than a name has. */
function runOfCapitals(syllables: readonly Syllable[], i: number): number {
  let length = 0;
  while (
    length < mostInName &&
    syllables[i + length]?.capital &&
    (length === 0 || (syllables[i + length]!.joined && !isHonorific(syllables[i + length]!)))
  )
    length++;
  return length;
}

const isHonorific = ({ lower }: Syllable): boolean => lower === "ông" || lower === "bà";

/** Family name, then up to three parts, the last of which people are called by. */
function fullNameLength(lower: readonly string[]): number {
  for (let length = Math.min(lower.length, 4); length > 1; length--) {
    const inner = lower.slice(1, length - 1);
    const last = lower[length - 1]!;
    const known = givenNames.has(last);
    if (known && inner.every((part) => middleNames.has(part) || givenNames.has(part) || familyNames.has(part)))
      return length;
    if (inner.length > 0 && middleNames.has(inner[0]!) && (known || length === lower.length)) return length;
  }
  return 0;
}

/** All in capitals, or nearly: then capitals say nothing of names. */
function isShouted(text: string): boolean {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  return capitals > 8 && capitals > 2 * (text.match(/\p{Ll}/gu)?.length ?? 0);
}

/** A name in small letters or without marks: family name and a part that people are called by. */
function unmarkedNameAt(syllables: readonly Syllable[], i: number, cued: boolean): number {
  const written: string[] = [];
  for (let k = i; k < syllables.length && written.length < 5 && (k === i || syllables[k]!.joined); k++)
    written.push(syllables[k]!.lower);
  const bare = written.map(withoutMarks);
  // "là" after "tên tôi" is no family name.
  if (!bareFamilyNames.has(bare[0] ?? "") || bare[0] === "la") return 0;
  // "Họ tên: …": a clause as long as a name is one.
  if (cued && bare.length > 1 && bare.length < 5) return bare.length;
  // Who writes marks writes them in names too: "lấn" is no "lan".
  const marked = written.some((part, k) => part !== bare[k]);
  const [parts, given, middle] = marked ? [written, givenNames, middleNames] : [bare, bareGivenNames, bareMiddleNames];
  for (let length = Math.min(parts.length, 4); length > (cued ? 1 : 2); length--) {
    const inner = parts.slice(1, length - 1);
    if (given.has(parts[length - 1]!) && inner.every((part) => middle.has(part))) return length;
  }
  // A part that nobody is known to be called by, after a middle name as few other words have it.
  return bare.length > 2 && surestMiddleNames.has(bare[1]!) ? 3 : 0;
}

/** Whether one of the phrases ends just before the i-th syllable. */
function cueEndsAt(syllables: readonly Syllable[], i: number, cues: readonly string[]): boolean {
  const marked = cueIndex(cues);
  let phrase = "";
  for (let k = i - 1; k >= 0 && k >= i - 4; k--) {
    if (k < i - 1 && !syllables[k + 1]!.joined) break;
    phrase = phrase === "" ? syllables[k]!.lower : `${syllables[k]!.lower} ${phrase}`;
    if (marked.has(phrase)) return true;
  }
  return false;
}

const indexes = new Map<readonly string[], ReadonlySet<string>>();
function cueIndex(cues: readonly string[]): ReadonlySet<string> {
  let index = indexes.get(cues);
  if (!index) {
    // "ban" without its mark is as often a hamlet as a friend.
    index = new Set(cues.flatMap((cue) => (cue === "bạn" ? [cue] : [cue, withoutMarks(cue)])));
    indexes.set(cues, index);
  }
  return index;
}
