import { Problem } from "../problem.ts";

/** Where in a file something is wrong. Rows count from 1 as the spreadsheet shows them; columns are a letter or a name. */
export type FilePlace = { sheet?: string; row?: number; column?: string };

/** What can be wrong with a file: the sentence a person reads, each with the mend. `{at}` is the place. */
const faults = {
  empty: {
    vi: "Tệp không có nội dung. Xin chọn lại tệp đã lưu đầy đủ.",
    en: "The file is empty. Please choose the file again after saving it.",
  },
  "too-large": {
    vi: "Tệp lớn {size} MB, giới hạn là {limit} MB. Xin bỏ bớt cột không dùng, hoặc chia tệp.",
    en: "The file has {size} MB; the limit is {limit} MB. Remove columns that are not needed, or split the file.",
  },
  "too-large-inflated": {
    vi: "Tệp nén bung ra quá {limit} MB nên không được mở. Xin lưu lại chỉ phần dữ liệu, không có ảnh hay định dạng.",
    en: "The compressed file grows beyond {limit} MB and was not opened. Save only the data again, without pictures or formats.",
  },
  "too-many-cells": {
    vi: "Có hơn {limit} ô{at}. Xin chỉ giữ những cột và dòng cần dùng.",
    en: "There are more than {limit} cells{at}. Keep only the columns and rows that are needed.",
  },
  "too-many-columns": {
    vi: "Có hơn {limit} cột{at}. Thường là một ô lạc ở rất xa bên phải: xin xoá các cột thừa rồi lưu lại.",
    en: "There are more than {limit} columns{at}. Often a stray cell far to the right: delete the extra columns and save again.",
  },
  "too-many-rows": {
    vi: "Có hơn {limit} dòng{at}. Xin xoá các dòng thừa hoặc chia tệp.",
    en: "There are more than {limit} rows{at}. Delete the extra rows or split the file.",
  },
  "cell-too-long": {
    vi: "Một ô dài hơn {limit} ký tự{at}. Thường là thiếu dấu ngoặc kép đóng; xin kiểm tra chỗ đó.",
    en: "A cell is longer than {limit} characters{at}. Often a closing quotation mark is missing; please look there.",
  },
  "too-slow": {
    vi: "Đọc tệp quá {limit} giây nên đã dừng. Xin chia tệp hoặc bỏ bớt cột.",
    en: "Reading took more than {limit} seconds and was stopped. Split the file or remove columns.",
  },
  "too-much-memory": {
    vi: "Tệp cần quá nhiều bộ nhớ để đọc. Xin chia tệp hoặc bỏ bớt cột.",
    en: "The file needs too much memory to read. Split the file or remove columns.",
  },
  "unknown-type": {
    vi: "Loại tệp này không đọc được ({found}). Xin dùng {wanted}.",
    en: "This kind of file cannot be read ({found}). Please use {wanted}.",
  },
  "old-excel": {
    vi: "Đây là tệp Excel kiểu cũ (.xls). Xin mở bằng Excel hoặc LibreOffice, chọn “Lưu thành” .xlsx rồi tải lại.",
    en: "This is an old Excel file (.xls). Open it in Excel or LibreOffice, save as .xlsx and upload that.",
  },
  "password-protected": {
    vi: "Tệp có mật khẩu nên không mở được. Xin bỏ mật khẩu (Excel: Tệp → Thông tin → Bảo vệ sổ làm việc) rồi tải lại.",
    en: "The file is protected by a password and cannot be opened. Remove the password (Excel: File → Info → Protect Workbook) and upload it again.",
  },
  "wrong-extension": {
    vi: "Tên tệp kết thúc bằng {extension} nhưng nội dung là {found}. Xin lưu lại đúng loại, hoặc đổi đuôi tên tệp.",
    en: "The name ends in {extension} but the content is {found}. Save it as the right kind, or change the ending of the name.",
  },
  broken: {
    vi: "Tệp hỏng hoặc bị cắt ngang ({reason}){at}. Xin mở tệp gốc, lưu lại rồi tải lên lần nữa.",
    en: "The file is broken or cut off ({reason}){at}. Open the original, save it again and upload that.",
  },
  "not-utf8": {
    vi: "Chữ trong tệp không phải mã UTF-8{at}{guess}. Xin lưu lại: Excel → Lưu thành → “CSV UTF-8 (Comma delimited)”, để chữ tiếng Việt không bị sai.",
    en: "The text is not UTF-8{at}{guess}. Save it again: Excel → Save As → “CSV UTF-8 (Comma delimited)”, so that no letter is misread.",
  },
  "unknown-encoding": {
    vi: "Tệp ghi bảng mã “{encoding}” nhưng chữ trong tệp không đọc được theo mã đó{at}. Xin lưu lại từ SPSS ở chế độ Unicode (UTF-8).",
    en: "The file names the encoding “{encoding}”, and its text cannot be read by that{at}. Save it again from SPSS in Unicode mode (UTF-8).",
  },
  "nul-byte": {
    vi: "Có ký tự rỗng (NUL){at}: tệp không phải văn bản thuần. Xin lưu lại thành CSV UTF-8.",
    en: "There is a NUL character{at}: this is not plain text. Save it again as CSV UTF-8.",
  },
  "xml-entities": {
    vi: "Tệp .xlsx chứa khai báo thực thể XML (DOCTYPE) nên bị từ chối vì lý do an toàn. Xin lưu lại bằng Excel hoặc LibreOffice.",
    en: "The .xlsx file declares XML entities (DOCTYPE) and is refused for safety. Save it again with Excel or LibreOffice.",
  },
  "formula-without-value": {
    vi: "Ô công thức chưa có giá trị{at}. Công thức không được tính ở đây: xin mở bằng Excel rồi lưu lại, hoặc dán thành giá trị.",
    en: "A formula has no stored value{at}. Formulas are never run here: open the file in Excel and save it, or paste values.",
  },
  "cell-error": {
    vi: "Ô có lỗi {value}{at}. Xin sửa công thức hoặc để trống ô đó.",
    en: "A cell shows the error {value}{at}. Mend the formula or leave the cell empty.",
  },
  "no-sheets": {
    vi: "Tệp không có trang tính nào.",
    en: "The file has no sheets.",
  },
  "no-table": {
    vi: "Không thấy bảng nào{at}: cần một dòng tiêu đề và ít nhất một dòng dữ liệu.",
    en: "There is no table{at}: a header row and at least one row of data are needed.",
  },
  "empty-header": {
    vi: "Cột có dữ liệu nhưng không có tên{at}. Xin đặt tên ở dòng đầu, hoặc xoá cột.",
    en: "A column has data but no name{at}. Name it in the first row, or delete the column.",
  },
  "duplicate-header": {
    vi: "Có hai cột cùng tên “{name}”{at}. Xin đổi tên một cột.",
    en: "Two columns are named “{name}”{at}. Rename one of them.",
  },
  "ragged-row": {
    vi: "Dòng có {found} ô, dòng tiêu đề có {wanted}{at}. Thường là thiếu hoặc thừa dấu phân cách, dấu ngoặc kép.",
    en: "The row has {found} cells, the header has {wanted}{at}. Often a separator or a quotation mark is missing or too many.",
  },
  "bad-quotes": {
    vi: 'Dấu ngoặc kép chưa đóng hoặc đặt sai{at}. Trong CSV, dấu ngoặc kép trong ô phải viết hai lần ("").',
    en: 'A quotation mark is not closed or stands in the wrong place{at}. In CSV a quotation mark inside a cell is written twice ("").',
  },
  unsupported: {
    vi: "Tệp dùng {feature}, chưa đọc được{at}. Xin lưu lại thành .sav thường hoặc .csv.",
    en: "The file uses {feature}, which is not read{at}. Save it as a plain .sav or .csv.",
  },
} as const satisfies Record<string, { vi: string; en: string }>;

