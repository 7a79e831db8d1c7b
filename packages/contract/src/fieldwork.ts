import { type Static, Type } from "typebox";
import { Day, Nullable, Uuid } from "./words.ts";

// Visits: whom the sample says to visit, who goes, that and how it ended. Permissions fieldwork:read, fieldwork:write; an interviewer's
// telephone has fieldwork:work.

export const AssignmentState = Type.Enum(["planned", "given", "taken", "ended", "accepted", "closed"]);
export type AssignmentState = Static<typeof AssignmentState>;

const Remark = Type.String({ minLength: 3, maxLength: 1000 });
/** A whole number in an address: text, as everything there. */
const Digits = Type.String({ pattern: "^\\d{1,15}$" });
const Round = Type.Integer({ minimum: 1, maximum: 9 });

/** A dwelling or person to visit: a place of the sample, nobody's name. */
export const Assignment = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  code: Type.String(),
  place: Type.String(),
  unitId: Nullable(Uuid),
  /** Name of that unit. */
  unit: Nullable(Type.String()),
  state: AssignmentState,
  holderId: Nullable(Uuid),
  round: Round,
  remark: Nullable(Type.String()),
  attempts: Type.Integer(),
});
export type Assignment = Static<typeof Assignment>;

/** GET /api/studies/:studyId/assignments: in order of numbers, 100 at a time; `after` is the last number seen. */
export const AssignmentsQuery = Type.Object(
  {
    after: Type.Optional(Digits),
    state: Type.Optional(AssignmentState),
    holderId: Type.Optional(Uuid),
    unitId: Type.Optional(Uuid),
  },
  { additionalProperties: false },
);
export type AssignmentsQuery = Static<typeof AssignmentsQuery>;
/** GET /api/studies/:studyId/assignments.csv and .xlsx: which of them. */
export const AssignmentsExport = Type.Omit(AssignmentsQuery, ["after"], { additionalProperties: false });
export type AssignmentsExport = Static<typeof AssignmentsExport>;
export const AssignmentPage = Type.Object({
  assignments: Type.Array(Assignment),
  /** Null: there are no more. */
  after: Nullable(Type.Integer()),
  /** Of the whole study, whatever was asked for. */
  states: Type.Record(Type.String(), Type.Integer()),
});
export type AssignmentPage = Static<typeof AssignmentPage>;

/** POST /api/studies/:studyId/assignments: makes one of each unit of the sample in use that has none yet. */
export const AssignmentsMade = Type.Object({ made: Type.Integer(), already: Type.Integer() });
export type AssignmentsMade = Static<typeof AssignmentsMade>;

/** PUT /api/studies/:studyId/team: who works in the field, whole. An interviewer names a supervisor among them. */
export const TeamMember = Type.Object(
  { staffId: Uuid, duty: Type.Enum(["supervisor", "interviewer"]), supervisorId: Nullable(Uuid) },
  { additionalProperties: false },
);
export type TeamMember = Static<typeof TeamMember>;
export const Team = Type.Object({
  /** Who holds the role for this study and may be taken into the team, or is in it. */
  candidates: Type.Array(Type.Object({ staffId: Uuid, name: Type.String(), duty: TeamMember.properties.duty })),
  members: Type.Array(
    Type.Object({
      ...TeamMember.properties,
      name: Type.String(),
      /** Assignments in hand: given or taken. */
      inHand: Type.Integer(),
      ended: Type.Integer(),
    }),
  ),
});
export type Team = Static<typeof Team>;
export const TeamChange = Type.Object(
  { members: Type.Array(TeamMember, { maxItems: 2000 }) },
  { additionalProperties: false },
);
export type TeamChange = Static<typeof TeamChange>;

/** POST /api/studies/:studyId/assignments/hand-over */
export const HandOver = Type.Object(
  { ids: Type.Array(Uuid, { minItems: 1, maxItems: 1000, uniqueItems: true }), holderId: Uuid },
  { additionalProperties: false },
);
export type HandOver = Static<typeof HandOver>;

/**
 * POST /api/studies/:studyId/assignments/:assignmentId/acts. take-back: from the list of an interviewer; of one that a telephone has fetched
 * only with a remark. accept and return: of one that ended. close: there is nothing to visit any more.
 */
export const AssignmentAct = Type.Object(
  { act: Type.Enum(["take-back", "accept", "return", "close"]), remark: Type.Optional(Remark) },
  { additionalProperties: false },
);
export type AssignmentAct = Static<typeof AssignmentAct>;

