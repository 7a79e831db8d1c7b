import { withoutMarks } from "../letters.ts";

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Family names of the Kinh and of the peoples of the northern mountains, in small letters. */
export const familyNames = words(`
  nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đinh trịnh mai lâm tô tạ chu đoàn vương hà
  trương lương phùng quách thái tăng cao tống triệu kiều la lưu đàm hứa khổng nghiêm thân mạc lục viên giáp ninh từ
  doãn bạch diệp nông ma hoa lù quan sầm ưng cù lò lường quàng cầm bế vi lèo tòng cà hù pờ
`);

/** Family names that are hardly ever another word, mostly Mông, Dao, Giáy, Hà Nhì and Tày: any name may follow them. */
export const unmistakableFamilyNames = words(`
  nguyễn phạm huỳnh trịnh giàng sùng thào vừ lầu hạng sần tẩn chảo phàn lồ lùng hầu thền tráng cư má sùng vàng giàng tẩn
  chẻo lừu mùa phù ly khoàng ma seo hảng hạng hờ phàng cháng chá vù sằn
`);

/** Second parts of names. */
export const middleNames = words(`
  văn thị đức hữu ngọc minh thanh xuân quang công đình quốc thế trọng hồng kim như mạnh duy viết bá huy gia anh a seo láo
  thúy thuý diệu mỹ thu bích phương tuấn hải tiến chí nhật việt vĩnh sỹ sĩ khắc cảnh trung tấn thành thiện trường vân hoài
  ngọc khánh tường bảo phúc lão sành dùn ú mí thào thái
`);

/** Last parts of names: what a person is called by. */
export const givenNames = words(`
  an anh ái ánh ân bách bảo bắc băng bằng bích biên bình cảnh cát châu chi chiến chinh chính chung chương công cúc cư cường
  dân danh diễm diễn diện diệp diệu dinh doan duẩn dung dũng duy duyên dương đại đan đạo đạt đăng điền điệp định đoàn đông
  đồng đức giang hà hải hạ hảo hạnh hân hằng hậu hiên hiền hiển hiến hiệp hiếu hinh hoa hoà hòa hoài hoan hoàn hoàng hoạt hồng
  huân huấn huệ huế hùng huy huyên huyền hưng hương hướng hường hữu khang khanh khánh khải khiêm khiết khoa khoan khôi khuê khuyên
  khương kiên kiệt kiều kim kỳ lam lan lành lân lâm lê lệ lễ liên liễu linh lĩnh loan long lộc lợi luân luận lụa lực lương lưu
  lượng ly lý mai mạnh mẫn mến mi minh mơ mùi mười mừng my mỹ nam năm nga ngà ngân nghị nghĩa nghiệp ngoan ngọc nguyên nguyệt nhã nhàn
  nhân nhật nhi nhiên như nhung nhạn ninh nụ oanh phát phong phòng phú phúc phụng phương phước phượng quân quang quý quyên
  quyền quyết quỳnh sang sáng sâm sen sinh soạn sơn sương tài tám tâm tân tấn thạch thái thanh thành thảo thao thắm thắng thân thêm
  thi thịnh thiện thiệp thọ thoa thoan thoại thông thơ thơm thu thuận thuật thuần thục thuý thúy thuỳ thùy thuỷ thủy thư thức thương
  thường tiên tiến tiệp tình tính tỉnh toàn toản tố tới trà trang trâm trân tri trí triết triển trinh trình trọng trung trúc trực
  trường tú tuân tuấn tuệ tùng tuyên tuyến tuyết tuyền tư tươi tường uyên út vân văn vi viên viễn việt vinh vĩnh vịnh vĩ vui vũ vương
  vượng vy xuân xuyến xoan yên yến ý páo sử mỷ dua chứ sáu pao dính chống tủa súa mỉ tả mẩy phây lở chìn sài giàng páo dí sình vư
  pháng tính cở phử dế tếnh chư sếnh của gấu khé chía dơ lử máy
`);

/** Before these a name is that of a thing or a place: streets, schools, wards. */
export const placeWords = words(`
  đường phố ngõ phường xã huyện quận tỉnh thị trấn trường cầu chợ sông hồ núi đèo suối thôn bản xóm ấp làng khu ga bến cảng đảo
  viện công ty quỹ giải đồi hang động thác vịnh rừng trạm tổ thành quảng kênh đập đền chùa bảo tiểu học cơ sở thông liên
`);

