import { alsoSpeak, type Words, wordsFor, wordsLanguage } from "./words.ts";
import { es } from "./words-es.ts";

/** What only the page of an open link says: the page of an invitation does not carry it. */
export interface OpenLinkOwnWords {
  readonly chooseLanguage: string;
  readonly test: string;
  readonly synthetic: string;
  readonly resumed: string;
  readonly newVersion: string;
  readonly cleared: string;
  readonly sendText: string;
  readonly send: string;
  readonly waiting: string;
  readonly waitingOffline: string;
  readonly waitingServer: string;
  readonly waitingText: string;
  readonly tryNow: string;
  readonly sentText: string;
  readonly sentTest: string;
  readonly withdrawalKey: string;
  readonly withdrawalText: string;
  readonly withdraw: string;
  readonly sentBefore: string;
  readonly another: string;
  readonly outboxSending: string;
  readonly closedKept: string;
  readonly deleteKept: string;
  readonly refused: string;
  readonly refusedText: string;
  readonly versionChanged: string;
  readonly versionChangedText: string;
  readonly reload: string;
}

export type OpenLinkWords = Words & OpenLinkOwnWords;

const vi: OpenLinkOwnWords = {
  chooseLanguage: "Chọn ngôn ngữ",
  test: "Bản thử: câu trả lời ở đây được để riêng, không tính vào kết quả.",
  synthetic: "Ví dụ dùng dữ liệu mô phỏng, không phải cuộc điều tra thật.",
  resumed: "Các câu trả lời dở dang vẫn còn trên máy này. Quý vị trả lời tiếp từ chỗ đã dừng.",
  newVersion: "Phiếu hỏi đã được cập nhật. Những câu trả lời còn phù hợp đã được giữ lại.",
  cleared: "Đã xóa. Trên máy này không còn câu trả lời nào.",
  sendText:
    "Quý vị đã trả lời xong. Sau khi gửi, câu trả lời không sửa được nữa. Quý vị sẽ nhận một mã để rút lại nếu đổi ý; ngoài mã ấy, không gì cho biết ai đã trả lời.",
  send: "Gửi câu trả lời",
  waiting: "Chưa gửi được, nhưng không mất gì",
  waitingOffline: "Máy đang không có mạng.",
  waitingServer: "Máy chủ chưa nhận được.",
  waitingText:
    "Câu trả lời được giữ trên máy này. Trang sẽ tự gửi khi có mạng; nếu đóng trang, xin mở lại liên kết này khi có mạng.",
  tryNow: "Gửi lại ngay",
  sentText: "Câu trả lời đã được nhận và đã xóa khỏi máy này. Quý vị có thể đóng trang.",
  sentTest: "Đây là câu trả lời thử, được để riêng.",
  withdrawalKey: "Mã rút câu trả lời",
  withdrawalText:
    "Nếu đổi ý, quý vị dùng mã này để xóa câu trả lời trước khi số liệu được chốt. Mã chỉ hiện một lần, chỉ quý vị có: xin chép lại nếu cần.",
  withdraw: "Trang rút câu trả lời",
  sentBefore: "Phiếu này đã được nhận từ trước; bản đầu tiên được giữ. Quý vị có thể đóng trang.",
  another: "Trả lời một phiếu mới",
  outboxSending: "Trên máy này còn {count} phiếu đã trả lời xong, đang chờ gửi.",
  closedKept: "Câu trả lời trên máy này chưa được gửi và không gửi được nữa.",
  deleteKept: "Xóa câu trả lời khỏi máy này",
  refused: "Máy chủ chưa nhận phiếu này",
  refusedText: "Có câu trả lời chưa phù hợp với phiếu hỏi. Không có gì bị mất: xin quay lại xem các câu đã trả lời.",
  versionChanged: "Phiếu hỏi vừa được cập nhật",
  versionChangedText: "Xin tải lại trang. Câu trả lời vẫn còn trên máy này.",
  reload: "Tải lại trang",
};

const en: OpenLinkOwnWords = {
  chooseLanguage: "Choose a language",
  test: "Test: answers given here are kept apart and do not count.",
  synthetic: "An example with synthetic data, not a real survey.",
  resumed: "Your unfinished answers were kept on this device. You go on where you stopped.",
  newVersion: "The questionnaire was updated. Answers that still fit were kept.",
  cleared: "Deleted. No answers are left on this device.",
  sendText:
    "You have answered everything. Once sent, answers cannot be changed. You will get a key to withdraw them if you change your mind; apart from it, nothing tells who answered.",
  send: "Send my answers",
  waiting: "Not sent yet, but nothing is lost",
  waitingOffline: "This device has no network.",
  waitingServer: "The server has not received it yet.",
  waitingText:
    "Your answers are kept on this device. The page sends them once there is a network; if you close it, open this link again when you are online.",
  tryNow: "Send now",
  sentText: "Your answers were received and deleted from this device. You can close this page.",
  sentTest: "This was a test answer; it is kept apart.",
  withdrawalKey: "Withdrawal key",
  withdrawalText:
    "If you change your mind, this key deletes your answers until the data are frozen. It is shown once and only you have it: please copy it if you want it.",
  withdraw: "Page for withdrawing",
  sentBefore: "These answers were received before; the first set is kept. You can close this page.",
  another: "Answer a new form",
  outboxSending: "{count} finished on this device, waiting to be sent.",
  closedKept: "The answers on this device were not sent and can no longer be sent.",
  deleteKept: "Delete the answers from this device",
  refused: "The server did not take these answers",
  refusedText: "Some answers do not fit the questionnaire. Nothing is lost: please go back and look at your answers.",
  versionChanged: "The questionnaire was just updated",
  versionChangedText: "Please reload. Your answers are still on this device.",
  reload: "Reload",
};

const own: Record<string, OpenLinkOwnWords> = { vi, en, es };
alsoSpeak("es", es);

/** All that the page of an open link says, in a language of the questionnaire. */
export const openLinkWords = (language: string): OpenLinkWords => ({
  ...wordsFor(language),
  ...(own[wordsLanguage(language)] ?? vi),
});