export const ContactMedium = Type.Enum(["visit", "telephone", "letter", "other"]);
export const PartOfDay = Type.Enum(["morning", "noon", "afternoon", "evening"]);
export const ContactResult = Type.Enum([
  "interview",
  "appointment",
  "no-contact",
  "refusal",
  "notice-left",
  "moved",
  "away",
  "unable",
  "wrong-place",
  "other",
]);
/** AAPOR's final dispositions: I, P, R, NC, O, UH, UO and not eligible. */
export const VisitDisposition = Type.Enum([
  "complete",
  "partial",
  "refusal",
  "nonContact",
  "otherEligible",
  "unknownHousehold",
  "unknownOther",
  "ineligible",
]);

/** Facts of a visit that a second visit can compare: never what somebody thinks. */
export const Dwelling = Type.Object(
  {
    found: Type.Boolean(),
    access: Type.Optional(Type.Boolean()),
    situation: Type.Optional(Type.Enum(["dwelling", "no-dwelling", "destroyed"])),
    category: Type.Optional(Type.Enum(["main", "second", "vacant"])),
    householdSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    eligible: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    /** Who was selected: the k-th of the eligible, oldest first. */
    selected: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    method: Type.Optional(Type.Enum(["last-birthday", "kish"])),
  },
  { additionalProperties: false },
);