/** Names that are of history, streets and places; whole, in small letters. */
export const knownNames: ReadonlySet<string> = new Set(
  `hồ chí minh|bác hồ|trần hưng đạo|trần phú|trần quốc toản|trần nhân tông|lê lợi|lê duẩn|lê hồng phong|lê quý đôn|lê lai
  nguyễn du|nguyễn trãi|nguyễn huệ|nguyễn văn cừ|nguyễn thái học|nguyễn thị minh khai|nguyễn chí thanh|nguyễn tri phương|nguyễn đình chiểu
  hoàng liên|hoàng liên sơn|hoàng sa|hoàng diệu|hoàng văn thụ|hoàng quốc việt|lý thái tổ|lý thường kiệt|lý tự trọng|lý nam đế|phan bội châu
  phan chu trinh|phan đình phùng|phan thiết|phan rang|võ nguyên giáp|võ thị sáu|võ văn kiệt|phạm văn đồng|phạm ngũ lão|đinh tiên hoàng
  đinh bộ lĩnh|đào duy từ|đinh lễ|ngô quyền|ngô gia tự|mạc đĩnh chi|hai bà trưng|bà triệu|bà trưng|hùng vương|an dương vương|chu văn an
  tô hiệu|tố hữu|kim đồng|lê văn tám|tôn đức thắng|trường chinh|cao bằng|cao lộc|hà nội|hà giang|hà nam|hà tĩnh|hà đông|hà tiên|hà khẩu
  thái bình|thái nguyên|thái lan|lâm đồng|lâm thao|mai châu|mai sơn|hồ tây|hồ gươm|ninh bình|ninh thuận|vũ thư|vũ quang|la hủ|lưu vong
  tây bắc|đông bắc|lý sơn|lương sơn|cao lanh|mai dịch|đinh lăng|la phù|hoa kỳ|hoa lư|hà nhì|la chí|ma cao|tân uyên|vàng danh`
    .split(/[|\n]/u)
    .map((name) => name.trim()),
);

/** Words after which somebody's name follows: forms of address, offices and kin. Longest first where one begins another. */
export const honorifics: readonly string[] = `
  ông bà anh chị cô chú bác thầy cậu mợ dì thím em cháu cụ bé mẹ bố cha vợ chồng bạn
  đồng|chí chủ|tịch phó|chủ|tịch bí|thư phó|bí|thư trưởng|thôn trưởng|bản trưởng|xóm trưởng|phòng phó|phòng trưởng|ban giám|đốc hiệu|trưởng
  chủ|tịch|xã chủ|tịch|phường chủ|tịch|huyện chủ|tịch|tỉnh phó|chủ|tịch|xã bí|thư|xã bí|thư|huyện công|an|xã cán|bộ|xã hiệu|phó bác|sĩ bác|sỹ y|tá y|sĩ kế|toán cán|bộ công|an giáo|viên cô|giáo thầy|giáo già|làng tổ|trưởng ông|chủ hàng|xóm`
  .trim()
  .split(/\s+/)
  .map((phrase) => phrase.replaceAll("|", " "))
  .sort((a, b) => b.length - a.length);

/** After these words a name follows even where it is written in small letters. */
export const nameCues: readonly string[] = [
  "tên tôi là",
  "tôi tên là",
  "tôi tên",
  "tên là",
  "tên em là",
  "em tên là",
  "em tên",
  "cháu tên là",
  "cháu tên",
  "họ và tên",
  "họ tên",
  "ký tên",
  "kí tên",
  "người viết",
  "người gửi",
  "người phản ánh",
];

/** After these a name may follow as well as a trade. */
export const introductions: readonly string[] = ["tôi là", "em là", "cháu là", "mình là"];

/** Words with a capital that follow a form of address and are no name: "Bà Rịa", "Anh Quốc", "chị Hai Lúa" aside. */
export const namelessAfterAddress = words(
  "quốc rịa tô trời đảng nhà hội sở ban phòng ủy uỷ trưng triệu nước xã huyện tỉnh",
);

const bare = (set: ReadonlySet<string>): ReadonlySet<string> => new Set([...set].map(withoutMarks));
export const bareFamilyNames = bare(new Set([...familyNames, ...unmistakableFamilyNames]));
export const bareMiddleNames = bare(middleNames);
export const bareGivenNames = bare(givenNames);

/** Small words that, with the next one, are an office and no name: "gặp Chính quyền". */
export const beginsOffice: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["chính", words("quyền phủ")],
  ["công", words("an ty đoàn")],
  ["bảo", words("vệ hiểm")],
  ["thu", words("ngân phí")],
  ["đoàn", words("thanh viên thể")],
  ["thư", words("ký viện")],
  ["phòng", words("ban khám")],
]);
