import { type Static, Type } from "typebox";
import { Day, Nullable, Uuid, Words } from "./words.ts";

/** Letters and digits of a withdrawal key: Crockford's, without those that look like others. 26 of them hold 130 bits. */
export const withdrawalAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const withdrawalKeyLength = 26;

/**
 * The form in which a withdrawal key is hashed: upper case, without spaces and hyphens, O read as 0 and I or L as 1.
 * @returns undefined for what cannot be a key.
 */
export function canonicalWithdrawalKey(typed: string): string | undefined {
  const key = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{P}]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return key.length === withdrawalKeyLength && [...key].every((letter) => withdrawalAlphabet.includes(letter))
    ? key
    : undefined;
}

/** SHA-256 of a withdrawal key's canonical form, hex. */
export const WithdrawalHash = Type.String({ pattern: "^[0-9a-f]{64}$" });

/** POST /withdraw, as JSON or as a form. The reply is the same whether or not the key fits an answer. */
export const Withdrawal = Type.Object({ key: Type.String({ maxLength: 200 }) });
export type Withdrawal = Static<typeof Withdrawal>;
export const WithdrawalReply = Type.Object({ received: Type.Literal(true) });
export type WithdrawalReply = Static<typeof WithdrawalReply>;

/** What was agreed to, kept inside the answer that names nobody. */
export const ConsentRecord = Type.Object({
  /** Purpose → agreed or not. `survey` is the questionnaire itself; others are the form's own. */
  purposes: Type.Record(Type.String({ maxLength: 64 }), Type.Boolean()),
  /** SHA-256 of the words that were shown, hex; null where the form has none of its own. */
  text: Nullable(Type.String()),
});
export type ConsentRecord = Static<typeof ConsentRecord>;

export const RequestKind = Type.Union([
  Type.Literal("view"),
  Type.Literal("correct"),
  Type.Literal("supply"),
  Type.Literal("withdraw"),
  Type.Literal("restrict"),
  Type.Literal("object"),
  Type.Literal("erase"),
  Type.Literal("protect"),
]);
export type RequestKind = Static<typeof RequestKind>;
export const requestKinds: readonly RequestKind[] = [
  "view",
  "correct",
  "supply",
  "withdraw",
  "restrict",
  "object",
  "erase",
  "protect",
];

/** Whose data a request is about: answers name nobody, the roster lies at the issuer, staff are in this system. */
export const RequestAbout = Type.Union([
  Type.Literal("answer"),
  Type.Literal("roster"),
  Type.Literal("staff"),
  Type.Literal("unknown"),
]);
export type RequestAbout = Static<typeof RequestAbout>;

export const RequestOutcome = Type.Union([
  Type.Literal("done"),
  Type.Literal("partly"),
  /** Nobody can tell whose answer it is (Law 91/2025 Art 2.1; GDPR Art 11, 12(2)). */
  Type.Literal("cannot-identify"),
  Type.Literal("refused"),
  Type.Literal("taken-back"),
]);
export type RequestOutcome = Static<typeof RequestOutcome>;

/** Days in which a request must be done: plain, when a processor is involved, and how many may be added once. */
export type Deadline = { readonly days: number; readonly viaProcessor: number; readonly extension: number };

/** Decree 356/2025/ND-CP Art 5, as toolkits gave it on 24–29 Sep 2026; counted in calendar days. Check with counsel. */
export const deadlines: Readonly<Record<RequestKind, Deadline>> = {
  view: { days: 10, viaProcessor: 15, extension: 10 },
  correct: { days: 10, viaProcessor: 15, extension: 10 },
  supply: { days: 10, viaProcessor: 15, extension: 10 },
  withdraw: { days: 15, viaProcessor: 20, extension: 15 },
  restrict: { days: 15, viaProcessor: 20, extension: 15 },
  object: { days: 15, viaProcessor: 20, extension: 15 },
  erase: { days: 20, viaProcessor: 30, extension: 20 },
  protect: { days: 15, viaProcessor: 15, extension: 15 },
};
/** Working days in which a request must be answered at all (same source). */
export const replyWorkingDays = 2;
/** Hours from noticing an incident to telling the authority (Law 91/2025 Art 23; Decree 356 Art 28). */
export const incidentHours = 72;

