import type { Ask, Respondent } from "@lang-nghe/anonymity/respondent";
import { labelIn, type Questionnaire } from "@lang-nghe/questionnaire";
import { filled } from "@lang-nghe/ui/controls";
import { type ReactNode, useEffect, useMemo, useReducer } from "react";
import { DeviceNote, Message, useArrival } from "../frame.tsx";
import { Consent } from "../opening.tsx";
import { Page } from "../page.tsx";
import { direction, offeredLanguages } from "../questionnaire-facts.ts";
import { wordsFor, wordsLanguage } from "../words.ts";
import { Restore, SealAndSend, Sent, Waiting } from "./ending.tsx";
import { openVisit } from "./state.ts";
import { Welcome } from "./welcome.tsx";
import { invitedLanguage, invitedWords } from "./words.ts";

export interface InvitedProps {
  readonly page: Respondent;
  readonly form: Questionnaire;
  /** From the address; empty when there was none. */
  readonly code: string;
  /** Whether what is kept outlives the page. */
  readonly lasting: () => boolean;
  readonly ask: Ask;
}

/** The page of an invitation: welcome, consent, token, questions, sealing, waiting, receipt. */
export function Invited({ page, form, code, lasting, ask }: InvitedProps): ReactNode {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const offered = useMemo(() => offeredLanguages(form), [form]);
  const visit = useMemo(
    () => openVisit(page, form, code, firstLanguage(offered, form.defaultLanguage), () => draw()),
    [page, form, code, offered],
  );
  useEffect(() => visit.listen(), [visit]);

  const { view, session, language, manifest } = visit;
  const spoken = wordsLanguage(language);
  const words = wordsFor(language);
  const own = invitedWords(language);
  const lang = invitedLanguage(language);
  const title =
    labelIn(form.title, language, form.defaultLanguage) || labelIn(manifest.titles, language, "vi") || "Lắng Nghe";
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = direction(language);
    document.title = title;
  }, [language, title]);

  const asking = view === "form" && session !== undefined && !session.finished;
  const count = session?.pages.length ?? 0;
  const index = session?.pageIndex ?? 0;
  const progress = asking ? filled(words.progress, { page: index + 1, count }) : "";
  const status = useArrival(asking ? session.currentPage.key : view === "form" ? " send" : (view ?? ""), progress);
  const frame = { visit, own, words, lang };
  const problem = visit.wrong && (own.errors[visit.wrong] ?? visit.wrong);
  return (
    <>
      <header>
        <div className="bar">
          <p className="title">{view === "welcome" || view === "consent" ? "" : title}</p>
          {offered.length > 1 && (
            <select
              aria-label={words.language}
              value={language}
              onChange={(event) => visit.speak(event.currentTarget.value)}
            >
              {offered.map(({ code: each, name }) => (
                <option key={each} value={each} lang={each}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </div>
        {asking && (
          <div className="progress" lang={spoken}>
            <progress aria-hidden="true" max={count} value={index} />
            <p>{progress}</p>
          </div>
        )}
      </header>
      <main>
        {view === "welcome" && <Welcome {...frame} title={title} problem={problem} lasting={lasting()} />}
        {view === "consent" && (
          <Consent
            interview={{
              questionnaire: form,
              purposes: visit.purposes,
              agree: (chosen) => void visit.agree(chosen),
              go: () => visit.go("declined"),
            }}
            title={title}
            language={language}
            words={words}
            lang={spoken}
            host={manifest.office}
          />
        )}
        {view === "declined" && (
          <Message title={words.declined} lang={spoken}>
            <p>{words.declinedText}</p>
            <button type="button" onClick={() => visit.go("consent")}>
              {words.changeMind}
            </button>
          </Message>
        )}
        {(view === "taking" || view === undefined) && (
          <Message title={view ? own.taking : "…"} lang={lang}>
            <progress aria-hidden="true" />
          </Message>
        )}
        {asking && (
          <Page
            key={session.currentPage.key}
            session={session}
            title={title}
            words={words}
            changed={visit.keep}
            onNext={visit.arrive}
            onBack={visit.back}
            replaceSession={visit.restoreSession}
          />
        )}
        {view === "form" && session?.finished && <SealAndSend {...frame} problem={problem} />}
        {view === "waiting" && <Waiting {...frame} />}
        {view === "sent" && <Sent {...frame} ask={ask} />}
        {view === "ended" && (
          <Message title={own.stopped} lang={lang}>
            <p role="alert">{problem}</p>
          </Message>
        )}
        {view === "damaged" && (
          <Message title={own.stopped} lang={lang}>
            <p role="alert">{problem}</p>
            <Restore {...frame} />
            <button type="button" className="danger" onClick={() => void visit.forget()}>
              {own.forget}
            </button>
          </Message>
        )}
        {view === "form" && (
          <>
            {visit.invitedInCell !== undefined && (
              <p className="aside" lang={lang}>
                {filled(own.cell, { count: visit.invitedInCell })} {own.offline}
              </p>
            )}
            <DeviceNote words={words} lang={spoken} lasting={lasting()} onClear={() => void visit.forget()} />
          </>
        )}
      </main>
      {status}
    </>
  );
}

/** The language of the device where the form has it, else the form's own. */
function firstLanguage(offered: Questionnaire["languages"], otherwise: string): string {
  const wanted = navigator.languages.map((each) => each.toLowerCase().split("-")[0]);
  return offered.find(({ code }) => wanted.includes(code.toLowerCase().split("-")[0]))?.code ?? otherwise;
}
