// What people who are invited read: on paper, on the phone, in mail. In their language where we have the words, else in Vietnamese.
import type { WaveOffer } from "@lang-nghe/anonymity";
import type { Sender } from "@lang-nghe/contract";

/** What one person is sent. */
export type Invitation = {
  /** The wave's title in the person's language. */
  title: string;
  /** Languages of `texts`; the title and the sender's paragraph may be in others. */
  words: InvitationWords;
  about: string;
  name: string | null;
  address: string | null;
  psu: string;
  /** Page of the wave, without and with the code behind #. */
  page: string;
  link: string;
  /** XXXXX-XXXXX-XXXX */
  typed: string;
  optOut: string;
  sender: Sender;
  /** 10/03/2026 */
  lastDay: string;
  round: number;
};

/** `{title}`, `{sender}`, `{lastDay}`, `{link}`, `{contact}`, `{optOut}` are filled in. */
export type InvitationWords = {
  heading: string;
  reminder: string;
  greeting: string;
  named: string;
  why: string;
  again: string;
  scan: string;
  open: string;
  cardOpen: string;
  byHand: string;
  type: string;
  yourCode: string;
  promiseTitle: string;
  promise: string;
  cannot: string;
  free: string;
  questions: string;
  stop: string;
  until: string;
  giveTo: string;
  cardPromise: string;
  message: string;
  messageAgain: string;
  subject: string;
  subjectAgain: string;
};

const words: Record<"vi" | "en", InvitationWords> = {
  vi: {
    heading: "Thư mời trả lời phiếu hỏi",
    reminder: "Thư nhắc: mời trả lời phiếu hỏi",
    greeting: "Kính gửi ông/bà,",
    named: "Kính gửi ông/bà {name},",
    why: "{sender} kính mời ông/bà trả lời phiếu hỏi “{title}”, đến hết ngày {lastDay}. Ông/bà được chọn ngẫu nhiên; ý kiến của ông/bà đại diện cho nhiều người khác.",
    again:
      "Chúng tôi chưa thấy mã của ông/bà được dùng. Nếu ông/bà đã trả lời trên giấy hoặc không muốn trả lời, xin bỏ qua thư này.",
    scan: "Quét mã vuông bằng máy ảnh của điện thoại,",
    open: "hoặc mở trang",
    cardOpen: "Quét mã vuông, hoặc mở trang ghi bên dưới và gõ mã:",
    byHand: "Nếu đường liên kết không mở được, xin mở trang",
    type: "và gõ mã:",
    yourCode: "Mã của ông/bà",
    promiseTitle: "Điều chúng tôi hứa",
    promise:
      "Chúng tôi biết ai được mời và ai đã nhận thẻ. Chúng tôi không lưu điều gì gắn một phiếu với một người; người chứng kiến bên ngoài kiểm tra khoá và số đếm.",
    cannot:
      "Chúng tôi không che được cho ông/bà khi có người nhìn màn hình, trước nhà mạng, khi ông/bà tự viết điều cho biết mình là ai, hoặc khi trang bị sửa trước lúc người chứng kiến nhìn thấy.",
    free: "Việc trả lời là tự nguyện. Không trả lời không ảnh hưởng gì đến ông/bà.",
    questions: "Hỏi thêm: {contact}",
    stop: "Không muốn nhận thư mời hay tin nhắn nữa: {optOut}, hoặc báo cho chúng tôi.",
    until: "Đến hết {lastDay}",
    giveTo: "Giao cho",
    cardPromise: "Phiếu không mang tên và không gắn được với ông/bà. Trả lời là tự nguyện.",
    message:
      "{sender} mời ông/bà trả lời phiếu hỏi “{title}” đến hết {lastDay}, tự nguyện, không gắn với tên: {link} Hỏi hoặc từ chối tin: {contact}",
    messageAgain:
      "{sender} nhắc: phiếu hỏi “{title}” nhận đến hết {lastDay}. Nếu ông/bà muốn trả lời: {link} Hỏi hoặc từ chối tin: {contact}",
    subject: "Mời trả lời phiếu hỏi: {title}",
    subjectAgain: "Nhắc: phiếu hỏi {title} nhận đến hết {lastDay}",
  },
  en: {
    heading: "Invitation to a survey",
    reminder: "Reminder: invitation to a survey",
    greeting: "Dear Sir or Madam,",
    named: "Dear {name},",
    why: "{sender} invites you to answer the survey “{title}”, until {lastDay}. You were drawn by chance; your answer stands for many other people.",
    again: "Your code has not been used yet. If you do not wish to answer, please ignore this letter.",
    scan: "Scan the square code with your phone's camera,",
    open: "or open",
    cardOpen: "Scan the square code, or open the page below and type:",
    byHand: "If the link does not open, please open",
    type: "and type the code:",
    yourCode: "Your code",
    promiseTitle: "What we promise",
    promise:
      "We know who was invited and who took a token. We do not store anything that ties an answer to a person, and an outside witness checks the key and the count.",
    cannot:
      "We cannot protect against someone watching your screen, your network provider, details you write about yourself, or a tampered page before the witness sees it.",
    free: "Answering is voluntary. Nothing follows from not answering.",
    questions: "Questions: {contact}",
    stop: "If you want no more invitations or messages: {optOut}, or tell us.",
    until: "Until {lastDay}",
    giveTo: "For",
    cardPromise: "Answers carry no name and cannot be tied to you. Answering is voluntary.",
    message:
      "{sender} invites you to the survey “{title}”, until {lastDay}; voluntary, not tied to your name: {link} Questions, or no more messages: {contact}",
    messageAgain:
      "{sender}: the survey “{title}” is open until {lastDay}. If you wish to answer: {link} Questions, or no more messages: {contact}",
    subject: "Invitation to a survey: {title}",
    subjectAgain: "Reminder: the survey {title} is open until {lastDay}",
  },
};

