// Written by tools/schema.ts from the migrated databases; a test fails when it is stale.
import type { ColumnType } from "kysely";

/** A JSON column: any value out, JSON text in. */
type Json = ColumnType<unknown, string, string>;
type Time = ColumnType<Date, Date | string, Date | string>;
/** Filled by the database when left out. */
type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export type Rows = {
  "accounts.one_time_link": {
    hash: Buffer;
    staffId: string | null;
    expiresAt: Time;
  };
  "accounts.passkey": {
    id: string;
    staffId: string;
    name: string;
    publicKey: Buffer;
    counter: number;
    transports: string[];
    createdOn: string;
  };
  "accounts.recovery_code": {
    hash: Buffer;
    staffId: string;
  };
  "accounts.role_grant": {
    id: Generated<string>;
    staffId: string;
    role: string;
    unitId: string | null;
    studyId: string | null;
  };
  "accounts.session": {
    hash: Buffer;
    staffId: string;
    expiresAt: Time;
    id: Generated<string>;
    stage: string;
    createdOn: string;
    usedAt: Time;
    agent: string;
    challenge: string | null;
    tries: Generated<number>;
  };
  "accounts.staff": {
    id: Generated<string>;
    name: string;
    username: string;
    password: string | null;
    active: Generated<boolean>;
    factorBy: Time | null;
  };
  "accounts.totp": {
    staffId: string;
    secret: Buffer;
    lastStep: number;
  };
  "dictionary.step": {
    id: Generated<string>;
    studyId: string;
    position: Generated<number>;
    derivation: Json;
    removed: Generated<boolean>;
  };
  "platform.audit": {
    id: Generated<number>;
    at: Generated<Time>;
    person: string | null;
    action: string;
    subject: string | null;
    details: Generated<Json>;
    position: number | null;
    hash: Buffer | null;
  };
  "platform.audit_checkpoint": {
    position: number;
    at: Generated<Time>;
    note: string;
    leaf: number | null;
  };
  "platform.migration": {
    name: string;
    hash: string;
    runAt: Generated<Time>;
  };
  "platform.setting": {
    name: string;
    value: Json;
  };
  "questionnaires.draft": {
    studyId: string;
    form: string;
    hash: string;
    fileName: string;
    source: Buffer;
  };
  "questionnaires.test_answer": {
    id: string;
    studyId: string;
    version: number;
    contentHash: Buffer;
    answers: Json;
  };
  "questionnaires.test_link": {
    studyId: string;
    key: string;
  };
  "questionnaires.version": {
    studyId: string;
    version: number;
    form: string;
    hash: string;
    fileName: string;
    source: Buffer;
    publishedOn: string;
  };
  "releases.release": {
    id: Generated<string>;
    studyId: string;
    slug: string;
    state: string;
    draft: Json;
    published: string | null;
    publishedOn: string | null;
    hash: string | null;
    preparedBy: string | null;
    publishedBy: string | null;
  };
  "responses.answer": {
    id: string;
    studyId: string;
    version: number;
    day: string | null;
    language: string;
    answers: Json;
    contentHash: Buffer;
  };
  "responses.live": {
    studyId: string;
    variable: string;
    shown: Json;
  };
  "responses.open_link": {
    studyId: string;
    effort: string;
  };
  "responses.reached": {
    studyId: string;
    day: string;
    page: number;
    count: number;
  };
  "responses.snapshot": {
    studyId: string;
    hash: string;
    rows: number;
    body: Buffer;
  };
  "responses.tally": {
    studyId: string;
    accepted: Generated<number>;
    shown: Generated<number>;
    batches: Generated<number>;
  };
  "studies.study": {
    id: Generated<string>;
    slug: string;
    title: Json;
    description: Json;
    kind: string;
    state: string;
    synthetic: boolean;
    example: string | null;
    provenance: Json;
    retainUntil: string | null;
  };
  "transparency.checkpoint": {
    size: number;
    root: Buffer;
    note: string;
  };
  "transparency.cosignature": {
    size: number;
    witness: string;
    line: string;
  };
  "transparency.leaf": {
    index: number;
    kind: string;
    body: string;
    hash: Buffer;
  };
  "transparency.subtree": {
    level: number;
    position: number;
    hash: Buffer;
  };
  "weighting.weight_set": {
    id: Generated<string>;
    studyId: string;
    name: string;
    createdOn: string;
    active: Generated<boolean>;
    plan: Json;
    result: Json;
    weights: Buffer;
    hash: string;
    snapshotHash: string;
  };
};
