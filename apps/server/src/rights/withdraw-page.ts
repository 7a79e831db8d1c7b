import { type PageLanguage, pageFrame } from "./page-frame.ts";

const paths = { vi: "/withdraw", en: "/withdraw/en" } as const;

/** Where the key is typed. Works without scripts. */
export function withdrawPage(language: PageLanguage): string {
  return language === "vi"
    ? pageFrame("vi", {
        title: "Rút lại câu trả lời",
        other: paths.en,
        body: `<p>Nếu quý vị đã gửi câu trả lời và giữ <strong>mã rút lại</strong>, quý vị có thể xóa câu trả lời ấy ở đây, cho đến khi cuộc điều tra đóng và dữ liệu được cố định. Quý vị không cần nêu lý do, và không ai biết quý vị là ai.</p>
<form method="post" action="${paths.vi}"><label for="key">Mã rút lại</label><p class="hint" id="hint">26 chữ và số, hiện ra sau khi quý vị gửi câu trả lời. Có hay không có dấu gạch đều được.</p><input id="key" name="key" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="hint"><button>Xóa câu trả lời của tôi</button></form>
${after.vi}`,
      })
    : pageFrame("en", {
        title: "Withdraw your answers",
        other: paths.vi,
        body: `<p>If you have sent answers and kept your <strong>withdrawal key</strong>, you can delete those answers here until the survey is closed and its data are frozen. You need give no reason, and nobody knows who you are.</p>
<form method="post" action="${paths.en}"><label for="key">Withdrawal key</label><p class="hint" id="hint">26 letters and digits, shown after you sent your answers. With or without hyphens.</p><input id="key" name="key" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="hint"><button>Delete my answers</button></form>
${after.en}`,
      });
}

/** The same page whatever key was typed: it must not tell whether an answer was found. */
export function withdrawnPage(language: PageLanguage): string {
  return language === "vi"
    ? pageFrame("vi", {
        title: "Yêu cầu đã được thực hiện",
        other: paths.en,
        body: `<p><strong>Nếu mã này đúng và cuộc điều tra chưa đóng, câu trả lời đi cùng mã đã bị xóa.</strong></p>
<p>Trang này luôn trả lời giống nhau, dù mã đúng hay sai: như vậy người nhặt được mã, hay người đứng bên cạnh, không biết được quý vị có trả lời hay không.</p>
<p>Nếu còn ngờ đã gõ nhầm, quý vị <a href="${paths.vi}">gõ lại mã</a>. Gõ nhiều lần không sao.</p>
${after.vi}`,
      })
    : pageFrame("en", {
        title: "Done",
        other: paths.vi,
        body: `<p><strong>If this key is right and the survey is not closed yet, the answers that belong to it have been deleted.</strong></p>
<p>This page always says the same, whether or not the key fits: so whoever finds a key, or stands beside you, does not learn whether you answered.</p>
<p>If you are not sure that you typed it correctly, <a href="${paths.en}">type it again</a>. More than once does no harm.</p>
${after.en}`,
      });
}

const after = {
  vi: `<h2>Vì sao sau khi đóng thì không rút lại được</h2>
<p>Khi cuộc điều tra đóng, các câu trả lời được trộn lẫn và dấu vết của mọi mã rút lại bị xóa khỏi máy chủ. Từ lúc ấy không ai, kể cả chúng tôi, còn biết dòng nào là của quý vị; vì thế chúng tôi không thể tìm ra để xóa. Đó cũng chính là điều bảo vệ quý vị: không ai tìm ra được thì cũng không ai hỏi được quý vị đã nói gì.</p>
<p>Câu trả lời gửi bằng lời mời riêng đi mất vài ngày mới đến nơi. Gõ mã trước lúc ấy vẫn được: dấu vết của mã được ghi nhớ, và câu trả lời bị bỏ ngay khi đến.</p>
<h2>Những con số đang xem</h2>
<p>Số liệu hiện trên màn hình của cán bộ không giảm vào lúc quý vị rút lại, để không ai nhận ra có người vừa rút. Câu trả lời đã xóa thì không có trong kết quả cuối cùng. Bản sao lưu cũ của máy chủ còn giữ nó cho đến khi bản ấy hết hạn và bị xóa.</p>
<p>Câu trả lời <strong>chưa gửi</strong> thì xóa ngay trên máy của quý vị, ở cuối trang phiếu hỏi. <a href="/privacy">Quý vị được bảo vệ thế nào</a></p>`,
  en: `<h2>Why it is impossible once the survey is closed</h2>
<p>When a survey closes, its answers are shuffled and every trace of withdrawal keys is erased from the server. From then on nobody, we included, knows which row is yours; so we cannot find it to delete it. That is also what protects you: what nobody can find, nobody can ask you about.</p>
<p>Answers sent with an invitation take some days to arrive. Typing the key before that works too: its trace is remembered, and the answers are dropped as soon as they arrive.</p>
<h2>Figures on screens</h2>
<p>Figures that staff see do not go down at the moment you withdraw, so that nobody notices that someone has. Deleted answers are not in the final results. Older backups of the server hold them until those backups expire and are deleted.</p>
<p>Answers <strong>not sent yet</strong> are deleted on your own device, at the foot of the questionnaire. <a href="/privacy/en">How you are protected</a></p>`,
} as const;
