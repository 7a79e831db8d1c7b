import { withoutMarks } from "../../letters.ts";

/** Between 0 (included) and 1. */
type Chance = () => number;

export interface MarkedAnswer {
  /** With what must go in «kind:…», as in the hard cases. */
  readonly marked: string;
  /** Written without marks and in small letters. */
  readonly bare: boolean;
}

const of = (list: string): readonly string[] => list.trim().split(/\s*\|\s*/);

const families =
  of(`Nguyễn|Nguyễn|Nguyễn|Nguyễn|Trần|Trần|Lê|Lê|Phạm|Hoàng|Vũ|Phan|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Giàng|Vàng|Sùng|Thào|Má|Tẩn|
  Chảo|Lù|Lò|Hoàng|Nông|Vương|Đinh|Trịnh|Phùng|Lương|Hà|Mai|Cao|Triệu|Đào|Tạ|Quách`);
/** Some of them, such as Khuyến, Đua, Kế, stand in no list of the rules. */
const middles = of(
  `Văn|Văn|Văn|Thị|Thị|Thị|Đức|Hữu|Ngọc|Minh|Thanh|Xuân|Quang|Thu|Hồng|A|Seo|Láo|Công|Đình|Quốc|Mạnh|Kế|Bá|Phương|Kim`,
);
const givens =
  of(`An|Bình|Chi|Cường|Dũng|Dung|Đạt|Giang|Hà|Hải|Hạnh|Hiền|Hoa|Hòa|Huệ|Hùng|Hương|Khánh|Kiên|Lan|Linh|Loan|Long|Mai|Minh|Nam|Nga|
  Ngọc|Nhung|Phong|Phương|Quân|Quyên|Sơn|Tâm|Thắng|Thảo|Thu|Thủy|Tiến|Toàn|Trang|Trung|Tuấn|Tùng|Tuyết|Vân|Vinh|Xuân|Yến|Páo|Dua|Chứ|Mỷ|Sử|Pao|
  Khuyến|Đua|Nhài|Chuyền|Vững|Lừng|Sửu|Dần|Bền|Thỏa`);
const mobiles = of("032|035|038|056|070|077|081|086|090|091|094|096|097|098");
const provinces = of("010|010|010|008|015|001|025|038");
const hamlets = of("Séo Mý Tỷ|Bản Phùng|Nậm Pung|Tả Van|Sín Chải|Na Hối|Cốc Ly|Lùng Phình|Trung Đô|Má Tra");
const streets = of("Hoàng Liên|Nhạc Sơn|Trần Phú|Lê Thanh|Cốc Lếu|Điện Biên");
const matters =
  of(`đường xóm còn lầy lội|nước sinh hoạt hay mất|điện yếu vào buổi tối|giấy tờ làm rất chậm|trạm y tế thiếu thuốc|trường thiếu lớp học|
  rác không ai thu gom|cầu treo đã mục|giá phân bón cao|sóng điện thoại chập chờn`);

const personal =
  of(`Tôi tên là {p}, {m}.|Họ tên: {p}. Mong xã xem xét vì {m}.|Ông {p} ở cùng thôn cũng nói {m}.|Gặp chị {p} ở một cửa để hỏi, {m}.|
  Xin gọi cho tôi theo số {t}, {m}.|Số điện thoại {t} của tôi lúc nào cũng mở.|Liên hệ anh {p} qua số {t}.|CCCD của tôi là {i}, {m}.|Căn cước số {i} bị ghi sai năm sinh.|
  Tôi là {p}, dân ở đây, {m}.|Nhà tôi ở {a}, {m}.|Nhà ở {h}, {m}.|Em {p} phải nghỉ học vì {m}.|Cán bộ {p} nhiệt tình nhưng {m}.|Ký tên {p}|Thư gửi về {e} giúp tôi.|
  Xe {v} chở đá làm hỏng đường.|Chuyển tiền hỗ trợ vào stk {b} giúp tôi.|Tôi sinh ngày {d}, chưa được cấp thẻ.|Mã số thuế {x} của tôi bị khóa.|Vợ tôi tên là {p}, {m}.|
  Chủ tịch xã {p} đã hứa mà {m}.|Thầy {g} dạy tốt, nhưng {m}.|Cô {g} ở trạm y tế rất tận tình.|Người gửi: {p}, điện thoại {t}|Mong được trả lời qua {t} hoặc {e}.`);
