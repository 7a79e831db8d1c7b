import type { Answers, SavedSession } from "@lang-nghe/questionnaire";

/** Further purposes of a form, each agreed to or not on its own; a name left out means no. */
export type Purposes = Readonly<Record<string, boolean>>;

/** Answers not yet sent. It lives on the respondent's device only, and only once they have agreed to answer. */
export interface Draft {
  /** Made once a draft, so that sending twice stores once. */
  readonly id: string;
  readonly version: number;
  readonly saved: SavedSession;
  /** Numbers of the pages already counted as reached. */
  readonly reached: readonly number[];
  readonly purposes?: Purposes | undefined;
}

/** A finished set on its way: the body of the request and nothing else. */
export interface Finished {
  readonly id: string;
  readonly version: number;
  readonly language: string;
  readonly consent: true;
  readonly purposes?: Purposes;
  /** SHA-256 of the key that the respondent is shown; the key itself stays on the device until then. */
  readonly withdrawal?: string;
  readonly answers: Answers;
}

/** What `window.localStorage` offers of itself here. */
export interface DeviceStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  key(index: number): string | null;
  readonly length: number;
}

/**
 * Drafts and finished sets of one survey on one device. Without storage (private windows, blocked, full) it works from
 * memory and says so by `lasting`.
 *
 * @param place path of the survey, `/a/<slug>` or `/t/<key>`: each keeps its own.
 */
export function openStorage(place: string, device: DeviceStorage | undefined) {
  const memory = new Map<string, string>();
  let lasting = device !== undefined;
  const draftKey = (version: number) => `lang-nghe ${place} draft ${version}`;
  const draftPrefix = `lang-nghe ${place} draft `;
  const outboxKey = `lang-nghe ${place} outbox`;
  const withdrawalKey = (id: string) => `lang-nghe ${place} withdrawal ${id}`;
  const languageKey = "lang-nghe language";

  function read<T>(key: string): T | undefined {
    try {
      const text = memory.get(key) ?? device?.getItem(key);
      return text ? (JSON.parse(text) as T) : undefined;
    } catch {
      return undefined;
    }
  }
  function write(key: string, value: unknown): void {
    const text = JSON.stringify(value);
    try {
      if (!device) throw new Error("no storage");
      device.setItem(key, text);
      memory.delete(key);
    } catch {
      lasting = false;
      memory.set(key, text);
    }
  }
  function remove(key: string): void {
    memory.delete(key);
    try {
      device?.removeItem(key);
    } catch {
      lasting = false;
    }
  }
  function draftKeys(): string[] {
    const keys = [...memory.keys()];
    try {
      for (let i = 0; device && i < device.length; i++) keys.push(device.key(i) ?? "");
    } catch {
      lasting = false;
    }
    return keys.filter((key) => key.startsWith(draftPrefix));
  }

  return {
    /** Whether what is written outlives the page. */
    lasting: () => lasting,
    language: () => read<string>(languageKey),
    rememberLanguage: (language: string) => write(languageKey, language),
    draft: (version: number) => read<Draft>(draftKey(version)),
    /** A draft of another version, when the questionnaire was replaced while someone was answering. */
    olderDraft: (version: number) => {
      const key = draftKeys().find((candidate) => candidate !== draftKey(version));
      return key === undefined ? undefined : read<Draft>(key);
    },
    keepDraft: (draft: Draft) => write(draftKey(draft.version), draft),
    /** Removes every draft of this survey; finished sets stay until they are sent. */
    clearDrafts: () => draftKeys().forEach(remove),
    finished: () => read<Finished[]>(outboxKey) ?? [],
    addFinished: (set: Finished) => {
      const others = (read<Finished[]>(outboxKey) ?? []).filter((other) => other.id !== set.id);
      write(outboxKey, [...others, set]);
    },
    /** The key of a finished set, until it is shown to whoever may withdraw it. */
    withdrawalKey: (id: string) => read<string>(withdrawalKey(id)),
    keepWithdrawalKey: (id: string, key: string) => write(withdrawalKey(id), key),
    removeFinished: (id: string) => {
      remove(withdrawalKey(id));
      const left = (read<Finished[]>(outboxKey) ?? []).filter((set) => set.id !== id);
      if (left.length > 0) write(outboxKey, left);
      else remove(outboxKey);
    },
  };
}
export type AnswerStorage = ReturnType<typeof openStorage>;
