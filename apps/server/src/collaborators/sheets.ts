// What leaves as a file for a spreadsheet. Texts stay texts there, whatever they begin with.
import type { Collaborator, PaySheet, Training } from "@lang-nghe/contract";
import type { Cell } from "../platform/files/index.ts";

type Rows = readonly (readonly Cell[])[];

const levels = { province: "Tỉnh", commune: "Xã", village: "Thôn, bản" } as const;
const works = { interview: "Phỏng vấn", visit: "Lượt đến không phỏng vấn", training: "Buổi tập huấn" } as const;
const causes = {
  "counted-twice": "Tính trùng",
  "left-out": "Tính sót",
  "wrong-person": "Nhầm người",
  "wrong-tariff": "Nhầm đơn giá",
  arithmetic: "Tính sai",
} as const;

export const rosterRows = (collaborators: readonly Collaborator[]): Rows => [
  [
    ...["Họ và tên", "Liên hệ", "Cấp", "Đơn vị", "Ngôn ngữ", "Bổ nhiệm", "Thôi việc"],
    ...["Đang giữ", "Đã nghiệm thu", "Buổi tập huấn", "Giấy chứng nhận", "Khen thưởng"],
  ],
  ...collaborators.map((one) => [
    ...[one.name, one.contact, levels[one.level], one.unit, one.languages.join(", "), one.appointedOn, one.endedOn],
    ...[one.inHand, one.accepted, one.trainings, one.certificates, one.commendations],
  ]),
];

export const attendanceRows = ({ title, heldOn, attendance, questions, passMark }: Training): Rows => [
  ["Buổi tập huấn", "Ngày", "Họ và tên", "Câu đúng", "Số câu", "Điểm đạt", "Giấy chứng nhận số"],
  ...attendance.map(({ name, mark, certificate }) => [
    ...[title, heldOn, name, mark, questions.length, passMark, certificate],
  ]),
];

export const payRows = (sheet: PaySheet): Rows => [
  ["Họ và tên", "Việc", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)"],
  ...sheet.lines.map(({ name, kind, pieces, vnd }) => [name, works[kind], pieces, vnd, pieces * vnd]),
  ...sheet.corrections.map(({ name, corrects, cause, vnd }) => [
    ...[name, `Điều chỉnh bảng số ${corrects}: ${causes[cause]}`, null, null, vnd],
  ]),
  [
    sheet.signedOn === null ? `Cộng (bản nháp, đến ${sheet.upTo})` : `Cộng (ký ngày ${sheet.signedOn})`,
    null,
    null,
    null,
    sheet.total,
  ],
];
