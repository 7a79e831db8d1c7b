import { labelIn } from "@lang-nghe/questionnaire";
import { LabelText } from "@lang-nghe/ui/controls";
import { type ReactNode, useState } from "react";
import { Foot } from "./frame.tsx";
import type { Interview } from "./interview.ts";
import { asksForSensitive } from "./questionnaire-facts.ts";
import type { Purposes } from "./storage.ts";
import { type Words, wordsLanguage } from "./words.ts";

/** What a person agrees to, and two answers of the same weight. */
export function Consent(props: {
  readonly interview: Pick<Interview, "questionnaire" | "agree" | "purposes"> & {
    readonly go: (view: "declined") => void;
  };
  readonly title: string;
  readonly language: string;
  readonly words: Words;
  readonly lang: string;
  /** Origin of the office, where this page lies elsewhere. */
  readonly host?: string;
}): ReactNode {
  const { interview, title, language, words, lang, host = "" } = props;
  const { consent, purposes = [], defaultLanguage } = interview.questionnaire;
  const text = labelIn(consent, language, defaultLanguage);
  // Nothing is ticked beforehand but what this person ticked before.
  const [chosen, setChosen] = useState<Purposes>(interview.purposes ?? {});
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
      {asksForSensitive(interview.questionnaire) && <p lang={lang}>{words.sensitive}</p>}
      {purposes.length > 0 && (
        <fieldset className="ln-question">
          <legend className="ln-ask" lang={lang}>
            {words.purposes}
          </legend>
          <div className="ln-cards">
            {purposes.map(({ name, label }) => (
              <label key={name} className="ln-card">
                <input
                  type="checkbox"
                  checked={chosen[name] === true}
                  onChange={(event) => setChosen({ ...chosen, [name]: event.currentTarget.checked })}
                />
                <span>
                  <LabelText text={labelIn(label, language, defaultLanguage) ?? name} />
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <Foot lang={lang}>
        <button type="button" className="equal" onClick={() => interview.agree(chosen)}>
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
