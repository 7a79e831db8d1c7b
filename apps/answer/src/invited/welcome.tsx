import { AnonymityError, readCode } from "@lang-nghe/anonymity/respondent";
import { filled } from "@lang-nghe/ui/controls";
import { type ReactNode, useEffect, useRef } from "react";
import { Foot, Message } from "../frame.tsx";
import { type Frame, Restore } from "./ending.tsx";

const hostOf = (origin: string) => new URL(origin).host;
const inApp = /FBAN|FBAV|FB_IAB|Instagram|Zalo|Line\/|MicroMessenger|TikTok/i;
/** A day as the language writes it: 06/02/2026 in Vietnamese. */
const written = (day: string, lang: string) =>
  lang === "vi"
    ? day.split("-").reverse().join("/")
    : new Date(`${day}T12:00Z`).toLocaleDateString("en-GB", { dateStyle: "long" });

/** Who asks, what is known of the person and what is not, and the code where the address brought none. */
export function Welcome(
  props: Frame & { readonly title: string; readonly problem: string | undefined; readonly lasting: boolean },
): ReactNode {
  const { visit, own, words, lang, title, problem, lasting } = props;
  const { manifest } = visit;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem) field.current?.focus();
  }, [problem]);
  const season = visit.season();
  if (season !== "open")
    return (
      <Message title={season === "before" ? words.notOpen : words.closed} lang={lang}>
        <p>{title}</p>
        <p>{season === "before" ? words.notOpenText : words.closedText}</p>
      </Message>
    );
  const least = Math.min(...manifest.cells.map(({ invited }) => invited));
  const hosts = {
    office: hostOf(manifest.office),
    issuer: hostOf(manifest.issuer),
    collector: hostOf(manifest.collector),
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        try {
          visit.toConsent(readCode(field.current?.value ?? visit.typed).code);
        } catch (error) {
          if (!(error instanceof AnonymityError)) throw error;
          visit.refuse(error.code);
          field.current?.focus();
        }
      }}
    >
      <h1 tabIndex={-1}>{title}</h1>
      <div lang={lang}>
        {(!lasting || inApp.test(navigator.userAgent)) && (
          <p className="notice">{lasting ? own.downloadOther : `${words.notKept} ${own.downloadOther}`}</p>
        )}
        <p>{filled(own.until, { day: written(manifest.lastDay, lang) })}</p>
        <h2>{own.knownTitle}</h2>
        <ul className="plain">
          <li>{own.known}</li>
          <li>{filled(own.travels, { least })}</li>
          <li>{own.limits}</li>
        </ul>
        <p className="aside">{filled(own.hosts, hosts)}</p>
        {visit.typed && !problem ? (
          <p>{own.codeReady}</p>
        ) : (
          <div className="field">
            <label htmlFor="code">{own.code}</label>
            <p id="code-hint" className="ln-hint">
              {own.codeHint}
            </p>
            {problem && (
              <p id="code-wrong" className="wrong" role="alert">
                {problem}
              </p>
            )}
            <input
              id="code"
              ref={field}
              key={visit.typed}
              defaultValue={visit.typed}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={60}
              aria-invalid={problem !== undefined}
              aria-describedby={problem ? "code-hint code-wrong" : "code-hint"}
            />
          </div>
        )}
        <Foot lang={lang}>
          <button type="submit" className="main">
            {words.next}
          </button>
        </Foot>
        <details>
          <summary>{own.otherPhone}</summary>
          <Restore {...props} />
        </details>
      </div>
    </form>
  );
}
