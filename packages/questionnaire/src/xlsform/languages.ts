import type { Labels } from "../model.ts";
import { fold } from "./columns.ts";

/** Languages that authors name without a code. */
const codes: { readonly [name: string]: string } = {
  tiếng_việt: "vi",
  vietnamese: "vi",
  việt: "vi",
  english: "en",
  tiếng_anh: "en",
  spanish: "es",
  español: "es",
  french: "fr",
  français: "fr",
  chinese: "zh",
  hmong: "hmn",
  mông: "hmn",
  hmông: "hmn",
  "h'mông": "hmn",
  tiếng_mông: "hmn",
  dao: "ium",
  tày: "tyz",
  tiếng_tày: "tyz",
  khmer: "km",
};
const names: { readonly [code: string]: string } = { vi: "Tiếng Việt", en: "English" };

export interface Language {
  readonly code: string;
  readonly name: string;
}

/** `Tiếng Việt (vi)`, `vi` or `English`, as a heading names a language. */
export function readLanguage(written: string): Language {
  const match = /^(.+?)\s*\(\s*([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\s*\)$/.exec(written);
  if (match) return { code: match[2]!, name: match[1]! };
  const known = codes[fold(written)];
  if (known !== undefined) return { code: known, name: written };
  const code =
    fold(written)
      .replace(/[^\p{L}\p{N}-]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "und";
  return { code: code === "--proto--" ? "und" : code, name: names[code] ?? written };
}

/** The languages of one form and the way from headings to language codes. */
export class Languages {
  readonly list: Language[] = [];
  readonly #default: string;

  /** @param headings languages as written in the headings of all sheets, in order. */
  constructor(headings: readonly string[], defaultWritten: string, sample: string) {
    for (const written of headings) this.#add(readLanguage(written));
    if (defaultWritten !== "") this.#default = readLanguage(defaultWritten).code;
    else if (this.list.length > 0) this.#default = this.list[0]!.code;
    // A form that names no language: Vietnamese where its letters say so.
    else this.#default = /[ăđơư\u1ea0-\u1ef9]/i.test(sample) ? "vi" : "en";
    if (this.list.length === 0) this.#add({ code: this.#default, name: names[this.#default] ?? defaultWritten });
  }

  get default(): string {
    return this.#default;
  }

  has(code: string): boolean {
    return this.list.some((language) => language.code === code);
  }

  /** A plain column holds the default language, unless that language's own column is filled. */
  labels(texts: ReadonlyMap<string | undefined, string>): Labels | undefined {
    const labels: { [code: string]: string } = {};
    for (const [written, text] of texts) if (written !== undefined) labels[readLanguage(written).code] ??= text;
    const plain = texts.get(undefined);
    if (plain !== undefined) labels[this.#default] ??= plain;
    const codes = this.list.map((language) => language.code).filter((code) => labels[code] !== undefined);
    return codes.length === 0 ? undefined : Object.fromEntries(codes.map((code) => [code, labels[code]!]));
  }

  #add(language: Language): void {
    if (!this.has(language.code)) this.list.push(language);
  }
}
