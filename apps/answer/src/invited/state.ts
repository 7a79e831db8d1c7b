import {
  AnonymityError,
  type AnonymityErrorCode,
  type Purposes,
  type Respondent,
  type Standing,
  waveTimes,
} from "@lang-nghe/anonymity/respondent";
import { createSession, type Questionnaire, type SavedSession, type Session } from "@lang-nghe/questionnaire";
import { localMoment } from "../local-moment.ts";
import { pauseBefore } from "../pause.ts";
import { together } from "./device.ts";

export type InvitedView =
  | "welcome"
  | "consent"
  | "declined"
  | "taking"
  | "form"
  | "waiting"
  | "sent"
  | "ended"
  | "damaged";

/** Codes after which nothing is left to do here, or nothing should be done. */
const ends: readonly AnonymityErrorCode[] = [
  "signature",
  "manifest",
  "manifest-not-logged",
  "already-answered",
  "deposit-refused",
];

interface Entry {
  /** Page of the form that this entry of the browser's history leads to. */
  readonly page: string;
  readonly depth: number;
}
/** What is kept of answers that are not finished. */
type Draft = SavedSession & { readonly purposes?: Purposes };
const sendPage = " send";
/** Longest wait before a draft is written, in milliseconds. */
const draftPause = 200;
/** Longest time that browsers' timers hold, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** One invited person's visit: what is shown, and each step of theirs. What is kept, `page` keeps. */
export function openVisit(page: Respondent, form: Questionnaire, code: string, language: string, draw: () => void) {
  const { manifest } = page.wave;
  const times = waveTimes(manifest);
  let view: InvitedView | undefined;
  let standing: Standing = { at: "start" };
  let session: Session | undefined;
  let typed = code;
  let wrong: AnonymityErrorCode | undefined;
  let cell: number | undefined;
  let purposes: Purposes | undefined;
  let draftTimer: ReturnType<typeof setTimeout> | undefined;
  let sendTimer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let attempt = 0;
  let failing = false;

  function start(saved?: SavedSession): Session {
    return createSession(form, {
      clock: localMoment,
      seed: Math.floor(Math.random() * 2 ** 31),
      language,
      ...(saved && { saved }),
    });
  }
  function show(next: InvitedView): void {
    view = next;
    draw();
  }
  const step = <T>(act: () => Promise<T>): Promise<T> => together(manifest.slug, act);

  function failed(error: unknown): void {
    if (!(error instanceof AnonymityError)) throw error;
    // Another tab sealed, sent or forgot: where that leads to is where the person stands.
    if (error.code === "no-token") return void goOn();
    wrong = error.code;
    if (ends.includes(error.code)) show("ended");
    else if (error.code === "record") show("damaged");
    else draw();
  }

  /** Goes to where the device says that the person is. */
  async function goOn(): Promise<void> {
    try {
      standing = await page.standing();
    } catch (error) {
      return failed(error);
    }
    if (standing.at === "answering") {
      cell = standing.cell;
      const draft = standing.draft as Draft | undefined;
      purposes = draft?.purposes ?? purposes;
      // What was agreed to went with answers that were sealed or never kept: it is asked again, never guessed.
      if (form.purposes && !purposes) return show("consent");
      session = start(draft);
      language = session.language;
      history.replaceState(entry(0), "");
      return show("form");
    }
    session = undefined;
    if (standing.at === "asking") typed = standing.code;
    if (standing.at === "waiting" || standing.at === "sent") {
      show(standing.at);
      return standing.at === "waiting" ? sendWhenDue() : undefined;
    }
    show("welcome");
  }

  /** Where another tab of this browser has sealed, sent or forgotten meanwhile, this one goes there too. */
  async function followOtherTabs(): Promise<void> {
    const { at } = await page.standing().catch(() => standing);
    if (at !== standing.at) await goOn();
    else await sendWhenDue();
  }

  const entry = (depth: number): Entry => ({
    page: session?.finished ? sendPage : (session?.currentPage.key ?? ""),
    depth,
  });
  const depth = () => (history.state as Entry | null)?.depth ?? 0;

  function turnTo(key: string): void {
    if (!session) return;
    const saved = session.save();
    if (key === sendPage) session = start({ ...saved, finished: true });
    else if (session.pages.includes(key)) session = start({ ...saved, page: key, finished: false });
    else session.back();
  }

  function writeDraft(): void {
    clearTimeout(draftTimer);
    draftTimer = undefined;
    if (!session || view !== "form") return;
    const saved: Draft = { ...session.save(), ...(purposes && { purposes }) };
    // What the device did not take is told by the page, which draws again.
    writing = writing.then(() => step(() => page.saveDraft(saved))).then(draw, failed);
  }
  function keep(): void {
    draftTimer ??= setTimeout(writeDraft, draftPause);
    draw();
  }
  /** No draft is written after what follows: it would bring back what was thrown away. */
  async function stopWriting(): Promise<void> {
    clearTimeout(draftTimer);
    draftTimer = undefined;
    await writing;
  }

  /** Sends what is due; waits for what is not, or for a host that does not answer. */
  async function sendWhenDue(): Promise<void> {
    clearTimeout(sendTimer);
    if (view !== "waiting") return;
    const wait = standing.at === "waiting" ? standing.sendAt - Date.now() : 0;
    if (wait > 0) {
      sendTimer = setTimeout(sendWhenDue, Math.min(wait, longestTimer));
      return;
    }
    try {
      await step(page.send);
      await goOn();
    } catch (error) {
      if (!(error instanceof AnonymityError)) throw error;
      if (error.code !== "try-later") {
        wrong = error.code;
        return show("ended");
      }
      failing = true;
      attempt += 1;
      sendTimer = setTimeout(sendWhenDue, pauseBefore(attempt, Math.random()) * 1000);
      draw();
    }
  }

  const visit = {
    page,
    form,
    manifest,
    get view() {
      return view;
    },
    get standing() {
      return standing;
    },
    get session() {
      return session;
    },
    get language() {
      return language;
    },
    get purposes() {
      return purposes;
    },
    get typed() {
      return typed;
    },
    get wrong() {
      return wrong;
    },
    /** People who were invited in the person's cell; known once the token is here. */
    get invitedInCell() {
      return cell === undefined ? undefined : manifest.cells[cell]?.invited;
    },
    get failing() {
      return failing;
    },
    season: (): "before" | "open" | "after" =>
      Date.now() < times.opens ? "before" : Date.now() > times.closes ? "after" : "open",
    speak(next: string) {
      language = next;
      if (session) {
        session.language = next;
        keep();
      } else draw();
    },
    /** @param read the code in the form that is sent. */
    toConsent(read: string) {
      typed = read;
      wrong = undefined;
      show("consent");
    },
    refuse(why: AnonymityErrorCode) {
      wrong = why;
      draw();
    },
    go: (next: InvitedView) => show(next),
    /** Only after the person has agreed: before, nothing of theirs was asked of any host. */
    async agree(chosen: Purposes) {
      purposes = chosen;
      show("taking");
      try {
        await step(() => page.takeToken(typed));
        await goOn();
        writeDraft();
      } catch (error) {
        view = "welcome";
        failed(error);
      }
    },
    keep,
    writeDraft,
    arrive() {
      history.pushState(entry(depth() + 1), "");
      writeDraft();
      draw();
    },
    back() {
      if (depth() > 0) return history.back();
      session?.back();
      history.replaceState(entry(0), "");
      keep();
    },
    restoreSession(saved: SavedSession) {
      session = start(saved);
      keep();
    },
    async finish(when: "now" | "later") {
      if (!session?.finished) return;
      await stopWriting();
      wrong = undefined;
      const { answers } = session;
      try {
        const agreed = form.purposes && { purposes: purposes ?? {} };
        await step(() => page.finish({ answers, language, version: manifest.form.version, ...agreed }, when));
        attempt = 0;
        await goOn();
      } catch (error) {
        failed(error);
      }
    },
    async hurry() {
      await step(page.hurry);
      attempt = 0;
      await goOn();
    },
    async takeBack() {
      clearTimeout(sendTimer);
      await step(page.takeBack);
      await goOn();
    },
    async restore(file: string) {
      wrong = undefined;
      try {
        await step(() => page.restore(file));
        await goOn();
      } catch (error) {
        failed(error);
      }
    },
    async recoveryFile() {
      writeDraft();
      await writing;
      return page.recoveryFile().catch(failed);
    },
    async forget() {
      clearTimeout(sendTimer);
      view = undefined;
      await stopWriting();
      await step(page.forget);
      wrong = undefined;
      typed = "";
      cell = purposes = undefined;
      await goOn();
    },
    listen() {
      const turn = (event: PopStateEvent) => {
        const to = event.state as Entry | null;
        if (view !== "form" || !to) return;
        turnTo(to.page);
        keep();
      };
      const again = () => {
        if (document.visibilityState === "hidden") writeDraft();
        else if (view === "form" || view === "waiting" || view === "sent") void followOtherTabs();
      };
      window.addEventListener("popstate", turn);
      window.addEventListener("pagehide", writeDraft);
      window.addEventListener("online", again);
      document.addEventListener("visibilitychange", again);
      void goOn();
      return () => {
        window.removeEventListener("popstate", turn);
        window.removeEventListener("pagehide", writeDraft);
        window.removeEventListener("online", again);
        document.removeEventListener("visibilitychange", again);
      };
    },
  };
  return visit;
}
export type Visit = ReturnType<typeof openVisit>;
