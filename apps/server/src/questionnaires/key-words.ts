import type { KeyKind } from "@lang-nghe/contract";
import type { Labels } from "@lang-nghe/questionnaire";
import { withoutMarks } from "@lang-nghe/vietnamese-text";

/**
 * What questions about the person are called. `name`: words of the variable's name, without marks. `label`: what the question says;
 * narrow on purpose, since "the road to the commune" is no question about where somebody lives.
 */
const kinds: { kind: KeyKind; name: RegExp; label: RegExp }[] = [
  {
    kind: "birth",
    name: /^(nam_sinh|ngay_sinh|sinh_nam|birth(_?(year|date|day))?|year_of_birth|date_of_birth|yob|dob|born)$/,
    label: /năm sinh|ngày sinh|sinh (vào )?(năm|ngày)|(year|date) of birth|were you born|your birth/,
  },
  {
    kind: "age",
    name: /^(age(_(group|band|class|years))?|agegrp|agegroup|tuoi|nhom_tuoi|do_tuoi)$/,
    label: /tuổi của (ông|bà|anh|chị|quý)|bao nhiêu tuổi|mấy tuổi|nhóm tuổi|độ tuổi|how old are you|your age|age group/,
  },
  {
    kind: "sex",
    name: /^(sex|gender|gioi|gioi_tinh|gioitinh)$/,
    label: /giới tính|là nam hay nữ|your (sex|gender)|are you (a )?(woman|man|male|female)/,
  },
  {
    kind: "ethnicity",
    name: /^(ethnic(ity|_group)?|dan_toc|dantoc|race)$/,
    label: /dân tộc (nào|gì|của)|người dân tộc|thuộc dân tộc|ethnic(ity| group)/,
  },
  {
    kind: "place",
    name: /^(area|place|region|commune|ward|xa|phuong|xa_phuong|dia_ban|noi_o|thon|ban|thon_ban|village|hamlet|to_dan_pho|huyen|district|tinh|province|khu_vuc|vung|address|dia_chi|residence)$/,
    label:
      /nơi [^?.:]{0,20}(sống|ở|cư trú)( hiện nay)? (là|thuộc)|(sống|ở|cư trú) (ở )?đâu|(sống|ở|thuộc|cư trú) (tại |ở )?(xã|phường|thôn|bản|tổ dân phố|huyện|tỉnh|vùng|khu vực)[^?.]{0,40} nào|where do you live|which (commune|ward|village|hamlet|district|province|region)/,
  },
  {
    kind: "occupation",
    name: /^(occupation|job|profession|nghe|nghe_nghiep|viec_lam|cong_viec|employment)$/,
    label: /nghề nghiệp|làm nghề|làm việc gì để sống|công việc chính|your (occupation|job|profession)|what work do you/,
  },
  {
    kind: "household",
    name: /^(household(_size)?|hh_?size|family_size|so_nguoi|nhan_khau|so_nhan_khau|quy_mo_ho)$/,
    label:
      /(nhà|hộ|gia đình)[^?.]{0,30} (có )?(bao nhiêu|mấy) (người|nhân khẩu)|(bao nhiêu|mấy) người (đang )?(cùng )?(sống|ở)|how many people (live|are there) in your (home|house|household)|household size/,
  },
  {
    kind: "religion",
    name: /^(religion|faith|ton_giao|belief)$/,
    label: /tôn giáo|theo đạo (nào|gì)|your (religion|faith)/,
  },
  {
    kind: "language",
    name: /^(language|mother_tongue|home_language|ngon_ngu|tieng_me_de)$/,
    label: /tiếng mẹ đẻ|(ở nhà|trong nhà)[^?.]{0,30} nói tiếng|mother tongue|(speak|spoken) at home/,
  },
  {
    kind: "education",
    name: /^(education(_level)?|schooling|hoc_van|trinh_do|trinh_do_hoc_van)$/,
    label: /trình độ học vấn|học vấn|học (đến|hết) lớp|level of (education|schooling)|highest (education|school)/,
  },
  {
    kind: "marital",
    name: /^(marital(_status)?|hon_nhan|tinh_trang_hon_nhan)$/,
    label: /tình trạng hôn nhân|marital status|are you married/,
  },
  {
    kind: "income",
    name: /^(income(_(band|group))?|thu_nhap)$/,
    label: /thu nhập (của|hằng|hàng|bình quân|một tháng|mỗi tháng)|your (monthly |yearly |household )*income/,
  },
  {
    kind: "disability",
    name: /^(disability|khuyet_tat)$/,
    label: /khuyết tật|disabilit(y|ies)/,
  },
];

/** Where there are more than twelve, those that tell most of who somebody is come first. */
export const orderOfKinds: readonly KeyKind[] = [
  "place",
  "birth",
  "age",
  "sex",
  "ethnicity",
  "occupation",
  "household",
  "religion",
  "education",
  "disability",
  "marital",
  "language",
  "income",
];

/** What a question asks of the person, by its name or wording in Vietnamese or English; undefined: nothing that is known. */
export function kindOfKey(name: string, label: Labels = {}): KeyKind | undefined {
  const plain = withoutMarks(name)
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^(q|c|cau)?_?\d+_|^_+|_+$/g, "");
  const wordings = Object.values(label).map((text) => text.normalize("NFC").toLowerCase());
  return (
    kinds.find((each) => each.name.test(plain))?.kind ??
    kinds.find((each) => wordings.some((text) => each.label.test(text)))?.kind
  );
}
