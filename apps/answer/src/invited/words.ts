import type { AnonymityErrorCode } from "@lang-nghe/anonymity/respondent";
import { wordsLanguage } from "../words.ts";

const vi = {
  knownTitle: "Chúng tôi biết gì, không biết gì",
  known: "Chúng tôi biết quý vị được mời và đã dùng mã. Không nơi nào lưu điều nối câu trả lời với quý vị.",
  travels:
    "Đi cùng câu trả lời chỉ có số nhóm trong mẫu: mỗi nhóm ít nhất {least} người được mời. Không có tên, mã, địa chỉ hay giờ giấc.",
  limits:
    "Chúng tôi không thể bảo vệ trước người nhìn màn hình của quý vị, nhà mạng, hay những chi tiết quý vị tự viết về mình.",
  until: "Xin trả lời đến hết ngày {day}. Quý vị tự nguyện, và dừng lúc nào cũng được.",
  hosts:
    "Ba nơi giữ ba phần: {office} đặt câu hỏi, {issuer} giữ danh sách mời, {collector} nhận câu trả lời đã niêm phong.",
  proofWrong: "Chứng minh nhận được không đúng với nhật ký công khai. Xin giữ biên nhận này và báo cho nơi đã mời.",
  codeReady: "Mã của quý vị đã có trong liên kết vừa mở.",
  code: "Mã trên thư mời",
  codeHint: "14 chữ và số, ví dụ dạng XXXXX-XXXXX-XXXX. Chữ hoa hay thường đều được.",
  taking: "Đang kiểm tra mã…",
  otherPhone: "Tiếp tục bằng tệp khôi phục",
  restoreText: "Chọn tệp quý vị đã lưu trên máy khác. Từ đó xin chỉ trả lời trên máy này.",
  cell: "Nhóm của quý vị: {count} người được mời.",
  offline: "Từ đây không cần mạng cho đến khi gửi.",
  recoveryTitle: "Phòng khi mất máy: lưu tệp khôi phục",
  recoveryText:
    "Mất máy này trước khi gửi là mất lượt trả lời, trừ khi đã lưu tệp. Ai có tệp đều đọc được phần đang trả lời và trả lời thay được: xin giữ như giữ chìa khóa.",
  recovery: "Lưu tệp khôi phục",
  sendText:
    "Sau khi niêm phong, máy này không mở lại câu trả lời được. Trước khi gửi vẫn bỏ đi được; sau khi gửi có thể rút bằng mã rút.",
  later: "Niêm phong, gửi sau vào lúc ngẫu nhiên (nên chọn)",
  laterText: "Trong 2 đến 48 giờ, khi trang này mở. Như vậy giờ gửi không cho biết câu trả lời là của ai.",
  now: "Niêm phong và gửi ngay",
  nowText:
    "Gửi ngay thì ai theo dõi được cả nơi phát mã và nơi nhận có thể so giờ mà đoán câu trả lời nào là của quý vị.",
  waitingTitle: "Đã niêm phong, đang chờ gửi",
  waitingText: "Gửi sau {time}. Nếu đóng trang, xin mở lại địa chỉ này trên máy này sau lúc ấy; chưa mở thì chưa gửi.",
  waitingDue: "Đã đến lúc gửi, nhưng nơi nhận chưa trả lời. Trang sẽ thử lại; không có gì bị mất.",
  sendNow: "Gửi ngay",
  takeBack: "Bỏ câu trả lời này, trả lời lại",
  sentText: "Câu trả lời đã niêm phong được nhận. Trên máy này chỉ còn biên nhận và mã rút.",
  receipt: "Biên nhận",
  receiptText: "Cho biết một phiếu của quý vị đã được tính; không cho biết quý vị trả lời gì.",
  check: "Kiểm tra phiếu của tôi đã được tính",
  counted: "Đã được tính: biên nhận có trong nhật ký công khai, chứng minh đúng.",
  witnessed: " Số bên chứng kiến độc lập đã thấy: {seen} trên {count}.",
  notYet: "Chưa có trong nhật ký. Phiếu được chuyển từng đợt, mỗi đợt ít nhất 20 phiếu: xin kiểm tra lại sau vài ngày.",
  saveProof: "Lưu chứng minh",
  withdrawalKey: "Mã rút câu trả lời",
  withdrawalText: "Chỉ quý vị có mã này. Trước khi chốt số liệu, ai có mã có thể xóa câu trả lời, không đọc được nó.",
  withdraw: "Đến trang rút câu trả lời",
  print: "In trang này",
  forget: "Xóa hết khỏi máy này",
  forgetSure: "Xóa cả biên nhận và mã rút? Việc này không hoàn lại được.",
  forgetYes: "Xóa",
  insecure:
    "Trình duyệt này không niêm phong được câu trả lời. Xin mở liên kết bằng Chrome hoặc Safari mới, với địa chỉ bắt đầu bằng https.",
  notFound: "Không có đợt hỏi nào ở địa chỉ này. Xin xem lại thư mời.",
  formWrong: "Phiếu hỏi không đúng với bản đã công bố. Trang dừng lại để bảo vệ quý vị; chưa có gì được gửi.",
  stopped: "Trang dừng lại",
  downloadOther: "Trình duyệt trong ứng dụng có thể không giữ câu trả lời: nên mở bằng Chrome hoặc Safari.",
  errors: {
    "code-length": "Mã chưa đủ hoặc thừa chữ. Xin xem lại thư mời.",
    "code-letter": "Mã có ký tự không dùng. Xin xem lại thư mời.",
    "code-mistyped": "Mã gõ nhầm một chữ. Xin xem lại thư mời.",
    "code-refused": "Không có mã này. Xin xem lại thư mời hoặc hỏi nơi đã mời.",
    "token-taken-elsewhere":
      "Mã này đã dùng trên máy hoặc trình duyệt khác. Xin tiếp tục ở đó, hoặc dùng tệp khôi phục.",
    "wave-closed": "Đợt hỏi đã khép, không nhận câu trả lời nữa.",
    "already-answered": "Lượt trả lời này đã được dùng từ máy khác. Câu trả lời đầu tiên được giữ.",
    "deposit-refused": "Nơi nhận không nhận câu trả lời này. Xin hỏi nơi đã mời.",
    "too-large": "Câu trả lời quá dài. Xin viết ngắn lại.",
    "recovery-file": "Tệp này không phải tệp khôi phục của đợt hỏi này. Không có gì thay đổi.",
    "manifest-not-logged":
      "Bản công bố của đợt hỏi không có trong nhật ký công khai. Trang dừng lại để bảo vệ quý vị; chưa có gì được gửi.",
    manifest: "Bản công bố của đợt hỏi không đúng dạng. Trang dừng lại; chưa có gì được gửi.",
    signature: "Chữ ký trả về không phải của đợt hỏi này. Trang dừng lại để bảo vệ quý vị.",
    record: "Không đọc được phần đã giữ trên máy này.",
    "try-later": "Chưa liên lạc được. Không có gì bị mất: xin thử lại sau ít phút.",
  } as Partial<Record<AnonymityErrorCode, string>>,
};

