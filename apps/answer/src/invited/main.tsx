import { AnonymityError, type CheckedWave, readWave, respondent } from "@lang-nghe/anonymity/respondent";
import type { Questionnaire } from "@lang-nghe/questionnaire";
import { render } from "preact";
import { Message } from "../frame.tsx";
import { pauseBefore } from "../pause.ts";
import { wordsFor, wordsLanguage } from "../words.ts";
import { Invited } from "./app.tsx";
import { ask, openDevice } from "./device.ts";
import { invitedLanguage, invitedWords } from "./words.ts";
import "@lang-nghe/ui/controls.css";
import "../styles.css";
import type {} from "./early.ts";

const root = document.getElementById("page") as HTMLElement;
const slug = /^\/i\/([^/]+)/.exec(location.pathname)?.[1] ?? "";

class Stop extends Error {}

/** The form that the manifest names, and no other. */
async function formOf({ manifest }: CheckedWave): Promise<Questionnaire> {
  const { status, text } =
    (await early.form) ?? (await ask("GET", `${manifest.office}/waves/${manifest.studyId}/form.json`));
  if (status !== 200) throw new Error("no form");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hash !== manifest.form.hash) throw new Stop(words.formWrong);
  return JSON.parse(text) as Questionnaire;
}

const words = invitedWords(navigator.language);

/** Loads what everybody loads, again and again on a weak network; what does not hold stops the page before anything is asked. */
async function load(attempt = 1): Promise<void> {
  try {
    if (!globalThis.crypto?.subtle) throw new Stop(words.insecure);
    const { status, text } = (await early.manifest) ?? (await ask("GET", `/i/${slug}/manifest.json`));
    if (status === 404) throw new Stop(words.notFound);
    if (status !== 200) throw new Error("no manifest");
    const wave = await readWave(crypto.subtle as never, JSON.parse(text));
    const [form, { device, lasting }] = await Promise.all([formOf(wave), openDevice(slug)]);
    return render(
      <Invited page={respondent(device, wave)} form={form} code={early.code} lasting={lasting} ask={ask} />,
      root,
    );
  } catch (error) {
    const reason =
      error instanceof Stop
        ? error.message
        : error instanceof AnonymityError && (words.errors[error.code] ?? error.message);
    if (reason) return say(words.stopped, reason, invitedLanguage(navigator.language));
  }
  early.manifest = early.form = undefined;
  const { unreachable, unreachableText } = wordsFor(navigator.language);
  say(unreachable, unreachableText, wordsLanguage(navigator.language));
  setTimeout(() => void load(attempt + 1), pauseBefore(attempt, Math.random()) * 1000);
}

function say(title: string, text: string, lang: string): void {
  render(
    <main>
      <Message title={title} lang={lang}>
        <p role="status">{text}</p>
      </Message>
    </main>,
    root,
  );
}

void load();
