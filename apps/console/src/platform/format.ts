import { formatCount, formatDay, formatNumber, formatPercent } from "@lang-nghe/ui/format";
import { useMemo } from "react";
import { useLanguage } from "./words.ts";

/** Numbers and days as the language of the interface writes them. */
export function useFormat() {
  const language = useLanguage();
  return useMemo(
    () => ({
      language,
      count: (value: number | null) => formatCount(value, language),
      number: (value: number, decimals = 0) => formatNumber(value, language, decimals),
      percent: (share: number, decimals: 0 | 1 = 0) => formatPercent(share, language, decimals),
      day: (day: string) => formatDay(day, language),
      /** A moment on the staff's own clock: `06/02/2026 14:05`. */
      moment: (iso: string) => {
        const at = new Date(iso);
        if (Number.isNaN(at.getTime())) return iso;
        const two = (value: number) => String(value).padStart(2, "0");
        const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
        return `${formatDay(day, language)} ${two(at.getHours())}:${two(at.getMinutes())}`;
      },
    }),
    [language],
  );
}
