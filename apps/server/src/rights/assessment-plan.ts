import type { Words } from "@lang-nghe/contract";
import type { Entry, Facts } from "./assessment-facts.ts";
import { type RuleName, retentionWords } from "./retention-words.ts";

/** One line of the assessment. `fill` works it out from the study; without it a person writes it. */
export type PlannedField = {
  readonly name: string;
  readonly label: Words;
  readonly law: string;
  readonly gdpr: string;
  readonly help?: Words;
  /** May be left empty. */
  readonly optional?: true;
  readonly fill?: (facts: Facts) => Words | undefined;
};
export type PlannedSection = { readonly name: string; readonly title: Words; readonly fields: readonly PlannedField[] };

const words = (vi: string, en: string): Words => ({ vi, en });
const lines = (list: readonly Words[]): Words => ({
  vi: list.map(({ vi }) => `– ${vi}`).join("\n"),
  en: list.map(({ vi, en }) => `– ${en || vi}`).join("\n"),
});
const both = (text: string | undefined): Words | undefined =>
  text?.trim() ? words(text.trim(), text.trim()) : undefined;
const written = (value: Words): Words | undefined => (value.vi.trim() ? value : undefined);
const inVietnamese = (day: string) => day.split("-").reverse().join("/");

const dpia = "Law 91/2025 Art 21–22; Decree 356 Art 19–20";

const entryWords: Record<Entry, Words> = {
  "open-link": words(
    "Liên kết mở: ai có liên kết cũng trả lời được; không có danh sách mời. Câu trả lời đến máy chủ ở dạng đọc được.",
    "Open link: anyone with the link can answer; there is no roster. Answers reach the server in readable form.",
  ),
  invitation: words(
    "Lời mời riêng bằng thẻ ký mù (RFC 9474): nơi giữ danh sách, nơi nhận câu trả lời và cơ quan tính kết quả là ba máy chủ riêng; câu trả lời được niêm phong trên máy người trả lời.",
    "Invitations with blind-signed tokens (RFC 9474): roster, intake and office are three hosts; answers are sealed on the respondent's device.",
  ),
  file: words(
    "Tệp câu trả lời thu ở nơi khác, đã bỏ mọi cột chỉ ra người cụ thể.",
    "A file of answers collected elsewhere, without any column that points at people.",
  ),
};

const measures: readonly Words[] = [
  words(
    "Không lưu tên, số điện thoại, giờ, địa chỉ mạng, cookie hay mã máy cạnh câu trả lời; không ghi nhật ký truy cập trên đường đi của người trả lời.",
    "No name, telephone number, time, network address, cookie or device id beside an answer; no request log on the respondent's path.",
  ),
  words(
    "Chỉ giữ ngày, và quên ngày có dưới 20 câu trả lời; khi đóng, câu trả lời được trộn và bỏ mọi mã.",
    "Only the day is kept, and forgotten below 20 answers; at the close answers are shuffled and lose every id.",
  ),
  words(
    "Số liệu chỉ ra ngoài qua một cổng: cỡ mẫu tối thiểu, ẩn ô nhỏ, làm tròn; không màn hình nào hiện từng phiếu.",
    "Figures leave through one gate: least base, suppression of small cells, rounding; no screen shows single sets.",
  ),
  words(
    "Rút lại trước khi cố định bằng mã chỉ người trả lời giữ; sau đó máy chủ không còn dấu vết nào của mã.",
    "Withdrawal before the freeze by a key that only the respondent holds; afterwards no trace of it is left.",
  ),
  words(
    "Vai trò của cán bộ tách rời: người giữ liên lạc không đọc câu trả lời và ngược lại; mật khẩu Argon2id và bước xác thực thứ hai; nhật ký nối chuỗi.",
    "Duties of staff are kept apart: who handles contacts reads no answers and the other way round; Argon2id and a second factor; a chained audit log.",
  ),
  words(
    "Bản sao lưu mã hóa; xóa theo lịch, có giấy chứng nhận.",
    "Encrypted backups; deletion by schedule, certified.",
  ),
];
const tokenMeasures: readonly Words[] = [
  words(
    "Mỗi thẻ dùng một lần; nơi nhận gộp ít nhất 20 câu trả lời, trộn rồi mới chuyển; gửi vào giờ ngẫu nhiên 2–48 giờ sau.",
    "Each token is spent once; the collector batches and shuffles at least 20 answers; sending is delayed by a random 2–48 hours.",
  ),
  words(
    "Một khóa cho cả đợt, công bố trong sổ công khai trước lời mời đầu tiên.",
    "One key for the whole wave, published in a public log before the first invitation.",
  ),
];

