import type { PrivacyText } from "./privacy-page.ts";

/** The page in Vietnamese; its English twin says the same, point by point. */
export const vietnamese = ({
  contact,
  hosts,
  oneMachine,
}: PrivacyText) => `<p>Trang này nói về mọi cuộc điều tra làm bằng Lắng Nghe: chúng tôi biết gì, không thể biết gì, không bảo vệ được quý vị trước điều gì, và quý vị tự kiểm tra thế nào.</p>
<div class="note"><p><strong>Nói gọn:</strong> không có tên, số điện thoại, địa chỉ mạng hay giờ gửi nào được lưu cạnh câu trả lời. Quý vị tự nguyện, được bỏ qua câu hỏi, được dừng bất cứ lúc nào. Trả lời hay không đều không ảnh hưởng đến dịch vụ quý vị được hưởng.</p></div>
${
  oneMachine
    ? `<div class="note"><p><strong>Đây là bản chạy thử trên một máy.</strong> Những điều dưới đây về ba nơi riêng biệt chỉ đúng khi ba nơi ấy nằm trên ba máy, do những người khác nhau giữ. Ở bản này, người giữ máy nắm cả ba. Xin đừng trả lời thật những điều có thể gây hại cho quý vị.</p></div>`
    : ""
}

<h2>Nếu quý vị được mời bằng mã riêng</h2>
<p>Chúng tôi biết ai được mời và ai đã nhận thẻ trả lời. Chúng tôi không lưu gì nối một câu trả lời với một người. Có ba nơi, không nơi nào biết cả hai điều:</p>
<dl>
<dt>Nơi cấp thẻ</dt><dd>Giữ danh sách mời. Ký vào thẻ của quý vị khi thẻ còn che kín, như ký lên một phong bì dán: ký được mà không thấy bên trong. Không nhận câu trả lời nào, và không biết quý vị đã gửi hay chưa.</dd>
<dt>Nơi thu nhận</dt><dd>Thấy một thẻ có chữ ký thật và một gói đã khóa. Không có danh sách mời, không mở được gói, không ghi địa chỉ mạng hay giờ.</dd>
<dt>Cơ quan tính kết quả</dt><dd>Nhận các gói đã trộn, ít nhất 20 gói một lần, rồi mở ra. Không biết gói nào của ai, đến từ lúc nào. Có cuộc điều tra chỉ mở sau khi đóng, và phải có hai trong ba người giữ khóa; trang trả lời nói rõ khi ấy.</dd>
</dl>
<p>Máy của quý vị gửi vào một giờ ngẫu nhiên, từ 2 đến 48 giờ sau khi trả lời xong, để không ai đoán ra quý vị từ lúc câu trả lời đến. Quý vị có thể chọn gửi ngay. Khi ấy người theo dõi cả hai nơi cùng lúc dễ đoán hơn.</p>

<h2>Những gì đi cùng câu trả lời</h2>
<p>Chỉ có những điều sau, và không gì khác:</p>
<ul>
<li>phiếu hỏi bản thứ mấy, và quý vị đọc bằng tiếng nào;</li>
<li>quý vị đã đồng ý những gì (không kèm tên);</li>
<li>số của một nhóm mẫu: vùng, cụm và cỡ quyền số. Nhóm nào cũng có ít nhất 20 người được mời. Trang trả lời cho quý vị xem nhóm ấy trước khi gửi. Cần nó để tính sai số cho đúng;</li>
<li>dấu vết của mã rút lại, không phải chính mã.</li>
</ul>
<p>Không có: tên, số điện thoại, mã mời, địa chỉ mạng, giờ, loại máy, vị trí, thôn hay xã nếu phiếu không hỏi.</p>

<h2>Nếu quý vị trả lời qua liên kết mở</h2>
<p>Ai có liên kết cũng trả lời được, nên chúng tôi không biết ai được mời và ai trả lời. Nhưng cách này yếu hơn: câu trả lời đến máy chủ ngay khi quý vị gửi, và không được khóa riêng. Chúng tôi không ghi giờ hay địa chỉ mạng, chỉ giữ ngày, và quên cả ngày nếu ngày ấy có dưới 20 câu trả lời. Song người vận hành máy chủ, nếu cố tình theo dõi đúng lúc quý vị gửi, có thể thấy câu trả lời vừa đến. Kết quả của liên kết mở cũng không đại diện cho toàn dân, và bản công bố luôn nói rõ điều đó.</p>

<h2>Chúng tôi không bảo vệ được quý vị trước</h2>
<ul>
<li>người nhìn vào màn hình, hoặc ép quý vị trả lời trước mặt họ. Hãy trả lời khi ở một mình; nếu bị ép, hãy chọn “không muốn trả lời”, hoặc rút lại sau;</li>
<li>nhà mạng: họ thấy máy của quý vị đã vào trang này, dù không thấy nội dung;</li>
<li>những chi tiết quý vị tự viết về mình trong câu hỏi mở: xin đừng viết tên, số điện thoại, hay chuyện chỉ một người có;</li>
<li>phần mềm theo dõi trên điện thoại, hoặc một trang đã bị sửa trước khi có ai kiểm tra kịp;</li>
<li>việc cùng một người nắm cả ba nơi nói trên: hãy hỏi ai giữ từng nơi. Cuộc điều tra làm đúng thì nói được tên;</li>
<li>nơi rất nhỏ, người có đặc điểm hiếm: chúng tôi không công bố con số nào dựa trên quá ít người, nhưng hàng xóm vẫn có thể đoán.</li>
</ul>

<h2>Quý vị tự kiểm tra</h2>
<dl>
<dt>Một khóa chung cho mọi người</dt><dd>Trang trả lời chỉ làm việc với một khóa chung cho cả đợt, đã ghi vào <a href="${hosts.issuer}/log/">sổ công khai</a> trước lời mời đầu tiên. Nếu ai đó đưa cho riêng quý vị một khóa khác, trang dừng lại và báo.</dd>
<dt>Người làm chứng bên ngoài</dt><dd>Nếu có nhân chứng (một cơ quan hay trường đại học khác), nhân chứng ký vào sổ ấy. Trang trả lời cho biết có nhân chứng hay không, và là ai. Không có nhân chứng thì quý vị chỉ tin được lời của cơ quan.</dd>
<dt>Biên nhận</dt><dd>Sau khi gửi, máy của quý vị giữ một biên nhận. Khi lô của quý vị đã chuyển đi, biên nhận cho thấy câu trả lời có được tính: dấu của nó nằm trong <a href="${hosts.collector}/log/">sổ của nơi thu nhận</a>. Biên nhận không cho ai biết quý vị đã trả lời gì, kể cả khi quý vị đưa cho họ xem. Nó chỉ cho thấy có một câu trả lời là của quý vị; nếu điều ấy cũng nguy hiểm, hãy xóa nó.</dd>
<dt>Số đếm</dt><dd>Khi đóng, nơi cấp thẻ công bố đã cấp bao nhiêu thẻ cho từng nhóm, nơi thu nhận công bố đã nhận bao nhiêu. Nhận nhiều hơn cấp là có gian dối, và ai cũng thấy được.</dd>
<dt>Mã nguồn</dt><dd>Mã nguồn của hệ thống mở cho mọi người xem; người quý vị tin cậy có thể đọc thay quý vị.</dd>
<dt>Không có gì lạ</dt><dd>Trang này và trang trả lời không tải gì từ nơi khác, không đặt cookie, không có mã theo dõi.</dd>
</dl>

<h2>Quyền của quý vị</h2>
<dl>
<dt>Không trả lời, bỏ qua, dừng lại</dt><dd>Câu hỏi nhạy cảm luôn có cách không trả lời. Câu trả lời chưa gửi nằm trên máy của quý vị và xóa được ở cuối trang.</dd>
<dt>Rút lại sau khi gửi</dt><dd>Sau khi gửi, quý vị nhận một mã rút lại. Trước khi cuộc điều tra đóng và dữ liệu được cố định, <a href="${hosts.office}/withdraw">gõ mã ấy ở đây</a> thì câu trả lời bị xóa. Không cần nêu lý do.</dd>
<dt>Vì sao sau đó thì không</dt><dd>Khi cố định, các câu trả lời được trộn và mọi dấu vết của mã bị xóa. Từ lúc ấy không ai, kể cả chúng tôi, biết dòng nào là của quý vị. Không ai tìm ra để xóa; cũng không ai tìm ra để hỏi quý vị đã nói gì. Mất mã thì cũng vậy.</dd>
<dt>Không nhận lời mời nữa</dt><dd>Báo cho cơ quan mời; quý vị sẽ không được mời trong mọi cuộc điều tra sau. Nhắc nhiều nhất ba lần, và chỉ nhắc người chưa nhận thẻ.</dd>
<dt>Xem, sửa, xóa, phản đối, hạn chế</dt><dd>Với danh sách mời (tên, cách liên lạc): xin gửi yêu cầu đến cơ quan mời, có trả lời trong 2 ngày làm việc. Với câu trả lời: chúng tôi không biết câu trả lời nào là của ai, nên không thể cho xem hay sửa; chỉ mã rút lại tìm ra được nó.</dd>
<dt>Thời hạn</dt><dd>Danh sách mời và mã bị xóa vào ngày ghi trong bản kê của đợt, thường là 30 ngày sau khi đóng. Câu trả lời bị xóa theo ngày ghi trong từng cuộc điều tra. Mỗi lần xóa có giấy chứng nhận.</dd>
</dl>

<h2>Liên hệ</h2>
${contact}
<p>Căn cứ: Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định 356/2025/NĐ-CP.</p>`;
