import { type Static, Type } from "typebox";
import { Day, Nullable, Uuid } from "./words.ts";

// People who work for the house in the field by appointment. Permissions collaborators:read, collaborators:write, for the whole house.
// No shape here has room for what anybody else said or thought: a test names every text there is (collaborators.test.ts).

export const CollaboratorLevel = Type.Enum(["province", "commune", "village"]);
export type CollaboratorLevel = Static<typeof CollaboratorLevel>;

const closed = { additionalProperties: false } as const;

/** POST /api/collaborators, PUT /api/collaborators/:collaboratorId. */
export const CollaboratorEntry = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** A telephone number or an address of mail. */
    contact: Type.String({ maxLength: 120 }),
    level: CollaboratorLevel,
    unitId: Nullable(Uuid),
    /** The account that visits are made with. */
    staffId: Nullable(Uuid),
    /** ISO 639: vi, hmn, tyz … */
    languages: Type.Array(Type.String({ pattern: "^[a-z]{2,3}$" }), { minItems: 1, maxItems: 20, uniqueItems: true }),
    appointedOn: Day,
    endedOn: Nullable(Day),
  },
  closed,
);
export type CollaboratorEntry = Static<typeof CollaboratorEntry>;

export const Collaborator = Type.Object({
  id: Uuid,
  ...CollaboratorEntry.properties,
  /** Name of the unit. */
  unit: Nullable(Type.String()),
  /** Visits given or taken, and visits accepted. */
  inHand: Type.Integer(),
  accepted: Type.Integer(),
  trainings: Type.Integer(),
  certificates: Type.Integer(),
  commendations: Type.Integer(),
});
export type Collaborator = Static<typeof Collaborator>;

/** GET /api/collaborators: by name. */
export const Roster = Type.Object({
  collaborators: Type.Array(Collaborator),
  /** Interviewers' accounts to tie a collaborator to. */
  accounts: Type.Array(Type.Object({ staffId: Uuid, name: Type.String() })),
});
export type Roster = Static<typeof Roster>;

/** A question of the short test, on what was taught. `right`: place of the right choice, from 0. */
export const TestQuestion = Type.Object(
  {
    question: Type.String({ minLength: 1, maxLength: 300 }),
    choices: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 2, maxItems: 6 }),
    right: Type.Integer({ minimum: 0, maximum: 5 }),
  },
  closed,
);
export type TestQuestion = Static<typeof TestQuestion>;

/** POST /api/trainings, PUT /api/trainings/:trainingId. passMark: right choices needed. */
export const TrainingEntry = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 200 }),
    heldOn: Day,
    place: Type.String({ maxLength: 200 }),
    hours: Type.Integer({ minimum: 1, maximum: 80 }),
    questions: Type.Array(TestQuestion, { maxItems: 30 }),
    passMark: Type.Integer({ minimum: 0, maximum: 30 }),
  },
  closed,
);
export type TrainingEntry = Static<typeof TrainingEntry>;

export const Attendance = Type.Object({
  collaboratorId: Uuid,
  name: Type.String(),
  /** Null: the test was not taken. */
  mark: Nullable(Type.Integer()),
  /** "12/2026"; null: none given. */
  certificate: Nullable(Type.String()),
});
export type Attendance = Static<typeof Attendance>;

export const Training = Type.Object({
  id: Uuid,
  ...TrainingEntry.properties,
  attendance: Type.Array(Attendance),
});
export type Training = Static<typeof Training>;
export const Trainings = Type.Object({ trainings: Type.Array(Training) });
export type Trainings = Static<typeof Trainings>;

/**
 * PUT /api/trainings/:trainingId/attendance: who came, whole. `choices`: what was ticked, null a question left out; only the mark of
 * it is kept. Without `choices` an earlier mark stays.
 */
export const AttendanceEntry = Type.Object(
  {
    attended: Type.Array(
      Type.Object(
        {
          collaboratorId: Uuid,
          choices: Type.Optional(Type.Array(Nullable(Type.Integer({ minimum: 0, maximum: 5 })), { maxItems: 30 })),
        },
        closed,
      ),
      { maxItems: 2000 },
    ),
  },
  closed,
);
export type AttendanceEntry = Static<typeof AttendanceEntry>;

/** POST /api/trainings/:trainingId/certificates: to all who passed and have none. */
export const CertificatesGiven = Type.Object({ given: Type.Integer() });
export type CertificatesGiven = Static<typeof CertificatesGiven>;

