import type { Labels, Questionnaire } from "@lang-nghe/questionnaire";
import type { ReactNode } from "react";
import { wordsLanguage } from "./words.ts";
import { openLinkWords } from "./words-open-link.ts";

/** Each language offers itself, in its own words. */
export function ChooseLanguage(props: {
  readonly title: Labels;
  readonly offered: Questionnaire["languages"];
  readonly onChoose: (language: string) => void;
}): ReactNode {
  const { title, offered, onChoose } = props;
  const asked = [...new Set(offered.map(({ code }) => wordsLanguage(code)))];
  return (
    <section className="message">
      <h1 tabIndex={-1}>
        {asked.map((code) => (
          <span key={code} lang={code} className="asked">
            {openLinkWords(code).chooseLanguage}
          </span>
        ))}
      </h1>
      <ul className="languages">
        {offered.map(({ code, name }) => (
          <li key={code}>
            <button type="button" lang={code} onClick={() => onChoose(code)}>
              <strong>{name}</strong>
              {title[code] && <span>{title[code]}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