/** Days and clocks hang on these: a field that nobody offers is refused, not passed on. */
const closed = { additionalProperties: false };
/** Free text of staff: no names or contacts of those who ask belong in it. */
const note = Type.String({ maxLength: 4000 });

/** GET /api/rights/requests: open ones first, by what is due first. */
export const DataRequest = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  kind: RequestKind,
  about: RequestAbout,
  studyId: Nullable(Uuid),
  /** Where the letter lies in the unit's own register; never a name or a telephone number. */
  reference: Type.String(),
  receivedOn: Day,
  viaProcessor: Type.Boolean(),
  replyDue: Day,
  repliedOn: Nullable(Day),
  due: Day,
  extensionDays: Type.Integer(),
  extensionReason: Type.String(),
  closedOn: Nullable(Day),
  outcome: Nullable(RequestOutcome),
  note: Type.String(),
  /** Something is past its day and not done. */
  late: Type.Boolean(),
});
export type DataRequest = Static<typeof DataRequest>;

/** POST /api/rights/requests → 201. */
export const NewDataRequest = Type.Object(
  {
    kind: RequestKind,
    about: RequestAbout,
    studyId: Nullable(Uuid),
    reference: Type.String({ minLength: 1, maxLength: 300 }),
    receivedOn: Day,
    viaProcessor: Type.Boolean(),
    note: Type.Optional(note),
  },
  closed,
);
export type NewDataRequest = Static<typeof NewDataRequest>;

/** PATCH /api/rights/requests/:requestId */
export const DataRequestChange = Type.Object(
  {
    repliedOn: Type.Optional(Nullable(Day)),
    extension: Type.Optional(
      Type.Object({
        days: Type.Integer({ minimum: 1, maximum: 60 }),
        reason: Type.String({ minLength: 1, maxLength: 2000 }),
      }),
    ),
    closed: Type.Optional(Nullable(Type.Object({ on: Day, outcome: RequestOutcome }))),
    note: Type.Optional(note),
  },
  closed,
);
export type DataRequestChange = Static<typeof DataRequestChange>;

/** GET /api/rights/incidents */
export const Incident = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  detectedAt: Type.String({ format: "date-time" }),
  what: Type.String(),
  people: Nullable(Type.Integer()),
  measures: Type.String(),
  notifyBy: Type.String({ format: "date-time" }),
  notifiedAt: Nullable(Type.String({ format: "date-time" })),
  lateReason: Type.String(),
  closedOn: Nullable(Day),
  late: Type.Boolean(),
});
export type Incident = Static<typeof Incident>;

/** POST /api/rights/incidents → 201 */
export const NewIncident = Type.Object(
  {
    detectedAt: Type.String({ format: "date-time" }),
    what: Type.String({ minLength: 1, maxLength: 4000 }),
    people: Nullable(Type.Integer({ minimum: 0 })),
  },
  closed,
);
export type NewIncident = Static<typeof NewIncident>;

/** PATCH /api/rights/incidents/:incidentId */
export const IncidentChange = Type.Object(
  {
    what: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
    people: Type.Optional(Nullable(Type.Integer({ minimum: 0 }))),
    measures: Type.Optional(note),
    notifiedAt: Type.Optional(Nullable(Type.String({ format: "date-time" }))),
    lateReason: Type.Optional(note),
    closedOn: Type.Optional(Nullable(Day)),
  },
  closed,
);
export type IncidentChange = Static<typeof IncidentChange>;

