import { AnonymityError } from "@lang-nghe/anonymity";
import type { Say } from "../platform/words.ts";
import type { words } from "./words.ts";

const told = ["share-format", "share-of-another-wave", "share-twice", "shares-too-few", "shares-do-not-open"] as const;

/** What is wrong with typed shares, in the language of the page: which one, and which row. */
export function shareFault(error: unknown, t: Say<keyof typeof words.vi & string>, names?: readonly number[]): string {
  if (!(error instanceof AnonymityError)) return t("ceremonyFailed");
  const given = Number(/^share (\d)/.exec(error.message)?.[1] ?? 1);
  const place = names?.[given - 1] ?? given;
  if (error.code === "share-mistyped") {
    const row = /row (\d)/.exec(error.message)?.[1];
    return row ? t("share-mistyped", { place, row }) : t("share-mistypedSomewhere", { place });
  }
  const code = told.find((one) => one === error.code);
  return code ? t(code, { place }) : t("ceremonyFailed");
}