const risks: Record<Entry, readonly Words[]> = {
  "open-link": [
    words(
      "Người vận hành máy chủ theo dõi lúc câu trả lời đến có thể đoán ra người gửi; chỉ có kỷ luật vận hành ngăn việc này. Nếu hỏi điều có thể gây hại cho người trả lời, hãy dùng lời mời riêng.",
      "Whoever runs the server can watch answers arrive and guess the sender; only discipline prevents it. Where an answer could harm a person, use invitations.",
    ),
    words("Một người trả lời được nhiều lần.", "One person can answer several times."),
  ],
  invitation: [
    words(
      "Nếu ba máy chủ nằm trong tay một người, người ấy có thể so giờ cấp thẻ với giờ gửi; hãy đặt ở hai đơn vị.",
      "If one person holds all three hosts, issuing and sending times can be compared; put them in two hands.",
    ),
    words(
      "Nhóm mẫu có dưới 20 người được mời sẽ chỉ ra người; hệ thống gộp nhóm trước khi mời.",
      "A design cell with fewer than 20 invited people would point at them; cells are merged before anyone is invited.",
    ),
  ],
  file: [
    words(
      "Tệp có thể còn tổ hợp hiếm (xã, dân tộc, tuổi, nghề) chỉ ra một người.",
      "The file may hold rare combinations (commune, ethnic group, age, trade) that point at a person.",
    ),
  ],
};
const commonRisks: readonly Words[] = [
  words(
    "Tổ hợp hiếm về nơi ở, dân tộc, tuổi, nghề tìm ra một người ở xã nhỏ; câu hỏi mở có thể chứa tên.",
    "Rare combinations of place, ethnic group, age and trade find a person in a small commune; open answers may hold names.",
  ),
  words(
    "Điện thoại bị theo dõi, người đứng bên cạnh, người phỏng vấn bị ép.",
    "A compromised phone, someone standing by, a coerced interviewer.",
  ),
  words("Bản sao lưu cũ bị lấy cùng với khóa.", "An old backup taken together with its key."),
];

const scheduleFor = (entry: Entry): readonly RuleName[] =>
  entry === "invitation"
    ? ["answers", "withdrawal-keys", "roster", "retries", "staging", "batches", "spent-tokens"]
    : entry === "file"
      ? ["answers"]
      : ["answers", "withdrawal-keys", "test-answers"];

