/** Something of a log that cannot be read or does not hold. Whoever meets it trusts nothing of what carried it. */
export class LogError extends Error {
  override readonly name = "LogError";
  readonly code: "bad-encoding" | "bad-key" | "bad-note" | "unsigned" | "bad-checkpoint" | "bad-proof" | "unwitnessed";
  constructor(code: LogError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
