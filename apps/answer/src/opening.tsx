import { labelIn } from "@lang-nghe/questionnaire";
import { LabelText } from "@lang-nghe/ui/controls";
import type { ReactNode } from "react";
import { Foot } from "./frame.tsx";
import type { Interview } from "./interview.ts";
import { type Words, wordsLanguage } from "./words.ts";

/** What a person agrees to, and two answers of the same weight. */
export function Consent(props: {
  readonly interview: Pick<Interview, "questionnaire" | "agree"> & { readonly go: (view: "declined") => void };
  readonly title: string;
  readonly language: string;
  readonly words: Words;
  readonly lang: string;
  /** Origin of the office, where this page lies elsewhere. */
  readonly host?: string;
}): ReactNode {
  const { interview, title, language, words, lang, host = "" } = props;
  const own = interview.questionnaire.consent;
  const text = labelIn(own, language, interview.questionnaire.defaultLanguage);
  return (
    <section className="consent">
      <h1 tabIndex={-1}>{title}</h1>
      <h2 lang={lang}>{words.consent}</h2>
      {text ? (
        text.split(/\n{2,}/).map((paragraph) => (
          <p key={paragraph}>
            <LabelText text={paragraph} />
          </p>
        ))
      ) : (
        <p lang={lang}>{words.consentDefault}</p>
      )}
      <Foot lang={lang}>
        <button type="button" className="equal" onClick={interview.agree}>
          {words.agree}
        </button>
        <button type="button" className="equal" onClick={() => interview.go("declined")}>
          {words.decline}
        </button>
      </Foot>
      <p lang={lang}>
        <a href={`${host}/privacy${wordsLanguage(language) === "vi" ? "" : "/en"}`} target="_blank" rel="noopener">
          {words.protection}
        </a>
      </p>
    </section>
  );
}