export type InvitedWords = typeof vi;

const en: InvitedWords = {
  knownTitle: "What we know and what we do not",
  known: "We know that you were invited and that you used your code. Nothing that ties an answer to you is stored.",
  travels:
    "Only the number of a group in the sample travels with your answer: at least {least} people were invited in each. No name, code, address or time.",
  limits:
    "We cannot protect against someone watching your screen, your network provider, or details you write about yourself.",
  until: "Please answer by {day}. Taking part is voluntary, and you can stop at any time.",
  hosts:
    "Three hosts hold three parts: {office} asks the questions, {issuer} keeps the list of people invited, {collector} takes sealed answers.",
  proofWrong: "The proof does not hold against the public log. Please keep this receipt and tell whoever invited you.",
  codeReady: "Your code came with the link you opened.",
  code: "The code in your invitation",
  codeHint: "14 letters and digits, printed as XXXXX-XXXXX-XXXX. Capital or small letters both work.",
  taking: "Checking the code…",
  otherPhone: "Go on with a recovery file",
  restoreText: "Choose the file that you saved on another device. From then on, please answer on this one only.",
  cell: "Your group: {count} people were invited in it.",
  offline: "From here on no network is needed until you send.",
  recoveryTitle: "If this device is lost: save a recovery file",
  recoveryText:
    "Losing this device before sending loses your chance to answer, unless you saved the file. Whoever has the file can read unfinished answers and answer in your place: keep it like a key.",
  recovery: "Save the recovery file",
  sendText:
    "Once sealed, this device cannot open your answers again. Before sending you can throw them away; afterwards you can withdraw them with a key.",
  later: "Seal, and send at a random time (better)",
  laterText: "Within 2 to 48 hours, while this page is open. So the time of sending does not tell whose answer it is.",
  now: "Seal and send now",
  nowText:
    "Sent now, whoever can watch both the host that checks codes and the host that takes answers could match the times and guess which answer is yours.",
  waitingTitle: "Sealed, waiting to be sent",
  waitingText:
    "To be sent after {time}. If you close the page, please open this address on this device again after that: until then nothing is sent.",
  waitingDue: "It is time to send, but the host has not answered. The page keeps trying; nothing is lost.",
  sendNow: "Send now",
  takeBack: "Throw these answers away and answer anew",
  sentText: "Your sealed answers were received. Only the receipt and the withdrawal key are left on this device.",
  receipt: "Receipt",
  receiptText: "It shows that one answer of yours is counted; it does not show what you answered.",
  check: "Check that my answer is counted",
  counted: "Counted: the receipt is in the public log, and the proof holds.",
  witnessed: " Independent witnesses who saw it: {seen} of {count}.",
  notYet: "Not in the log yet. Answers move on in batches of at least 20: please check again in a few days.",
  saveProof: "Save the proof",
  withdrawalKey: "Withdrawal key",
  withdrawalText: "Only you have it. Until the data are frozen, whoever has it can delete the answer, but not read it.",
  withdraw: "To the page for withdrawing",
  print: "Print this page",
  forget: "Delete everything from this device",
  forgetSure: "Delete the receipt and the withdrawal key too? This cannot be undone.",
  forgetYes: "Delete",
  insecure:
    "This browser cannot seal answers. Please open the link in a recent Chrome or Safari, at an address that begins with https.",
  notFound: "There is no survey at this address. Please look at your invitation again.",
  formWrong: "The form is not the one that was published. The page stops to protect you; nothing was sent.",
  stopped: "The page stops",
  downloadOther: "A browser inside another app may not keep your answers: better open this in Chrome or Safari.",
  errors: {
    "code-length": "The code has too few or too many letters. Please look at your invitation.",
    "code-letter": "The code has a letter that codes do not have. Please look at your invitation.",
    "code-mistyped": "One letter of the code is wrong. Please look at your invitation.",
    "code-refused": "There is no such code. Please look at your invitation or ask whoever sent it.",
    "token-taken-elsewhere":
      "This code was used on another device or in another browser. Please go on there, or use the recovery file.",
    "wave-closed": "This survey has closed and takes no more answers.",
    "already-answered": "This chance to answer was used on another device. The first answer is kept.",
    "deposit-refused": "The host did not take this answer. Please ask whoever invited you.",
    "too-large": "The answers are too long. Please write less.",
    "recovery-file": "This is not a recovery file of this survey. Nothing was changed.",
    "manifest-not-logged":
      "What was published of this survey is not in the public log. The page stops to protect you; nothing was sent.",
    manifest: "What was published of this survey is malformed. The page stops; nothing was sent.",
    signature: "The signature that came back is not of this survey. The page stops to protect you.",
    record: "What was kept on this device cannot be read.",
    "try-later": "No connection yet. Nothing is lost: please try again in a few minutes.",
  },
};

/** The language of these words for a language of the form: Vietnamese where it is neither. */
export const invitedLanguage = (language: string): "vi" | "en" => (wordsLanguage(language) === "vi" ? "vi" : "en");
export const invitedWords = (language: string): InvitedWords => (invitedLanguage(language) === "vi" ? vi : en);
