import type { AnswerProblemKind, Labels, Question } from "./model.ts";

const vietnamese: { readonly [kind: string]: string } = {
  required: "Xin quý vị trả lời câu này.",
  constraint: "Câu trả lời chưa hợp lệ. Xin quý vị xem lại.",
  choice: "Lựa chọn này không còn phù hợp. Xin quý vị chọn lại.",
  size: "Câu trả lời quá dài. Xin quý vị viết ngắn lại.",
  integer: "Xin quý vị nhập một số nguyên.",
  decimal: "Xin quý vị nhập một số.",
  range: "Xin quý vị chọn một mức trên thang.",
  date: "Xin quý vị nhập ngày có thật.",
  time: "Xin quý vị nhập giờ, ví dụ 10:30.",
  rank: "Xin quý vị xếp thứ tự tất cả các mục.",
  type: "Xin quý vị xem lại câu trả lời.",
};
const english: { readonly [kind: string]: string } = {
  required: "Please answer this question.",
  constraint: "This answer is not valid. Please check it.",
  choice: "This choice no longer fits. Please choose again.",
  size: "This answer is too long. Please shorten it.",
  integer: "Please enter a whole number.",
  decimal: "Please enter a number.",
  range: "Please choose a point on the scale.",
  date: "Please enter a real date.",
  time: "Please enter a time, for example 10:30.",
  rank: "Please put all items in order.",
  type: "Please check this answer.",
};

/** The words of one language, else of the default language, else of any. */
export function labelIn(labels: Labels | undefined, language: string, defaultLanguage: string): string | undefined {
  return labels && (labels[language] ?? labels[defaultLanguage] ?? Object.values(labels)[0]);
}

/** The author's words for a fault, else our own: Vietnamese, or English in any other language. */
export function faultMessage(
  question: Question,
  kind: AnswerProblemKind,
  language: string,
  defaultLanguage: string,
): string {
  const authored = kind === "required" ? question.requiredMessage : question.constraintMessage;
  const written =
    kind === "required" || kind === "constraint" ? labelIn(authored, language, defaultLanguage) : undefined;
  const words = language === "vi" ? vietnamese : english;
  return written ?? (kind === "type" ? words[question.type] : undefined) ?? words[kind] ?? words.type!;
}
