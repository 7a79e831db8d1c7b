import type { AnswerForm } from "@lang-nghe/contract";
import { createSession, type Questionnaire, type SavedSession, type Session } from "@lang-nghe/questionnaire";
import { type Courier, createCourier } from "./courier.ts";
import { localMoment } from "./local-moment.ts";
import { pageNumber, possiblePages } from "./questionnaire-facts.ts";
import { countReached, newId } from "./sending.ts";
import { type AnswerStorage, type DeviceStorage, type Finished, openStorage, type Purposes } from "./storage.ts";
import { hashOfKey, newWithdrawalKey } from "./withdrawal.ts";

export type View = "language" | "consent" | "declined" | "closed" | "form" | "delivery";

/** Something to say once at the top of the screen; a key of the page's words. */
export type Notice = "resumed" | "newVersion" | "cleared" | "refusedText";

/** One respondent's visit: what is shown, their session, and what lies on the device. */
export interface Interview {
  readonly questionnaire: Questionnaire;
  readonly view: View;
  readonly session: Session | undefined;
  readonly language: string | undefined;
  readonly notice: Notice | undefined;
  /** Id of the set whose sending is on the screen. */
  readonly sending: string | undefined;
  readonly storage: AnswerStorage;
  readonly courier: Courier;
  readonly speak: (language: string) => void;
  readonly go: (view: View) => void;
  /** What was ticked on the consent screen. */
  readonly purposes: Purposes | undefined;
  readonly agree: (purposes: Purposes) => void;
  /** Keeps the draft and draws again, after an answer. */
  readonly keep: () => void;
  /** After the session has moved on: a new entry in the browser's history. */
  readonly arrive: () => void;
  readonly back: () => void;
  readonly restore: (saved: SavedSession) => void;
  readonly finish: () => void;
  readonly clear: () => void;
  /** Takes a finished set back as a draft, to be mended or carried over to a new version. */
  readonly reopen: (set: Finished) => void;
  readonly another: () => void;
  readonly listen: () => () => void;
}

/** Where an entry of the browser's history leads: a view, or a page of the form. */
interface Entry {
  readonly view: View;
  readonly page?: string;
  /** Entries of this visit below this one. */
  readonly depth: number;
}

const sendPage = " send";

