import type { Language } from "./number.ts";

/**
 * The text in the language asked for; where it is empty, Vietnamese, then English, then any.
 * Always NFC, so that measuring and searching see one code point per letter.
 */
export function inLanguage(words: Readonly<Record<string, string>>, language: Language): string {
  const candidates = [words[language], words.vi, words.en, ...Object.values(words)];
  return (candidates.find((text) => text !== undefined && text.trim() !== "") ?? "").normalize("NFC");
}

const reasons: Record<string, Record<Language, string>> = {
  base: { vi: "quá ít người trả lời", en: "too few answers" },
  cell: { vi: "chỉ có vài người", en: "only a few people" },
  uncertain: { vi: "sai số quá lớn", en: "too uncertain" },
  complement: { vi: "để che một con số bên cạnh", en: "protects a figure beside it" },
  other: { vi: "không công bố", en: "not published" },
};

function reasonOf(code: string): keyof typeof reasons {
  if (/complement|secondary|differen/i.test(code)) return "complement";
  if (/uncertain|wide|precision/i.test(code)) return "uncertain";
  if (/cell|count/i.test(code)) return "cell";
  if (/base|small|few/i.test(code)) return "base";
  return "other";
}

/**
 * Why a figure is withheld, in a few plain words. Takes the code of the disclosure gate; a code not known here
 * gives the general words, and never the code itself, which could carry a number.
 */
export function withheldReason(code: string, language: Language): string {
  return reasons[reasonOf(code)]![language];
}

/** "Không công bố: quá ít người trả lời". */
export function withheldWords(code: string, language: Language): string {
  const lead = language === "vi" ? "Không công bố" : "Withheld";
  const reason = reasonOf(code);
  return reason === "other" ? lead : `${lead}: ${reasons[reason]![language]}`;
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