const plain =
  of(`Đường Trần Hưng Đạo ngập, {m}.|Xã Bát Xát {m}.|Ngày {d0} tôi nộp hồ sơ, đến nay chưa trả.|Gia đình có {n} khẩu, thu nhập {k} đồng một tháng.|
  Quốc lộ 4D sạt lở, {m}.|Theo Quyết định {n}/QĐ-UBND thì chúng tôi được hỗ trợ {k} đồng.|Trường tiểu học Lê Lợi thiếu phòng.|Bà con mong {m} sớm được giải quyết.|
  Ông bà già yếu không đi xa được, {m}.|Từ năm 2025 đến nay {m}.|Tổng đài 1900 {n} không ai nghe.|Anh chị cán bộ làm tốt, chỉ có {m}.|Cần {n} cột đèn cho {n} hộ.|
  Hồ sơ làm 3 lần chưa xong, {m}.|Không có ý kiến gì thêm.|Chính quyền cần minh bạch hơn, {m}.`);

const seededBy = (chance: Chance) => {
  const one = (list: readonly string[]): string => list[Math.floor(chance() * list.length)]!;
  const digits = (count: number): string => Array.from({ length: count }, () => Math.floor(chance() * 10)).join("");
  const day = () => `${1 + Math.floor(chance() * 28)}/${1 + Math.floor(chance() * 12)}`;
  const grouped = (number: string): string =>
    one([
      number,
      `${number.slice(0, 4)} ${number.slice(4, 7)} ${number.slice(7)}`,
      `${number.slice(0, 4)}.${number.slice(4, 7)}.${number.slice(7)}`,
    ]);
  const fillers: Record<string, () => string> = {
    p: () => `«p:${one(families)} ${chance() < 0.85 ? `${one(middles)} ` : ""}${one(givens)}»`,
    g: () => `«p:${one(givens)}»`,
    t: () => `«t:${grouped(one(mobiles) + digits(7))}»`,
    i: () => `«i:${one(provinces)}${one(["0", "1", "2", "3"])}${digits(2)}${digits(6)}»`,
    e: () => `«e:${withoutMarks(one(givens))}${digits(3)}@${one(["gmail.com", "yahoo.com.vn", "outlook.com"])}»`,
    a: () =>
      `«a:số nhà ${1 + Math.floor(chance() * 200)}, ${one([`ngõ ${1 + Math.floor(chance() * 50)}`, `đường ${one(streets)}`, `tổ ${1 + Math.floor(chance() * 20)}`])}»`,
    h: () => `«a:thôn ${one(hamlets)}»`,
    v: () => `«v:24${one(["A", "B1", "C"])}-${digits(3)}.${digits(2)}»`,
    b: () => `«b:${1 + Math.floor(chance() * 9)}${digits(12)}»`,
    d: () => `«d:${day()}/${1940 + Math.floor(chance() * 65)}»`,
    d0: () => `${day()}/2026`,
    x: () => `«x:53${digits(8)}»`,
    m: () => one(matters),
    n: () => String(2 + Math.floor(chance() * 900)),
    k: () => `${1 + Math.floor(chance() * 90)}.${digits(3)}.000`,
  };
  return { one, fill: (template: string) => template.replace(/\{(\w+)\}/g, (_, slot: string) => fillers[slot]!()) };
};

/** Answers made of templates: two in five hold nothing personal; one in six names is without marks and in small letters. */
export function templatedAnswers(count: number, chance: Chance): MarkedAnswer[] {
  const { one, fill } = seededBy(chance);
  return Array.from({ length: count }, () => {
    const template = one(chance() < 0.6 ? personal : plain);
    const marked = fill(template);
    // "thay lan", "co dien": whether a single word is a name cannot be told without marks, and no rule tries.
    const bare = chance() < 1 / 6 && !template.includes("{g}");
    return {
      marked: bare ? marked.replace(/«\w:|[^«]/gu, (part) => (part.startsWith("«") ? part : bareOf(part))) : marked,
      bare,
    };
  });
}

const bareOf = (letter: string): string => (letter === "»" ? letter : withoutMarks(letter));