export function openInterview(
  form: AnswerForm,
  place: string,
  offered: Questionnaire["languages"],
  draw: () => void,
): Interview {
  const questionnaire = form.questionnaire as Questionnaire;
  const storage = openStorage(place, deviceStorage());
  const possible = possiblePages(questionnaire);
  const open = form.test || form.state === "open";
  const courier = createCourier(
    place,
    storage,
    {
      fetch: (input, init) => fetch(input, init),
      random: Math.random,
      after: (seconds, call) => {
        const timer = setTimeout(call, seconds * 1000);
        return () => clearTimeout(timer);
      },
    },
    draw,
  );
  const draft = open ? storage.draft(form.version) : undefined;
  const older = open && !draft ? storage.olderDraft(form.version) : undefined;
  const waiting = storage.finished().at(-1);
  // A link may name its language (`?lang=hmn`), as the console's preview does; it outranks what the device remembers.
  const asked = new URLSearchParams(globalThis.location?.search).get("lang") ?? undefined;
  const remembered = [
    asked,
    draft?.saved.language,
    storage.language(),
    offered.length === 1 ? offered[0]?.code : undefined,
  ];

  let language = remembered.find((code) => offered.some((candidate) => candidate.code === code));
  let session: Session | undefined;
  let id = draft?.id ?? older?.id ?? newId(crypto);
  let reached = new Set(draft?.reached);
  let purposes = draft?.purposes;
  let view: View = "consent";
  let notice: Notice | undefined;
  let sending: string | undefined;
  if (draft) {
    session = start(draft.saved);
    if (language !== undefined && language === asked) session.language = language;
    view = "form";
    notice = "resumed";
  } else if (waiting) {
    sending = waiting.id;
    language ??= waiting.language;
    view = "delivery";
  } else if (!open) view = "closed";
  else if (language === undefined) view = "language";

  function start(saved?: SavedSession): Session {
    return createSession(questionnaire, {
      clock: localMoment,
      seed: Math.floor(Math.random() * 2 ** 31),
      ...(language !== undefined && { language }),
      ...(saved && { saved }),
    });
  }
  function keep(): void {
    if (session)
      storage.keepDraft({ id, version: form.version, saved: session.save(), reached: [...reached], purposes });
    draw();
  }
  function entry(): Entry {
    const page = session?.finished ? sendPage : session?.currentPage.key;
    return { view, depth: current().depth, ...(view === "form" && page !== undefined && { page }) };
  }
  function current(): Entry {
    return (history.state as Entry | null)?.view ? (history.state as Entry) : { view, depth: 0 };
  }
  function push(): void {
    history.pushState({ ...entry(), depth: current().depth + 1 }, "");
  }
  function count(): void {
    const number = session && !session.finished ? pageNumber(possible, session.currentPage.key) : -1;
    if (view !== "form" || number < 0 || reached.has(number)) return;
    reached.add(number);
    if (!form.test) countReached(place, number, (input, init) => fetch(input, init));
  }
  function show(next: View): void {
    view = next;
    notice = undefined;
  }
  /** Opens a page of the form by its key; the nearest there is when answers have made it go away. */
  function turnTo(page: string): void {
    if (!session) return;
    const saved = session.save();
    if (page === sendPage) session = start({ ...saved, finished: true });
    else if (session.pages.includes(page)) session = start({ ...saved, page, finished: false });
    else session.back();
  }
  function fresh(): void {
    session = undefined;
    sending = undefined;
    id = newId(crypto);
    reached = new Set();
    purposes = undefined;
  }

  const interview = {
    questionnaire,
    storage,
    courier,
    get view() {
      return view;
    },
    get session() {
      return session;
    },
    get language() {
      return language;
    },
    get notice() {
      return notice;
    },
    get sending() {
      return sending;
    },
    get purposes() {
      return purposes;
    },
    speak(code: string) {
      language = code;
      storage.rememberLanguage(code);
      if (session) session.language = code;
      if (view === "language") {
        show("consent");
        push();
      }
      if (session) keep();
      else draw();
    },
    go(next: View) {
      show(next);
      push();
      draw();
    },
    agree(chosen: Purposes) {
      purposes = chosen;
      show("form");
      if (!session && older) {
        session = start(older.saved);
        notice = "newVersion";
        storage.clearDrafts();
      }
      session ??= start();
      interview.arrive();
    },
    keep,
    arrive() {
      if (notice !== "newVersion" || session?.pageIndex !== 0) notice = undefined;
      push();
      count();
      keep();
    },
    back() {
      if (current().depth > 0) history.back();
      else {
        if (session && !session.back()) show("consent");
        history.replaceState(entry(), "");
        keep();
      }
    },
    restore(saved: SavedSession) {
      session = start(saved);
      keep();
    },
    finish() {
      if (!session?.finished) return;
      const key = form.test ? undefined : newWithdrawalKey(crypto);
      const set: Finished = {
        id,
        version: form.version,
        language: session.language,
        consent: true,
        ...(questionnaire.purposes && { purposes: purposes ?? {} }),
        ...(key && { withdrawal: hashOfKey(key) }),
        answers: session.answers,
      };
      if (key) storage.keepWithdrawalKey(id, key);
      storage.addFinished(set);
      storage.clearDrafts();
      fresh();
      sending = set.id;
      show("delivery");
      history.replaceState(entry(), "");
      void courier.run();
      draw();
    },
    clear() {
      storage.clearDrafts();
      for (const set of storage.finished()) courier.drop(set.id);
      fresh();
      show(offered.length > 1 ? "language" : "consent");
      notice = "cleared";
      push();
      draw();
    },
    reopen(set: Finished) {
      const saved = { answers: set.answers, language: set.language, page: "", seed: 0, finished: false };
      purposes = set.purposes;
      storage.keepDraft({ id: set.id, version: set.version, saved, reached: [...possible.keys()], purposes });
      const outdated = courier.delivery(set.id)?.kind === "new-version";
      courier.drop(set.id);
      if (outdated || set.version !== form.version) return location.reload();
      id = set.id;
      sending = undefined;
      session = start(saved);
      show("form");
      notice = "refusedText";
      push();
      draw();
    },
    another() {
      fresh();
      show(open ? "consent" : "closed");
      push();
      draw();
    },
    listen() {
      // Back and forward of the browser turn pages; a draft taken up again gets the entries that lead to it.
      if (!history.state) {
        if (session) {
          const { pages, pageIndex } = session;
          history.replaceState({ view: "consent", depth: 0 }, "");
          for (const [index, page] of pages.slice(0, pageIndex + 1).entries())
            history.pushState({ view: "form", page, depth: index + 1 }, "");
          if (session.finished) push();
        } else history.replaceState(entry(), "");
      } else history.replaceState(entry(), "");
      count();
      const turn = (event: PopStateEvent) => {
        const to = event.state as Entry | null;
        // Once it is sent there is no way back into the form.
        if (!to || view === "delivery" || (to.view === "form" && !session)) return;
        show(to.view);
        if (to.page !== undefined) turnTo(to.page);
        keep();
      };
      const again = () => {
        if (document.visibilityState === "visible" && storage.finished().length > 0) void courier.run();
      };
      window.addEventListener("popstate", turn);
      window.addEventListener("online", again);
      document.addEventListener("visibilitychange", again);
      again();
      return () => {
        window.removeEventListener("popstate", turn);
        window.removeEventListener("online", again);
        document.removeEventListener("visibilitychange", again);
      };
    },
  };
  return interview;
}

/** The device's storage, where the browser allows it. */
function deviceStorage(): DeviceStorage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
