import { defineWords } from "../platform/words.ts";

/** What each role does, one sentence each. */
export const roleWords = defineWords("roles", {
  vi: {
    administrator: "Mở tài khoản, giao vai trò, xem nhật ký. Không xem câu trả lời, không xem danh sách liên hệ.",
    "contacts-officer": "Giữ danh sách người được mời và gửi lời mời. Không bao giờ xem câu trả lời.",
    "study-lead": "Thiết kế phiếu hỏi, mở và đóng cuộc điều tra, tính toán, soạn bản công bố.",
    methodologist: "Quyền số, biến số, bảng và sai số; soạn bản công bố.",
    "field-supervisor": "Phân công điều tra viên, theo dõi việc mời. Không xem câu trả lời.",
    interviewer: "Phỏng vấn. Chỉ thấy cuộc phỏng vấn đang làm, cho đến khi niêm phong.",
    coder: "Xếp câu trả lời mở (đã che tên, số điện thoại, địa chỉ) vào nhóm.",
    "key-holder": "Giữ một phần khoá mở câu trả lời đã niêm phong; cần hai trong ba người.",
    "data-protection-officer": "Hồ sơ xử lý dữ liệu, đánh giá tác động, yêu cầu của người trả lời, nhật ký.",
    "feedback-handler": "Xử lý ý kiến người dân gửi đến. Phần này sẽ có sau.",
    "action-owner": "Làm việc đã giao sau kết quả. Phần này sẽ có sau.",
    "programme-manager": "Theo dõi kế hoạch và tiến độ. Phần này sẽ có sau.",
    "report-signer": "Đọc bản công bố người khác soạn, trả lại hoặc duyệt công bố.",
    auditor: "Xem nhật ký và tình trạng hệ thống; không xem câu trả lời.",
    reader: "Chỉ xem số liệu đã qua bước bảo vệ.",
  },
  en: {
    administrator: "Opens accounts, gives roles, reads the audit log. Sees neither answers nor contacts.",
    "contacts-officer": "Keeps the list of people invited and sends invitations. Never sees an answer.",
    "study-lead": "Designs the questionnaire, opens and closes the study, computes, drafts releases.",
    methodologist: "Weights, variables, tables and errors; drafts releases.",
    "field-supervisor": "Assigns interviewers and follows invitations. Sees no answer.",
    interviewer: "Interviews. Sees only the interview in hand, until it is sealed.",
    coder: "Sorts open answers (names, phones and addresses hidden) into groups.",
    "key-holder": "Holds one part of the key to sealed answers; two of three people are needed.",
    "data-protection-officer": "Record of processing, impact assessment, requests of respondents, audit log.",
    "feedback-handler": "Handles what people send in. This part comes later.",
    "action-owner": "Carries out what follows from results. This part comes later.",
    "programme-manager": "Follows plans and progress. This part comes later.",
    "report-signer": "Reads releases that others drafted, returns or publishes them.",
    auditor: "Reads the audit log and the state of the system; no answers.",
    reader: "Sees protected figures only.",
  },
});
