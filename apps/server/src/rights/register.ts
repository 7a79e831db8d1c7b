import type { ColumnKind, RegisteredTable, Words } from "@lang-nghe/contract";
import { type RuleName, retentionWords } from "./retention-words.ts";

/**
 * The record of processing as code: why each table is kept, on what basis, about whom, who gets to see it, for how long. A test holds
 * it against the databases of all three hosts: a column that is not here does not come in.
 */
type Purpose = { purpose: Words; basis: Words; subjects: Words; recipients: Words; legal: string };

const consent: Words = { vi: "Sự đồng ý của người trả lời", en: "Consent of the respondent" };
const contactConsent: Words = {
  vi: "Sự đồng ý được liên hệ (bản ghi A, giữ cùng danh sách mời)",
  en: "Consent to be contacted (record A, kept with the roster)",
};
const duty: Words = { vi: "Nghĩa vụ theo luật", en: "Legal duty" };
const operation: Words = {
  vi: "Vận hành hệ thống và bảo đảm an toàn",
  en: "Running the system and keeping it safe",
};
const nobody: Words = { vi: "không ai", en: "nobody" };
const respondents: Words = { vi: "người trả lời (không nêu tên)", en: "respondents (not named)" };
const invited: Words = { vi: "người được mời", en: "people invited" };
const staff: Words = { vi: "cán bộ có tài khoản", en: "staff with an account" };
const asking: Words = {
  vi: "người gửi yêu cầu (chỉ có số văn bản)",
  en: "people with a request (letter's number only)",
};