export type FileFault = keyof typeof faults;

/** A file that cannot be read, told in both languages with the place and the mend. Nothing of the file is kept. */
export class FileProblem extends Problem {
  readonly fault: FileFault;
  readonly place: FilePlace;
  /** The whole sentence in both languages. */
  readonly sentence: { vi: string; en: string };

  constructor(fault: FileFault, details: Record<string, unknown> = {}, place: FilePlace = {}, options?: ErrorOptions) {
    const sentence = { vi: fill("vi", fault, details, place), en: fill("en", fault, details, place) };
    super("files.unreadable", { file: "", ...details, fault, place, reason: sentence.en, sentence }, options);
    this.fault = fault;
    this.place = place;
    this.sentence = sentence;
  }

  override body(acceptLanguage: string | undefined) {
    const language = acceptLanguage?.trim().toLowerCase().startsWith("en") ? "en" : "vi";
    const named = new Problem(this.code, { ...this.details, reason: this.sentence[language] }).body(acceptLanguage);
    return { ...named, details: this.details };
  }
}

function fill(language: "vi" | "en", fault: FileFault, details: Record<string, unknown>, place: FilePlace): string {
  return faults[fault][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "at") return placeWords(language, place);
    const value = details[name];
    if (typeof value === "number") return value.toLocaleString(language === "vi" ? "vi-VN" : "en-GB");
    if (value && typeof value === "object") return String((value as Record<string, unknown>)[language] ?? "");
    return String(value ?? "");
  });
}

function placeWords(language: "vi" | "en", { sheet, row, column }: FilePlace): string {
  const parts = [
    sheet === undefined ? "" : language === "vi" ? `trang tính “${sheet}”` : `sheet “${sheet}”`,
    row === undefined ? "" : language === "vi" ? `dòng ${row}` : `row ${row}`,
    column === undefined ? "" : language === "vi" ? `cột ${column}` : `column ${column}`,
  ].filter((part) => part !== "");
  return parts.length ? ` (${parts.join(", ")})` : "";
}

/** Column letters as a spreadsheet shows them. @param index from 0: 0 → A, 26 → AA. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let left = index + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return letters;
}
