import { intervalChart } from "@lang-nghe/ui/charts";
import type { Language } from "@lang-nghe/ui/format";
import { html, type Markup, type Page, trusted } from "./html.ts";
import { portalWords } from "./words.ts";

interface Topic {
  readonly id: string;
  readonly title: string;
  readonly texts: readonly string[];
}

const topics: Record<Language, readonly Topic[]> = {
  vi: [
    {
      id: "sai-so",
      title: "Sai số là gì?",
      texts: [
        "Khi không thể hỏi tất cả mọi người, ta bốc thăm một số người để hỏi. Bốc thăm lần khác sẽ gặp người khác, và con số cũng khác đi một chút. Sai số (sai số lấy mẫu) cho biết “một chút” đó là bao nhiêu.",
        "Thí dụ: 46\u00a0% người trả lời nói hài lòng, với khoảng tin cậy 43 – 49\u00a0%. Nghĩa là tỷ lệ thật trong toàn dân nhiều khả năng nằm giữa 43 và 49\u00a0%. Nếu làm lại cuộc điều tra 100 lần, khoảng 95 lần khoảng ấy chứa con số thật.",
        "Hai con số có hai dải chồng lên nhau nhiều thì chưa thể nói con số nào lớn hơn.",
      ],
    },
    {
      id: "mau-ngau-nhien",
      title: "Vì sao có bản không in sai số?",
      texts: [
        "Sai số chỉ có nghĩa khi người trả lời được bốc thăm. Khi ai có đường dẫn cũng tham gia được, người trả lời tự chọn mình: người quan tâm nhiều thường trả lời nhiều hơn. Đông người tham gia không chữa được điều đó.",
        "Vì vậy ở các bản ấy quý vị thấy câu “Đây không phải là mẫu ngẫu nhiên”, số người đã tham gia, và một bảng cho biết kết quả có thể lệch bao nhiêu nếu việc tham gia có liên quan một chút đến câu trả lời.",
      ],
    },
    {
      id: "quyen-so",
      title: "Quyền số để làm gì?",
      texts: [
        "Có nhóm người khó gặp hơn: người đi làm xa, người ở bản vùng cao. Nếu để nguyên, tiếng nói của họ sẽ nhỏ đi. Quyền số cho mỗi câu trả lời một sức nặng, để tỷ lệ nam và nữ, già và trẻ, các vùng trong kết quả giống với dân số thật.",
        "Quyền số càng chênh nhau thì kết quả càng kém chắc chắn. Cỡ mẫu hiệu dụng cho biết số người trả lời ấy đáng giá bằng bao nhiêu người nếu không phải cân.",
      ],
    },
    {
      id: "khong-cong-bo",
      title: "Vì sao có ô ghi “không công bố”?",
      texts: [
        "Để bảo vệ người trả lời: con số chỉ ra dưới 10 người, hoặc tính trên dưới 30 người, có thể làm lộ ý kiến của một ai đó. Đôi khi phải che thêm một con số bên cạnh, để không ai lấy tổng trừ đi mà tìm ra.",
        "Và để không ai bị hiểu lầm: con số có sai số quá lớn thì không nói lên điều gì chắc chắn.",
        "Những con số ấy không có trong biểu đồ, trong bảng, cũng không có trong các tệp tải về.",
      ],
    },
    {
      id: "lam-tron",
      title: "Vì sao tỷ lệ được ghi tròn?",
      texts: [
        "Với vài trăm người trả lời, một số lẻ sau dấu phẩy chỉ cho cảm giác chính xác. Chúng tôi ghi tròn phần trăm, và chỉ ghi một số lẻ khi cơ sở hiệu dụng từ 1.000.",
      ],
    },
    {
      id: "mo-phong",
      title: "“Dữ liệu mô phỏng” là gì?",
      texts: [
        "Một số bản được làm từ câu trả lời do máy tạo ra, để thử hệ thống và để minh họa. Không có người thật nào trả lời. Các bản ấy có dòng “Dữ liệu mô phỏng” trên mọi trang, mọi biểu đồ và mọi tệp. Xin đừng trích dẫn như kết quả thật.",
      ],
    },
    {
      id: "khong-lam",
      title: "Những điều chúng tôi không làm",
      texts: [
        "Không thu thập những gì người dân nói với nhau trên mạng xã hội. Không lưu hồ sơ ý kiến của bất kỳ ai: người được mời và câu trả lời nằm ở hai nơi không thể nối với nhau. Không đánh giá, xếp loại người trả lời.",
      ],
    },
    {
      id: "kiem-chung",
      title: "Kiểm chứng lại được không?",
      texts: [
        "Được. Mỗi bản công bố ghi mã của đúng bộ câu trả lời đã khóa, mã quyền số và phần mềm đã dùng. Tệp JSON tải về là chính tệp đã công bố, không sửa.",
      ],
    },
  ],
  en: [
    {
      id: "margin-of-error",
      title: "What is a margin of error?",
      texts: [
        "When not everyone can be asked, some people are drawn by chance. Another draw would meet other people, and the figure would be slightly different. The margin of error tells how much “slightly” is.",
        "An example: 46% of those asked said they were satisfied, with an interval of 43–49%. The true share among everyone most likely lies between 43 and 49%. If the survey were repeated 100 times, about 95 of the intervals would hold the true figure.",
        "When the bands of two figures overlap a good deal, it is too early to say which is larger.",
      ],
    },
    {
      id: "random-sample",
      title: "Why do some releases show no margin of error?",
      texts: [
        "It only has a meaning when people were drawn by chance. When anyone with a link can take part, people choose themselves, and those who care most answer most. Large numbers do not mend that.",
        "Such releases carry the sentence “This is not a random sample”, the number of people who took part, and a table of how far off the result could be if taking part is slightly related to the answer.",
      ],
    },
    {
      id: "weights",
      title: "What are weights for?",
      texts: [
        "Some groups are harder to reach: people working far away, people in mountain villages. Left alone, their voice would be too small. Weights let each answer count so that men and women, old and young, and the regions appear as they do in the population.",
        "The more the weights differ, the less certain the result. The effective sample size tells how many people the answers would be worth had no weighting been needed.",
      ],
    },
    {
      id: "withheld",
      title: "Why are some figures withheld?",
      texts: [
        "To protect those who answered: a figure that points at fewer than 10 people, or is based on fewer than 30, could give away somebody’s view. Sometimes a figure beside it is withheld too, so that nobody can find it by subtraction.",
        "And so that nobody is misled: a figure that is too uncertain says nothing firm.",
        "Withheld figures are not in the charts, not in the tables, and not in the files.",
      ],
    },
    {
      id: "rounding",
      title: "Why are shares rounded?",
      texts: [
        "With a few hundred answers, a decimal only looks precise. We print whole per cents, and one decimal only from an effective sample size of 1,000.",
      ],
    },
    {
      id: "synthetic",
      title: "What is “synthetic data”?",
      texts: [
        "Some releases were made from answers created by a machine, to try the system and to illustrate it. No real people answered. Such releases say so on every page, chart and file. Please do not quote them as real results.",
      ],
    },
    {
      id: "not-done",
      title: "What we do not do",
      texts: [
        "We do not collect what people say to one another on social networks. We keep no record of anyone’s views: who was invited and what was answered lie in two places that cannot be joined. We do not judge or grade those who answer.",
      ],
    },
    {
      id: "checking",
      title: "Can it be checked?",
      texts: [
        "Yes. Each release names the code of the exact frozen answers, of the weights, and the software. The JSON file is the released file itself, unchanged.",
      ],
    },
  ],
};

