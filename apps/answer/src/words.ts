/** The page's own words. The questionnaire brings its own, in its own languages. */
export interface Words {
  readonly chooseLanguage: string;
  readonly language: string;
  readonly test: string;
  readonly synthetic: string;
  readonly consent: string;
  readonly consentDefault: string;
  readonly agree: string;
  readonly protection: string;
  readonly decline: string;
  readonly declined: string;
  readonly declinedText: string;
  readonly changeMind: string;
  readonly resumed: string;
  readonly newVersion: string;
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
  readonly cleared: string;
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
  readonly sendText: string;
  readonly send: string;
  readonly sending: string;
  readonly waiting: string;
  readonly waitingOffline: string;
  readonly waitingServer: string;
  readonly waitingText: string;
  readonly tryNow: string;
  readonly sent: string;
  readonly sentText: string;
  readonly sentTest: string;
  readonly withdrawalKey: string;
  readonly withdrawalText: string;
  readonly withdraw: string;
  readonly sentBefore: string;
  readonly another: string;
  readonly outboxSending: string;
  readonly closed: string;
  readonly closedText: string;
  readonly notOpen: string;
  readonly notOpenText: string;
  readonly closedKept: string;
  readonly deleteKept: string;
  readonly refused: string;
  readonly refusedText: string;
  readonly versionChanged: string;
  readonly versionChangedText: string;
  readonly reload: string;
  readonly unreachable: string;
  readonly unreachableText: string;
}

const vi: Words = {
  chooseLanguage: "Chọn ngôn ngữ",
  language: "Ngôn ngữ",
  test: "Bản thử: câu trả lời ở đây được để riêng, không tính vào kết quả.",
  synthetic: "Ví dụ dùng dữ liệu mô phỏng, không phải cuộc điều tra thật.",
  consent: "Trước khi bắt đầu",
  consentDefault:
    "Quý vị tự nguyện trả lời và có thể dừng bất cứ lúc nào. Phiếu không ghi họ tên, số điện thoại hay địa chỉ của quý vị.",
  agree: "Tôi đồng ý trả lời",
  protection: "Quý vị được bảo vệ thế nào",
  decline: "Tôi không tham gia",
  declined: "Cảm ơn quý vị",
  declinedText: "Quý vị không tham gia. Không có thông tin nào được gửi đi. Quý vị có thể đóng trang này.",
  changeMind: "Xem lại lời mời",
  resumed: "Các câu trả lời dở dang vẫn còn trên máy này. Quý vị trả lời tiếp từ chỗ đã dừng.",
  newVersion: "Phiếu hỏi đã được cập nhật. Những câu trả lời còn phù hợp đã được giữ lại.",
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
  cleared: "Đã xóa. Trên máy này không còn câu trả lời nào.",
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
  sendText:
    "Quý vị đã trả lời xong. Sau khi gửi, câu trả lời không sửa được nữa. Quý vị sẽ nhận một mã để rút lại nếu đổi ý; ngoài mã ấy, không gì cho biết ai đã trả lời.",
  send: "Gửi câu trả lời",
  sending: "Đang gửi…",
  waiting: "Chưa gửi được, nhưng không mất gì",
  waitingOffline: "Máy đang không có mạng.",
  waitingServer: "Máy chủ chưa nhận được.",
  waitingText:
    "Câu trả lời được giữ trên máy này. Trang sẽ tự gửi khi có mạng; nếu đóng trang, xin mở lại liên kết này khi có mạng.",
  tryNow: "Gửi lại ngay",
  sent: "Cảm ơn quý vị",
  sentText: "Câu trả lời đã được nhận và đã xóa khỏi máy này. Quý vị có thể đóng trang.",
  sentTest: "Đây là câu trả lời thử, được để riêng.",
  withdrawalKey: "Mã rút câu trả lời",
  withdrawalText:
    "Nếu đổi ý, quý vị dùng mã này để xóa câu trả lời trước khi số liệu được chốt. Mã chỉ hiện một lần, chỉ quý vị có: xin chép lại nếu cần.",
  withdraw: "Trang rút câu trả lời",
  sentBefore: "Phiếu này đã được nhận từ trước; bản đầu tiên được giữ. Quý vị có thể đóng trang.",
  another: "Trả lời một phiếu mới",
  outboxSending: "Trên máy này còn {count} phiếu đã trả lời xong, đang chờ gửi.",
  closed: "Cuộc điều tra đã kết thúc",
  closedText: "Cảm ơn quý vị đã quan tâm. Cuộc điều tra này không nhận câu trả lời nữa.",
  notOpen: "Cuộc điều tra chưa bắt đầu",
  notOpenText: "Xin mở lại liên kết này sau.",
  closedKept: "Câu trả lời trên máy này chưa được gửi và không gửi được nữa.",
  deleteKept: "Xóa câu trả lời khỏi máy này",
  refused: "Máy chủ chưa nhận phiếu này",
  refusedText: "Có câu trả lời chưa phù hợp với phiếu hỏi. Không có gì bị mất: xin quay lại xem các câu đã trả lời.",
  versionChanged: "Phiếu hỏi vừa được cập nhật",
  versionChangedText: "Xin tải lại trang. Câu trả lời vẫn còn trên máy này.",
  reload: "Tải lại trang",
  unreachable: "Chưa tải được phiếu hỏi",
  unreachableText: "Mạng yếu hoặc mất mạng. Trang sẽ tự thử lại.",
};

