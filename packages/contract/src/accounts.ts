import { type Static, Type } from "typebox";
import { Nullable, Uuid } from "./words.ts";

/** What a member of staff may do. Permissions of each role stand in `permissions`. */
export const Role = Type.Union([Type.Literal("administrator"), Type.Literal("officer"), Type.Literal("viewer")]);
export type Role = Static<typeof Role>;

/** capability:verb. Routes name one; roles list theirs. */
export type Permission =
  | "accounts:manage"
  | "studies:read"
  | "studies:write"
  | "weighting:write"
  | "tabulation:read"
  | "tabulation:write"
  | "releases:write"
  | "releases:publish"
  | "operations:read";

export const permissions: Record<Role, readonly Permission[]> = {
  administrator: [
    "accounts:manage",
    "studies:read",
    "studies:write",
    "weighting:write",
    "tabulation:read",
    "tabulation:write",
    "releases:write",
    "releases:publish",
    "operations:read",
  ],
  officer: [
    "studies:read",
    "studies:write",
    "weighting:write",
    "tabulation:read",
    "tabulation:write",
    "releases:write",
  ],
  viewer: ["studies:read", "tabulation:read"],
};

export const StaffMember = Type.Object({
  id: Uuid,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  username: Type.String({ minLength: 2, maxLength: 60 }),
  role: Role,
  active: Type.Boolean(),
});
export type StaffMember = Static<typeof StaffMember>;

/** GET /api/session: what the console must show first. */
export const SessionState = Type.Object({
  state: Type.Union([Type.Literal("setup-needed"), Type.Literal("signed-out"), Type.Literal("signed-in")]),
  person: Nullable(StaffMember),
  /** True when the console is reached over plain HTTP from beyond this machine: the console shows a banner. */
  plainHttp: Type.Boolean(),
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

/** POST /api/staff → 201 with a one-time link, shown once, with which the person sets a password. */
export const NewStaffMember = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  username: Type.String({ minLength: 2, maxLength: 60 }),
  role: Role,
});
export type NewStaffMember = Static<typeof NewStaffMember>;
export const StaffInvitation = Type.Object({ member: StaffMember, link: Type.String() });
export type StaffInvitation = Static<typeof StaffInvitation>;

/** PATCH /api/staff/:id. A deactivated person's sessions end at once. */
export const StaffChange = Type.Object({ role: Type.Optional(Role), active: Type.Optional(Type.Boolean()) });
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
