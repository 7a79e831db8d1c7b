import { type Static, Type } from "typebox";
import { Opening } from "./studies.ts";
import { PublishedOffer } from "./waves.ts";
import { Day, Labels, Nullable, Uuid } from "./words.ts";

// At the issuer: who is invited. Staff's routes lie under /api/invitations; permissions invitations:read and invitations:write.

/** POST /api/invitations: an offer by its address at the office, or as its file says it (`PublishedOffer`). */
export const OfferSource = Type.Union([
  Type.Object({ url: Type.String({ maxLength: 500 }) }, { additionalProperties: false }),
  PublishedOffer,
]);
export type OfferSource = Static<typeof OfferSource>;

/** Who asks, as letters, messages and mail say it. PUT /api/invitations/:studyId/sender. */
export const Sender = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** Where people ask what this is: at least one of the two. */
    phone: Type.String({ maxLength: 60 }),
    email: Type.String({ maxLength: 200 }),
    address: Type.String({ maxLength: 300 }),
    /** A paragraph of the study's own, by language; empty or left out: none. */
    about: Labels,
  },
  { additionalProperties: false },
);
export type Sender = Static<typeof Sender>;

/** GET /api/invitations/:studyId, and each of GET /api/invitations. */
export const InvitationWave = Type.Object({
  studyId: Uuid,
  slug: Type.String(),
  titles: Labels,
  opening: Opening,
  languages: Type.Array(Type.String()),
  firstDay: Day,
  lastDay: Day,
  office: Type.String(),
  collector: Type.String(),
  /** The office's own log was asked, and holds this offer. false: it did not answer when the offer came in as a file. */
  officeSeen: Type.Boolean(),
  /** offered: no roster. listed: a roster, no manifest. published: people can be invited. closed. erased: contacts are gone. */
  stage: Type.Enum(["offered", "listed", "published", "closed", "erased"]),
  people: Type.Object({
    listed: Type.Integer(),
    phones: Type.Integer(),
    emails: Type.Integer(),
    addresses: Type.Integer(),
    /** Want no messages; they stay in the sample. */
    optedOut: Type.Integer(),
    /** Mail came back. */
    unreachable: Type.Integer(),
  }),
  sender: Nullable(Sender),
  manifest: Nullable(
    Type.Object({
      /** SHA-256, hexadecimal: what tokens name. */
      hash: Type.String(),
      invited: Type.Integer(),
      cells: Type.Integer(),
      /** Number of its entry in the issuer's log. */
      leaf: Type.Integer(),
      url: Type.String(),
    }),
  ),
  /** People whose codes are ready; letters and messages wait for all of them. */
  prepared: Type.Integer(),
  /** Tokens taken: rounded down to 10 until the close. */
  taken: Type.Integer(),
  /** Tokens issued in each cell, after the close. */
  issued: Nullable(Type.Array(Type.Integer())),
  /** 0: the invitation; 1 to 3: reminders; null: nobody was written to. */
  round: Nullable(Type.Integer()),
  roundOn: Nullable(Day),
  /** Mail of each round: sums. `waiting` = people − sent − failed. */
  mail: Type.Array(
    Type.Object({ round: Type.Integer(), people: Type.Integer(), sent: Type.Integer(), failed: Type.Integer() }),
  ),
  /** SMTP is set up on this host. */
  canMail: Type.Boolean(),
  eraseOn: Nullable(Day),
});
export type InvitationWave = Static<typeof InvitationWave>;

/** What is worth a look in a roster without being wrong. */
export const RosterRemark = Type.Object({
  /** shared-contact: people of other names have the same telephone or e-mail. */
  kind: Type.Enum(["shared-contact"]),
  /** As the spreadsheet counts them. */
  rows: Type.Array(Type.Integer()),
  contact: Type.String(),
});
export type RosterRemark = Static<typeof RosterRemark>;

/** POST /api/invitations/:studyId/roster (a file, .csv or .xlsx): replaces the whole roster, or changes nothing. */
export const RosterReport = Type.Object({
  people: Type.Integer(),
  optedOut: Type.Integer(),
  remarks: Type.Array(RosterRemark),
  /** Columns of the file that were not used. */
  ignoredColumns: Type.Array(Type.String()),
});
export type RosterReport = Static<typeof RosterReport>;

/** One wrong place of a roster: `details.faults` of the problem invitations.roster has at most 50 of them. */
export const RosterFault = Type.Object({
  row: Type.Integer(),
  column: Type.String(),
  what: Type.Object({ vi: Type.String(), en: Type.String() }),
});
export type RosterFault = Static<typeof RosterFault>;

