import { escapeHtml, type PageLanguage, pageFrame } from "./page-frame.ts";

/**
 * For respondents, in plain words: what we know, what we cannot know, how to check. True of open links and of invitations with
 * tokens; promises no more than docs/threat-model.md does.
 * @param contact how to reach who is responsible for data protection, as the institution wrote it; "" = not written.
 */
export function privacyPage(language: PageLanguage, contact: { vi: string; en: string }): string {
  const written = (language === "en" && contact.en) || contact.vi;
  const lines = written.trim().split(/\n+/).filter(Boolean).map(escapeHtml).join("<br>");
  return language === "vi"
    ? pageFrame("vi", {
        title: "Quý vị được bảo vệ thế nào",
        other: "/privacy/en",
        body: vietnamese(
          lines
            ? `<p>${lines}</p>`
            : "<p>Cơ quan mời quý vị trả lời là nơi chịu trách nhiệm; tên và cách liên lạc có trong thư mời hoặc ở đầu phiếu hỏi.</p>",
        ),
      })
    : pageFrame("en", {
        title: "How you are protected",
        other: "/privacy",
        body: english(
          lines
            ? `<p>${lines}</p>`
            : "<p>The institution that invites you is responsible; its name and how to reach it are in the invitation or at the head of the questionnaire.</p>",
        ),
      });
}

const vietnamese = (
  contact: string,
) => `<p>Trang này nói về mọi cuộc điều tra làm bằng Lắng Nghe: chúng tôi biết gì, không thể biết gì, không thể bảo vệ quý vị trước điều gì, và quý vị tự kiểm tra thế nào.</p>
<div class="note"><p><strong>Nói gọn:</strong> không có tên, số điện thoại, địa chỉ mạng hay giờ gửi nào được lưu cạnh câu trả lời. Quý vị tự nguyện, được bỏ qua câu hỏi, và được dừng bất cứ lúc nào. Trả lời hay không đều không ảnh hưởng đến dịch vụ quý vị được hưởng.</p></div>

<h2>Nếu quý vị được mời bằng mã riêng</h2>
<p>Chúng tôi biết ai được mời và ai đã nhận thẻ trả lời. Chúng tôi không lưu gì nối một câu trả lời với một người. Thẻ được làm ngay trên máy của quý vị và được ký khi còn che kín: nơi giữ danh sách mời ký mà không thấy thẻ; nơi nhận câu trả lời thấy thẻ mà không biết đã cấp cho ai.</p>
<ul>
<li>Nơi giữ danh sách mời không nhận câu trả lời nào, và không biết quý vị đã gửi hay chưa.</li>
<li>Câu trả lời được khóa trên máy của quý vị trước khi gửi. Nơi nhận không mở được; nơi mở được thì không có danh sách mời.</li>
<li>Câu trả lời đi vào một giờ ngẫu nhiên, từ 2 đến 48 giờ sau, trừ khi quý vị chọn gửi ngay; sau đó được trộn với ít nhất 20 câu trả lời khác rồi mới được chuyển đi.</li>
<li>Đi cùng câu trả lời chỉ có: ngôn ngữ, phiên bản phiếu hỏi, những điều quý vị đồng ý, và số của một nhóm mẫu (vùng và cỡ quyền số) chung cho ít nhất 20 người được mời. Trang trả lời cho quý vị xem nhóm ấy.</li>
</ul>

<h2>Nếu quý vị trả lời qua liên kết mở</h2>
<p>Ai có liên kết cũng trả lời được, nên chúng tôi không biết ai được mời và ai trả lời. Nhưng cách này yếu hơn: câu trả lời đến máy chủ ngay khi quý vị gửi, và không được khóa riêng. Chúng tôi không ghi giờ hay địa chỉ mạng, chỉ giữ ngày, và quên cả ngày nếu ngày ấy có dưới 20 câu trả lời. Song người vận hành máy chủ, nếu cố tình theo dõi đúng lúc quý vị gửi, có thể thấy câu trả lời vừa đến. Kết quả của liên kết mở cũng không đại diện cho toàn dân, và bản công bố luôn nói rõ điều đó.</p>

<h2>Chúng tôi không thể bảo vệ quý vị trước</h2>
<ul>
<li>người nhìn vào màn hình, hoặc ép quý vị trả lời trước mặt họ;</li>
<li>nhà mạng: họ thấy máy của quý vị đã vào trang này, dù không thấy nội dung;</li>
<li>những chi tiết quý vị tự viết về mình trong câu hỏi mở: xin đừng viết tên, số điện thoại, hay chuyện chỉ một người có;</li>
<li>phần mềm theo dõi trên điện thoại, hoặc một trang đã bị sửa trước khi có ai kiểm tra kịp;</li>
<li>việc nhiều người trong một nơi rất nhỏ có đặc điểm hiếm: vì thế chúng tôi không công bố con số nào dựa trên quá ít người.</li>
</ul>

<h2>Quý vị tự kiểm tra</h2>
<ul>
<li>Bằng lời mời riêng, trang trả lời chỉ làm việc với một khóa chung cho cả đợt, đã ghi vào sổ công khai trước lời mời đầu tiên. Nếu ai đó đưa cho riêng quý vị một khóa khác, trang dừng lại và báo.</li>
<li>Nếu cuộc điều tra có nhân chứng bên ngoài (một cơ quan hay trường đại học khác), nhân chứng ký vào sổ ấy và vào số đếm. Trang trả lời cho biết có nhân chứng hay không, và là ai.</li>
<li>Nếu trang đưa cho quý vị một biên nhận, quý vị dùng nó để xem câu trả lời của mình có được tính. Biên nhận không cho ai biết quý vị đã trả lời gì.</li>
<li>Mã nguồn của hệ thống mở cho mọi người xem; người quý vị tin cậy có thể đọc thay quý vị.</li>
<li>Trang này và trang trả lời không tải gì từ nơi khác, không đặt cookie, không có mã theo dõi.</li>
</ul>

<h2>Quyền của quý vị</h2>
<dl>
<dt>Không trả lời, bỏ qua, dừng lại</dt><dd>Câu hỏi nhạy cảm luôn có cách không trả lời. Câu trả lời chưa gửi nằm trên máy của quý vị và xóa được ở cuối trang.</dd>
<dt>Rút lại sau khi gửi</dt><dd>Sau khi gửi, quý vị nhận một mã rút lại. Trước khi cuộc điều tra đóng, <a href="/withdraw">gõ mã ấy ở đây</a> thì câu trả lời bị xóa. Đóng rồi thì không ai, kể cả chúng tôi, tìm ra được câu trả lời của quý vị nữa, nên không xóa được. Mất mã thì cũng vậy.</dd>
<dt>Xem, sửa, xóa, phản đối, hạn chế</dt><dd>Với danh sách mời (tên, cách liên lạc): xin gửi yêu cầu đến cơ quan mời, có trả lời trong 2 ngày làm việc. Với câu trả lời: chúng tôi không biết câu trả lời nào là của ai, nên không thể cho xem hay sửa; chỉ mã rút lại tìm ra được nó.</dd>
<dt>Thời hạn</dt><dd>Danh sách mời và mã bị xóa 30 ngày sau khi đợt điều tra đóng. Câu trả lời bị xóa theo ngày ghi trong từng cuộc điều tra. Việc xóa được ghi thành giấy chứng nhận.</dd>
</dl>

<h2>Liên hệ</h2>
${contact}
<p>Căn cứ: Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định 356/2025/NĐ-CP.</p>`;

