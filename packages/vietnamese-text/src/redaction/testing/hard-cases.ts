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
Tôi là «p:Nguyễn Hữu Phước», nhà ở «a:thôn Tân Lập», xã Bảo Hà.
Xã Bảo Hà cách trung tâm 60 cây số.
Nhờ chuyển cho chị «p:Thắm» ở hội phụ nữ.
Hội phụ nữ họp tháng một lần.
Số «t:0399 888 777» là số con gái tôi.
Gọi 1022 được giải đáp ngay.
Thẻ căn cước «i:024190012345» chưa nhận được.
Hóa đơn số 0001234 ghi sai tiền.
Anh «p:Lầu A Sính» dẫn đường cho đoàn.
Anh nào cũng bận đi nương.
Trạm bơm số 3 hỏng từ tết.
Đề nghị gửi kết quả về «e:banquanlython@yahoo.com.vn».
Nước suối Nậm Thi đục quanh năm.
Nậm Thi là suối, không phải tên người.
Trưởng bản «p:Chảo Láo Tả» không chia đều gạo.
Trưởng bản không chia đều gạo.
Biển số «v:29C-123.45» chở cát làm hỏng đường.
Biển báo P.102 bị cây che.
sdt: «t:0868686868»
dt «t:0214.3.888.999» không ai nghe
Mức phạt 1.500.000 đến 2.000.000 đồng là quá cao.
Từ 01/07/2025 không còn cấp huyện.
Khiếu nại của bà «p:Nguyễn Thị Minh Khai» ở «a:số 8 ngách 12/5» chưa giải quyết.
Phố Nguyễn Thị Minh Khai thiếu đèn.
Trường THPT Lê Quý Đôn quá tải.
Thầy «p:Lê Quý Tuấn» nghỉ dạy không báo.
Cầu Kim Thành nối sang bên kia.
Kim Thành công trình chậm quá.
Chị «p:Kim» bán thuốc giả.
Kim loại nặng có trong nước.
«p:Hảng A Vư» 15 tuổi phải nghỉ học.
Học sinh 15 tuổi phải nghỉ học.
Công an viên «p:Tráng Seo Chỉn» rất nhiệt tình.
Đồng chí «p:Hà Văn Nghĩa» chủ trì cuộc họp.
Đồng chí chủ trì nói dài.
Đồng bào vùng cao thiếu nước.
Lan can cầu bị gãy.
Em «p:Lan» can đảm cứu người, đề nghị khen.
Cô «p:Mai Anh» dạy lớp 1A.
Mai anh em họp thôn.
ông «p:phùng văn tiến» lấn đất
ong «p:phung van tien» lan dat
ong noi toi mat so
Bà ngoại tôi 90 tuổi.
Cháu «p:Ngân» chưa có thẻ bảo hiểm.
Ngân hàng chính sách cho vay khó.
Vay 50 triệu ngân hàng, lãi 6,6 %.
Số hợp đồng 0987/2025/HĐ không ai biết.
Mã khách hàng PA15040123456 bị tính sai tiền điện.
Tiền điện tháng 5 là 1.234.567 đồng.
Dãy «a:nhà số 14, đường M9» ngập.
Tuyến M9 đi qua thôn nhiều ổ gà.
Xin gặp «p:Thu» hoặc «p:Hằng» ở quầy số 2.
Quầy số 2 không có người.
Thu hằng năm không rõ ràng.
Chủ nhiệm «p:Đào Thị Yến» thu thêm quỹ.
Đào đường rồi bỏ đấy.
Yến mạch không bán ở chợ.
Em tên «p:Hờ Thị Súa».
Em muốn học tiếp.
Kính gửi ông «p:Trịnh Xuân Trường», Chủ tịch tỉnh.
Kính gửi Ủy ban nhân dân tỉnh.
Trường Xuân là xã cũ của tôi.
Phó chủ tịch «p:Giàng Seo Vần» trả lời rõ.
Mỗi hộ góp 200 nghìn, ông trưởng thôn giữ.
Người tên «p:Quý» đến thu tiền rác.
Quý vị xem giúp.
Quý 3 chưa nhận tiền hỗ trợ.
Chồng tôi «p:Bùi Đức Thịnh» đi lao động ở Bắc Ninh.
Chồng tôi đi lao động ở Bắc Ninh.
Liên hệ qua viber «t:0903 123 456».
Cột điện số 123456 nghiêng.
Trạm biến áp 560 kVA quá tải.
số máy «t:O 9 6 8 1 2 3 4 5 6»
Họp lúc 14h ngày 20-11 ở nhà văn hóa.
«u:@minhthu.laocai» đăng clip đường hỏng.
Đăng clip lên mạng mới có người sửa.
youtube.com có dạy trồng dâu.
Gửi bài vào https://baolaocai.vn nhưng không đăng.
«u:fb.com/giangapao.sapa» là trang bán hàng của vợ tôi.
Ở «a:bản Pho, nhà thứ ba bên suối» chưa có điện.
Bắc Hà, Si Ma Cai, Mường Khương đều khó.
«a:Khu 5, tổ 12» chưa có cống.
Khu tái định cư chưa có chợ.
Tôi ở gần đền Thượng.
Ông «p:Sằn» làm đại lý phân bón.
Phân bón giả bán tràn lan.
«a:Thôn Lao Chải» mất sóng.
Chải đầu cũng không có nước.
Bà «p:Vi Thị Nương» xin thôi nương rẫy.
Đi nương rẫy hai tiếng.
Hồ sơ của tôi tên «p:Hoàng Văn Chung».
Nhà chung cư không có thang máy.
Bác «p:Chung» bảo vệ khó tính.
Đất chung của thôn bị bán.
Chị «p:Liễu» cho cháu uống thuốc quá hạn.
Cây liễu đổ chắn đường.
Cơ quan thuế bắt nộp 1234567890 đồng là sai.
MST «x:5300765432-001» không đổi được tên.
Số sổ hộ nghèo 15 chưa cấp.
bhxh «x:1520123456»
Vé số 123456 trúng thì vui.
Sim «t:0562.345.678» bị khóa hai chiều.
Sim rác gọi suốt ngày.
Số đo 090 123 mét là ghi nhầm.
Bệnh nhân «p:Lý Thị Mẩy» chờ 5 tiếng.
Bệnh nhân chờ 5 tiếng.
Y sĩ «p:Triệu Mùi Chản» đỡ đẻ giỏi.
Đỡ đẻ ở nhà nguy hiểm.
Giám đốc «p:Phan Thanh Bình» bán hàng không hóa đơn.
Thanh bình lâu rồi mới có lễ hội.
Bạn «p:Thanh» lớp 5B bị bắt nạt.
Thanh niên đi làm xa hết.
Sinh nhật «d:20/10/2015» cháu không được tặng gì.
Ngày 20/10/2025 cả xã mất điện.
con toi sinh «d:2/9/2018» chua duoc di hoc
tu 2/9 den nay chua co nuoc
Tiền lãi 0,5 %/tháng.
Lô 0912 hàng kém chất lượng.
Ngân hàng Agribank «b:8801205012345» là của hợp tác xã.
Chủ tài khoản «p:VANG A SU»
Hợp tác xã cần vốn.
CHU TICH XA NEN XUONG DAN
Gap ba «p:Sen» ban hang nuoc hoi duong.
hoa sen no dep
Ông lái đò «p:Bảy» cứu ba người.
Bảy người phải qua đò.
Bảy giờ tối chưa có điện.
Người Giáy, người Tày ở chung bản.
Ông «p:Tày» làm rẫy cạnh nhà tôi.
Vàng Danh là mỏ than.
Vợ «p:Má A Di» sinh con thứ tư.
Di dân lên chỗ mới chưa có đất.
Nhà bà «p:Hai» bị sét đánh.
Hai nhà bị sét đánh.
Nhắn tin «t:09l2 345 678» không thấy trả lời.
Lớp có 35 em, 12 em người Mông.
Thưa ông «p:Nguyễn Trọng Hài», Bí thư Đảng ủy.
Thưa quý ông quý bà.
Gói thầu số 05 làm ẩu.
Nhà thầu «p:Cao Bá Quát» làm ẩu.
Đường Cao Bá Quát làm ẩu.
Công ty TNHH Thành Công nợ lương.
Bưu tá «p:Long» giao thư chậm.
Long nhãn mất giá.
Hộ ông «p:Ly Seo Lử», bà «p:Sùng Thị Chở» được xóa nhà tạm.
Xóa nhà tạm là việc tốt.
`
  .trim()
  .split("\n");
