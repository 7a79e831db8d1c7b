// A host for the answer page alone: for its weight and its speed. Journeys use the real server.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { checkAnswers, type Questionnaire } from "@lang-nghe/questionnaire";
import { build } from "vite";
import { root } from "./system.ts";

/** A form with one question of every type and appearance. */
export function everyQuestionType(style: Questionnaire["style"]): Questionnaire {
  const file = join(root, "apps/answer/src/testing/every-question-type.json");
  return { ...JSON.parse(readFileSync(file, "utf8")), style };
}

export interface AnswerPage {
  readonly html: string;
  readonly headers: Record<string, string>;
}

/** Builds a page of apps/answer into a folder of its own. */
export async function buildAnswerPage(page: "index" | "invitation" = "index"): Promise<AnswerPage> {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-answer-"));
  const before = process.env.NODE_ENV;
  // What people are served: under "test", pages are built with what only developers need.
  process.env.NODE_ENV = "production";
  try {
    await build({
      configFile: join(root, "apps/answer/vite.config.ts"),
      logLevel: "error",
      ...(page === "invitation" && { mode: page }),
      build: { outDir: folder, emptyOutDir: true },
    });
    return {
      html: readFileSync(join(folder, `${page}.html`), "utf8"),
      headers: JSON.parse(
        readFileSync(join(folder, page === "index" ? "headers.json" : "invitation-headers.json"), "utf8"),
      ),
    };
  } finally {
    process.env.NODE_ENV = before;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page with the form inside, as the server sends it: the one response that the respondent waits for. */
export function pageWithForm(page: AnswerPage, form: Record<string, unknown>): string {
  const json = JSON.stringify(form).replaceAll("<", "\\u003c");
  return page.html.replace("<!--form-->", () => `<script type="application/json" id="form">${json}</script>`);
}

export interface AnswerHost {
  readonly url: string;
  /** Accepted sets by id. */
  readonly accepted: Map<string, Record<string, unknown>>;
  readonly reached: number[];
  /** Every request to answers and reached. */
  readonly requests: {
    readonly path: string;
    readonly headers: Record<string, unknown>;
    readonly body: Record<string, unknown>;
  }[];
  /** What the host pretends: to refuse, to have another version, to store and lose its reply. */
  pretend: { status?: number; code?: string; version?: number; state?: string; losesReply?: boolean };
  readonly close: () => Promise<void>;
}

export async function openAnswerHost(
  page: AnswerPage,
  questionnaire: Questionnaire,
  about: { readonly synthetic?: boolean } = {},
): Promise<AnswerHost> {
  const accepted = new Map<string, Record<string, unknown>>();
  const host = { accepted, reached: [] as number[], requests: [] as AnswerHost["requests"][number][], pretend: {} };
  const pretend = () => host.pretend as AnswerHost["pretend"];
  const server = createServer((request, reply) => {
    const path = request.url ?? "";
    if (path === "/frame") {
      reply.writeHead(200, { "content-type": "text/html" }).end();
      return;
    }
    if (request.method === "GET" && /^\/[at]\/\w+$/.test(path)) {
      const { version = 1, state = "open" } = pretend();
      const test = path.startsWith("/t/");
      const form = { slug: "thu", version, test, synthetic: about.synthetic ?? false, state, questionnaire };
      const body = gzipSync(pageWithForm(page, form), { level: 9 });
      reply.writeHead(200, {
        ...page.headers,
        "content-type": "text/html; charset=utf-8",
        "content-encoding": "gzip",
        "cache-control": "no-cache",
      });
      reply.end(body);
      return;
    }
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      host.requests.push({ path, headers: request.headers, body: text === "" ? {} : JSON.parse(text) });
      const { status, code } = pretend();
      if (path.endsWith("/reached")) {
        host.reached.push(JSON.parse(text).page);
        reply.writeHead(204).end();
      } else if (path.endsWith("/answers")) {
        const set = JSON.parse(text);
        const problems = checkAnswers(questionnaire, set.answers, "2026-03-02");
        const answer = status ?? (problems.length > 0 ? 422 : accepted.has(set.id) ? 200 : 201);
        if (answer === 201) accepted.set(set.id, set);
        if (pretend().losesReply) {
          reply.destroy();
          return;
        }
        const details = { places: problems.map((problem) => problem.path).join(", ") };
        reply.writeHead(answer, { "content-type": "application/json" });
        reply.end(
          JSON.stringify(answer < 300 ? { accepted: true } : { code: code ?? "responses.not-allowed", details }),
        );
      } else reply.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return Object.assign(host, {
    url: `http://localhost:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
