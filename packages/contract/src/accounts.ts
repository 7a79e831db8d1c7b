import { type Static, Type } from "typebox";
import { Day, Nullable, Uuid, type Words } from "./words.ts";

/** What a member of staff does in the house. Permissions of each role stand in `permissions`, its duty in `duties`. */
export const roles = [
  "administrator",
  "contacts-officer",
  "study-lead",
  "methodologist",
  "field-supervisor",
  "interviewer",
  "coder",
  "key-holder",
  "data-protection-officer",
  "feedback-handler",
  "action-owner",
  "programme-manager",
  "report-signer",
  "auditor",
  "reader",
] as const;
export type Role = (typeof roles)[number];
export const Role = Type.Enum(roles);

/** capability:verb. Routes name one; roles list theirs. */
export type Permission =
  | "accounts:manage"
  | "audit:read"
  | "operations:read"
  | "units:read"
  | "units:write"
  | "frames:read"
  | "frames:write"
  | "sampling:read"
  | "sampling:write"
  | "fieldwork:read"
  | "fieldwork:write"
  | "fieldwork:work"
  | "collaborators:read"
  | "collaborators:write"
  | "studies:read"
  | "studies:write"
  | "protection:write"
  | "disclosure:write"
  | "rights:read"
  | "rights:write"
  | "invitations:read"
  | "invitations:write"
  | "responses:read"
  | "responses:open"
  | "weighting:write"
  | "tabulation:read"
  | "tabulation:write"
  | "releases:write"
  | "releases:review"
  | "releases:publish";

/**
 * What each role may do, wherever it is granted. An administrator keeps accounts and machine and reads no answers: whoever
 * sets a house up alone is given the roles of `firstRoles` besides. Roles of capabilities that do not exist yet (dialogues,
 * actions, programmes) may see what studies there are, and no more.
 */
export const permissions: Record<Role, readonly Permission[]> = {
  administrator: ["accounts:manage", "units:read", "units:write", "studies:read", "audit:read", "operations:read"],
  "contacts-officer": [
    "units:read",
    "sampling:read",
    "studies:read",
    "invitations:read",
    "invitations:write",
    "rights:read",
    "rights:write",
  ],
  "study-lead": [
    "units:read",
    "frames:read",
    "frames:write",
    "sampling:read",
    "sampling:write",
    "studies:read",
    "studies:write",
    "protection:write",
    "rights:read",
    "rights:write",
    "responses:read",
    "weighting:write",
    "tabulation:read",
    "tabulation:write",
    "releases:write",
    "releases:review",
  ],
  methodologist: [
    "units:read",
    "frames:read",
    "frames:write",
    "sampling:read",
    "sampling:write",
    "studies:read",
    "responses:read",
    "weighting:write",
    "tabulation:read",
    "tabulation:write",
    "releases:write",
    "releases:review",
  ],
  "field-supervisor": [
    "units:read",
    "sampling:read",
    "fieldwork:read",
    "fieldwork:write",
    "collaborators:read",
    "collaborators:write",
    "studies:read",
    "invitations:read",
  ],
  interviewer: ["units:read", "fieldwork:work", "studies:read"],
  coder: ["units:read", "studies:read", "responses:read"],
  "key-holder": ["units:read", "studies:read", "responses:open"],
  "data-protection-officer": [
    "units:read",
    "studies:read",
    "protection:write",
    "disclosure:write",
    "rights:read",
    "rights:write",
    "audit:read",
  ],
  "feedback-handler": ["units:read"],
  "action-owner": ["units:read", "studies:read"],
  "programme-manager": ["units:read", "studies:read"],
  "report-signer": [
    "units:read",
    "studies:read",
    "responses:read",
    "tabulation:read",
    "releases:review",
    "releases:publish",
  ],
  auditor: [
    "units:read",
    "sampling:read",
    "fieldwork:read",
    "collaborators:read",
    "studies:read",
    "rights:read",
    "audit:read",
    "operations:read",
  ],
  reader: ["units:read", "studies:read", "responses:read", "tabulation:read"],
};

/**
 * Which side of the wall a role stands on: it knows whom the house asks (contacts), or it sees, computes, decrypts or
 * publishes what was answered (answers). No person holds both for one study. null: neither.
 */
export const duties: Record<Role, "contacts" | "answers" | null> = {
  administrator: null,
  "contacts-officer": "contacts",
  "study-lead": "answers",
  methodologist: "answers",
  "field-supervisor": "contacts",
  interviewer: "contacts",
  coder: "answers",
  "key-holder": "answers",
  "data-protection-officer": null,
  "feedback-handler": null,
  "action-owner": null,
  "programme-manager": null,
  "report-signer": "answers",
  auditor: null,
  reader: "answers",
};

