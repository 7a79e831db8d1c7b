import { addressesIn } from "./addresses.ts";
import { linksIn, numbersIn, platesAndBirthDatesIn, spelledNumbersIn } from "./numbers.ts";
import { personsIn } from "./persons.ts";
import type { PersonalKind, PersonalSpan } from "./spans.ts";

/** Tags that stand where something was taken out. The number tells which are the same within one text, and nothing across texts. */
const tags: Readonly<Record<PersonalKind, string>> = {
  person: "NGƯỜI",
  telephone: "ĐIỆN THOẠI",
  "identity-number": "SỐ ĐỊNH DANH",
  "tax-or-insurance-number": "MÃ SỐ",
  "bank-account": "TÀI KHOẢN",
  passport: "HỘ CHIẾU",
  plate: "BIỂN SỐ",
  email: "THƯ ĐIỆN TỬ",
  link: "LIÊN KẾT",
  "birth-date": "NGÀY SINH",
  address: "ĐỊA CHỈ",
};

/** What a longer text may be: beyond it nothing is looked at, and the caller must refuse. UTF-16 code units. */
export const longestRedacted = 20_000;

export interface Redacted {
  /** NFC, with tags such as [NGƯỜI_1] in place of what was found. */
  readonly text: string;
  /** Where in the NFC of what was given, in order, none overlapping: for a log that holds no values. */
  readonly spans: readonly PersonalSpan[];
}

/**
 * Takes out of a text what points at a person: names, telephone and identity numbers, addresses below the commune, and the like. By
 * rules alone, in time proportional to the text; what no rule knows stays, so a redacted text is still not for everybody's eyes.
 *
 * @param text at most `longestRedacted` code units.
 * @param places names in small letters that are places here and no persons, such as those of the province's communes.
 * @throws {RangeError} longer than `longestRedacted`
 */
export function redact(text: string, places: ReadonlySet<string> = none): Redacted {
  if (text.length > longestRedacted)
    throw new RangeError(`A text of more than ${longestRedacted} characters is not redacted.`);
  const whole = text.normalize("NFC");
  const small = whole.toLowerCase();
  // A few letters of other languages have longer small forms: then places would not be the same.
  const lower = small.length === whole.length ? small : whole;
  const hasDigits = /\d/u.test(whole);
  const spans = withoutOverlaps([
    ...linksIn(whole),
    ...(hasDigits ? [...numbersIn(whole, lower), ...platesAndBirthDatesIn(whole, lower)] : []),
    ...spelledNumbersIn(whole),
    ...addressesIn(whole),
    ...personsIn(whole, places),
  ]);
  const numbers = new Map<string, number>();
  const perKind = new Map<PersonalKind, number>();
  let redacted = "";
  let from = 0;
  for (const { kind, start, end } of spans) {
    const value = `${kind} ${lower.slice(start, end).replace(/[\s.,-]/gu, "")}`;
    let number = numbers.get(value);
    if (number === undefined) {
      number = (perKind.get(kind) ?? 0) + 1;
      perKind.set(kind, number);
      numbers.set(value, number);
    }
    redacted += `${whole.slice(from, start)}[${tags[kind]}_${number}]`;
    from = end;
  }
  return { text: redacted + whole.slice(from), spans };
}

const none: ReadonlySet<string> = new Set();

/** Where two overlap the one that was listed first stays, joined with what sticks out of the other. */
function withoutOverlaps(found: readonly PersonalSpan[]): PersonalSpan[] {
  const kept: PersonalSpan[] = [];
  for (const [rank, span] of [...found.entries()].sort(([r, a], [s, b]) => a.start - b.start || r - s)) {
    const last = kept.at(-1);
    if (last === undefined || span.start >= last.end) kept.push(span);
    else if (span.end > last.end) {
      const kind = found.indexOf(last) <= rank ? last.kind : span.kind;
      kept[kept.length - 1] = { kind, start: last.start, end: span.end };
    }
  }
  return kept;
}
