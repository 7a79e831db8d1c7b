import type { Language } from "./number.ts";

/**
 * The text in the language asked for; where it is empty, Vietnamese, then English, then any.
 * Always NFC, so that measuring and searching see one code point per letter.
 */
export function inLanguage(words: Readonly<Record<string, string>>, language: Language): string {
  const candidates = [words[language], words.vi, words.en, ...Object.values(words)];
  return (candidates.find((text) => text !== undefined && text.trim() !== "") ?? "").normalize("NFC");
}

const reasons = {
  base: { vi: "quá ít người trả lời", en: "too few answers" },
  uncertain: { vi: "sai số quá lớn", en: "too uncertain" },
  few: { vi: "để không lộ một vài người", en: "so as not to point at a few people" },
  same: {
    vi: "gần trùng nhóm của bảng đã đưa ra",
    en: "nearly a group of an earlier table",
  },
  other: { vi: "không công bố", en: "not published" },
} as const;

/**
 * Several reasons of the gate share one wording: to say "everyone here answered the same" or "this one only covers
 * another" would tell what the withheld number hides.
 */
const reasonOfCode: Readonly<Record<string, keyof typeof reasons>> = {
  "base-below-30": "base",
  "effective-base-below-30": "base",
  "interval-too-wide": "uncertain",
  "cell-below-10": "few",
  "all-or-none-in-small-base": "few",
  "all-but-one": "few",
  "complement-below-10": "few",
  "protects-another-cell": "few",
  "one-or-two-dominate": "few",
  "nearly-same-people": "same",
};

function reasonOf(code: string): keyof typeof reasons {
  return Object.hasOwn(reasonOfCode, code) ? reasonOfCode[code]! : "other";
}

/**
 * Why a figure is withheld, in a few plain words. Takes the code of the disclosure gate; a code not known here
 * gives the general words, and never the code itself, which could carry a number.
 */
export function withheldReason(code: string, language: Language): string {
  return reasons[reasonOf(code)][language];
}

/** "Không công bố: quá ít người trả lời". */
export function withheldWords(code: string, language: Language): string {
  const lead = language === "vi" ? "Không công bố" : "Withheld";
  const reason = reasonOf(code);
  return reason === "other" ? lead : `${lead}: ${reasons[reason][language]}`;
}

/** Said on every screen, file and figure made from simulated answers. */
export const syntheticWords: Record<Language, string> = {
  vi: "Dữ liệu mô phỏng: không phải câu trả lời của người thật",
  en: "Synthetic data: not the answers of real people",
};

/** Said wherever a figure does not come from a sample drawn by chance. */
export const notRandomWords: Record<Language, string> = {
  vi: "Đây không phải là mẫu ngẫu nhiên",
  en: "This is not a random sample",
};