/**
 * PUT /api/invitations/:studyId/joins: for strata that are too small, the stratum each is put together with; and how many people
 * share a design cell at least (40 unless chosen: with half of them answering, each answer is among 20).
 */
export const StratumJoins = Type.Object(
  {
    joined: Type.Record(Type.String({ maxLength: 200 }), Type.String({ maxLength: 200 })),
    /** People who share a cell at least; left out: as it was. */
    fewest: Type.Optional(Type.Integer({ minimum: 20, maximum: 500 })),
  },
  { additionalProperties: false },
);
export type StratumJoins = Static<typeof StratumJoins>;

/** GET /api/invitations/:studyId/cells: what would travel with answers. Nothing is published by looking. */
export const CellsPlan = Type.Object({
  people: Type.Integer(),
  /** People who share a cell at least. */
  fewest: Type.Integer(),
  strata: Type.Array(
    Type.Object({
      stratum: Type.String(),
      people: Type.Integer(),
      psus: Type.Integer(),
      /** The stratum it is put together with, as chosen. */
      joins: Nullable(Type.String()),
    }),
  ),
  /** Strata, or strata put together, with fewer than `fewest` people: they must be joined before anything is published. */
  tooSmall: Type.Array(Type.String()),
  /** null as long as a stratum is too small. */
  cells: Nullable(
    Type.Array(
      Type.Object({
        stratum: Type.String(),
        unit: Type.Integer(),
        weight: Type.Number(),
        invited: Type.Integer(),
        /** What the variance unit is made of; stays here. */
        psus: Type.Array(Type.String()),
      }),
    ),
  ),
  /** Strata with one variance unit: their part of an error cannot be estimated. */
  lonelyStrata: Type.Array(Type.String()),
  /** Fewer than 200 people: each hides among few. */
  fewPeople: Type.Boolean(),
});
export type CellsPlan = Static<typeof CellsPlan>;

/** POST /api/invitations/:studyId/manifest: publishes the cells that were looked at. For good. */
export const ManifestPlan = Type.Object(
  {
    /** As `CellsPlan` showed them: another number, and nothing is published. */
    people: Type.Integer(),
    cells: Type.Integer(),
    /** Contacts are deleted so many days after the last day. */
    eraseAfterDays: Type.Integer({ minimum: 1, maximum: 365 }),
  },
  { additionalProperties: false },
);
export type ManifestPlan = Static<typeof ManifestPlan>;

/** One person of the roster. `taken` is as of last night, so that nobody watches people take their tokens. */
export const InvitedPerson = Type.Object({
  id: Uuid,
  name: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  email: Nullable(Type.String()),
  address: Nullable(Type.String()),
  language: Type.String(),
  stratum: Type.String(),
  psu: Type.String(),
  taken: Type.Boolean(),
  optedOut: Type.Boolean(),
  unreachable: Type.Boolean(),
});
export type InvitedPerson = Static<typeof InvitedPerson>;

/** GET /api/invitations/:studyId/people?search=&page=0: 50 a page, by name. */
export const PeoplePage = Type.Object({ people: Type.Array(InvitedPerson), total: Type.Integer() });
export type PeoplePage = Static<typeof PeoplePage>;

/** POST /api/invitations/:studyId/people/:personId/new-code: for a letter that was lost. The code before it is void. */
export const NewCode = Type.Object({ link: Type.String(), typed: Type.String() });
export type NewCode = Static<typeof NewCode>;

/** POST /api/invitations/opt-outs: a telephone number or e-mail address that wants no messages of any study. */
export const OptOutEntry = Type.Object(
  { contact: Type.String({ minLength: 3, maxLength: 200 }) },
  { additionalProperties: false },
);
export type OptOutEntry = Static<typeof OptOutEntry>;

/** POST /i/:slug/opt-out: by the code of one's own invitation. */
export const OptOut = Type.Object({ code: Type.String({ maxLength: 60 }) }, { additionalProperties: false });
export type OptOut = Static<typeof OptOut>;

/** Who of a round is meant: everybody; who has an address; who has neither telephone nor working e-mail; who has no working e-mail. */
export const Among = Type.Enum(["all", "address", "neither", "no-mail"]);
export type Among = Static<typeof Among>;

