import type { RetentionRule } from "@lang-nghe/contract";

const rule = (
  whatVi: string,
  whatEn: string,
  keepVi: string,
  keepEn: string,
  legal = "",
): Omit<RetentionRule, "name"> => ({ what: { vi: whatVi, en: whatEn }, keep: { vi: keepVi, en: keepEn }, legal });

/** Days after the close of a wave until its roster and codes go. */
export const rosterDays = 30;
/** Days after the close until answers given while trying the form go. */
export const testAnswerDays = 30;
/** Days after closing until a request, and an incident, go. */
export const requestDays = 2 * 365;
export const incidentDays = 5 * 365;

/** Days after the end of an appointment until a collaborator's contact is emptied; years until the record goes, as pay papers do. */
export const collaboratorContactDays = 90;
export const collaboratorYears = 10;

/** The schedule in words (TRUST 3.3, R-3.5). What acts is in retention.ts. */
export const retentionWords = {
  answers: rule(
    "Câu trả lời, bản cố định, quyền số từng người và mọi số đếm của cuộc điều tra",
    "Answers, the frozen snapshot, weights and all counts of a study",
    "đến ngày ghi ở cuộc điều tra; không ghi ngày thì giữ cho đến khi có người quyết định",
    "until the day stated for the study; without one, until somebody decides",
    "Law 91/2025 Art 14; GDPR 5(1)(e)",
  ),
  "withdrawal-keys": rule(
    "Dấu vết (SHA-256) của mã rút lại",
    "Hashes of withdrawal keys",
    "đến khi cuộc điều tra được cố định",
    "until the study is frozen",
    "Law 91/2025 Art 12.1; GDPR 11",
  ),
  roster: rule(
    "Danh sách mời, cách liên lạc và mã mời",
    "The roster: contacts and invitation codes",
    `ngày ghi trong bản kê của đợt, thường ${rosterDays} ngày sau khi đợt đóng`,
    `the day stated in the wave's manifest, usually ${rosterDays} days after its close`,
    "Law 91/2025 Art 14; GDPR 5(1)(e)",
  ),
  retries: rule(
    "Dấu vết của yêu cầu ký thẻ, để trả lời lại khi mạng đứt",
    "Traces of signed requests, so that a lost reply can be given again",
    "đến khi đợt đóng",
    "until the wave closes",
    "GDPR 25",
  ),
  "opt-outs": rule(
    "Người không muốn được mời nữa (chỉ dấu vết của số liên lạc)",
    "People who want no more invitations (hash of the contact only)",
    "cho đến khi người ấy đổi ý",
    "until the person changes their mind",
    "Law 91/2025 Art 9; GDPR 21",
  ),
  staging: rule(
    "Câu trả lời niêm phong đang chờ gộp",
    "Sealed answers waiting for a batch",
    "đến một lô đêm, chọn ngẫu nhiên, từ 20 phiếu trở lên; muộn nhất khi đợt đóng",
    "until a night's batch, drawn by chance, of 20 and more; at the latest when the wave closes",
    "GDPR 25",
  ),
  batches: rule(
    "Các lô câu trả lời niêm phong ở nơi thu nhận",
    "Batches of sealed answers at the collector",
    "đến khi cơ quan báo đã cất giữ",
    "until the office says that it has stored them",
    "GDPR 5(1)(e)",
  ),
  "spent-tokens": rule(
    "Dấu vết của thẻ đã dùng và số phiếu bị từ chối",
    "Hashes of spent tokens, and counts of refused deposits",
    "cùng với đợt; không nối được với ai",
    "as long as the wave's record; they can be tied to nobody",
    "GDPR 25",
  ),
  "test-answers": rule(
    "Câu trả lời thử của cán bộ",
    "Answers that staff gave while trying the form",
    `${testAnswerDays} ngày sau khi cuộc điều tra đóng`,
    `${testAnswerDays} days after the study closes`,
  ),
  sessions: rule(
    "Phiên đăng nhập và liên kết một lần",
    "Sessions and one-time links",
    "đến khi hết hạn",
    "until they expire",
    "GDPR 32",
  ),
  staff: rule(
    "Tài khoản cán bộ",
    "Accounts of staff",
    "khi còn làm việc; sau đó giữ tên để nhật ký còn đọc được",
    "while in service; the name stays so that the log can be read",
    "GDPR 32",
  ),
  collaborators: rule(
    "Hồ sơ cộng tác viên, tập huấn và bảng chi",
    "Records of collaborators, their training and pay sheets",
    `cách liên hệ: ${collaboratorContactDays} ngày sau khi thôi việc; hồ sơ và bảng chi: ${collaboratorYears} năm`,
    `the contact: ${collaboratorContactDays} days after the end of the appointment; records and pay sheets: ${collaboratorYears} years`,
    "Decree 174/2016 Art 13; Law 91/2025 Art 14; GDPR 5(1)(e)",
  ),
  requests: rule(
    "Hàng yêu cầu về dữ liệu",
    "The queue of requests",
    "2 năm sau khi xong",
    "2 years after they are closed",
    "Decree 356 Art 5; GDPR 12",
  ),
  incidents: rule(
    "Sổ sự cố",
    "The record of incidents",
    "5 năm sau khi xong",
    "5 years after they are closed",
    "Law 91/2025 Art 23; GDPR 33(5)",
  ),
  certificates: rule(
    "Giấy chứng nhận xóa",
    "Certificates of deletion",
    "không xóa",
    "never deleted",
    "Law 91/2025 Art 14; GDPR 5(2)",
  ),
  audit: rule("Nhật ký cán bộ", "The log of staff", "không xóa", "never deleted", "GDPR 5(2)"),
  releases: rule(
    "Bản công bố và điều đã công bố",
    "Releases and what has been released",
    "không xóa: đã công khai",
    "never deleted: it is public",
    "Statistics Law 89/2015",
  ),
  transparency: rule(
    "Sổ công khai",
    "The transparency log",
    "không xóa: người ngoài phải kiểm tra được",
    "never deleted: outsiders must be able to check",
  ),
  study: rule(
    "Mô tả cuộc điều tra và phiếu hỏi",
    "Description of the study and its questionnaires",
    "theo cuộc điều tra",
    "as long as the study",
  ),
  frames: rule(
    "Dàn mẫu và số dân theo địa bàn",
    "Frames to draw samples from, and counts of the population",
    "đến khi cán bộ phương pháp xóa, thường khi có dàn mẫu mới",
    "until a methodologist deletes them, usually when a newer frame comes",
    "Law 91/2025 Art 14; GDPR 5(1)(e), 89",
  ),
  system: rule("Cài đặt", "Settings", "khi hệ thống còn chạy", "as long as the system runs"),
} as const satisfies Record<string, Omit<RetentionRule, "name">>;

export type RuleName = keyof typeof retentionWords;
