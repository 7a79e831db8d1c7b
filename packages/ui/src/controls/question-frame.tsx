import type { ReactNode } from "react";
import { LabelText } from "./label-text.tsx";
import type { ControlWords } from "./words.ts";

export interface QuestionFrameProps {
  /** Id of the control; hint and error take theirs from it. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly required: boolean;
  /** Asks for sensitive data: says that one need not answer. */
  readonly sensitive?: boolean | undefined;
  /** Several controls under one question (radio buttons, three fields of a day): a fieldset with a legend. */
  readonly grouped: boolean;
  /** The question is the page's heading. */
  readonly heading: boolean;
  readonly words: ControlWords;
  /** Language of the words of the interface, where it is not that of the question. */
  readonly wordsLanguage: string;
  readonly children: (describedBy: string | undefined) => ReactNode;
}

/** A question: what is asked, a hint, what is wrong with the answer, and the control. */
export function QuestionFrame(props: QuestionFrameProps): ReactNode {
  const { id, label, hint, error, required, sensitive, grouped, heading, words, wordsLanguage } = props;
  const hintId = hint ? `${id}-hint` : "";
  const errorId = error ? `${id}-error` : "";
  const sensitiveId = sensitive ? `${id}-sensitive` : "";
  const describedBy = [hintId, sensitiveId, errorId].filter(Boolean).join(" ") || undefined;
  const title = (
    <>
      <span id={`${id}-label`}>
        <LabelText text={label} />
      </span>
      {!required && (
        <small className="ln-optional" lang={wordsLanguage}>
          {" "}
          ({words.optional})
        </small>
      )}
    </>
  );
  const shown = heading ? (
    <h1 className="ln-ask" tabIndex={-1}>
      {title}
    </h1>
  ) : (
    <span className="ln-ask">{title}</span>
  );
  const body = (
    <>
      {hint && (
        <p className="ln-hint" id={hintId}>
          <LabelText text={hint} />
        </p>
      )}
      {sensitive && (
        <p className="ln-hint" id={sensitiveId} lang={wordsLanguage}>
          {words.sensitive}
        </p>
      )}
      {error && (
        <p className="ln-error" id={errorId}>
          <strong lang={wordsLanguage}>{words.error}:</strong> {error}
        </p>
      )}
      {props.children(describedBy)}
    </>
  );
  const state = error ? "ln-question ln-wrong" : "ln-question";
  return grouped ? (
    <fieldset className={state} aria-describedby={describedBy}>
      <legend>{shown}</legend>
      {body}
    </fieldset>
  ) : (
    <div className={state}>
      <label htmlFor={id}>{shown}</label>
      {body}
    </div>
  );
}
