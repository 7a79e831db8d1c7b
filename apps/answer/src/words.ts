import { type ControlWords, englishControls, vietnameseControls } from "@lang-nghe/ui/controls";

/** What the pages of open links and of invitations both say. The questionnaire brings its own words, in its own languages. */
export interface Words {
  readonly controls: ControlWords;
  readonly language: string;
  readonly consent: string;
  readonly consentDefault: string;
  readonly sensitive: string;
  readonly purposes: string;
  readonly agree: string;
  readonly protection: string;
  readonly decline: string;
  readonly declined: string;
  readonly declinedText: string;
  readonly changeMind: string;
  readonly back: string;
  readonly next: string;
  readonly progress: string;
  readonly kept: string;
  readonly notKept: string;
  readonly sharedDevice: string;
  readonly clearDraft: string;
  readonly clearSure: string;
  readonly clearYes: string;
  readonly clearNo: string;
  readonly problems: string;
  readonly required: string;
  readonly constraint: string;
  readonly choiceGone: string;
  readonly addInstance: string;
  readonly removeInstance: string;
  readonly instance: string;
  readonly instanceRemoved: string;
  readonly undo: string;
  readonly sendTitle: string;
  readonly sending: string;
  readonly sent: string;
  readonly closed: string;
  readonly closedText: string;
  readonly notOpen: string;
  readonly notOpenText: string;
  readonly unreachable: string;
  readonly unreachableText: string;
}

const vi: Words = {
  controls: vietnameseControls,
  language: "Ngôn ngữ",
  consent: "Trước khi bắt đầu",
  consentDefault:
    "Quý vị tự nguyện trả lời và có thể dừng bất cứ lúc nào. Phiếu không ghi họ tên, số điện thoại hay địa chỉ của quý vị.",
  sensitive: "Phiếu có câu hỏi điều nhạy cảm. Những câu ấy đều được ghi rõ, và quý vị có thể không trả lời.",
  purposes: "Ngoài ra, quý vị có đồng ý với từng điều dưới đây không? Không chọn điều nào vẫn trả lời được.",
  agree: "Tôi đồng ý trả lời",
  protection: "Quý vị được bảo vệ thế nào",
  decline: "Tôi không tham gia",
  declined: "Cảm ơn quý vị",
  declinedText: "Quý vị không tham gia. Không có thông tin nào được gửi đi. Quý vị có thể đóng trang này.",
  changeMind: "Xem lại lời mời",
  back: "Quay lại",
  next: "Tiếp tục",
  progress: "Trang {page} trên {count}",
  kept: "Câu trả lời được giữ trên máy này cho đến khi gửi.",
  notKept: "Máy này không cho giữ câu trả lời dở dang: xin đừng đóng trang trước khi gửi.",
  sharedDevice: "Dùng chung máy, hoặc muốn làm lại từ đầu?",
  clearDraft: "Xóa câu trả lời trên máy này",
  clearSure: "Xóa mọi câu trả lời chưa gửi trên máy này? Việc này không hoàn lại được.",
  clearYes: "Xóa và làm lại từ đầu",
  clearNo: "Giữ lại",
  problems: "Còn {count} chỗ cần xem lại. Những gì đã trả lời vẫn còn nguyên.",
  required: "Xin trả lời câu này.",
  constraint: "Câu trả lời này chưa phù hợp; xin xem lại.",
  choiceGone: "Xin chọn lại: lựa chọn trước không còn phù hợp.",
  addInstance: "Thêm: {label}",
  removeInstance: "Bỏ: {label} {number}",
  instance: "{label} {number}",
  instanceRemoved: "Đã bỏ {label}.",
  undo: "Hoàn lại",
  sendTitle: "Gửi câu trả lời",
  sending: "Đang gửi…",
  sent: "Cảm ơn quý vị",
  closed: "Cuộc điều tra đã kết thúc",
  closedText: "Cảm ơn quý vị đã quan tâm. Cuộc điều tra này không nhận câu trả lời nữa.",
  notOpen: "Cuộc điều tra chưa bắt đầu",
  notOpenText: "Xin mở lại liên kết này sau.",
  unreachable: "Chưa tải được phiếu hỏi",
  unreachableText: "Mạng yếu hoặc mất mạng. Trang sẽ tự thử lại.",
};

const en: Words = {
  controls: englishControls,
  language: "Language",
  consent: "Before you begin",
  consentDefault:
    "Taking part is voluntary and you can stop at any time. The form does not record your name, phone number or address.",
  sensitive: "The form asks for something sensitive. Those questions say so, and you need not answer them.",
  purposes: "Do you also agree to each of these? You can answer without choosing any.",
  agree: "I agree to answer",
  protection: "How you are protected",
  decline: "I do not take part",
  declined: "Thank you",
  declinedText: "You are not taking part. Nothing was sent. You can close this page.",
  changeMind: "See the invitation again",
  back: "Back",
  next: "Continue",
  progress: "Page {page} of {count}",
  kept: "Your answers stay on this device until you send them.",
  notKept: "This device does not keep unfinished answers: please do not close the page before sending.",
  sharedDevice: "Sharing this device, or starting over?",
  clearDraft: "Delete the answers on this device",
  clearSure: "Delete all unsent answers on this device? This cannot be undone.",
  clearYes: "Delete and start over",
  clearNo: "Keep them",
  problems: "To look at again: {count}. Everything you answered is still here.",
  required: "Please answer this question.",
  constraint: "This answer does not fit; please look again.",
  choiceGone: "Please choose again: the earlier choice no longer fits.",
  addInstance: "Add: {label}",
  removeInstance: "Remove: {label} {number}",
  instance: "{label} {number}",
  instanceRemoved: "Removed {label}.",
  undo: "Undo",
  sendTitle: "Send your answers",
  sending: "Sending…",
  sent: "Thank you",
  closed: "This survey has ended",
  closedText: "Thank you for your interest. This survey takes no more answers.",
  notOpen: "This survey has not begun",
  notOpenText: "Please open this link again later.",
  unreachable: "The questionnaire could not be loaded",
  unreachableText: "The network is weak or gone. The page keeps trying.",
};

const all: Record<string, Words> = { vi, en };

/** Adds a language that not every page of this app carries. */
export function alsoSpeak(code: string, words: Words): void {
  all[code] = words;
}

/** The language the page speaks for a language of the questionnaire: its own where there is one, else Vietnamese. */
export function wordsLanguage(language: string): string {
  const base = language.toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(all, base) ? base : "vi";
}

export function wordsFor(language: string): Words {
  return all[wordsLanguage(language)] ?? vi;
}
