// Who may do what, written down by hand from what each role is for: not from the permissions in the code, which a test holds
// against this. A new route fails that test until it stands here, under the people who are meant to reach it.
import { type Role, roles } from "@lang-nghe/contract";
import type { HostRole } from "../platform/config.ts";

/** anyone: also without signing in. staff: whoever is signed in, each for the own account. */
export type Who = "anyone" | "staff" | readonly Role[];
/** Lines of `METHOD path`. `per`: what a role held for one study only reaches of it. */
export type Duty = { who: Who; per?: "study" | "own-studies"; routes: string };

const keepsAccounts: Role[] = ["administrator"];
const looksOverShoulders: Role[] = ["administrator", "data-protection-officer", "auditor"];
// Everybody with work on studies; people's own messages to the institution are another matter.
const knowsStudies: Role[] = [
  "administrator",
  "contacts-officer",
  "study-lead",
  "methodologist",
  "field-supervisor",
  "interviewer",
  "coder",
  "key-holder",
  "data-protection-officer",
  "action-owner",
  "programme-manager",
  "report-signer",
  "auditor",
  "reader",
];
const keepsUnits: Role[] = ["administrator"];
const leads: Role[] = ["study-lead"];
const knowsSamples: Role[] = ["contacts-officer", "study-lead", "methodologist", "field-supervisor", "auditor"];
const watchesVisits: Role[] = ["field-supervisor", "auditor"];
const sendsOut: Role[] = ["field-supervisor"];
// Who looks after visits looks after the people who make them.
const knowsCollaborators: Role[] = ["field-supervisor", "auditor"];
const keepsCollaborators: Role[] = ["field-supervisor"];
const visits: Role[] = ["interviewer"];
const watchesAnswers: Role[] = ["study-lead", "methodologist", "coder", "report-signer", "reader"];
const opensSealed: Role[] = ["key-holder"];
const readsTables: Role[] = ["study-lead", "methodologist", "report-signer", "reader"];
const computes: Role[] = ["study-lead", "methodologist"];
const reviews: Role[] = ["study-lead", "methodologist", "report-signer"];
const signs: Role[] = ["report-signer"];
const readsRights: Role[] = ["contacts-officer", "study-lead", "data-protection-officer", "auditor"];
const answersRights: Role[] = ["contacts-officer", "study-lead", "data-protection-officer"];

// Contacts: whoever invites people, and who looks after visits knows whom to visit.
const invites: Role[] = ["contacts-officer"];
const knowsInvited: Role[] = ["contacts-officer", "field-supervisor"];

const accounts: Duty[] = [
  {
    who: "anyone",
    routes: `
      GET /api/session
      POST /api/setup
      POST /api/session
      POST /api/session/factor
      POST /api/session/challenge
      POST /api/password
      DELETE /api/session`,
  },
  {
    who: "staff",
    routes: `
      GET /api/account
      POST /api/account/totp
      PUT /api/account/totp
      DELETE /api/account/totp
      POST /api/account/passkeys/options
      POST /api/account/passkeys
      DELETE /api/account/passkeys/:passkeyId
      POST /api/account/recovery-codes
      DELETE /api/account/sessions/:sessionId`,
  },
  {
    who: keepsAccounts,
    routes: `
      GET /api/staff
      POST /api/staff
      PATCH /api/staff/:staffId
      POST /api/staff/:staffId/link
      POST /api/staff/:staffId/grants
      DELETE /api/staff/:staffId/grants/:grantId
      GET /api/staff/:staffId/sessions
      DELETE /api/staff/:staffId/sessions
      DELETE /api/staff/:staffId/factors`,
  },
  { who: looksOverShoulders, routes: "GET /api/audit" },
];

const publicLog: Duty = {
  who: "anyone",
  routes: `
    GET /log
    GET /log/
    GET /log/key
    GET /log/checkpoint
    GET /log/tile/*
    GET /log/proof
    POST /log/cosignatures`,
};

const rightsOfPeople: Duty[] = [
  {
    who: readsRights,
    routes: `
      GET /api/rights/requests
      GET /api/rights/incidents
      GET /api/rights/holidays
      GET /api/rights/contact
      GET /api/rights/retention
      GET /api/rights/register`,
  },
  {
    who: answersRights,
    routes: `
      POST /api/rights/requests
      PATCH /api/rights/requests/:requestId
      POST /api/rights/incidents
      PATCH /api/rights/incidents/:incidentId
      PUT /api/rights/holidays
      PUT /api/rights/contact`,
  },
];

