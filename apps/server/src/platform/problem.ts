// Not the whole contract with its schemas: threads that read files know problems too, and start for each file.
import { type ProblemBody, type ProblemCode, problemSentence, problems } from "@lang-nghe/contract/problems";

/** An expected failure: thrown anywhere in the server, answered in one place as RFC 9457 problem+json. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: Record<string, unknown>;

  constructor(code: ProblemCode, details: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(`${code}: ${problemSentence(code, "en", details)}`, options);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return problems[this.code].status;
  }

  /** @param acceptLanguage header of the request; Vietnamese unless English comes first. */
  body(acceptLanguage: string | undefined): ProblemBody {
    const language = acceptLanguage?.trim().toLowerCase().startsWith("en") ? "en" : "vi";
    const sentence = problemSentence(this.code, language, this.details);
    return {
      type: `/problems/${this.code}`,
      title: sentence,
      status: this.status,
      detail: sentence,
      code: this.code,
      details: this.details,
    };
  }
}