const purposes = {
  answers: {
    purpose: { vi: "Hỏi ý kiến và tính kết quả chung", en: "Asking for views and working out common results" },
    basis: consent,
    subjects: respondents,
    recipients: {
      vi: "Không ai xem từng phiếu; cán bộ và công chúng chỉ thấy số liệu đã qua cổng bảo vệ",
      en: "No one sees single sets; staff and the public see only figures that passed the gate",
    },
    legal: "Law 91/2025 Art 9, 12.1; Decree 356 Art 4, 6; GDPR 6(1)(a), 9(2)(a), 89",
  },
  counts: {
    purpose: { vi: "Theo dõi việc thu thập bằng số tổng", en: "Following fieldwork by sums" },
    basis: consent,
    subjects: respondents,
    recipients: { vi: "cán bộ của cuộc điều tra", en: "staff of the study" },
    legal: "Law 91/2025 Art 2.1; GDPR Recital 26",
  },
  form: {
    purpose: { vi: "Phiếu hỏi, phiên bản và bản dịch", en: "Questionnaires, versions and translations" },
    basis: operation,
    subjects: nobody,
    recipients: {
      vi: "cán bộ; phiên bản đang hỏi thì ai cũng xem được",
      en: "staff; the version being asked is public",
    },
    legal: "",
  },
  results: {
    purpose: { vi: "Quyền số, bảng và bản công bố", en: "Weights, tables and releases" },
    basis: consent,
    subjects: respondents,
    recipients: {
      vi: "cán bộ phương pháp; bản công bố thì ai cũng xem được",
      en: "methodologists; releases are public",
    },
    legal: "Law 91/2025 Art 2.1, 12.1; Statistics Law 89/2015; GDPR 89",
  },
  study: {
    purpose: { vi: "Mô tả cuộc điều tra", en: "Description of the study" },
    basis: operation,
    subjects: nobody,
    recipients: { vi: "cán bộ; công chúng khi đã công bố", en: "staff; the public once released" },
    legal: "",
  },
  contacts: {
    purpose: { vi: "Mời đúng người, mỗi người một lần", en: "Inviting the right people, each once" },
    basis: contactConsent,
    subjects: invited,
    recipients: {
      vi: "cán bộ liên hệ; nhà cung cấp thư và tin nhắn của đơn vị",
      en: "contacts officers; the unit's mail and SMS providers",
    },
    legal: "Law 91/2025 Art 9, 12; Decree 356 Art 6–7; GDPR 6(1)(a)",
  },
  tokens: {
    purpose: {
      vi: "Mỗi người mời chỉ trả lời một lần mà không nối được với danh sách",
      en: "One answer per invitation, linkable to none",
    },
    basis: consent,
    subjects: respondents,
    recipients: nobody,
    legal: "Law 91/2025 Art 12.1; GDPR 11, 25",
  },
  transparency: {
    purpose: { vi: "Sổ công khai để người ngoài kiểm tra", en: "Public log for outsiders to check" },
    basis: operation,
    subjects: nobody,
    recipients: { vi: "mọi người", en: "everybody" },
    legal: "GDPR 5(2)",
  },
  staff: {
    purpose: { vi: "Tài khoản, quyền và phiên làm việc của cán bộ", en: "Accounts, rights and sessions of staff" },
    basis: operation,
    subjects: staff,
    recipients: { vi: "người quản trị", en: "administrators" },
    legal: "Law 91/2025 Art 25; GDPR 6(1)(e), 32",
  },
  audit: {
    purpose: { vi: "Nhật ký việc làm của cán bộ", en: "Log of what staff did" },
    basis: duty,
    subjects: staff,
    recipients: { vi: "người kiểm tra, cán bộ bảo vệ dữ liệu", en: "auditors, the data-protection officer" },
    legal: "Decree 356 Art 6; GDPR 5(2), 32",
  },
  rights: {
    purpose: {
      vi: "Trả lời yêu cầu về dữ liệu, ghi sự cố, chứng nhận xóa",
      en: "Answering requests, recording incidents, certifying deletion",
    },
    basis: duty,
    subjects: asking,
    recipients: {
      vi: "cán bộ bảo vệ dữ liệu; cơ quan nhà nước khi luật buộc",
      en: "the data-protection officer; authorities where the law says so",
    },
    legal: "Law 91/2025 Art 14, 21–23; Decree 356 Art 5, 19–20, 28; GDPR 12, 30, 33, 35",
  },
  units: {
    purpose: { vi: "Cây đơn vị và địa bàn", en: "The tree of organisations and places" },
    basis: operation,
    subjects: nobody,
    recipients: { vi: "cán bộ", en: "staff" },
    legal: "",
  },
  frames: {
    purpose: {
      vi: "Rút mẫu xác suất từ danh sách không có tên và cách liên hệ",
      en: "Drawing probability samples from lists without names or contacts",
    },
    basis: duty,
    subjects: { vi: "hộ và người trong dàn mẫu (không nêu tên)", en: "households and people of a frame (not named)" },
    recipients: { vi: "cán bộ phương pháp, chủ trì cuộc điều tra", en: "methodologists, study leads" },
    legal: "Statistics Law 89/2015; Law 91/2025 Art 2.1; GDPR 5(1)(c), 89",
  },
  fieldwork: {
    purpose: {
      vi: "Đi hỏi tận nơi: ai đến đâu, lần đến nào và kết thúc ra sao, không có câu trả lời nào",
      en: "Visits: who goes where, that and how each ended, and no answer",
    },
    basis: duty,
    subjects: {
      vi: "điều tra viên; hộ trong mẫu (chỉ nơi ở, không nêu tên)",
      en: "interviewers; households of the sample (the place, no name)",
    },
    recipients: { vi: "giám sát viên, chính điều tra viên đó", en: "field supervisors, the interviewer" },
    legal: "Statistics Law 89/2015; Law 91/2025 Art 2.1; GDPR 5(1)(c), 89",
  },
  collaborators: {
    purpose: {
      vi: "Cộng tác viên của đơn vị: bổ nhiệm, tập huấn, khoản chi theo việc đã nghiệm thu, khen thưởng",
      en: "The house's collaborators: appointment, training, pay for accepted work, commendations",
    },
    basis: duty,
    subjects: { vi: "cộng tác viên", en: "collaborators" },
    recipients: {
      vi: "giám sát viên, người kiểm tra; kế toán nhận bảng chi đã ký",
      en: "field supervisors, auditors; the accountant gets signed pay sheets",
    },
    legal: "Labour Code 45/2019; Accounting Law 88/2015 Art 41; Law 91/2025 Art 25; GDPR 6(1)(b), 6(1)(c)",
  },
  system: {
    purpose: { vi: "Cài đặt của hệ thống", en: "Settings of the system" },
    basis: operation,
    subjects: nobody,
    recipients: { vi: "người quản trị", en: "administrators" },
    legal: "",
  },
} as const satisfies Record<string, Purpose>;

type PurposeName = keyof typeof purposes;
export type Entry = {
  readonly table: string;
  readonly purpose: PurposeName;
  readonly retention: RuleName;
  readonly columns: Readonly<Record<string, ColumnKind>>;
};

