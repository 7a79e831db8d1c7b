import type { AnswerForm } from "@lang-nghe/contract";
import { labelIn, type Questionnaire } from "@lang-nghe/questionnaire";
import { filled } from "@lang-nghe/ui/controls";
import { type ReactNode, useEffect, useMemo, useReducer } from "react";
import { ChooseLanguage } from "./choose-language.tsx";
import { Delivered, Outbox } from "./delivery.tsx";
import { DeviceNote, Foot, Message, useArrival } from "./frame.tsx";
import { type Interview, openInterview } from "./interview.ts";
import { Consent } from "./opening.tsx";
import { Page } from "./page.tsx";
import { direction, offeredLanguages } from "./questionnaire-facts.ts";
import { wordsLanguage } from "./words.ts";
import { openLinkWords } from "./words-open-link.ts";

export interface AppProps {
  readonly form: AnswerForm;
  /** Path of the survey on this server: `/a/<slug>` or `/t/<key>`. */
  readonly place: string;
}

/** The whole answer page: choose a language, agree, answer, send. */
export function App({ form, place }: AppProps): ReactNode {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const questionnaire = form.questionnaire as Questionnaire;
  const offered = useMemo(() => offeredLanguages(questionnaire), [questionnaire]);
  const interview: Interview = useMemo(() => openInterview(form, place, offered, draw), [form, place, offered]);
  useEffect(() => interview.listen(), [interview]);

  const { view, session } = interview;
  const language = interview.language ?? questionnaire.defaultLanguage;
  const spoken = wordsLanguage(language);
  const words = openLinkWords(language);
  const title = labelIn(questionnaire.title, language, questionnaire.defaultLanguage) || "Lắng Nghe";
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = direction(language);
    document.title = title;
  }, [language, title]);

  const count = session?.pages.length ?? 0;
  const index = session?.pageIndex ?? 0;
  const progress = filled(words.progress, { page: index + 1, count });
  const inForm = view === "form" && session !== undefined;
  const where = inForm ? (session.finished ? "send" : session.currentPage.key) : view;
  const status = useArrival(where, inForm && !session.finished ? progress : "");
  return (
    <>
      <header>
        {form.test && (
          <p className="ribbon" lang={spoken}>
            {words.test}
          </p>
        )}
        {form.synthetic && (
          <p className="ribbon" lang={spoken}>
            {words.synthetic}
          </p>
        )}
        <div className="bar" hidden={view === "language"}>
          <p className="title">{view === "consent" ? "" : title}</p>
          {offered.length > 1 && (
            <select
              aria-label={words.language}
              value={language}
              onChange={(event) => interview.speak(event.currentTarget.value)}
            >
              {offered.map(({ code, name }) => (
                <option key={code} value={code} lang={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </div>
        {inForm && !session.finished && (
          <div className="progress" lang={spoken}>
            <progress aria-hidden="true" max={count} value={index} />
            <p>{progress}</p>
          </div>
        )}
      </header>
      <main>
        <Outbox interview={interview} words={words} lang={spoken} />
        {interview.notice && (
          <p className="notice" role="status" lang={spoken}>
            {words[interview.notice]}
          </p>
        )}
        {view === "language" && (
          <ChooseLanguage title={questionnaire.title} offered={offered} onChoose={interview.speak} />
        )}
        {view === "consent" && (
          <Consent interview={interview} title={title} language={language} words={words} lang={spoken} />
        )}
        {view === "declined" && (
          <Message title={words.declined} lang={spoken}>
            <p>{words.declinedText}</p>
            <button type="button" onClick={() => interview.go("consent")}>
              {words.changeMind}
            </button>
          </Message>
        )}
        {view === "closed" && (
          <Message title={form.state === "not-open" ? words.notOpen : words.closed} lang={spoken}>
            <p>{form.state === "not-open" ? words.notOpenText : words.closedText}</p>
          </Message>
        )}
        {inForm && !session.finished && (
          <Page
            key={session.currentPage.key}
            session={session}
            title={title}
            words={words}
            changed={interview.keep}
            onNext={interview.arrive}
            onBack={interview.back}
            replaceSession={interview.restore}
          />
        )}
        {inForm && session.finished && (
          <section className="message" lang={spoken}>
            <h1 tabIndex={-1}>{words.sendTitle}</h1>
            <p>{words.sendText}</p>
            <Foot lang={spoken}>
              <button type="button" className="main" onClick={interview.finish}>
                {words.send}
              </button>
              <button type="button" onClick={interview.back}>
                {words.back}
              </button>
            </Foot>
          </section>
        )}
        {view === "delivery" && <Delivered interview={interview} words={words} lang={spoken} test={form.test} />}
        {inForm && (
          <DeviceNote words={words} lang={spoken} lasting={interview.storage.lasting()} onClear={interview.clear} />
        )}
      </main>
      {status}
    </>
  );
}