/** The promise speaks of a witness where the wave names one. */
const withoutWitness: Record<"vi" | "en", Pick<InvitationWords, "promise" | "cannot">> = {
  vi: {
    promise:
      "Chúng tôi biết ai được mời và ai đã nhận thẻ. Chúng tôi không lưu điều gì gắn một phiếu với một người; ai cũng có thể kiểm tra khoá và số đếm trong sổ công khai.",
    cannot:
      "Chúng tôi không che được cho ông/bà khi có người nhìn màn hình, trước nhà mạng, khi ông/bà tự viết điều cho biết mình là ai, hoặc khi trang bị sửa.",
  },
  en: {
    promise:
      "We know who was invited and who took a token. We do not store anything that ties an answer to a person; anybody can check the key and the count in the public log.",
    cannot:
      "We cannot protect against someone watching your screen, your network provider, details you write about yourself, or a tampered page.",
  },
};

/** Words for a person's language, of this wave. */
export function wordsFor(language: string, { witnesses }: Pick<WaveOffer, "witnesses">): InvitationWords {
  const known = language === "en" ? "en" : "vi";
  return witnesses.length > 0 ? words[known] : { ...words[known], ...withoutWitness[known] };
}

export const printedDay = (day: string): string => day.split("-").reverse().join("/");

const contactOf = ({ phone, email }: Sender): string => [phone, email].filter((part) => part.trim() !== "").join(" · ");

/** A sentence with its places filled. */
export function filled(sentence: string, invitation: Invitation): string {
  const values: Record<string, string> = {
    title: invitation.title,
    sender: invitation.sender.name,
    lastDay: invitation.lastDay,
    link: invitation.link,
    optOut: invitation.optOut,
    contact: contactOf(invitation.sender),
    name: invitation.name ?? "",
  };
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
}

/** Letters without marks: what operators send as one short message. */
export const withoutMarks = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").replace(/[“”]/g, '"');

/** A short message. The phone's owner only: no name of the person, who may share the telephone. */
export const shortMessage = (invitation: Invitation): string =>
  filled(invitation.round === 0 ? invitation.words.message : invitation.words.messageAgain, invitation);

/** Mail as plain text and as simple HTML: no pictures, nothing loaded from anywhere, so nothing tells that it was read. */
export function mailOf(invitation: Invitation): { subject: string; text: string; html: string } {
  const { words: say, about, round } = invitation;
  const fill = (sentence: string) => filled(sentence, invitation);
  const greeting = fill(invitation.name ? say.named : say.greeting);
  const paragraphs = [
    ...(round > 0 ? [fill(say.again)] : []),
    fill(say.why),
    ...(about ? [about] : []),
    `${say.byHand} ${invitation.page} ${say.type} ${invitation.typed}`,
    fill(say.promise),
    fill(say.cannot),
    fill(say.free),
    fill(say.questions),
    fill(say.stop),
  ];
  const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const html = [
    `<p>${escaped(greeting)}</p>`,
    `<p><a href="${escaped(invitation.link)}">${escaped(invitation.link)}</a></p>`,
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    `<p>${escaped(invitation.sender.name)}</p>`,
  ];
  // The link stands second, below the greeting: on a phone it is seen without scrolling.
  return {
    subject: fill(round === 0 ? say.subject : say.subjectAgain),
    text: [greeting, invitation.link, ...paragraphs, invitation.sender.name].join("\n\n"),
    html: `<!doctype html><html><body>${html.join("\n")}</body></html>`,
  };
}
