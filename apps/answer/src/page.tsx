import type { PageView, Session, SessionProblem } from "@lang-nghe/questionnaire";
import { type EntryProblem, filled, LabelText, type Unread } from "@lang-nghe/ui/controls";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Foot } from "./frame.tsx";
import { controlId, Question } from "./question.tsx";
import { authoredMessage, exclusiveChoices, questionsByName } from "./questionnaire-facts.ts";
import { type Words, wordsLanguage } from "./words.ts";

export interface PageProps {
  readonly session: Session;
  readonly title: string;
  readonly words: Words;
  /** Draws again and keeps the draft after the session has changed. */
  readonly changed: () => void;
  readonly onNext: () => void;
  readonly onBack: () => void;
  readonly replaceSession: (saved: ReturnType<Session["save"]>) => void;
}

/** One page of the questionnaire, with the way back and on. */
export function Page(props: PageProps): ReactNode {
  const { session, title, words, changed } = props;
  const page = session.currentPage;
  const spoken = wordsLanguage(session.language);
  const [unread, setUnread] = useState<Readonly<Record<string, EntryProblem>>>({});
  // A page that is opened because the last one found a fault on it shows the fault from the start.
  const [problems, setProblems] = useState<readonly SessionProblem[]>(() =>
    page.questions.flatMap(({ problem }) => (problem ? [problem] : [])),
  );
  const summary = useRef<HTMLDivElement>(null);
  const questions = useMemo(() => questionsByName(session.questionnaire), [session.questionnaire]);
  useEffect(() => {
    if (problems.length > 0) summary.current?.focus();
  }, [problems]);

  const sentence = (problem: SessionProblem): string => {
    const entry = unread[problem.path];
    if (entry) return words.controls.problems[entry];
    const question = questions.get(problem.path.split(".").at(-1) ?? "");
    const { language, questionnaire } = session;
    const authored = authoredMessage(question, problem.kind, language, questionnaire.defaultLanguage);
    // The questionnaire speaks Vietnamese and English of its own; what it says in neither is said by this page.
    if (authored || language === "vi" || language === "en") return problem.message;
    if (problem.kind === "required") return words.required;
    return problem.kind === "choice" ? words.choiceGone : words.constraint;
  };
  const next = () => {
    const step = session.next();
    if (step.moved || session.currentPage.key !== page.key) props.onNext();
    else {
      setProblems(step.problems);
      changed();
    }
  };
  const answer = (path: string, value: Parameters<Session["answer"]>[1], typed?: Unread) => {
    setUnread(({ [path]: _, ...others }) => (typed ? { ...others, [path]: typed.problem } : others));
    session.answer(path, typed ? typed.text : value);
    changed();
  };
  const open = page.questions.filter((question) => question.problem);
  const single = page.questions.length === 1 && !page.repeat;
  const heading = page.headings.at(-1) ?? title;
  const eyebrow = single ? page.headings : page.headings.slice(0, -1);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      {problems.length > 0 && open.length > 0 && (
        <div className="summary" ref={summary} tabIndex={-1} role="alert" lang={spoken}>
          <h2>{filled(words.problems, { count: open.length })}</h2>
          <ul>
            {open.map((question) => (
              <li key={question.path}>
                <a
                  href={`#${controlId(question.path)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(controlId(question.path))?.focus();
                  }}
                >
                  <LabelText text={question.label} />
                </a>
                <br />
                {question.problem && sentence(question.problem)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {eyebrow.length > 0 && <p className="eyebrow">{eyebrow.join(" · ")}</p>}
      {!single && !page.repeat && <h1 tabIndex={-1}>{heading}</h1>}
      {page.questions.map((view) => (
        <Question
          key={view.path + session.language}
          view={view}
          heading={single}
          error={view.problem && sentence(view.problem)}
          exclusive={exclusiveChoices(questions.get(view.name)?.constraint)}
          words={words.controls}
          wordsLanguage={spoken}
          onAnswer={answer}
        />
      ))}
      {page.repeat && <Instances {...props} repeat={page.repeat} spoken={spoken} />}
      <Foot lang={spoken}>
        <button type="submit" className="main">
          {words.next}
        </button>
        <button type="button" onClick={props.onBack}>
          {words.back}
        </button>
      </Foot>
    </form>
  );
}

/** Asks whether there is another of what a repeat asks about; takes one out, and brings it back. */
function Instances(
  props: PageProps & { readonly repeat: NonNullable<PageView["repeat"]>; readonly spoken: string },
): ReactNode {
  const { session, words, changed, repeat, spoken } = props;
  const [removed, setRemoved] = useState<{ name: string; before: ReturnType<Session["save"]> } | undefined>();
  const numbers = Array.from({ length: repeat.count }, (_, index) => index + 1);
  return (
    <div className="instances">
      <h1 tabIndex={-1}>
        <LabelText text={repeat.label} />
      </h1>
      <ol>
        {numbers.map((number) => {
          const name = filled(words.instance, { label: repeat.label, number });
          return (
            <li key={number}>
              <span>{name}</span>
              <button
                type="button"
                lang={spoken}
                aria-label={filled(words.removeInstance, { label: repeat.label, number })}
                onClick={() => {
                  setRemoved({ name, before: session.save() });
                  session.removeInstance(repeat.path, number - 1);
                  changed();
                }}
              >
                ✕
              </button>
            </li>
          );
        })}
      </ol>
      <p role="status" lang={spoken}>
        {removed && (
          <>
            {filled(words.instanceRemoved, { label: removed.name })}{" "}
            <button
              type="button"
              className="ln-plain"
              onClick={() => {
                props.replaceSession(removed.before);
                setRemoved(undefined);
              }}
            >
              {words.undo}
            </button>
          </>
        )}
      </p>
      {repeat.canAdd && (
        <button
          type="button"
          className="add"
          lang={spoken}
          onClick={() => {
            session.addInstance(repeat.path);
            props.onNext();
          }}
        >
          {filled(words.addInstance, { label: repeat.label })}
        </button>
      )}
    </div>
  );
}
