import type { FastifyError, FastifyInstance } from "fastify";
import { Problem } from "./problem.ts";

/** One handler for every failure: Problems as RFC 9457; anything else is a bug, logged once with its cause. */
// biome-ignore lint/suspicious/noExplicitAny: the handler does not depend on the instance's type provider
export function answerProblems(app: FastifyInstance<any, any, any, any, any>): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    // Whoever asked has left, and the work ended with them: no failure, and nobody to tell.
    if (reply.raw.destroyed && error.name === "AbortError") return reply.hijack();
    const problem = asProblem(error);
    if (problem.status >= 500 && problem.code === "platform.internal")
      request.log.error(
        // The database repeats parts of what it could not take: of a respondent's request only the kind of failure is kept.
        request.routeOptions.config.respondent
          ? { failure: error.name, code: error.code, route: request.routeOptions.url }
          : { err: error, route: request.routeOptions.url },
        "unexpected failure",
      );
    // Senders on the phone wait as long as they are asked to.
    const { seconds } = problem.details;
    if (typeof seconds === "number") reply.header("retry-after", seconds);
    return reply
      .code(problem.status)
      .type("application/problem+json")
      .send(problem.body(request.headers["accept-language"]));
  });
  app.setNotFoundHandler((request, reply) => {
    const problem = new Problem("platform.not-found");
    return reply.code(404).type("application/problem+json").send(problem.body(request.headers["accept-language"]));
  });
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.validation) {
    const first = error.validation[0];
    return new Problem("platform.bad-request", {
      place: `${error.validationContext ?? "body"}${first?.instancePath ?? ""}`,
      reason: first?.message ?? "",
    });
  }
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE" || error.code === "FST_REQ_FILE_TOO_LARGE")
    return new Problem("platform.too-large", { limit: error.code === "FST_REQ_FILE_TOO_LARGE" ? "60 MB" : "1 MB" });
  if (error.statusCode === 429) return new Problem("platform.too-many-requests", { seconds: 60 });
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new Problem("platform.bad-request", { place: "body", reason: error.message });
  return new Problem("platform.internal", {}, { cause: error });
}