/** A made-up figure beside the words that explain it. */
function example(language: Language): Markup {
  const vi = language === "vi";
  const row = (label: string, estimate: number, low: number, high: number) => ({
    label,
    estimate,
    low,
    high,
    n: null,
    withheld: null,
  });
  const chart = {
    title: vi ? "Thí dụ để tập đọc" : "An example to practise on",
    base: vi ? "Con số bịa ra, chỉ để giải thích" : "Invented figures, only to explain",
    unit: "share",
    random: true,
    language,
    rows: [
      row(vi ? "Hài lòng" : "Satisfied", 0.46, 0.43, 0.49),
      {
        ...row(vi ? "Ý kiến khác" : "Another view", 0, 0, 0),
        estimate: null,
        low: null,
        high: null,
        withheld: "cell-below-10",
      },
    ],
  } as const;
  return html`<figure class="example"><div class="chart narrow">${trusted(intervalChart({ ...chart, width: 328 }))}</div><div class="chart middle up">${trusted(intervalChart({ ...chart, width: 660 }))}</div></figure>`;
}

/** How figures are made, in plain words. */
export function methodPage(language: Language, base: string | null): Page {
  const words = portalWords[language];
  const list = topics[language];
  const title = language === "vi" ? "Chúng tôi làm ra một con số thế nào" : "How we make a figure";
  const lead =
    language === "vi"
      ? "Giải thích bằng lời thường, cho người đọc lần đầu."
      : "In plain words, for those who read this for the first time.";
  const main = html`<article class="prose">
<h1>${title}</h1>
<p class="lead">${lead}</p>
${list.map((topic, index) => html`<section aria-labelledby="${topic.id}"><h2 id="${topic.id}">${topic.title}</h2>${topic.texts.map((text) => html`<p>${text}</p>`)}${index === 0 ? example(language) : null}</section>`)}
</article>`;
  return { language, path: "phuong-phap/", title: words.method, description: `${title}. ${lead}`, main, base };
}
