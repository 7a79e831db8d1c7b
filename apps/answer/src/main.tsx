import type { AnswerForm } from "@lang-nghe/contract";
import { render } from "preact";
import { App } from "./app.tsx";
import { Message } from "./frame.tsx";
import { pauseBefore } from "./pause.ts";
import { wordsFor, wordsLanguage } from "./words.ts";
import "@lang-nghe/ui/controls.css";
import "./styles.css";

const root = document.getElementById("page") as HTMLElement;
const place = /^\/(a|t)\/[^/]+/.exec(location.pathname)?.[0] ?? location.pathname.replace(/\/$/, "");

/** The form comes inside the page; where it does not (a static host), it is fetched, again and again on a weak network. */
async function load(attempt = 1): Promise<void> {
  const inlined = document.getElementById("form")?.textContent;
  if (inlined) return open(JSON.parse(inlined) as AnswerForm);
  const language = wordsLanguage(navigator.language);
  const words = wordsFor(language);
  try {
    const response = await fetch(`${place}/form.json`, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (response.ok) return open((await response.json()) as AnswerForm);
    if (response.status < 500 && response.status !== 429) {
      return say(<Message title={words.closed} lang={language} />);
    }
  } catch {
    // Tried again below.
  }
  say(
    <Message title={words.unreachable} lang={language}>
      <p role="status">{words.unreachableText}</p>
    </Message>,
  );
  setTimeout(() => void load(attempt + 1), pauseBefore(attempt, Math.random()) * 1000);
}

function open(form: AnswerForm): void {
  render(<App form={form} place={place} />, root);
}

function say(message: ReturnType<typeof Message>): void {
  render(<main>{message}</main>, root);
}

void load();