/** The form, in the order in which the authority's form 10 and GDPR Art 30 and 35 ask. */
export const plan: readonly PlannedSection[] = [
  {
    name: "controller",
    title: words("Bên kiểm soát dữ liệu", "Controller"),
    fields: [
      {
        name: "controllerName",
        label: words("Cơ quan thực hiện", "Institution"),
        law: dpia,
        gdpr: "30(1)(a)",
        help: words("Lấy từ “Đơn vị thu thập” ở trang Tổng quan.", "Taken from “Collected by” on the Overview page."),
        fill: ({ study }) => both(study.provenance.collectedBy),
      },
      {
        name: "controllerAddress",
        label: words("Địa chỉ, người đại diện, số quyết định thành lập", "Address, representative, founding decision"),
        law: dpia,
        gdpr: "30(1)(a)",
      },
      {
        name: "officer",
        label: words(
          "Người hoặc bộ phận bảo vệ dữ liệu, số văn bản chỉ định",
          "Data-protection officer or unit, and the written appointment",
        ),
        law: "Law 91/2025 Art 33; Decree 356 Art 13",
        gdpr: "37–39",
      },
      {
        name: "processors",
        label: words("Bên xử lý và hợp đồng", "Processors and agreements"),
        law: "Law 91/2025 Art 21; Decree 356 Art 7",
        gdpr: "28, 30(1)(d)",
        help: words(
          "Nơi đặt máy chủ, bên gửi thư và tin nhắn. Không có thì ghi “không có”.",
          "Who hosts the servers, who sends letters and messages. If none, write “none”.",
        ),
      },
    ],
  },
  {
    name: "purpose",
    title: words("Mục đích và căn cứ", "Purpose and basis"),
    fields: [
      {
        name: "study",
        label: words("Cuộc điều tra", "Study"),
        law: dpia,
        gdpr: "30(1)(b)",
        fill: ({ study }) => written(study.title),
      },
      {
        name: "purpose",
        label: words("Mục đích", "Purpose"),
        law: "Law 91/2025 Art 9, 21",
        gdpr: "5(1)(b), 30(1)(b), 35(7)(a)",
        help: words("Lấy từ mô tả cuộc điều tra.", "Taken from the description of the study."),
        fill: ({ study }) => written(study.description),
      },
      {
        name: "basis",
        label: words("Căn cứ xử lý", "Legal basis"),
        law: "Law 91/2025 Art 9; Decree 356 Art 6",
        gdpr: "6(1)(a), 9(2)(a)",
        fill: ({ entry, study }) =>
          entry === "file"
            ? both(study.provenance.consentHow)
            : words(
                "Sự đồng ý tự nguyện, rõ ràng, theo từng mục đích; không có ô chọn sẵn; “Tôi đồng ý” và “Tôi không tham gia” có cùng sức nặng; bản ghi đồng ý nằm trong phiếu trả lời không tên.",
                "Voluntary, explicit consent for each purpose; no box ticked beforehand; “I agree” and “I do not take part” weigh the same; the record of consent lies inside the answer that names nobody.",
              ),
      },
      {
        name: "consent",
        label: words("Lời mời đồng ý", "Words of consent"),
        law: "Law 91/2025 Art 9; Decree 356 Art 6.1–6.4",
        gdpr: "7, 13",
        help: words(
          "Viết vào phiếu hỏi: dòng note tên consent.",
          "Written in the questionnaire: the note named consent.",
        ),
        fill: ({ consent, entry, study }) => (entry === "file" ? both(study.provenance.consentHow) : consent),
      },
      {
        name: "consentHash",
        label: words(
          "Dấu vết (SHA-256) của lời mời đồng ý, theo ngôn ngữ",
          "SHA-256 of the words of consent, by language",
        ),
        law: "Decree 356 Art 6",
        gdpr: "7(1)",
        fill: ({ consentHashes, entry }) =>
          entry === "file"
            ? words("Không áp dụng cho tệp thu ở nơi khác.", "Not applicable to files collected elsewhere.")
            : both(consentHashes.map(({ language, hash }) => `${language}: ${hash}`).join("\n")),
      },
      {
        name: "purposes",
        label: words("Mục đích riêng, đồng ý hay không tùy người trả lời", "Further purposes, each agreed to or not"),
        law: "Law 91/2025 Art 9",
        gdpr: "6(1)(a)",
        fill: ({ purposes }) =>
          purposes.length ? lines(purposes) : words("Không có mục đích nào khác.", "No further purpose."),
      },
      {
        name: "necessity",
        label: words("Vì sao từng nhóm câu hỏi là cần thiết", "Why each group of questions is needed"),
        law: dpia,
        gdpr: "5(1)(c), 35(7)(b)",
      },
    ],
  },
  {
    name: "data",
    title: words("Dữ liệu và người được hỏi", "Data and people"),
    fields: [
      {
        name: "population",
        label: words("Ai được hỏi", "Who is asked"),
        law: dpia,
        gdpr: "30(1)(c)",
        fill: ({ study }) => both(study.provenance.population),
      },
      {
        name: "entry",
        label: words("Cách tham gia", "How people take part"),
        law: dpia,
        gdpr: "35(7)(a)",
        fill: ({ entry }) => entryWords[entry],
      },
      {
        name: "questions",
        label: words("Phiếu hỏi", "Questionnaire"),
        law: dpia,
        gdpr: "30(1)(c)",
        fill: ({ form, questions, languages, entry }) =>
          form
            ? words(
                `Phiên bản ${form.version}, ${questions} câu hỏi; ngôn ngữ: ${languages.join(", ")}. SHA-256: ${form.hash}`,
                `Version ${form.version}, ${questions} questions; languages: ${languages.join(", ")}. SHA-256: ${form.hash}`,
              )
            : entry === "file"
              ? words("Các cột của tệp; xem trang Biến số.", "The columns of the file; see the page Variables.")
              : undefined,
      },
      {
        name: "sensitive",
        label: words("Dữ liệu nhạy cảm", "Sensitive data"),
        law: "Decree 356 Art 4, 6.4",
        gdpr: "9, 30(1)(c)",
        fill: ({ sensitive }) => {
          const always = words(
            "Mọi câu trả lời được giữ như dữ liệu nhạy cảm cho đến khi cố định.",
            "All answers are kept as sensitive data until they are frozen.",
          );
          return sensitive.length
            ? {
                vi: `${always.vi}\nCâu hỏi được đánh dấu nhạy cảm:\n${lines(sensitive).vi}`,
                en: `${always.en}\nQuestions marked sensitive:\n${lines(sensitive).en}`,
              }
            : {
                vi: `${always.vi} Không câu hỏi nào được đánh dấu nhạy cảm.`,
                en: `${always.en} No question is marked sensitive.`,
              };
        },
      },
      {
        name: "children",
        label: words("Người chưa đủ 18 tuổi", "People under 18"),
        law: "Law 91/2025 Art 24; Decree 330/2026 Art 60",
        gdpr: "8",
        help: words(
          "Không hỏi thì ghi “không hỏi, và làm thế nào để biết”. Có hỏi thì cần cả cha mẹ và, từ 7 tuổi, chính trẻ đồng ý.",
          "If none are asked, say so and how you know. If they are, a guardian and, from 7 years, the child must agree.",
        ),
      },
    ],
  },
  {
    name: "recipients",
    title: words("Người nhận và chuyển giao", "Recipients and transfers"),
    fields: [
      {
        name: "recipients",
        label: words("Ai nhận được gì", "Who receives what"),
        law: "Decree 356 Art 7",
        gdpr: "30(1)(d)",
        fill: () =>
          words(
            "Không ai nhận từng phiếu. Cán bộ của cuộc điều tra và công chúng nhận số liệu đã qua cổng bảo vệ.",
            "Nobody receives single sets. Staff of the study and the public receive figures that passed the gate.",
          ),
      },
      {
        name: "agreements",
        label: words("Thỏa thuận chuyển giao (số, ngày), nếu có", "Transfer agreements (number, date), if any"),
        law: "Decree 356 Art 7, 12.4",
        gdpr: "30(1)(d)",
        optional: true,
      },
      {
        name: "abroad",
        label: words("Chuyển ra nước ngoài", "Transfer abroad"),
        law: "Law 91/2025 Art 20; Decree 356 Art 17–18",
        gdpr: "30(1)(e), 44",
        fill: () =>
          words(
            "Hệ thống không gửi dữ liệu ra ngoài máy chủ của đơn vị: trang không tải gì từ nơi khác, không dùng dịch vụ đám mây hay AI bên ngoài. Nếu máy chủ hoặc nơi gửi thư đặt ở nước ngoài, phải lập hồ sơ riêng.",
            "The system sends no data beyond the institution's hosts: pages load nothing from elsewhere, no cloud or AI service is used. If a host or mail service lies abroad, a dossier of its own is needed.",
          ),
      },
    ],
  },
  {
    name: "retention",
    title: words("Thời hạn lưu giữ", "Retention"),
    fields: [
      {
        name: "until",
        label: words("Xóa câu trả lời sau ngày", "Answers are deleted after"),
        law: "Law 91/2025 Art 14",
        gdpr: "5(1)(e), 30(1)(f)",
        help: words("Đặt ở trang Tổng quan.", "Set on the Overview page."),
        fill: ({ study }) =>
          study.retainUntil ? words(inVietnamese(study.retainUntil), inVietnamese(study.retainUntil)) : undefined,
      },
      {
        name: "schedule",
        label: words("Lịch xóa", "Schedule"),
        law: "Law 91/2025 Art 14",
        gdpr: "30(1)(f)",
        fill: ({ entry }) =>
          lines(
            scheduleFor(entry).map((name) => {
              const { what, keep } = retentionWords[name];
              return { vi: `${what.vi}: ${keep.vi}`, en: `${what.en}: ${keep.en}` };
            }),
          ),
      },
    ],
  },
  {
    name: "protection",
    title: words("Biện pháp bảo vệ", "Protective measures"),
    fields: [
      {
        name: "measures",
        label: words("Biện pháp của hệ thống", "Measures of the system"),
        law: "Law 91/2025 Art 12; Decree 356 Art 7, 12.4",
        gdpr: "25, 30(1)(g), 32, 35(7)(d)",
        fill: ({ entry }) => lines(entry === "invitation" ? [...measures, ...tokenMeasures] : measures),
      },
      {
        name: "level",
        label: words("Cấp độ an toàn hệ thống thông tin", "Security level of the information system"),
        law: "Decree 331/2026 Art 13; TCVN 14423:2026",
        gdpr: "32",
        help: words(
          "Cấp 3 nếu dịch vụ trực tuyến giữ dữ liệu nhạy cảm của từ 10.000 người trở lên.",
          "Level 3 if the online service holds sensitive data of 10,000 people or more.",
        ),
      },
      {
        name: "logs",
        label: words(
          "Ý kiến về yêu cầu giữ nhật ký kết nối của cơ quan quản lý mạng",
          "Position on the duty to keep connection logs",
        ),
        law: "Decree 333/2026 Art 16–18, 21–23",
        gdpr: "5(1)(c)",
        help: words(
          "Máy nhận câu trả lời không giữ địa chỉ mạng. Ghi cách đã thống nhất, ví dụ thiết bị ở biên do cơ quan khác giữ nhật ký thô.",
          "The intake keeps no network addresses. Write what was agreed, for example coarse logs of a perimeter device in another agency's custody.",
        ),
      },
    ],
  },
  {
    name: "risks",
    title: words("Rủi ro và cách giảm", "Risks and what reduces them"),
    fields: [
      {
        name: "risks",
        label: words("Rủi ro đã biết của cách làm này", "Known risks of this way of asking"),
        law: dpia,
        gdpr: "35(7)(c)",
        fill: ({ entry }) => lines([...risks[entry], ...commonRisks]),
      },
      {
        name: "ownRisks",
        label: words("Rủi ro riêng của cuộc điều tra này", "Risks of this study in particular"),
        law: dpia,
        gdpr: "35(7)(c)",
        help: words(
          "Câu hỏi nào có thể gây hại nếu lộ? Xã nào quá nhỏ? Ai có thể muốn biết ai trả lời gì?",
          "Which question could do harm if it came out? Which commune is too small? Who might want to know who said what?",
        ),
      },
      {
        name: "harm",
        label: words("Khả năng xảy ra và mức thiệt hại", "Likelihood and harm"),
        law: dpia,
        gdpr: "35(7)(c)",
      },
      {
        name: "residual",
        label: words(
          "Điều còn lại sau mọi biện pháp, và ai chấp nhận",
          "What remains after all measures, and who accepts it",
        ),
        law: dpia,
        gdpr: "35(7)(d), 36",
      },
      {
        name: "consulted",
        label: words("Đã hỏi ý kiến ai", "Who was consulted"),
        law: "Decree 356 Art 19",
        gdpr: "35(2), 35(9)",
      },
    ],
  },
  {
    name: "rights",
    title: words("Quyền của người được hỏi", "Rights of people asked"),
    fields: [
      {
        name: "rights",
        label: words("Thực hiện quyền thế nào", "How rights are exercised"),
        law: "Decree 356 Art 5; Law 91/2025 Art 14",
        gdpr: "11, 12, 15–21",
        fill: ({ entry }) =>
          entry === "file"
            ? words(
                "Tệp không có tên; yêu cầu được trả lời bằng câu giải thích vì sao không nhận ra người.",
                "The file has no names; requests are answered by explaining why nobody can be identified.",
              )
            : words(
                "Rút lại bằng mã riêng tại /withdraw cho đến khi cố định; sau đó không nhận ra được câu trả lời của ai (không áp dụng quyền xem, sửa, xóa với phần này). Danh sách mời: xem, sửa, xóa tại nơi giữ danh sách. Yêu cầu vào hàng chờ, trả lời trong 2 ngày làm việc.",
                "Withdrawal by the respondent's own key at /withdraw until the freeze; afterwards nobody's answer can be identified (viewing, correcting and erasing do not apply). Roster: seen, corrected and erased where it is kept. Requests enter a queue and are answered in 2 working days.",
              ),
      },
      {
        name: "contact",
        label: words("Nơi nhận yêu cầu, in trong lời mời", "Where requests go, printed in the invitation"),
        law: "Decree 356 Art 5",
        gdpr: "13(1)(b)",
      },
    ],
  },
  {
    name: "filing",
    title: words("Nộp và cập nhật", "Filing and updates"),
    fields: [
      {
        name: "fileBy",
        label: words(
          "Hạn nộp hồ sơ đánh giá tác động (60 ngày từ ngày xử lý đầu tiên)",
          "Assessment to be filed by (60 days from the first processing)",
        ),
        law: "Law 91/2025 Art 21; Resolution 22/2026",
        gdpr: "35(1)",
        help: words("Tính từ ngày mở thu thập.", "Counted from the day the study opened."),
        fill: ({ fileBy, entry }) =>
          fileBy
            ? words(inVietnamese(fileBy), inVietnamese(fileBy))
            : entry === "file"
              ? words("Theo ngày thu thập của tệp.", "From the day the file was collected.")
              : words("Chưa mở: tính từ ngày mở.", "Not open yet: counted from the day it opens."),
      },
      {
        name: "exempt",
        label: words("Có được miễn không, căn cứ nào", "Whether exempt, and on what ground"),
        law: "Law 91/2025 Art 21.6",
        gdpr: "35(10)",
        help: words(
          "Cơ quan nhà nước có thẩm quyền được miễn; đơn vị sự nghiệp có lẽ không. Hỏi luật sư.",
          "Competent state bodies are exempt; public service units probably not. Ask counsel.",
        ),
      },
      {
        name: "filed",
        label: words("Đã nộp ngày, số tiếp nhận", "Filed on, receipt number"),
        law: "Decree 356 Art 19–20",
        gdpr: "36",
        optional: true,
      },
      {
        name: "review",
        label: words(
          "Ngày xem lại tiếp theo (6 tháng khi có thay đổi; 10 ngày khi thay đổi lớn)",
          "Next review (6 months on change; 10 days on major change)",
        ),
        law: "Law 91/2025 Art 22; Decree 356 Art 20",
        gdpr: "35(11)",
      },
    ],
  },
];

/** Names of the fields that people write. */
export const personFields: ReadonlySet<string> = new Set(
  plan.flatMap(({ fields }) => fields.filter(({ fill }) => !fill).map(({ name }) => name)),
);