/** What people call each role. */
export const roleNames: Record<Role, Words> = {
  administrator: { vi: "quản trị viên", en: "administrator" },
  "contacts-officer": { vi: "cán bộ liên hệ", en: "contacts officer" },
  "study-lead": { vi: "chủ trì cuộc điều tra", en: "study lead" },
  methodologist: { vi: "cán bộ phương pháp", en: "methodologist" },
  "field-supervisor": { vi: "giám sát viên thực địa", en: "field supervisor" },
  interviewer: { vi: "điều tra viên", en: "interviewer" },
  coder: { vi: "người mã hoá câu trả lời mở", en: "coder" },
  "key-holder": { vi: "người giữ khoá", en: "key holder" },
  "data-protection-officer": { vi: "cán bộ bảo vệ dữ liệu", en: "data-protection officer" },
  "feedback-handler": { vi: "người xử lý ý kiến phản ánh", en: "feedback handler" },
  "action-owner": { vi: "người phụ trách việc cần làm", en: "action owner" },
  "programme-manager": { vi: "người quản lý kế hoạch", en: "programme manager" },
  "report-signer": { vi: "người duyệt và ký", en: "report signer" },
  auditor: { vi: "kiểm toán viên", en: "auditor" },
  reader: { vi: "người xem", en: "reader" },
};

/** Roles that make sense for the whole house only. */
export const houseRoles: readonly Role[] = ["administrator", "auditor"];

/** Roles of whoever sets a host up: enough to reach its purpose alone, in a trial. */
export const firstRoles: Record<"office" | "issuer", readonly Role[]> = {
  office: ["administrator", "study-lead", "report-signer"],
  issuer: ["administrator", "contacts-officer"],
};

/** A role, for the whole house (both null), for one unit with what belongs to it, or for one study. */
export const RoleScope = Type.Object({ role: Role, unitId: Nullable(Uuid), studyId: Nullable(Uuid) });
export type RoleScope = Static<typeof RoleScope>;
export const RoleGrant = Type.Object({ id: Uuid, ...RoleScope.properties });
export type RoleGrant = Static<typeof RoleGrant>;

/**
 * Whether any of the grants gives a permission for a study; without one, for the whole house. A grant for a unit gives
 * nothing until studies belong to units.
 */
export function holds(grants: readonly RoleScope[], permission: Permission, studyId?: string): boolean {
  return grants.some(
    (grant) =>
      grant.unitId === null &&
      (grant.studyId === null || grant.studyId === studyId) &&
      permissions[grant.role].includes(permission),
  );
}

/** Whether any of the grants gives a permission for anything at all: lists show what it is given for. */
export const holdsSomewhere = (grants: readonly RoleScope[], permission: Permission): boolean =>
  grants.some((grant) => holds([grant], permission, grant.studyId ?? undefined));

/** totp: six digits from an app on the phone. passkey: the device itself signs. */
export const Factor = Type.Enum(["totp", "passkey"]);
export type Factor = Static<typeof Factor>;

export const StaffMember = Type.Object({
  id: Uuid,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  username: Type.String({ minLength: 2, maxLength: 60 }),
  active: Type.Boolean(),
  grants: Type.Array(RoleGrant),
  /** How the person proves a second time who they are; empty: not set up yet. */
  factors: Type.Array(Factor),
});
export type StaffMember = Static<typeof StaffMember>;

/** GET /api/session: what the console must show first. */
export const SessionState = Type.Object({
  /** factor-needed: the password was right, the second step is to come. */
  state: Type.Enum(["setup-needed", "signed-out", "factor-needed", "signed-in"]),
  /** Which of the hosts this is; the collector has no staff. */
  host: Type.Enum(["office", "issuer"]),
  person: Nullable(StaffMember),
  /** The ways open to whoever stands at the second step. */
  factors: Type.Array(Factor),
  /** Last day without a second factor, for a person who has none; null otherwise. A day gone by: nothing else is open. */
  factorBy: Nullable(Day),
  factorDue: Type.Boolean(),
  /** Passkeys need an address by name, over https or on this machine. */
  passkeys: Type.Boolean(),
  /** True when the console is reached over plain HTTP from beyond this machine: the console shows a banner. */
  plainHttp: Type.Boolean(),
  /** True when another host has the same name as this one: a trial, in which one hand holds contacts and answers. */
  oneMachine: Type.Boolean(),
  /** Share of the disk in use, 0 to 1; the console warns from 0.85. */
  diskUsed: Type.Number(),
  version: Type.String(),
});
export type SessionState = Static<typeof SessionState>;