const english = (
  contact: string,
) => `<p>This page is about every survey made with Lắng Nghe: what we know, what we cannot know, what we cannot protect you from, and how you can check.</p>
<div class="note"><p><strong>In short:</strong> no name, telephone number, network address or time of sending is stored beside an answer. Taking part is voluntary; you may skip questions and stop at any time. Whether or not you answer has no effect on the services you receive.</p></div>

<h2>If you were invited with a code of your own</h2>
<p>We know who was invited and who took a token. We do not store anything that ties an answer to a person. The token is made on your own device and signed while covered: the place that keeps the list of invitations signs without seeing it; the place that takes answers sees it without knowing to whom it was given.</p>
<ul>
<li>The place that keeps the list receives no answer, and does not know whether you have sent one.</li>
<li>Answers are locked on your device before they are sent. The place that takes them cannot open them; the place that can has no list of invitations.</li>
<li>Answers leave at a random time, 2 to 48 hours later, unless you choose to send at once; then they are shuffled with at least 20 others before they move on.</li>
<li>With your answers travel only: the language, the version of the questionnaire, what you agreed to, and the number of a design group (area and size of weight) shared by at least 20 invited people. The answer page shows you that group.</li>
</ul>

<h2>If you answer by an open link</h2>
<p>Anyone with the link can answer, so we do not know who was asked or who answered. But this way is weaker: answers reach the server when you send them, and are not locked on their own. We record no time and no network address, keep only the day, and forget even that where a day has fewer than 20 answers. Still, whoever runs the server could, by watching on purpose at that very moment, see the answers that just arrived. Results of an open link do not speak for everybody either, and what is published always says so.</p>

<h2>What we cannot protect you from</h2>
<ul>
<li>someone watching your screen, or making you answer in front of them;</li>
<li>your network provider: it sees that your device visited this page, though not what you wrote;</li>
<li>details you write about yourself in open questions: please write no names, telephone numbers, or things that are true of one person only;</li>
<li>software that spies on your phone, or a page that was tampered with before anyone could check;</li>
<li>rare traits in a very small place: therefore no figure that rests on too few people is published.</li>
</ul>

<h2>How you can check</h2>
<ul>
<li>With an invitation, the answer page works only with one key for the whole wave, written in a public log before the first invitation. If somebody hands you a key of your own, the page stops and says so.</li>
<li>If the survey has an outside witness (another authority, a university), the witness signs that log and the count. The answer page says whether there is one, and who.</li>
<li>If the page gives you a receipt, you can use it to see whether your answers are counted. It shows nobody what you answered.</li>
<li>The system's source code is open; someone you trust can read it for you.</li>
<li>This page and the answer page load nothing from elsewhere, set no cookie, and carry no trackers.</li>
</ul>

<h2>Your rights</h2>
<dl>
<dt>Not to answer, to skip, to stop</dt><dd>A sensitive question always leaves a way not to answer. Answers not sent yet lie on your device and can be deleted at the foot of the page.</dd>
<dt>To withdraw after sending</dt><dd>After sending you are given a withdrawal key. Until the survey is closed, <a href="/withdraw/en">type it here</a> and your answers are deleted. Once it is closed nobody, we included, can find your answers any more, so they cannot be deleted. The same holds if the key is lost.</dd>
<dt>To see, correct, erase, object, restrict</dt><dd>For the list of invitations (name, contact): write to the institution that invites; it replies within 2 working days. For answers: we do not know which answers are whose, so we can neither show nor correct them; only the withdrawal key finds them.</dd>
<dt>Time limits</dt><dd>The list of invitations and the codes are deleted 30 days after the wave closes. Answers are deleted on the day stated for each survey. Each deletion is certified.</dd>
</dl>

<h2>Contact</h2>
${contact}
<p>Legal basis: Viet Nam's Personal Data Protection Law 91/2025/QH15 and Decree 356/2025/ND-CP.</p>`;
