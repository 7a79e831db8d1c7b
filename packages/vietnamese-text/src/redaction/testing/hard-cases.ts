// Hand-written answers. «kind:…» marks what must go: p person, t telephone, i identity number, x tax or insurance number,
// b bank account, s passport, v plate, e e-mail, u link or name on a network, d birth date, a address. A line without marks must stay as it is.
// Every third line is held out: rules are never changed because of one of them.
export const hardCases: readonly string[] = `
Xin liên hệ anh «p:Nguyễn Văn Nam», số «t:0912 345 678».
Đường liên xã hỏng từ năm 2019, đi lại rất khó.
Tôi tên là «p:Trần Thị Lan», CCCD «i:010085001234».
Ông «p:Giàng A Páo» nói nước yếu cả tuần.
Bà con mong có cầu mới qua suối.
gọi cho tôi theo so «t:0987.654.321» nhé
Đường Trần Hưng Đạo ngập mỗi khi mưa lớn.
Trường Nguyễn Du thiếu giáo viên tiếng Anh.
Chủ tịch xã «p:Lê Minh Đức» hứa sửa đường trong tháng 6.
Chủ tịch xã hứa sửa đường nhưng chưa làm.
Anh em trong thôn góp được 12.000.000 đồng.
Chị em phụ nữ muốn học nghề may.
Số tài khoản «b:19034567890123» của quỹ lớp không ai kiểm tra.
Lương tháng 5.500.000 đồng không đủ sống.
Xe «v:24B1-123.45» của nhà tôi bị giữ.
Quốc lộ 4D sạt lở, tỉnh lộ 151 cũng thế.
Nhà tôi ở «a:số nhà 12, ngõ 5, tổ 3» phường Lào Cai.
Tôi sống ở xã Bát Xát từ nhỏ.
Liên hệ email «e:lan.tran85@gmail.com» để biết thêm.
Xem thông tin trên trang laocai.gov.vn không thấy gì.
toi ten la «p:nguyen van hung» o ban lien, nuoc ban lam
ban toi khong co dien ba ngay nay
Đầu dây «t:không chín một hai ba bốn năm sáu bảy tám» luôn bận.
Một hai ba năm nữa mới xong thì lâu quá.
Con tôi là «p:Minh» phải đi bộ 5 km đến trường.
Mong Minh bạch hơn về tiền đóng góp.
Anh «p:Tuấn» ở bộ phận một cửa hướng dẫn tận tình.
Anh hùng lao động về thăm xã.
Ông bà già yếu không lên được tầng hai.
Gặp cô «p:Hoa» bảo mai quay lại, mai lại bảo ngày kia.
Hoa màu bị ngập hết.
Hồ Chí Minh là tên thành phố con tôi đang làm.
Tổng đài 1900 1234 không ai nghe máy.
Gọi 115 mãi xe cấp cứu mới đến.
Số máy bàn «t:0214 3820 123» của nhà tôi hỏng.
Ngày sinh của tôi là «d:12/05/1987» mà giấy ghi sai.
Ngày 12/05/2026 tôi nộp hồ sơ, đến nay chưa trả.
Sinh năm 1960 mà chưa được hưởng chế độ.
Hộ chiếu «s:C1234567» làm mất hai tháng.
Nghị định 30/2020/NĐ-CP quy định rõ rồi.
Facebook của tôi là «u:hoa.bantrang» ai cần thì nhắn.
Trên Facebook người ta bàn nhiều về giá điện.
Zalo: «u:lanpham1990»
Mã số thuế «x:5300123456» bị khóa.
Mã hồ sơ 000.00.12.H38-260105-0012 tra không ra.
Chứng minh thư cũ «i:063123456» đổi sang căn cước mất cả ngày.
Sổ bảo hiểm xã hội «x:1234567890» bị sai tên.
Lô đất 1234 tờ bản đồ 56 chưa có sổ.
Thửa số 123, tờ số 45, diện tích 100 m2.
Diện tích 12345678 m2 là nhầm.
Nhờ cán bộ «p:Vàng Thị Mỷ» xem lại giúp.
Cán bộ xã nhà rất nhiệt tình.
Giá vàng lên 8.500.000 một chỉ.
Thầy «p:Phùng» dạy toán rất hay.
Thầy giáo ít, lớp đông.
Bác sĩ «p:Hà» khám kỹ, còn y tá thì cáu gắt.
Hà Nội xa quá, khám bệnh tốn kém.
Chợ Bắc Hà họp chủ nhật.
Bệnh viện huyện Văn Bàn thiếu thuốc.
Sông Hồng ô nhiễm nặng.
Núi Hoàng Liên Sơn bị phá rừng.
Gia đình ông «p:T.» xây lấn ra đường.
Ông «p:N.V.H» cho vay nặng lãi.
UBND xã A Mú Sung ở xa quá.
Em «p:Sùng Thị Dua» bỏ học vì nhà nghèo.
Bỏ học vì nhà nghèo là chuyện thường.
Đi làm từ 7h30 đến 17h00 mới hết việc.
Nước có lúc 2-3 ngày mới chảy.
Điện áp 180V không chạy được máy bơm.
Đề nghị gặp trực tiếp «p:Hoàng Thị Thu Hương» để trao đổi.
Cảm ơn cô giáo đã đưa đón học sinh.
Mai tôi phải lên huyện.
Nhà ở «a:thôn Séo Mý Tỷ», đi bộ hai giờ mới đến đường.
Trong thôn có ba hộ chưa có điện.
Bản tôi chưa có sóng điện thoại.
«a:Ngõ 25» bị rác chất đống.
Rác chất đống ở ngõ vào trường.
nha em o «a:so nha 45 duong Hoang Lien» can sua cong
Đường Hoàng Liên hay tắc giờ tan tầm.
Người gửi: «p:Lò Văn Sáng»
Người gửi góp ý mong được trả lời.
Ký tên «p:Phạm Quốc Bảo»
Quốc bảo lãnh đạo cũng vậy thôi.
«p:NGUYỄN THỊ HỒNG» KÊU CỨU VÌ MẤT ĐẤT
ĐƯỜNG HỎNG QUÁ KHÔNG AI SỬA
Vợ chồng «p:Thào A Chứ» được nhà mới.
Vợ chồng tôi được nhà mới.
Chú ý giữ vệ sinh chung.
Chú «p:Chính» trưởng thôn rất tốt.
Chính quyền cần minh bạch.
Bí thư «p:Đặng Xuân Phong» đã về thăm bản.
Bí thư chi bộ đã về thăm bản.
Tôi là «p:Lý Láo Lở», người Dao.
Tôi là nông dân trồng quế.
Tôi là Đảng viên, năm nay 70 tuổi.
Tài xế xe «v:24A-067.89» chạy ẩu.
Xe 16 chỗ chạy ẩu.
Máy 24A hỏng.
Điểm thi 8.5, 9.0 mà không được học bổng.
Số báo danh 240123 bị ghi sai.
Công văn số 1234/UBND-VX chưa trả lời.
Quyết định 456/QĐ-UBND ngày 3/4/2025.
Gửi anh «p:Dũng», chị «p:Hạnh» phòng tư pháp.
Phòng tư pháp làm chậm.
thay «p:nguyen duc thang» day tot
thay nuoc bon lau lam
bac si kham rat nhanh
chi «p:tran thi hoa» ban rau o cho
chi tiet thi khong ai noi
Gọi «t:+84 912345678»? Không, gọi «t:+84 987 654 321».
Chuyển khoản vào stk «b:0123456789» hộ em.
Tài khoản định danh mức 2 làm mãi không được.
Thẻ bảo hiểm «x:DN4100123456789» bị từ chối.
Nhóm facebook của xã là nhóm gì vậy
Link «u:https://facebook.com/lan.pham.9012» đăng ảnh nhà tôi.
Xem https://dichvucong.gov.vn không đăng nhập được.
Tên con là «p:Vừ A Dế» mà giấy khai sinh ghi khác.
Tên đường bị ghi sai trên bản đồ.
Bố tôi «p:Đỗ Văn Bình» là thương binh.
Bố mẹ đi làm xa.
Kế toán «p:Quyên» xã hẹn nhiều lần.
Đề nghị phó chủ tịch xã xuống xem.
Hàng xóm «p:Lương Văn Thạch» nuôi lợn mùi kinh khủng.
Hàng xóm nuôi lợn mùi kinh khủng.
Ở «a:tổ 15» phường Cam Đường mất nước.
Tổ công tác số 3 làm tốt.
Tổ dân phố họp ít người.
Chúng tôi gồm 15 hộ, 72 nhân khẩu.
Gặp «p:Tẩn Sành Phây» để nhận giống ngô.
Lúa Séng Cù năm nay được giá.
Tết Gầu Tào vui hơn mọi năm.
Dân tộc Hà Nhì, La Chí cũng cần sách chữ.
Khu công nghiệp Tằng Loỏng bụi quá.
Công ty Hoàng Anh không trả lương.
Trạm y tế không có bác sĩ trực.
Sinh ngày «d:5 tháng 3 năm 1990», chưa được cấp thẻ.
Sinh đẻ ở trạm không an toàn.
Họ tên: «p:Cư Seo Páo», dân tộc Mông.
Họ hàng ai cũng được, trừ nhà tôi.
Điện thoại tôi «t:O912 345 678» nhé.
Ông nội tôi không biết chữ.
Ông «p:Ma Văn Quang» kể đường làm dối.
Ma chay tốn kém quá.
Bà «p:Lù Thị Sen» 80 tuổi chưa có lương hưu.
Bà chủ quán bán đắt.
Cụ «p:Bàn Phúc Thọ» mất sổ đỏ.
Bàn ghế lớp học hỏng.
Năm 2025 sáp nhập xã, đi xa hơn 20 km.
Giờ làm việc 8:00-11:30.
Mã bưu chính 330000.
Toạ độ 22.4856, 103.9707.
Xin đừng gọi «t:0365-123-456» sau 21h.
Thuê bao tôi gọi không được.
`
  .trim()
  .split("\n");