/** GET and PUT /api/rights/holidays: days that are no working days, beside Saturdays and Sundays. */
export const Holidays = Type.Object({
  days: Type.Array(Type.Object({ day: Day, name: Type.String({ maxLength: 120 }) }), { maxItems: 400 }),
});
export type Holidays = Static<typeof Holidays>;

const cited: readonly (readonly [RegExp, string])[] = [
  [/\bStatistics Law\b/g, "Luật Thống kê"],
  [/\bLaw\b/g, "Luật"],
  [/\bDecree\b/g, "Nghị định"],
  [/\bResolution\b/g, "Nghị quyết"],
  [/\bRecital\b/g, "lời mở đầu"],
  [/\bArt\b/g, "Điều"],
];
/** Articles as the register, the schedule and assessments cite them ("Law 91/2025 Art 9"), for readers of Vietnamese. */
export const articlesInVietnamese = (text: string): string =>
  cited.reduce((written, [english, vietnamese]) => written.replace(english, vietnamese), text);

/** One rule of GET /api/rights/retention. */
export const RetentionRule = Type.Object({
  name: Type.String(),
  what: Words,
  keep: Words,
  /** Article or agreement that the time rests on. */
  legal: Type.String(),
});
export type RetentionRule = Static<typeof RetentionRule>;

export const DeletionCertificate = Type.Object({
  id: Uuid,
  rule: Type.String(),
  studyId: Nullable(Uuid),
  rows: Type.Integer(),
  madeOn: Day,
  /** SHA-256 of the statement, hex: what the transparency log shows. */
  hash: Type.String(),
  statement: Type.String(),
});
export type DeletionCertificate = Static<typeof DeletionCertificate>;

export const Retention = Type.Object({
  rules: Type.Array(RetentionRule),
  certificates: Type.Array(DeletionCertificate),
});
export type Retention = Static<typeof Retention>;

/** What a column holds, from the person's side. */
export const ColumnKind = Type.Union([
  /** Nothing about a person. */
  Type.Literal("technical"),
  /** Sums and classes of at least 20 people. */
  Type.Literal("aggregate"),
  Type.Literal("basic"),
  Type.Literal("sensitive"),
  /** Keys, passwords and hashes of them. */
  Type.Literal("secret"),
]);
export type ColumnKind = Static<typeof ColumnKind>;

/** GET /api/rights/register: each table of this host, why it is kept, for how long, and what each column holds. */
export const RegisteredTable = Type.Object({
  table: Type.String(),
  purpose: Words,
  basis: Words,
  subjects: Words,
  recipients: Words,
  retention: Words,
  legal: Type.String(),
  columns: Type.Array(Type.Object({ name: Type.String(), kind: ColumnKind })),
});
export type RegisteredTable = Static<typeof RegisteredTable>;

/** One line of a record of processing and impact assessment. */
export const AssessmentField = Type.Object({
  name: Type.String(),
  label: Words,
  /** Vietnamese articles, GDPR articles beside. */
  law: Type.String(),
  gdpr: Type.String(),
  /** Filled by the system from the study, or to be written by a person. */
  source: Type.Union([Type.Literal("system"), Type.Literal("person")]),
  help: Words,
  value: Words,
  missing: Type.Boolean(),
});
export type AssessmentField = Static<typeof AssessmentField>;

/** GET /api/studies/:studyId/assessment */
export const Assessment = Type.Object({
  studyId: Uuid,
  title: Words,
  /** Day on which the law was read from secondary sources, and who must be asked. */
  caution: Words,
  sections: Type.Array(Type.Object({ name: Type.String(), title: Words, fields: Type.Array(AssessmentField) })),
  missing: Type.Integer(),
  flow: Type.Object({ mermaid: Type.String(), svg: Type.String() }),
});
export type Assessment = Static<typeof Assessment>;

/** PUT /api/studies/:studyId/assessment: what people write, by field. */
export const AssessmentTexts = Type.Object({
  fields: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 8000 })),
});
export type AssessmentTexts = Static<typeof AssessmentTexts>;
