import { articlesInVietnamese } from "@lang-nghe/contract";
import { useCallback } from "react";
import { useLanguage } from "../platform/words.ts";

/** Articles in the language of the interface. */
export function useArticles(): (text: string) => string {
  const language = useLanguage();
  return useCallback((text) => (language === "vi" ? articlesInVietnamese(text) : text), [language]);
}
