import type { Labels, Words } from "@lang-nghe/contract";
import { inLanguage } from "@lang-nghe/ui/format";
import i18next from "i18next";
import { useCallback } from "react";
import { initReactI18next, useTranslation } from "react-i18next";

export type Language = "vi" | "en";

const place = "lang-nghe.language";

/** The language chosen earlier on this device; Vietnamese when none was. */
function remembered(): Language {
  try {
    return localStorage.getItem(place) === "en" ? "en" : "vi";
  } catch {
    // No storage (private window, a test under Node): Vietnamese is the source language.
    return "vi";
  }
}

void i18next.use(initReactI18next).init({
  lng: remembered(),
  fallbackLng: "vi",
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);

function mark(language: Language) {
  if (typeof document !== "undefined") document.documentElement.lang = language;
}
mark(remembered());

/** Changes the language of the interface and remembers it on this device. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(place, language);
  } catch {
    // The choice then lasts as long as the page.
  }
  mark(language);
  void i18next.changeLanguage(language);
}

export function currentLanguage(): Language {
  return i18next.language === "en" ? "en" : "vi";
}

/** The words of one capability: every key in both languages, which the type holds. */
export interface WordList<Key extends string> {
  readonly name: string;
  readonly vi: Readonly<Record<Key, string>>;
  readonly en: Readonly<Record<Key, string>>;
}

/**
 * Registers a capability's words under its name. `{{value}}` is filled from the second argument of `t`.
 * Words are loaded with the screens that use them, so that the first screen stays light.
 */
export function defineWords<const Vi extends Readonly<Record<string, string>>>(
  name: string,
  words: { vi: Vi; en: { readonly [K in keyof Vi]: string } },
): WordList<keyof Vi & string> {
  i18next.addResourceBundle("vi", name, words.vi);
  i18next.addResourceBundle("en", name, words.en);
  return { name, vi: words.vi, en: words.en };
}

export type Say<Key extends string> = (key: Key, values?: Readonly<Record<string, string | number>>) => string;

/** The words of a capability in the language of the interface. */
export function useWords<Key extends string>(words: WordList<Key>): Say<Key> {
  const { t } = useTranslation(words.name);
  return useCallback((key, values = {}) => String(t(key as never, values as never)), [t]);
}

/** The language of the interface; the component renders again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? "en" : "vi";
}

/** Texts that come from data (titles, labels), in the language of the interface or the nearest one that is filled. */
export function useLabel(): (labels: Labels | Words) => string {
  const language = useLanguage();
  return useCallback((labels) => inLanguage(labels, language), [language]);
}