const pages: Duty = {
  who: "anyone",
  routes: `
    GET /privacy
    GET /privacy/en
    GET /console
    GET /console/*
    GET /health
    GET /api/openapi.json
    GET /api/
    GET /problems/:code
    GET /*`,
};

const invited: Duty[] = [
  {
    who: "anyone",
    routes: `
      GET /waves/:studyId
      GET /waves/:studyId/manifest.json
      GET /waves/:studyId/counts.json
      GET /waves/:studyId/officers
      GET /waves/:studyId/places
      GET /i/:slug
      GET /i/:slug/manifest.json
      POST /i/:slug/token
      POST /i/:slug/pool
      OPTIONS /i/:slug/pool
      POST /i/:slug/pool/places
      OPTIONS /i/:slug/pool/places
      GET /i/:slug/opt-out
      POST /i/:slug/opt-out`,
  },
  { who: knowsInvited, per: "own-studies", routes: "GET /api/invitations" },
  { who: invites, per: "own-studies", routes: "POST /api/invitations" },
  {
    who: knowsInvited,
    per: "study",
    routes: `
      GET /api/invitations/:studyId
      GET /api/invitations/:studyId/cells
      GET /api/invitations/:studyId/people
      GET /api/invitations/:studyId/round
      GET /api/invitations/:studyId/pools`,
  },
  {
    who: invites,
    per: "study",
    routes: `
      DELETE /api/invitations/:studyId
      POST /api/invitations/:studyId/roster
      PUT /api/invitations/:studyId/joins
      PUT /api/invitations/:studyId/sender
      POST /api/invitations/:studyId/manifest
      POST /api/invitations/:studyId/rounds
      POST /api/invitations/:studyId/pools
      POST /api/invitations/:studyId/pools/:number/revoke
      GET /api/invitations/:studyId/print.pdf
      GET /api/invitations/:studyId/messages.csv
      POST /api/invitations/:studyId/mail
      POST /api/invitations/:studyId/bounces
      POST /api/invitations/:studyId/people/:personId/new-code
      POST /api/invitations/:studyId/people/:personId/opt-out
      DELETE /api/invitations/:studyId/people/:personId`,
  },
  { who: invites, routes: "POST /api/invitations/opt-outs" },
];