/** All columns of one kind, for tables without anything about a person. */
const all = (kind: ColumnKind, ...names: string[]): Record<string, ColumnKind> =>
  Object.fromEntries(names.map((name) => [name, kind]));
const technical = (...names: string[]) => all("technical", ...names);

const entries: readonly Entry[] = [
  {
    table: "accounts.one_time_link",
    purpose: "staff",
    retention: "sessions",
    columns: { hash: "secret", staff_id: "basic", expires_at: "technical" },
  },
  {
    table: "accounts.passkey",
    purpose: "staff",
    retention: "staff",
    columns: {
      ...technical("counter", "transports", "created_on", "public_key"),
      ...all("basic", "staff_id", "name"),
      id: "secret",
    },
  },
  {
    table: "accounts.recovery_code",
    purpose: "staff",
    retention: "staff",
    columns: { hash: "secret", staff_id: "basic" },
  },
  {
    table: "accounts.role_grant",
    purpose: "staff",
    retention: "staff",
    columns: { ...technical("id", "unit_id", "study_id"), ...all("basic", "staff_id", "role") },
  },
  {
    table: "accounts.session",
    purpose: "staff",
    retention: "sessions",
    columns: {
      ...technical("id", "stage", "expires_at", "tries"),
      ...all("basic", "staff_id", "created_on", "used_at", "agent"),
      ...all("secret", "hash", "challenge"),
    },
  },
  {
    table: "accounts.staff",
    purpose: "staff",
    retention: "staff",
    columns: {
      ...technical("id", "active", "factor_by"),
      ...all("basic", "name", "username"),
      password: "secret",
    },
  },
  {
    table: "accounts.totp",
    purpose: "staff",
    retention: "staff",
    columns: { staff_id: "basic", secret: "secret", last_step: "technical" },
  },
  {
    table: "collaborators.attendance",
    purpose: "collaborators",
    retention: "collaborators",
    columns: all("basic", "training_id", "collaborator_id", "mark", "certificate_number", "certified_on"),
  },
  {
    table: "collaborators.collaborator",
    purpose: "collaborators",
    retention: "collaborators",
    columns: all(
      ...(["basic", "id", "name", "contact", "level", "unit_id", "staff_id", "languages"] as const),
      ...["appointed_on", "ended_on"],
    ),
  },
  {
    table: "collaborators.commendation",
    purpose: "collaborators",
    retention: "collaborators",
    columns: {
      id: "technical",
      ...all("basic", "collaborator_id", "given_on", "given_by", "sentence", "published"),
    },
  },
  {
    table: "collaborators.paid_training",
    purpose: "collaborators",
    retention: "collaborators",
    columns: all("basic", "training_id", "collaborator_id", "sheet_id"),
  },
  {
    table: "collaborators.paid_visit",
    purpose: "collaborators",
    retention: "study",
    columns: technical("assignment_id", "sheet_id"),
  },
  {
    table: "collaborators.pay_correction",
    purpose: "collaborators",
    retention: "collaborators",
    columns: { ...technical("id", "sheet_id", "corrects_id"), ...all("basic", "collaborator_id", "vnd", "cause") },
  },
  {
    table: "collaborators.pay_line",
    purpose: "collaborators",
    retention: "collaborators",
    columns: { ...technical("sheet_id", "tariff_id"), ...all("basic", "collaborator_id", "pieces", "vnd") },
  },
  {
    table: "collaborators.pay_sheet",
    purpose: "collaborators",
    retention: "collaborators",
    columns: { ...technical("id", "number", "up_to", "made_on", "signed_on"), signed_by: "basic" },
  },
  {
    table: "collaborators.tariff",
    purpose: "collaborators",
    retention: "system",
    columns: technical("id", "kind", "valid_from", "valid_to", "vnd"),
  },
  {
    table: "collaborators.training",
    purpose: "collaborators",
    retention: "collaborators",
    columns: technical("id", "title", "held_on", "place", "hours", "questions", "pass_mark"),
  },
  {
    table: "deposits.batch",
    purpose: "tokens",
    retention: "batches",
    columns: { ...technical("study_id", "number", "hash", "taken"), size: "aggregate" },
  },
  {
    table: "deposits.batched",
    purpose: "tokens",
    retention: "batches",
    columns: {
      ...technical("study_id", "batch", "place"),
      ...all("secret", "withdrawal_hash"),
      ...all("sensitive", "sealed"),
    },
  },
  {
    table: "deposits.refused",
    purpose: "counts",
    retention: "spent-tokens",
    columns: { ...technical("study_id", "reason"), count: "aggregate" },
  },
  {
    table: "deposits.spent",
    purpose: "tokens",
    retention: "spent-tokens",
    columns: { study_id: "technical", ...all("secret", "nullifier", "request") },
  },
  {
    table: "deposits.staged",
    purpose: "tokens",
    retention: "staging",
    columns: { study_id: "technical", ...all("secret", "receipt", "withdrawal_hash"), sealed: "sensitive" },
  },
  {
    table: "deposits.wave",
    purpose: "study",
    retention: "study",
    columns: technical("study_id", "manifest", "hash", "closed", "mixed_on"),
  },
  {
    table: "dictionary.step",
    purpose: "results",
    retention: "study",
    columns: technical("id", "study_id", "position", "derivation", "removed"),
  },
  {
    table: "disclosure.policy",
    purpose: "system",
    retention: "system",
    columns: { ...technical("version", "policy", "since"), stated_by: "basic" },
  },
  {
    table: "disclosure.privacy_budget",
    purpose: "results",
    retention: "study",
    columns: technical("study_id", "total", "spent"),
  },
  {
    table: "disclosure.privacy_spent",
    purpose: "results",
    retention: "study",
    columns: {
      ...technical("id", "study_id", "position", "query", "definition", "epsilon", "remaining", "spent_on"),
      spent_by: "basic",
      answer: "aggregate",
    },
  },
  {
    table: "disclosure.released",
    purpose: "results",
    retention: "study",
    columns: technical(
      ...["id", "position", "study_id", "snapshot_hash", "policy_version", "fingerprint", "definition", "shown"],
      ...["first_left", "hash"],
    ),
  },
  {
    table: "fieldwork.asked",
    purpose: "fieldwork",
    retention: "study",
    columns: { assignment_id: "technical", ...all("aggregate", "team", "interviewer") },
  },
  {
    table: "fieldwork.assignment",
    purpose: "fieldwork",
    retention: "study",
    columns: {
      ...technical(
        "id",
        "study_id",
        "number",
        "unit_id",
        "stratum",
        "psu",
        "base_weight",
        "replicate",
        "state",
        "round",
        "phone_id",
      ),
      ...all("basic", "code", "place", "latitude", "longitude", "holder_id", "remark"),
    },
  },
  {
    table: "fieldwork.attempt",
    purpose: "fieldwork",
    retention: "study",
    columns: {
      ...technical("id", "assignment_id", "round", "medium", "hash"),
      ...all("basic", "staff_id", "day", "part", "result"),
    },
  },
  {
    table: "fieldwork.change",
    purpose: "fieldwork",
    retention: "study",
    columns: { ...technical("id", "assignment_id"), staff_id: "basic" },
  },
  {
    table: "fieldwork.hand_back",
    purpose: "fieldwork",
    retention: "study",
    columns: { ...technical("id", "assignment_id", "round", "hash"), ...all("basic", "staff_id", "remark") },
  },
  {
    table: "fieldwork.member",
    purpose: "fieldwork",
    retention: "study",
    columns: { study_id: "technical", ...all("basic", "staff_id", "duty", "supervisor_id", "code") },
  },
  {
    table: "fieldwork.outcome",
    purpose: "fieldwork",
    retention: "study",
    columns: {
      ...technical("id", "assignment_id", "round", "hash"),
      ...all("basic", "staff_id", "disposition", "day", "minutes_band", "dwelling"),
    },
  },
  {
    table: "fieldwork.quarantine",
    purpose: "fieldwork",
    retention: "study",
    columns: {
      ...technical("id", "study_id", "kind", "hash", "reason"),
      ...all("basic", "staff_id", "content", "day", "settled"),
    },
  },
  {
    table: "fieldwork.phone",
    purpose: "fieldwork",
    retention: "staff",
    columns: {
      ...technical("id", "session", "code", "code_until", "unsent", "storage_left"),
      ...all("basic", "staff_id", "name", "made_on", "enrolled_on", "revoked_on", "synced_on"),
    },
  },
  {
    table: "invitations.mail_round",
    purpose: "contacts",
    retention: "roster",
    columns: { ...technical("study_id", "round"), ...all("aggregate", "people", "sent", "failed") },
  },
  {
    table: "invitations.message",
    purpose: "contacts",
    retention: "roster",
    columns: { ...technical("study_id", "round", "tries", "next_try"), person_id: "basic" },
  },
  {
    table: "invitations.opt_out",
    purpose: "contacts",
    retention: "opt-outs",
    columns: { contact: "secret" },
  },
  {
    table: "invitations.person",
    purpose: "contacts",
    retention: "roster",
    columns: {
      ...technical("id", "study_id", "code_version"),
      ...all("basic", "name", "phone", "email", "address", "language", "stratum", "psu", "base_weight"),
      ...all("basic", "taken", "taken_shown", "opted_out", "unreachable"),
      ...all("secret", "link_hash", "typed_hash", "request"),
      cell: "aggregate",
    },
  },
  {
    table: "invitations.token_pool",
    purpose: "contacts",
    retention: "study",
    columns: {
      ...technical("study_id", "number", "made_on", "revoked"),
      secret_hash: "secret",
      ...all("aggregate", "size", "given"),
    },
  },
  {
    table: "invitations.token_pool_signature",
    purpose: "contacts",
    retention: "study",
    columns: { ...technical("study_id", "number"), request: "secret" },
  },
  {
    table: "invitations.wave",
    purpose: "study",
    retention: "study",
    columns: {
      ...technical(
        "study_id",
        "slug",
        "offer",
        "signature",
        "last_day",
        "office_seen",
        "joined",
        "fewest",
        "sender",
        "manifest",
      ),
      ...technical("manifest_hash", "leaf", "erase_on", "round", "round_on", "closed", "erased", "mixed_on"),
      ...all("secret", "salt", "private_key"),
      issued: "aggregate",
    },
  },
  {
    table: "platform.audit",
    purpose: "audit",
    retention: "audit",
    columns: { ...technical("id", "at", "action", "subject", "details", "position", "hash"), person: "basic" },
  },
  {
    table: "platform.audit_checkpoint",
    purpose: "audit",
    retention: "audit",
    columns: technical("position", "at", "note", "leaf"),
  },
  {
    table: "platform.migration",
    purpose: "system",
    retention: "system",
    columns: technical("name", "hash", "run_at"),
  },
  { table: "platform.setting", purpose: "system", retention: "system", columns: technical("name", "value") },
  {
    table: "questionnaires.budget",
    purpose: "form",
    retention: "study",
    columns: technical("study_id", "keys", "population", "invited", "margins"),
  },
  {
    table: "questionnaires.budget_exception",
    purpose: "form",
    retention: "study",
    columns: { ...technical("id", "study_id", "form_hash", "reason", "exposed", "given_on"), given_by: "basic" },
  },
  {
    table: "questionnaires.draft",
    purpose: "form",
    retention: "study",
    columns: technical("study_id", "form", "hash", "file_name", "source"),
  },
  {
    table: "questionnaires.test_answer",
    purpose: "form",
    retention: "test-answers",
    columns: technical("id", "study_id", "version", "content_hash", "answers"),
  },
  {
    table: "questionnaires.test_link",
    purpose: "form",
    retention: "study",
    columns: { study_id: "technical", key: "secret" },
  },
  {
    table: "questionnaires.version",
    purpose: "form",
    retention: "study",
    columns: technical("study_id", "version", "form", "hash", "file_name", "source", "published_on"),
  },
  {
    table: "releases.preparer",
    purpose: "results",
    retention: "releases",
    columns: { release_id: "technical", staff_id: "basic" },
  },
  {
    table: "releases.release",
    purpose: "results",
    retention: "releases",
    columns: {
      ...technical("id", "study_id", "slug", "state", "draft", "published", "published_on", "hash"),
      ...all("basic", "prepared_by", "published_by"),
    },
  },
  {
    table: "responses.answer",
    purpose: "answers",
    retention: "answers",
    columns: {
      ...technical("id", "study_id", "version", "language"),
      ...all("sensitive", "answers", "consent", "content_hash", "day"),
      // The design cell: shared by 20 invited people or more.
      cell: "aggregate",
      // Codes of a team or interviewer: shared by 20 visits of the cell or more.
      asked: "aggregate",
      withdrawal_hash: "secret",
    },
  },
  {
    table: "responses.live",
    purpose: "counts",
    retention: "answers",
    columns: { ...technical("study_id", "variable"), shown: "aggregate" },
  },
  {
    table: "responses.reached",
    purpose: "counts",
    retention: "answers",
    columns: { ...technical("study_id", "day", "page"), count: "aggregate" },
  },
  {
    table: "responses.sealed",
    purpose: "answers",
    retention: "answers",
    columns: { study_id: "technical", sealed: "sensitive", withdrawal_hash: "secret" },
  },
  {
    table: "responses.snapshot",
    purpose: "answers",
    retention: "answers",
    columns: { ...technical("study_id", "hash", "rows"), body: "sensitive" },
  },
  {
    table: "responses.tally",
    purpose: "counts",
    retention: "answers",
    columns: { study_id: "technical", ...all("aggregate", "accepted", "shown", "batches") },
  },
  {
    table: "responses.tabulation_key",
    purpose: "answers",
    retention: "answers",
    columns: { study_id: "technical", private_key: "secret" },
  },
  {
    table: "responses.open_link",
    purpose: "study",
    retention: "study",
    columns: technical("study_id", "effort"),
  },
  {
    table: "responses.withdrawn_early",
    purpose: "answers",
    retention: "withdrawal-keys",
    columns: { withdrawal_hash: "secret" },
  },
  {
    table: "rights.assessment",
    purpose: "rights",
    retention: "study",
    columns: { study_id: "technical", fields: "basic" },
  },
  {
    table: "rights.certificate",
    purpose: "rights",
    retention: "certificates",
    columns: technical("id", "rule", "study_id", "rows", "made_on", "statement", "hash"),
  },
  {
    table: "rights.incident",
    purpose: "rights",
    retention: "incidents",
    columns: technical(
      ...["id", "number", "detected_at", "what", "people", "measures", "notified_at", "late_reason", "closed_on"],
    ),
  },
  {
    table: "rights.request",
    purpose: "rights",
    retention: "requests",
    columns: {
      ...technical("id", "number", "study_id", "via_processor", "replied_on", "extension_days", "extension_reason"),
      ...technical("closed_on", "outcome", "received_on"),
      ...all("basic", "kind", "about", "reference", "note"),
    },
  },
  {
    table: "sampling.draw",
    purpose: "frames",
    retention: "study",
    columns: {
      ...technical("id", "study_id", "number", "frame_id", "frame_hash", "design", "seed", "seed_made", "algorithm"),
      ...technical("reason", "drawn_at", "sampled", "reserve", "summary", "groups", "hash"),
      ...all("basic", "drawn_by", "record"),
    },
  },
  {
    table: "sampling.release",
    purpose: "frames",
    retention: "study",
    columns: {
      ...technical("draw_id", "number", "replicate", "stratum", "units", "reason", "released_at"),
      ...all("aggregate", "completed", "pending"),
      released_by: "basic",
    },
  },
  {
    table: "sampling.unit",
    purpose: "frames",
    retention: "study",
    columns: {
      ...technical("draw_id", "number", "stages", "stratum", "psu", "unit_id", "stage_probabilities", "group_number"),
      ...technical("release_order", "replicate", "rotation_group"),
      ...all("basic", "frame_row", "code"),
    },
  },
  {
    table: "sampling.use",
    purpose: "frames",
    retention: "study",
    columns: { ...technical("study_id", "number", "draw_id", "reason", "taken_at"), taken_by: "basic" },
  },
  {
    table: "studies.study",
    purpose: "study",
    retention: "study",
    columns: technical(
      ...["id", "slug", "title", "description", "kind", "state", "synthetic", "example", "provenance", "retain_until"],
      ...["entry", "opening"],
    ),
  },
  {
    table: "transparency.checkpoint",
    purpose: "transparency",
    retention: "transparency",
    columns: technical("size", "root", "note"),
  },
  {
    table: "transparency.cosignature",
    purpose: "transparency",
    retention: "transparency",
    columns: technical("size", "witness", "line"),
  },
  {
    table: "transparency.leaf",
    purpose: "transparency",
    retention: "transparency",
    columns: technical("index", "kind", "body", "hash"),
  },
  {
    table: "transparency.subtree",
    purpose: "transparency",
    retention: "transparency",
    columns: technical("level", "position", "hash"),
  },
  {
    table: "units.act",
    purpose: "audit",
    retention: "audit",
    columns: {
      ...technical("id", "number", "what", "subject", "rows", "images"),
      ...all("basic", "person", "at", "undone_by", "undone_at"),
    },
  },
  {
    table: "units.frame",
    purpose: "frames",
    retention: "frames",
    columns: {
      ...technical("id", "title", "kind", "file_name", "hash", "rows", "size", "uploaded_on"),
      ...all("basic", "columns", "body", "uploaded_by"),
    },
  },
  {
    table: "units.frame_place",
    purpose: "frames",
    retention: "frames",
    columns: technical("frame_id", "place", "within", "rows", "how", "unit_id", "reason", "suggestions"),
  },
  {
    table: "units.member",
    purpose: "staff",
    retention: "staff",
    columns: all("basic", "staff_id", "unit_id"),
  },
  {
    table: "units.placement",
    purpose: "units",
    retention: "system",
    columns: technical("id", "unit_id", "parent_id", "valid_from", "valid_to"),
  },
  {
    table: "units.population",
    purpose: "frames",
    retention: "frames",
    columns: {
      ...technical("id", "title", "source", "file_name", "hash", "variables", "uploaded_on"),
      ...all("aggregate", "gaps", "total"),
      uploaded_by: "basic",
    },
  },
  {
    table: "units.population_count",
    purpose: "frames",
    retention: "frames",
    columns: { ...technical("population_id", "unit_id", "variable", "level"), ...all("aggregate", "stated", "raked") },
  },
  {
    table: "units.succession",
    purpose: "units",
    retention: "system",
    columns: technical("id", "old_id", "new_id", "changed_on", "share"),
  },
  {
    table: "units.unit",
    purpose: "units",
    retention: "system",
    columns: technical("id", "code", "name", "name_en", "kind", "valid_from", "valid_to", "focal"),
  },
  {
    table: "waves.batch",
    purpose: "tokens",
    retention: "study",
    columns: { ...technical("study_id", "number", "hash", "told"), size: "aggregate" },
  },
  {
    table: "waves.refused",
    purpose: "counts",
    retention: "study",
    columns: { ...technical("study_id", "reason"), count: "aggregate" },
  },
  {
    table: "waves.taken",
    purpose: "counts",
    retention: "study",
    columns: { ...technical("study_id", "cell"), count: "aggregate" },
  },
  {
    table: "waves.place",
    purpose: "study",
    retention: "study",
    columns: technical("study_id", "stratum", "psu", "base_weight", "cell"),
  },
  {
    table: "waves.wave",
    purpose: "study",
    retention: "study",
    columns: {
      ...technical("study_id", "offer", "signature", "last_day", "manifest", "manifest_hash", "collector_key"),
      ...technical("complete", "opened_on"),
      ...all("aggregate", "issued", "alarm", "pools"),
    },
  },
  {
    table: "weighting.weight_set",
    purpose: "results",
    retention: "answers",
    columns: {
      ...technical("id", "study_id", "name", "created_on", "active", "plan", "hash", "snapshot_hash"),
      result: "aggregate",
      weights: "sensitive",
    },
  },
];