/**
 * GET /api/invitations/:studyId/round: the round under way (POST …/rounds begins the next) and how its people can be reached.
 * Numbers of reminders are rounded up to 10.
 *
 * Letters and cards: GET …/print.pdf?kind=letters|cards&to=<Among>&part=0, `inPart` people each. Short messages:
 * GET …/messages.csv?to=<Among>. Mail: POST …/mail, progress in `InvitationWave.mail`. What came back: POST …/bounces (a file).
 */
export const RoundState = Type.Object({
  round: Type.Integer(),
  people: Type.Integer(),
  phones: Type.Integer(),
  emails: Type.Integer(),
  addresses: Type.Integer(),
  neither: Type.Integer(),
  noMail: Type.Integer(),
  inPart: Type.Integer(),
});
export type RoundState = Static<typeof RoundState>;

/** How many people something was done to. */
export const PeopleCount = Type.Object({ people: Type.Integer() });
export type PeopleCount = Static<typeof PeopleCount>;

/** POST /i/:slug/token: see the anonymity package. */
export const TokenRequest = Type.Object(
  {
    code: Type.String({ maxLength: 60 }),
    blinded: Type.String({ pattern: "^[A-Za-z0-9_-]*$", maxLength: 700 }),
  },
  { additionalProperties: false },
);
export const TokenReply = Type.Object({ signature: Type.String(), cell: Type.Integer() });

/** POST /api/invitations/:studyId/pools: pools for interviewers' telephones. One telephone, one pool at a time; larger than its day's work. */
export const NewPools = Type.Object(
  {
    count: Type.Integer({ minimum: 1, maximum: 200 }),
    /** Blind signatures that each may give. */
    size: Type.Integer({ minimum: 20, maximum: 1000 }),
  },
  { additionalProperties: false },
);
export type NewPools = Static<typeof NewPools>;

/** The reply: what each telephone scans. Shown once; the issuer keeps a keyed hash. */
export const PoolKeys = Type.Object({
  keys: Type.Array(Type.Object({ number: Type.Integer(), size: Type.Integer(), key: Type.String() })),
});
export type PoolKeys = Static<typeof PoolKeys>;

/** GET /api/invitations/:studyId/pools; POST …/pools/:number/revoke, for a telephone that is lost. No pool has a name beside it. */
export const TokenPools = Type.Object({
  invited: Type.Integer(),
  /** What all pools may give together, as the log says. */
  pooled: Type.Integer(),
  /** What they gave, after the close. */
  given: Nullable(Type.Integer()),
  pools: Type.Array(
    Type.Object({
      number: Type.Integer(),
      size: Type.Integer(),
      madeOn: Day,
      /** untouched: nothing was taken from it. empty: everything was. over: the wave is closed. */
      state: Type.Enum(["untouched", "begun", "empty", "revoked", "over"]),
    }),
  ),
});
export type TokenPools = Static<typeof TokenPools>;

const PoolSecret = Type.String({ pattern: "^[A-Za-z0-9_-]{20}$" });
/** POST /i/:slug/pool and /i/:slug/pool/places: see the anonymity package. */
export const PoolRequest = Type.Object(
  {
    secret: PoolSecret,
    blinded: Type.Array(Type.String({ pattern: "^[A-Za-z0-9_-]*$", maxLength: 700 }), { minItems: 1, maxItems: 25 }),
  },
  { additionalProperties: false },
);
export const PoolReply = Type.Object({ signatures: Type.Array(Nullable(Type.String())), left: Type.Integer() });
export type PoolReply = Static<typeof PoolReply>;
export const PoolPlacesRequest = Type.Object({ secret: PoolSecret }, { additionalProperties: false });
/** The latter's reply, and GET /waves/:studyId/places at the issuer, for the office alone. */
export const PoolPlaces = Type.Object({
  places: Type.Array(
    Type.Object({
      stratum: Type.String(),
      psu: Type.String(),
      baseWeight: Type.Number(),
      cell: Type.Integer({ minimum: 0 }),
    }),
  ),
});
export type PoolPlaces = Static<typeof PoolPlaces>;

/** GET /waves/:studyId at the issuer: public, and no finer than this. */
export const IssuerState = Type.Object({
  manifestHash: Type.String(),
  closed: Type.Boolean(),
  invited: Type.Integer(),
  /** Tokens issued; rounded down to 10 until the close. */
  issued: Type.Integer(),
  /** What pools for interviewers may give in all; as the log says. */
  pooled: Type.Integer(),
});
export type IssuerState = Static<typeof IssuerState>;