export const whoMay: Record<HostRole, readonly Duty[]> = {
  office: [
    ...accounts,
    publicLog,
    ...rightsOfPeople,
    pages,
    {
      who: "anyone",
      routes: `
        GET /a/:slug
        GET /a/:slug/challenge
        GET /a/:slug/form.json
        POST /a/:slug/answers
        POST /a/:slug/reached
        GET /t/:testKey
        GET /t/:testKey/form.json
        POST /t/:testKey/answers
        POST /t/:testKey/reached
        GET /waves/:studyId/offer.json
        GET /waves/:studyId/form.json
        GET /withdraw
        POST /withdraw
        GET /withdraw/en
        POST /withdraw/en`,
    },
    // Which places and bodies there are is no secret of the house; who changes them is.
    {
      who: roles,
      per: "own-studies",
      routes: `
        GET /api/units
        GET /api/units/:unitId
        GET /api/units/crosswalk
        GET /api/units/units.csv
        GET /api/units/units.xlsx
        GET /api/units/crosswalk.csv
        GET /api/units/crosswalk.xlsx`,
    },
    {
      who: keepsUnits,
      routes: `
        POST /api/units
        PATCH /api/units/:unitId
        POST /api/units/changes
        POST /api/units/imports
        POST /api/units/imports/vietnam
        POST /api/units/imports/:importId
        GET /api/units/acts
        POST /api/units/acts/:actId/undo`,
    },
    {
      who: keepsAccounts,
      routes: `
        GET /api/units/:unitId/members
        PUT /api/units/:unitId/members/:staffId
        DELETE /api/units/:unitId/members/:staffId`,
    },
    {
      who: computes,
      per: "own-studies",
      routes: `
        GET /api/frames
        GET /api/frames/:frameId
        GET /api/frames/:frameId/frame.csv
        GET /api/frames/:frameId/places
        GET /api/populations
        GET /api/populations/:populationId
        GET /api/populations/:populationId/counts
        GET /api/populations/:populationId/margins.csv`,
    },
    {
      who: computes,
      routes: `
        POST /api/frames
        POST /api/frames/uploads
        POST /api/frames/:frameId/places
        PUT /api/frames/:frameId/places
        DELETE /api/frames/:frameId
        POST /api/populations
        POST /api/populations/uploads
        DELETE /api/populations/:populationId`,
    },
    {
      who: knowsStudies,
      per: "own-studies",
      routes: `
        GET /api/studies
        GET /api/templates
        GET /api/examples`,
    },
    {
      who: knowsStudies,
      per: "study",
      routes: `
        GET /api/studies/:studyId
        GET /api/studies/:studyId/questionnaire
        GET /api/studies/:studyId/questionnaire/versions/:version/outline
        GET /api/studies/:studyId/questionnaire/versions/:version/source
        GET /api/studies/:studyId/open-link
        GET /api/studies/:studyId/wave`,
    },
    {
      who: leads,
      routes: `
        POST /api/studies
        POST /api/imports
        POST /api/imports/:importId/study
        POST /api/examples/:name`,
    },
    {
      who: leads,
      per: "study",
      routes: `
        PATCH /api/studies/:studyId
        DELETE /api/studies/:studyId
        POST /api/studies/:studyId/questionnaire
        POST /api/studies/:studyId/questionnaire/template
        POST /api/studies/:studyId/questionnaire/publish
        DELETE /api/studies/:studyId/test-answers
        PUT /api/studies/:studyId/open-link
        PUT /api/studies/:studyId/privacy-budget
        POST /api/studies/:studyId/open
        POST /api/studies/:studyId/close
        POST /api/studies/:studyId/freeze
        POST /api/studies/:studyId/wave
        POST /api/studies/:studyId/wave/key-check
        POST /api/studies/:studyId/wave/fetch
        POST /api/studies/:studyId/wave/freeze`,
    },
    {
      who: knowsCollaborators,
      routes: `
        GET /api/collaborators
        GET /api/collaborators/roster.xlsx
        GET /api/collaborators/:collaboratorId/commendations
        GET /api/trainings
        GET /api/trainings/:trainingId
        GET /api/trainings/:trainingId/certificates.pdf
        GET /api/trainings/:trainingId/attendance.xlsx
        GET /api/tariffs
        GET /api/pay-sheets
        GET /api/pay-sheets/:sheetId
        GET /api/pay-sheets/:sheetId/pay-sheet.xlsx`,
    },
    {
      who: keepsCollaborators,
      routes: `
        POST /api/collaborators
        PUT /api/collaborators/:collaboratorId
        DELETE /api/collaborators/:collaboratorId
        POST /api/collaborators/:collaboratorId/commendations
        PUT /api/collaborators/:collaboratorId/commendations/:commendationId
        DELETE /api/collaborators/:collaboratorId/commendations/:commendationId
        POST /api/trainings
        PUT /api/trainings/:trainingId
        DELETE /api/trainings/:trainingId
        PUT /api/trainings/:trainingId/attendance
        POST /api/trainings/:trainingId/certificates
        POST /api/tariffs
        PATCH /api/tariffs/:tariffId
        DELETE /api/tariffs/:tariffId
        POST /api/pay-sheets
        DELETE /api/pay-sheets/:sheetId
        POST /api/pay-sheets/:sheetId/sign
        POST /api/pay-sheets/:sheetId/corrections
        DELETE /api/pay-sheets/:sheetId/corrections/:correctionId`,
    },
    {
      who: knowsSamples,
      per: "own-studies",
      routes: `
        POST /api/sampling/plan
        GET /api/sampling/earlier`,
    },
    {
      who: knowsSamples,
      per: "study",
      routes: `
        GET /api/studies/:studyId/draws
        GET /api/studies/:studyId/draws/:drawId
        GET /api/studies/:studyId/draws/:drawId/draw.json
        POST /api/studies/:studyId/draws/:drawId/repeat
        GET /api/studies/:studyId/sample
        GET /api/studies/:studyId/sample.csv
        GET /api/studies/:studyId/sample.xlsx
        GET /api/studies/:studyId/roster.csv`,
    },
    {
      who: computes,
      per: "study",
      routes: `
        POST /api/studies/:studyId/draws
        POST /api/studies/:studyId/draws/preview
        GET /api/studies/:studyId/draws/:drawId/progress
        PUT /api/studies/:studyId/sample
        POST /api/studies/:studyId/sample/releases`,
    },
    {
      who: watchesVisits,
      per: "study",
      routes: `
        GET /api/studies/:studyId/team
        GET /api/studies/:studyId/assignments
        GET /api/studies/:studyId/assignments/places
        GET /api/studies/:studyId/assignments/clusters
        GET /api/studies/:studyId/assignments/:assignmentId/acts
        GET /api/studies/:studyId/assignments.csv
        GET /api/studies/:studyId/assignments.xlsx
        GET /api/studies/:studyId/assignments/:assignmentId
        GET /api/studies/:studyId/response-rates
        GET /api/studies/:studyId/quarantine
        GET /api/studies/:studyId/phones`,
    },
    {
      who: sendsOut,
      per: "study",
      routes: `
        PUT /api/studies/:studyId/team
        POST /api/studies/:studyId/assignments
        POST /api/studies/:studyId/assignments/hand-over
        POST /api/studies/:studyId/assignments/:assignmentId/acts
        POST /api/studies/:studyId/quarantine/:reportId
        POST /api/studies/:studyId/phones
        POST /api/studies/:studyId/phones/:phoneId/revoke`,
    },
    {
      who: visits,
      per: "own-studies",
      routes: `
        GET /api/field
        POST /api/field/reports
        GET /api/field/assignments
        GET /api/field/quarantine
        GET /api/field/studies`,
    },
    {
      who: visits,
      per: "study",
      routes: `
        GET /api/field/studies/:studyId/form
        GET /api/field/studies/:studyId/codes`,
    },
    { who: "anyone", routes: "POST /api/field/enrol" },
    {
      who: watchesAnswers,
      per: "study",
      routes: `
        GET /api/studies/:studyId/collection
        GET /api/studies/:studyId/collection/events
        GET /api/studies/:studyId/live`,
    },
    { who: opensSealed, per: "study", routes: "POST /api/studies/:studyId/wave/open" },
    { who: "staff", routes: "GET /api/disclosure/policy" },
    { who: ["data-protection-officer"], routes: "PUT /api/disclosure/policy" },
    {
      who: ["data-protection-officer"],
      per: "study",
      routes: "POST /api/studies/:studyId/demographic-budget/exceptions",
    },
    { who: knowsStudies, per: "study", routes: "GET /api/studies/:studyId/demographic-budget" },
    {
      who: leads,
      per: "study",
      routes: `
        POST /api/studies/:studyId/demographic-budget
        PUT /api/studies/:studyId/demographic-budget`,
    },
    {
      who: readsTables,
      per: "study",
      routes: `
        GET /api/studies/:studyId/dictionary
        GET /api/studies/:studyId/weight-sets
        GET /api/studies/:studyId/weight-sets/:weightSetId
        POST /api/studies/:studyId/tables
        GET /api/studies/:studyId/tables.csv
        GET /api/studies/:studyId/tables.xlsx
        GET /api/studies/:studyId/released
        GET /api/studies/:studyId/privacy-budget
        GET /api/studies/:studyId/private-counts
        GET /api/studies/:studyId/private-counts.csv
        GET /api/studies/:studyId/releases
        GET /api/releases/:releaseId`,
    },
    {
      who: computes,
      per: "study",
      routes: `
        GET /api/studies/:studyId/private-counts/offers
        POST /api/studies/:studyId/private-counts
        POST /api/studies/:studyId/derived
        DELETE /api/studies/:studyId/derived/:stepId
        POST /api/studies/:studyId/margins
        POST /api/studies/:studyId/weight-sets
        PUT /api/studies/:studyId/weight-sets/active
        POST /api/studies/:studyId/releases
        PUT /api/releases/:releaseId
        POST /api/releases/:releaseId/submit
        DELETE /api/releases/:releaseId`,
    },
    { who: reviews, per: "study", routes: "POST /api/releases/:releaseId/return" },
    {
      who: signs,
      per: "study",
      routes: `
        POST /api/releases/:releaseId/publish
        POST /api/releases/:releaseId/withdraw`,
    },
    {
      who: readsRights,
      per: "study",
      routes: `
        GET /api/studies/:studyId/assessment
        GET /api/studies/:studyId/assessment.docx`,
    },
    { who: answersRights, per: "study", routes: "PUT /api/studies/:studyId/assessment" },
  ],
  issuer: [...accounts, publicLog, ...invited, ...rightsOfPeople, pages],
  collector: [
    publicLog,
    {
      who: "anyone",
      // Batches are given to whoever signs with the office's log key: no matter of persons.
      routes: `
        OPTIONS /d/:studyId
        POST /d/:studyId
        GET /waves/:studyId
        GET /waves/:studyId/batches/:number/:part
        POST /waves/:studyId/batches/:number/taken
        GET /health`,
    },
  ],
};

/**
 * Which side of the wall between contacts and answers a role stands on, by hand: who knows whom the house asks; who sees,
 * computes, opens or publishes what was answered. The others stand on neither.
 */
export const wall: { contacts: readonly Role[]; answers: readonly Role[] } = {
  contacts: ["contacts-officer", "field-supervisor", "interviewer"],
  answers: ["study-lead", "methodologist", "coder", "key-holder", "report-signer", "reader"],
};