/** Entries by table, for all hosts: where two hosts have a table of the same name it serves the same purpose. */
export const register: ReadonlyMap<string, Entry> = new Map(entries.map((entry) => [entry.table, entry]));

/** The register as people read it: the tables that a host's database has. */
export function registeredTables(tables: readonly string[]): RegisteredTable[] {
  return [...register.values()]
    .filter(({ table }) => tables.includes(table))
    .map(({ table, purpose, retention, columns }) => ({
      table,
      ...purposes[purpose],
      retention: retentionWords[retention].keep,
      columns: Object.entries(columns).map(([name, kind]) => ({ name, kind })),
    }));
}

/** Columns of a host's database that no entry names, and so nobody has given a purpose and an end. */
export const unregistered = (columns: readonly { table: string; column: string }[]): string[] =>
  columns
    .filter(({ table, column }) => !(column in (register.get(table)?.columns ?? {})))
    .map(({ table, column }) => `${table}.${column} is in no entry of the register`);

/** Columns of the register that no host has. @param columns those of all hosts. */
export const outlived = (columns: readonly { table: string; column: string }[]): string[] => {
  const there = new Set(columns.map(({ table, column }) => `${table}.${column}`));
  return [...register.values()]
    .flatMap(({ table, columns: entered }) => Object.keys(entered).map((column) => `${table}.${column}`))
    .filter((name) => !there.has(name))
    .map((name) => `${name} is in the register and in no database`);
};