/**
 * What is paid by the piece. interview: an accepted visit with an interview; visit: an accepted one that ended without; training: a
 * session attended. Never a matter somebody brings, so that nobody gains by carrying words.
 */
export const PaidWork = Type.Enum(["interview", "visit", "training"]);
export type PaidWork = Static<typeof PaidWork>;

/** POST /api/tariffs: days from and to, both included; null: open. */
export const TariffEntry = Type.Object(
  {
    kind: PaidWork,
    validFrom: Day,
    validTo: Nullable(Day),
    vnd: Type.Integer({ minimum: 0, maximum: 100_000_000 }),
  },
  closed,
);
export type TariffEntry = Static<typeof TariffEntry>;
/** PATCH /api/tariffs/:tariffId. */
export const TariffEnd = Type.Object({ validTo: Nullable(Day) }, closed);
export type TariffEnd = Static<typeof TariffEnd>;
export const Tariff = Type.Object({ id: Uuid, ...TariffEntry.properties, used: Type.Boolean() });
export type Tariff = Static<typeof Tariff>;
export const Tariffs = Type.Object({ tariffs: Type.Array(Tariff) });
export type Tariffs = Static<typeof Tariffs>;

/** POST /api/pay-sheets: all accepted work up to a day that no signed sheet has paid. One draft at a time. */
export const PaySheetEntry = Type.Object({ upTo: Day }, closed);
export type PaySheetEntry = Static<typeof PaySheetEntry>;

export const CorrectionCause = Type.Enum(["counted-twice", "left-out", "wrong-person", "wrong-tariff", "arithmetic"]);
export type CorrectionCause = Static<typeof CorrectionCause>;
/** POST /api/pay-sheets/:sheetId/corrections: of a signed sheet, in the draft. */
export const PayCorrectionEntry = Type.Object(
  {
    correctsId: Uuid,
    collaboratorId: Uuid,
    vnd: Type.Integer({ minimum: -100_000_000, maximum: 100_000_000 }),
    cause: CorrectionCause,
  },
  closed,
);
export type PayCorrectionEntry = Static<typeof PayCorrectionEntry>;

export const PayLine = Type.Object({
  collaboratorId: Uuid,
  name: Type.String(),
  tariffId: Uuid,
  kind: PaidWork,
  pieces: Type.Integer(),
  /** Of one piece. */
  vnd: Type.Integer(),
});
export type PayLine = Static<typeof PayLine>;

/** GET /api/pay-sheets/:sheetId. A draft is worked out anew each time; a signed one never changes. */
export const PaySheet = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  upTo: Day,
  madeOn: Day,
  signedOn: Nullable(Day),
  signedBy: Nullable(Type.String()),
  lines: Type.Array(PayLine),
  corrections: Type.Array(
    Type.Object({
      id: Uuid,
      ...PayCorrectionEntry.properties,
      name: Type.String(),
      /** Number of the sheet that was wrong. */
      corrects: Type.Integer(),
    }),
  ),
  total: Type.Integer(),
  /** Pieces of a draft without a tariff on their day: it cannot be signed. */
  unpriced: Type.Array(Type.Object({ kind: PaidWork, day: Day, pieces: Type.Integer() })),
  /** Accepted visits of accounts that no collaborator has, or outside the days of the appointment: not paid here. */
  outside: Type.Integer(),
});
export type PaySheet = Static<typeof PaySheet>;
export const PaySheets = Type.Object({
  sheets: Type.Array(Type.Pick(PaySheet, ["id", "number", "upTo", "madeOn", "signedOn", "signedBy", "total"])),
});
export type PaySheets = Static<typeof PaySheets>;

/** POST /api/collaborators/:collaboratorId/commendations: a sentence on the collaborator's own work. */
export const CommendationEntry = Type.Object(
  {
    givenOn: Day,
    /** The office that commends. */
    givenBy: Type.String({ minLength: 1, maxLength: 120 }),
    sentence: Type.String({ minLength: 1, maxLength: 300, pattern: "^[^\\n]*$" }),
    published: Type.Boolean(),
  },
  closed,
);
export type CommendationEntry = Static<typeof CommendationEntry>;
/** GET /api/collaborators/:collaboratorId/commendations. PUT and DELETE with their id. */
export const Commendations = Type.Object({
  commendations: Type.Array(Type.Object({ id: Uuid, ...CommendationEntry.properties })),
});
export type Commendations = Static<typeof Commendations>;