const en: Words = {
  chooseLanguage: "Choose a language",
  language: "Language",
  test: "Test: answers given here are kept apart and do not count.",
  synthetic: "An example with synthetic data, not a real survey.",
  consent: "Before you begin",
  consentDefault:
    "Taking part is voluntary and you can stop at any time. The form does not record your name, phone number or address.",
  agree: "I agree to answer",
  protection: "How you are protected",
  decline: "I do not take part",
  declined: "Thank you",
  declinedText: "You are not taking part. Nothing was sent. You can close this page.",
  changeMind: "See the invitation again",
  resumed: "Your unfinished answers were kept on this device. You go on where you stopped.",
  newVersion: "The questionnaire was updated. Answers that still fit were kept.",
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
  cleared: "Deleted. No answers are left on this device.",
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
  sendText:
    "You have answered everything. Once sent, answers cannot be changed. You will get a key to withdraw them if you change your mind; apart from it, nothing tells who answered.",
  send: "Send my answers",
  sending: "Sending…",
  waiting: "Not sent yet, but nothing is lost",
  waitingOffline: "This device has no network.",
  waitingServer: "The server has not received it yet.",
  waitingText:
    "Your answers are kept on this device. The page sends them once there is a network; if you close it, open this link again when you are online.",
  tryNow: "Send now",
  sent: "Thank you",
  sentText: "Your answers were received and deleted from this device. You can close this page.",
  sentTest: "This was a test answer; it is kept apart.",
  withdrawalKey: "Withdrawal key",
  withdrawalText:
    "If you change your mind, this key deletes your answers until the data are frozen. It is shown once and only you have it: please copy it if you want it.",
  withdraw: "Page for withdrawing",
  sentBefore: "These answers were received before; the first set is kept. You can close this page.",
  another: "Answer a new form",
  outboxSending: "{count} finished on this device, waiting to be sent.",
  closed: "This survey has ended",
  closedText: "Thank you for your interest. This survey takes no more answers.",
  notOpen: "This survey has not begun",
  notOpenText: "Please open this link again later.",
  closedKept: "The answers on this device were not sent and can no longer be sent.",
  deleteKept: "Delete the answers from this device",
  refused: "The server did not take these answers",
  refusedText: "Some answers do not fit the questionnaire. Nothing is lost: please go back and look at your answers.",
  versionChanged: "The questionnaire was just updated",
  versionChangedText: "Please reload. Your answers are still on this device.",
  reload: "Reload",
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
