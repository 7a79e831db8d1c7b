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
  "collaborators.attendance": {
    trainingId: string;
    collaboratorId: string;
    mark: number | null;
    certificateNumber: number | null;
    certifiedOn: string | null;
  };
  "collaborators.collaborator": {
    id: Generated<string>;
    name: string;
    contact: string;
    level: string;
    unitId: string | null;
    staffId: string | null;
    languages: string[];
    appointedOn: string;
    endedOn: string | null;
  };
  "collaborators.commendation": {
    id: Generated<string>;
    collaboratorId: string;
    givenOn: string;
    givenBy: string;
    sentence: string;
    published: boolean;
  };
  "collaborators.paid_training": {
    trainingId: string;
    collaboratorId: string;
    sheetId: string;
  };
  "collaborators.paid_visit": {
    assignmentId: string;
    sheetId: string;
  };
  "collaborators.pay_correction": {
    id: Generated<string>;
    sheetId: string;
    correctsId: string;
    collaboratorId: string;
    vnd: number;
    cause: string;
  };
  "collaborators.pay_line": {
    sheetId: string;
    collaboratorId: string;
    tariffId: string;
    pieces: number;
    vnd: number;
  };
  "collaborators.pay_sheet": {
    id: Generated<string>;
    number: Generated<number>;
    upTo: string;
    madeOn: string;
    signedOn: string | null;
    signedBy: string | null;
  };
  "collaborators.tariff": {
    id: Generated<string>;
    kind: string;
    validFrom: string;
    validTo: string | null;
    vnd: number;
  };
  "collaborators.training": {
    id: Generated<string>;
    title: string;
    heldOn: string;
    place: string;
    hours: number;
    questions: Json;
    passMark: number;
  };
  "deposits.batch": {
    studyId: string;
    number: number;
    size: number;
    hash: Buffer;
    taken: Generated<boolean>;
  };
  "deposits.batched": {
    studyId: string;
    batch: number;
    place: number;
    sealed: Buffer;
    withdrawalHash: Buffer;
  };
  "deposits.refused": {
    studyId: string;
    reason: string;
    count: number;
  };
  "deposits.spent": {
    studyId: string;
    nullifier: Buffer;
    request: Buffer;
  };
  "deposits.staged": {
    studyId: string;
    receipt: Buffer;
    sealed: Buffer;
    withdrawalHash: Buffer;
  };
  "deposits.wave": {
    studyId: string;
    manifest: string;
    hash: Buffer;
    closed: Generated<boolean>;
    mixedOn: string | null;
  };
  "dictionary.step": {
    id: Generated<string>;
    studyId: string;
    position: Generated<number>;
    derivation: Json;
    removed: Generated<boolean>;
  };
  "disclosure.policy": {
    version: number;
    policy: Json;
    since: string;
    statedBy: string;
  };
  "disclosure.privacy_budget": {
    studyId: string;
    total: number;
    spent: Generated<number>;
  };
  "disclosure.privacy_spent": {
    id: Generated<string>;
    studyId: string;
    query: string;
    epsilon: number;
    remaining: number;
    spentOn: string;
    spentBy: string;
    answer: Json | null;
    position: Generated<number>;
    definition: Json;
  };
  "disclosure.released": {
    id: Generated<string>;
    position: Generated<number>;
    studyId: string;
    snapshotHash: string;
    policyVersion: number;
    fingerprint: string;
    definition: Json;
    shown: Json;
    firstLeft: string;
    hash: string;
  };
  "fieldwork.asked": {
    assignmentId: string;
    team: string | null;
    interviewer: string | null;
  };
  "fieldwork.assignment": {
    id: Generated<string>;
    studyId: string;
    number: number;
    code: string;
    place: string;
    unitId: string | null;
    stratum: string;
    psu: string;
    baseWeight: number;
    replicate: Generated<number>;
    state: Generated<string>;
    holderId: string | null;
    phoneId: string | null;
    round: Generated<number>;
    remark: string | null;
    latitude: number | null;
    longitude: number | null;
  };
  "fieldwork.attempt": {
    id: string;
    assignmentId: string;
    round: number;
    staffId: string;
    day: string;
    part: string;
    medium: string;
    result: string;
    hash: Buffer;
  };
  "fieldwork.change": {
    id: Generated<number>;
    staffId: string;
    assignmentId: string;
  };
  "fieldwork.hand_back": {
    id: string;
    assignmentId: string;
    round: number;
    staffId: string;
    remark: string;
    hash: Buffer;
  };
  "fieldwork.member": {
    studyId: string;
    staffId: string;
    duty: string;
    supervisorId: string | null;
    code: Generated<string>;
  };
  "fieldwork.outcome": {
    id: string;
    assignmentId: string;
    round: number;
    staffId: string;
    disposition: string;
    day: string;
    minutesBand: number | null;
    dwelling: Json | null;
    hash: Buffer;
  };
  "fieldwork.phone": {
    id: Generated<string>;
    staffId: string;
    name: string;
    session: Buffer | null;
    code: Buffer | null;
    codeUntil: Time | null;
    madeOn: string;
    enrolledOn: string | null;
    revokedOn: string | null;
    syncedOn: string | null;
    unsent: number | null;
    storageLeft: number | null;
  };
  "fieldwork.quarantine": {
    id: string;
    studyId: string | null;
    staffId: string;
    kind: string;
    content: Json;
    hash: Buffer;
    reason: string;
    day: string;
    settled: string | null;
  };
  "invitations.mail_round": {
    studyId: string;
    round: number;
    people: number;
    sent: Generated<number>;
    failed: Generated<number>;
  };
  "invitations.message": {
    studyId: string;
    personId: string;
    round: number;
    tries: Generated<number>;
    nextTry: Time;
  };
  "invitations.opt_out": {
    contact: Buffer;
  };
  "invitations.person": {
    id: Generated<string>;
    studyId: string;
    name: string | null;
    phone: string | null;
    email: string | null;
    address: string | null;
    language: string;
    stratum: string;
    psu: string;
    baseWeight: number;
    cell: number | null;
    codeVersion: Generated<number>;
    linkHash: Buffer | null;
    typedHash: Buffer | null;
    taken: Generated<boolean>;
    takenShown: Generated<boolean>;
    request: Buffer | null;
    optedOut: Generated<boolean>;
    unreachable: Generated<boolean>;
  };
  "invitations.token_pool": {
    studyId: string;
    number: number;
    secretHash: Buffer | null;
    size: number;
    madeOn: string;
    revoked: Generated<boolean>;
    given: number | null;
  };
  "invitations.token_pool_signature": {
    studyId: string;
    number: number;
    request: Buffer;
  };
  "invitations.wave": {
    studyId: string;
    slug: string;
    offer: string;
    signature: Buffer;
    lastDay: string;
    officeSeen: boolean;
    salt: Buffer;
    joined: Generated<Json>;
    fewest: Generated<number>;
    sender: Json | null;
    manifest: string | null;
    manifestHash: Buffer | null;
    leaf: number | null;
    privateKey: Buffer | null;
    eraseOn: string | null;
    round: number | null;
    roundOn: string | null;
    closed: Generated<boolean>;
    issued: Json | null;
    erased: Generated<boolean>;
    mixedOn: string | null;
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
  "questionnaires.budget": {
    studyId: string;
    keys: Json;
    population: number | null;
    invited: number | null;
    margins: Json;
  };
  "questionnaires.budget_exception": {
    id: Generated<string>;
    studyId: string;
    formHash: string;
    reason: string;
    exposed: number;
    givenBy: string;
    givenOn: string;
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
  "releases.preparer": {
    releaseId: string;
    staffId: string;
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
    consent: Json | null;
    withdrawalHash: Buffer | null;
    cell: number | null;
    asked: Json | null;
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
  "responses.sealed": {
    studyId: string;
    sealed: Buffer;
    withdrawalHash: Buffer;
  };
  "responses.snapshot": {
    studyId: string;
    hash: string;
    rows: number;
    body: Buffer;
  };
  "responses.tabulation_key": {
    studyId: string;
    privateKey: Buffer;
  };
  "responses.tally": {
    studyId: string;
    accepted: Generated<number>;
    shown: Generated<number>;
    batches: Generated<number>;
  };
  "responses.withdrawn_early": {
    withdrawalHash: Buffer;
  };
  "rights.assessment": {
    studyId: string;
    fields: Json;
  };
  "rights.certificate": {
    id: Generated<string>;
    rule: string;
    studyId: string | null;
    rows: number;
    madeOn: string;
    statement: string;
    hash: string;
  };
  "rights.incident": {
    id: Generated<string>;
    number: Generated<number>;
    detectedAt: Time;
    what: string;
    people: number | null;
    measures: Generated<string>;
    notifiedAt: Time | null;
    lateReason: Generated<string>;
    closedOn: string | null;
  };
  "rights.request": {
    id: Generated<string>;
    number: Generated<number>;
    kind: string;
    about: string;
    studyId: string | null;
    reference: string;
    receivedOn: string;
    viaProcessor: Generated<boolean>;
    repliedOn: string | null;
    extensionDays: Generated<number>;
    extensionReason: Generated<string>;
    closedOn: string | null;
    outcome: string | null;
    note: Generated<string>;
  };
  "sampling.draw": {
    id: Generated<string>;
    studyId: string;
    number: number;
    frameId: string;
    frameHash: string;
    design: Json;
    seed: number;
    seedMade: boolean;
    algorithm: Json;
    reason: string;
    drawnBy: string;
    drawnAt: Time;
    sampled: number;
    reserve: number;
    summary: Json;
    groups: Json;
    hash: string;
    record: Buffer;
  };
  "sampling.release": {
    drawId: string;
    number: number;
    replicate: number;
    stratum: string | null;
    units: number;
    completed: number;
    pending: number;
    reason: string;
    releasedBy: string;
    releasedAt: Time;
  };
  "sampling.unit": {
    drawId: string;
    number: number;
    frameRow: number;
    code: string;
    stages: string[];
    stratum: string;
    psu: string;
    unitId: string | null;
    stageProbabilities: number[];
    groupNumber: number;
    releaseOrder: number;
    replicate: number;
    rotationGroup: number | null;
  };
  "sampling.use": {
    studyId: string;
    number: number;
    drawId: string;
    reason: string;
    takenBy: string;
    takenAt: Time;
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
    entry: Generated<string>;
    opening: Generated<string>;
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
  "units.act": {
    id: Generated<string>;
    number: Generated<number>;
    what: string;
    subject: string;
    person: string;
    at: Time;
    rows: number;
    images: Json;
    undoneBy: string | null;
    undoneAt: Time | null;
  };
  "units.frame": {
    id: Generated<string>;
    title: string;
    kind: string;
    fileName: string;
    hash: string;
    rows: number;
    columns: Json;
    size: number | null;
    body: Buffer;
    uploadedOn: string;
    uploadedBy: string;
  };
  "units.frame_place": {
    frameId: string;
    place: string;
    within: string;
    rows: number;
    how: string | null;
    unitId: string | null;
    reason: string | null;
    suggestions: string[];
  };
  "units.member": {
    staffId: string;
    unitId: string;
  };
  "units.placement": {
    id: Generated<string>;
    unitId: string;
    parentId: string;
    validFrom: string | null;
    validTo: string | null;
  };
  "units.population": {
    id: Generated<string>;
    title: string;
    source: string;
    fileName: string;
    hash: string;
    variables: Json;
    gaps: Json;
    total: number;
    uploadedOn: string;
    uploadedBy: string;
  };
  "units.population_count": {
    populationId: string;
    unitId: string;
    variable: string;
    level: string;
    stated: number;
    raked: number;
  };
  "units.succession": {
    id: Generated<string>;
    oldId: string;
    newId: string;
    changedOn: string;
    share: number | null;
  };
  "units.unit": {
    id: Generated<string>;
    code: string;
    name: string;
    nameEn: Generated<string>;
    kind: string;
    validFrom: string | null;
    validTo: string | null;
    focal: Generated<string>;
  };
  "waves.batch": {
    studyId: string;
    number: number;
    size: number;
    hash: Buffer;
    told: Generated<boolean>;
  };
  "waves.place": {
    studyId: string;
    stratum: string;
    psu: string;
    baseWeight: number;
    cell: number;
  };
  "waves.refused": {
    studyId: string;
    reason: string;
    count: number;
  };
  "waves.taken": {
    studyId: string;
    cell: number;
    count: number;
  };
  "waves.wave": {
    studyId: string;
    offer: string;
    signature: Buffer;
    lastDay: string;
    manifest: string | null;
    manifestHash: Buffer | null;
    collectorKey: string | null;
    issued: Json | null;
    alarm: Json | null;
    complete: Generated<boolean>;
    openedOn: string | null;
    pools: Json | null;
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