const about = { assignmentId: Uuid, round: Round };
/** What a telephone reports. `hash` is the SHA-256 of the canonical JSON of `content`, hexadecimal: the same twice is the same. */
export const FieldReport = Type.Union([
  Type.Object(
    {
      id: Uuid,
      kind: Type.Literal("attempt"),
      content: Type.Object(
        { ...about, day: Day, part: PartOfDay, medium: ContactMedium, result: ContactResult },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      id: Uuid,
      kind: Type.Literal("outcome"),
      content: Type.Object(
        {
          ...about,
          day: Day,
          disposition: VisitDisposition,
          /** Of an interview: 0 under 5 minutes, 1 under 10, 2 under 20, 3 under 40, 4 under 60, 5 longer. */
          minutesBand: Nullable(Type.Integer({ minimum: 0, maximum: 5 })),
          dwelling: Nullable(Dwelling),
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      id: Uuid,
      kind: Type.Literal("hand-back"),
      content: Type.Object({ ...about, remark: Remark }, { additionalProperties: false }),
    },
    { additionalProperties: false },
  ),
]);
export type FieldReport = Static<typeof FieldReport>;

/** GET /api/studies/:studyId/assignments/places: how the work stands in each place. */
export const AssignmentPlaces = Type.Object({
  places: Type.Array(
    Type.Object({
      unitId: Nullable(Uuid),
      unit: Nullable(Type.String()),
      planned: Type.Integer(),
      /** Given or taken. */
      inHand: Type.Integer(),
      /** Ended or accepted. */
      ended: Type.Integer(),
      closed: Type.Integer(),
    }),
  ),
});
export type AssignmentPlaces = Static<typeof AssignmentPlaces>;

/** GET /api/studies/:studyId/assignments/clusters: what the map shows of some part of it, at 360/2^zoom degrees a screen or so. */
export const ClustersQuery = Type.Object(
  {
    /** West, south, east, north in degrees; left out: everything. */
    bounds: Type.Optional(Type.String({ pattern: "^-?\\d{1,3}(\\.\\d{1,6})?(,-?\\d{1,3}(\\.\\d{1,6})?){3}$" })),
    /** 0 to 19. */
    zoom: Type.String({ pattern: "^1?\\d$" }),
  },
  { additionalProperties: false },
);
export type ClustersQuery = Static<typeof ClustersQuery>;
const standing = { planned: Type.Integer(), inHand: Type.Integer(), ended: Type.Integer(), closed: Type.Integer() };
/** Places that lie close together, and how many of them stand how. */
export const Cluster = Type.Object({ latitude: Type.Number(), longitude: Type.Number(), ...standing });
export type Cluster = Static<typeof Cluster>;
export const AssignmentClusters = Type.Object({
  /** The largest first, 1,000 at most. */
  clusters: Type.Array(Cluster),
  /** The same part by communes, the most assignments first, 200 at most; where the middle of those in it lies. */
  places: Type.Array(Type.Object({ unitId: Nullable(Uuid), unit: Nullable(Type.String()), ...Cluster.properties })),
  /** Of the whole study; only where no bounds were asked for. */
  whole: Type.Optional(
    Type.Object({
      /** What all places lie within: west, south, east, north. Null: none has a position. */
      extent: Nullable(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
      /** Assignments whose position the frame did not have. */
      without: Type.Integer(),
    }),
  ),
});
export type AssignmentClusters = Static<typeof AssignmentClusters>;

/** GET /api/studies/:studyId/assignments/:assignmentId/acts: what staff did with it, the latest first. */
export const AssignmentActs = Type.Object({
  acts: Type.Array(
    Type.Object({
      /** Its place in the audit log. */
      id: Type.Integer(),
      act: AssignmentAct.properties.act,
      /** Name of whoever did it; null: no longer known. */
      person: Nullable(Type.String()),
      day: Day,
    }),
  ),
});
export type AssignmentActs = Static<typeof AssignmentActs>;

const reported = { id: Uuid, round: Round, staffId: Uuid };
/** GET /api/studies/:studyId/assignments/:assignmentId: with all that was reported of it, the latest first. */
export const AssignmentDetail = Type.Object({
  ...Assignment.properties,
  stratum: Type.String(),
  psu: Type.String(),
  baseWeight: Type.Number(),
  tries: Type.Array(
    Type.Object({ ...reported, day: Day, part: PartOfDay, medium: ContactMedium, result: ContactResult }),
  ),
  outcomes: Type.Array(
    Type.Object({
      ...reported,
      day: Day,
      disposition: VisitDisposition,
      minutesBand: Nullable(Type.Integer()),
      dwelling: Nullable(Dwelling),
    }),
  ),
  handBacks: Type.Array(Type.Object({ ...reported, remark: Type.String() })),
});
export type AssignmentDetail = Static<typeof AssignmentDetail>;

/** POST /api/field/reports: upload first. Some or all may have been sent before; each is answered for itself. */
export const FieldReports = Type.Object(
  { reports: Type.Array(FieldReport, { minItems: 1, maxItems: 200 }) },
  { additionalProperties: false },
);
export type FieldReports = Static<typeof FieldReports>;

export const QuarantineReason = Type.Enum([
  "unknown-assignment",
  "not-yours",
  "round-over",
  "already-ended",
  "changed-content",
]);
export type QuarantineReason = Static<typeof QuarantineReason>;

/** kept: stored for good, now or before; the telephone may delete it. quarantined: stored apart, a supervisor will look at it. */
export const ReportReply = Type.Object({
  id: Uuid,
  became: Type.Enum(["kept", "quarantined"]),
  reason: Nullable(QuarantineReason),
});
export const ReportReplies = Type.Object({ server: Type.Literal("lang-nghe"), replies: Type.Array(ReportReply) });
export type ReportReplies = Static<typeof ReportReplies>;

/**
 * GET /api/field/assignments?since=VERSION: then download what is newer. What is handed out counts as taken by this telephone: from
 * then on nobody else gets it, nor another telephone of the same interviewer, without a supervisor's reason.
 */
export const FieldChangesQuery = Type.Object(
  {
    since: Type.Optional(Digits),
    /** Reports that wait on the telephone, and megabytes left there: the supervisor sees both. */
    unsent: Type.Optional(Digits),
    storage: Type.Optional(Digits),
  },
  { additionalProperties: false },
);
export const FieldAssignment = Type.Object({
  id: Uuid,
  studyId: Uuid,
  number: Type.Integer(),
  code: Type.String(),
  place: Type.String(),
  round: Round,
  remark: Nullable(Type.String()),
  /** Where it lies in the design: what an answer given there may carry. */
  stratum: Type.String(),
  psu: Type.String(),
  baseWeight: Type.Number(),
});
export type FieldAssignment = Static<typeof FieldAssignment>;
export const FieldChanges = Type.Object({
  /** What the reply of this server says and no captive portal knows. */
  server: Type.Literal("lang-nghe"),
  /** New, or changed. */
  assignments: Type.Array(FieldAssignment),
  /** Not this telephone's any more, or over: to be taken off the list. Work not sent yet stays on the telephone and is sent. */
  gone: Type.Array(Uuid),
  /** To ask from the next time. Lower than what was asked from: the server was restored; this reply begins anew. */
  version: Type.Integer(),
  /** Whether there is more than this reply holds. */
  more: Type.Boolean(),
});
export type FieldChanges = Static<typeof FieldChanges>;

/** GET /api/field/studies: those the interviewer works on, each with its newest published form. */
export const FieldStudies = Type.Object({
  server: Type.Literal("lang-nghe"),
  studies: Type.Array(
    Type.Object({
      id: Uuid,
      slug: Nullable(Type.String()),
      title: Type.Record(Type.String(), Type.String()),
      synthetic: Type.Boolean(),
      form: Nullable(Type.Object({ version: Type.Integer(), hash: Type.String() })),
    }),
  ),
});
export type FieldStudies = Static<typeof FieldStudies>;
/** GET /api/field/studies/:studyId/form */
export const FieldForm = Type.Object({ version: Type.Integer(), hash: Type.String(), questionnaire: Type.Unknown() });
export type FieldForm = Static<typeof FieldForm>;

/**
 * GET /api/field/studies/:studyId/codes: what the sealed answer of each of the interviewer's visits may carry of who asked, fixed for the
 * whole wave before its first day. Neither code, or a visit that is not in the list: nothing.
 */
export const FieldCodes = Type.Object({
  server: Type.Literal("lang-nghe"),
  visits: Type.Array(
    Type.Object({ assignmentId: Uuid, team: Type.Optional(Type.String()), interviewer: Type.Optional(Type.String()) }),
  ),
});
export type FieldCodes = Static<typeof FieldCodes>;

/** POST /api/field/enrol: a new telephone, by the code its supervisor shows. Sets a cookie that reaches /api/field only. */
export const Enrolment = Type.Object(
  { code: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);
/** GET /api/field: whose telephone this is. */
export const FieldPhone = Type.Object({
  server: Type.Literal("lang-nghe"),
  phoneId: Uuid,
  name: Type.String(),
  interviewer: Type.String(),
});
export type FieldPhone = Static<typeof FieldPhone>;

/** GET /api/studies/:studyId/phones: of the interviewers of the study. */
export const Phone = Type.Object({
  id: Uuid,
  staffId: Uuid,
  name: Type.String(),
  state: Type.Enum(["waiting", "expired", "enrolled", "revoked"]),
  madeOn: Day,
  syncedOn: Nullable(Day),
  /** As the telephone said at its last synchronisation. */
  unsent: Nullable(Type.Integer()),
  /** Megabytes, in tens. */
  storageLeft: Nullable(Type.Integer()),
  /** Assignments it has fetched and not reported the end of. */
  inHand: Type.Integer(),
});
export type Phone = Static<typeof Phone>;
export const Phones = Type.Object({ phones: Type.Array(Phone) });
export type Phones = Static<typeof Phones>;
/** POST /api/studies/:studyId/phones: a code for a new telephone of an interviewer, shown once as a QR, good for an hour. */
export const NewPhone = Type.Object(
  { staffId: Uuid, name: Type.String({ minLength: 1, maxLength: 60, pattern: "\\S" }) },
  { additionalProperties: false },
);
export type NewPhone = Static<typeof NewPhone>;
export const PhoneCode = Type.Object({ id: Uuid, code: Type.String(), link: Type.String(), until: Type.String() });
export type PhoneCode = Static<typeof PhoneCode>;
/** POST /api/studies/:studyId/phones/:phoneId/revoke: what it had fetched waits for another telephone of the same interviewer. */
export const PhoneRevoked = Type.Object({ remark: Remark }, { additionalProperties: false });

/** GET /api/studies/:studyId/quarantine, and of the own reports GET /api/field/quarantine. */
export const QuarantinedReport = Type.Object({
  id: Uuid,
  staffId: Uuid,
  kind: Type.Enum(["attempt", "outcome", "hand-back"]),
  content: Type.Unknown(),
  reason: QuarantineReason,
  day: Day,
  settled: Nullable(Type.String()),
});
export type QuarantinedReport = Static<typeof QuarantinedReport>;
export const Quarantine = Type.Object({ reports: Type.Array(QuarantinedReport) });
/** POST /api/studies/:studyId/quarantine/:reportId */
export const Settlement = Type.Object({ settled: Remark }, { additionalProperties: false });

/** GET /api/studies/:studyId/response-rates: AAPOR's, of the latest round of each assignment. Open ones count as not contacted yet. */
export const RatesQuery = Type.Object(
  { by: Type.Optional(Type.Enum(["unit", "interviewer"])), weighted: Type.Optional(Type.Literal("true")) },
  { additionalProperties: false },
);
export type RatesQuery = Static<typeof RatesQuery>;
export const ResponseRates = Type.Object({
  groups: Type.Array(
    Type.Object({
      /** Null: everything. Id of a unit or of a member of staff. */
      group: Nullable(Uuid),
      /** Final outcomes: cases, or sums of base weights. */
      dispositions: Type.Record(Type.String(), Type.Number()),
      open: Type.Integer(),
      /** RR1 … CON3, 0 to 1; null where nothing is known yet. */
      rates: Nullable(Type.Record(Type.String(), Nullable(Type.Number()))),
      eligibility: Nullable(Type.Object({ value: Type.Number(), source: Type.String() })),
    }),
  ),
});
export type ResponseRates = Static<typeof ResponseRates>;