const password = Type.String({ minLength: 12, maxLength: 200 });

/** POST /api/setup: the first administrator; `token` stands in the one-time link printed in the terminal. */
export const Setup = Type.Object({
  token: Type.String({ minLength: 20, maxLength: 100 }),
  name: Type.String({ minLength: 1, maxLength: 120 }),
  username: Type.String({ minLength: 2, maxLength: 60 }),
  password,
});
export type Setup = Static<typeof Setup>;

/** POST /api/session. */
export const SignIn = Type.Object({
  username: Type.String({ maxLength: 60 }),
  password: Type.String({ maxLength: 200 }),
});
export type SignIn = Static<typeof SignIn>;

/** What POST /api/setup and POST /api/session lead to. */
export const SignedIn = Type.Object({ state: Type.Enum(["factor-needed", "signed-in"]) });
export type SignedIn = Static<typeof SignedIn>;

/** POST /api/session/factor: the second step. `response` is what the browser's passkey answers, as WebAuthn's JSON. */
export const SecondFactor = Type.Union([
  Type.Object({ factor: Type.Literal("totp"), totp: Type.String({ pattern: "^\\d{6}$" }) }),
  Type.Object({ factor: Type.Literal("recovery"), recovery: Type.String({ maxLength: 40 }) }),
  Type.Object({ factor: Type.Literal("passkey"), response: Type.Unsafe<Record<string, unknown>>(Type.Object({})) }),
]);
export type SecondFactor = Static<typeof SecondFactor>;

/** A browser signed in now: its kind in words, the day it began and was last used. No address. */
export const Session = Type.Object({
  id: Uuid,
  agent: Type.String(),
  createdOn: Day,
  usedOn: Day,
  current: Type.Boolean(),
});
export type Session = Static<typeof Session>;

/** GET /api/account: second factors and sessions of whoever asks. */
export const Account = Type.Object({
  totp: Type.Boolean(),
  passkeys: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), createdOn: Day })),
  /** Codes left for signing in without the phone. */
  recoveryCodes: Type.Integer(),
  sessions: Type.Array(Session),
});
export type Account = Static<typeof Account>;

/** The current password, asked for before second factors change; not for the first one. */
export const Confirmation = Type.Object({ current: Type.Optional(Type.String({ maxLength: 200 })) });

/** POST /api/account/totp: a secret for an authenticator app, stored once a code made with it came back. */
export const NewTotp = Type.Object({ secret: Type.String(), uri: Type.String(), enrolment: Type.String() });
export type NewTotp = Static<typeof NewTotp>;
export const TotpConfirmation = Type.Object({
  enrolment: Type.String({ maxLength: 200 }),
  totp: Type.String({ pattern: "^\\d{6}$" }),
});
export const NewPasskey = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  response: Type.Unsafe<Record<string, unknown>>(Type.Object({})),
});

/** Shown once. null: the earlier codes still hold. */
export const RecoveryCodes = Type.Object({ recoveryCodes: Nullable(Type.Array(Type.String())) });
export type RecoveryCodes = Static<typeof RecoveryCodes>;

/** POST /api/staff → 201 with a one-time link, shown once, with which the person sets a password. */
export const NewStaffMember = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  username: Type.String({ minLength: 2, maxLength: 60 }),
  roles: Type.Array(RoleScope, { maxItems: 50 }),
});
export type NewStaffMember = Static<typeof NewStaffMember>;
export const StaffInvitation = Type.Object({ member: StaffMember, link: Type.String() });
export type StaffInvitation = Static<typeof StaffInvitation>;

/** PATCH /api/staff/:id. A deactivated person's sessions end at once. */
export const StaffChange = Type.Object({ active: Type.Boolean() });
export type StaffChange = Static<typeof StaffChange>;

/** POST /api/password: by one-time link (token) or by the signed-in person (current). */
export const PasswordChange = Type.Object({
  token: Type.Optional(Type.String({ maxLength: 100 })),
  current: Type.Optional(Type.String({ maxLength: 200 })),
  password,
});
export type PasswordChange = Static<typeof PasswordChange>;

/** GET /api/audit: what staff did, newest first. Never holds an answer. */
export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: Type.String({ format: "date-time" }),
  person: Nullable(Type.String()),
  action: Type.String(),
  subject: Nullable(Type.String()),
  details: Type.Unknown(),
});
export type AuditEntry = Static<typeof AuditEntry>;
