import { type Static, Type } from "typebox";

/** How much a device works before an open link takes its answer: a toll on programs, not proof of a person. */
export const LinkEffort = Type.Union([Type.Literal("off"), Type.Literal("usual"), Type.Literal("raised")]);
export type LinkEffort = Static<typeof LinkEffort>;

/** GET and PUT /api/studies/:studyId/open-link. */
export const OpenLink = Type.Object({ effort: LinkEffort }, { additionalProperties: false });
export type OpenLink = Static<typeof OpenLink>;

/**
 * GET /a/:slug/challenge: what the device works on, in the form of ALTCHA's version 2. It looks for the counter (uint32) at
 * which SHA-256(salt ‖ nonce ‖ counter) begins with `keyPrefix`. Hexadecimal.
 */
export const WorkChallenge = Type.Object({
  parameters: Type.Object({
    algorithm: Type.Literal("SHA-256"),
    cost: Type.Literal(1),
    keyLength: Type.Literal(32),
    keyPrefix: Type.String({ pattern: "^[0-9a-f]{8}$" }),
    nonce: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    salt: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    /** Of which study, and until when (seconds since 1970). */
    data: Type.Object({ study: Type.String(), until: Type.Number() }),
  }),
  signature: Type.String({ pattern: "^[0-9a-f]{64}$" }),
});
export type WorkChallenge = Static<typeof WorkChallenge>;

/** Header `x-work` of POST /a/:slug/answers: base64 of this as JSON. */
export const WorkDone = Type.Object({
  challenge: WorkChallenge,
  solution: Type.Object({ counter: Type.Integer(), derivedKey: Type.String({ pattern: "^[0-9a-f]{64}$" }) }),
});
export type WorkDone = Static<typeof WorkDone>;
