import type { ProblemBody } from "@lang-nghe/contract";
import { currentLanguage } from "./words.ts";

/** A request that failed, with the sentence to show. `platform.unreachable` is the one code the server does not send. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, detail: string, details: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.name = "ProblemError";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

const unreachable = {
  vi: "Chưa kết nối được với máy chủ. Những gì ông/bà đã nhập vẫn còn trên trang này; xin thử lại.",
  en: "The server cannot be reached. What you entered is still on this page; please try again.",
};
const unreadable = {
  vi: "Máy chủ trả lời không đúng cách. Không có gì bị mất; xin thử lại, rồi báo cho người quản trị.",
  en: "The server's reply could not be read. Nothing was lost; please try again, then tell the administrator.",
};

async function problemOf(response: Response): Promise<ProblemError> {
  try {
    const body = (await response.json()) as Partial<ProblemBody>;
    const sentence = body.detail ?? body.title ?? unreadable[currentLanguage()];
    return new ProblemError(body.code ?? "platform.internal", response.status, sentence, body.details ?? {});
  } catch {
    return new ProblemError("platform.internal", response.status, unreadable[currentLanguage()]);
  }
}

export interface Sending {
  readonly body?: unknown;
  readonly form?: FormData;
  readonly signal?: AbortSignal;
}

/**
 * Sends a request to `/api` + path and reads its JSON; undefined for a reply without a body.
 * @throws {ProblemError} whatever goes wrong, with a sentence in the language of the interface.
 */
export async function send<Reply>(method: string, path: string, { body, form, signal }: Sending = {}): Promise<Reply> {
  const headers: Record<string, string> = { accept: "application/json", "accept-language": currentLanguage() };
  if (method !== "GET") headers["x-requested-with"] = "lang-nghe";
  if (body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers,
      credentials: "same-origin",
      ...(form ? { body: form } : body !== undefined ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ProblemError("platform.unreachable", 0, unreachable[currentLanguage()]);
  }
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as Reply;
  const text = await response.text();
  if (text === "") return undefined as Reply;
  try {
    return JSON.parse(text) as Reply;
  } catch {
    throw new ProblemError("platform.internal", response.status, unreadable[currentLanguage()]);
  }
}

export const api = {
  get: <Reply>(path: string, signal?: AbortSignal) => send<Reply>("GET", path, signal ? { signal } : {}),
  post: <Reply>(path: string, body?: unknown) => send<Reply>("POST", path, { body }),
  put: <Reply>(path: string, body: unknown) => send<Reply>("PUT", path, { body }),
  patch: <Reply>(path: string, body: unknown) => send<Reply>("PATCH", path, { body }),
  remove: <Reply = undefined>(path: string, body?: unknown) => send<Reply>("DELETE", path, { body }),
  /** Sends one file as the multipart field "file". */
  upload: <Reply>(path: string, file: File) => {
    const form = new FormData();
    form.append("file", file, file.name);
    return send<Reply>("POST", path, { form });
  },
};
