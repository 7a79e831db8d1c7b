interface Words {
  readonly vi: string;
  readonly en: string;
  readonly mendVi: string;
  readonly mendEn: string;
}
const words = (vi: string, en: string, mendVi: string, mendEn: string): Words => ({ vi, en, mendVi, mendEn });

/** Every fault an XLSForm can have here; docs/xlsform.md explains them, and a test holds both together. */
export const problemWords = {
  "no-survey": words(
    "Tệp không có trang tính “survey”.",
    "The file has no sheet “survey”.",
    "Đặt các câu hỏi vào trang tính tên “survey” có các cột type, name, label.",
    "Put the questions on a sheet named “survey” with the columns type, name, label.",
  ),
  "no-type-column": words(
    "Trang “{sheet}” không có cột “{name}”.",
    "The sheet “{sheet}” has no column “{name}”.",
    "Thêm cột “{name}” vào dòng tiêu đề (dòng đầu tiên).",
    "Add the column “{name}” to the heading (the first row).",
  ),
  "no-questions": words(
    "Phiếu không có câu hỏi nào.",
    "The form has no question.",
    "Thêm ít nhất một dòng câu hỏi vào trang “survey”.",
    "Add at least one question row to the sheet “survey”.",
  ),
  "too-large": words(
    "Phiếu quá lớn: {name}.",
    "The form is too large: {name}.",
    "Chia phiếu thành nhiều phần nhỏ hơn.",
    "Split the form into smaller parts.",
  ),
  "misspelt-sheet": words(
    "Không rõ trang tính “{name}”.",
    "Unknown sheet “{name}”.",
    "Đổi tên hoặc xoá trang tính này.",
    "Rename or delete this sheet.",
  ),
  "refused-sheet": words(
    "Trang tính “{name}” không được hỗ trợ.",
    "The sheet “{name}” is not supported.",
    "Bỏ trang tính này; ghép câu trả lời với hồ sơ khác là điều hệ thống không làm.",
    "Remove this sheet; joining answers with other records is not done here.",
  ),
  "misspelt-column": words(
    "Không rõ cột “{name}”.",
    "Unknown column “{name}”.",
    "Sửa tên cột, hoặc thêm “#” ở đầu tên nếu đó là cột ghi chú riêng.",
    "Correct the heading, or put “#” before it if it is a column of your own notes.",
  ),
  "twice-column": words(
    "Cột “{name}” có hai lần.",
    "The column “{name}” stands twice.",
    "Giữ lại một cột.",
    "Keep one of them.",
  ),
  "refused-column": words(
    "Cột “{name}” không được hỗ trợ.",
    "The column “{name}” is not supported.",
    "Để trống cột này hoặc xoá nó; docs/xlsform.md cho biết lý do.",
    "Empty the column or delete it; docs/xlsform.md says why.",
  ),
  "unknown-type": words(
    "Không rõ kiểu câu hỏi “{type}”.",
    "Unknown question type “{type}”.",
    "Dùng một kiểu trong danh sách ở docs/xlsform.md.",
    "Use a type listed in docs/xlsform.md.",
  ),
  "no-type": words(
    "Dòng có tên hoặc nhãn nhưng không có kiểu câu hỏi.",
    "The row has a name or label but no type.",
    "Điền cột type, hoặc xoá dòng.",
    "Fill the column type, or delete the row.",
  ),
  "type-records-time": words(
    "Kiểu “{type}” ghi giờ làm phiếu. Cạnh câu trả lời không được có thời điểm nào.",
    "The type “{type}” records when the form was filled in. No time may stand beside an answer.",
    "Xoá dòng này; ngày trả lời được giữ theo nhóm đủ đông, không gắn với từng người.",
    "Delete the row; the day is kept for groups large enough, not for a person.",
  ),
  "type-records-person": words(
    "Kiểu “{type}” ghi lại thiết bị hoặc người trả lời.",
    "The type “{type}” records a device or a person.",
    "Xoá dòng này; phiếu không thu điện thoại, thư điện tử, tên đăng nhập hay mã thiết bị.",
    "Delete the row; no phone, e-mail, account or device is collected.",
  ),
  "type-records-place": words(
    "Kiểu “{type}” ghi toạ độ của người trả lời.",
    "The type “{type}” records where a person is.",
    "Xoá dòng này; hỏi địa bàn bằng select_one với các đơn vị hành chính.",
    "Delete the row; ask for the area by select_one with administrative units.",
  ),
  "type-records-media": words(
    "Kiểu “{type}” thu hình, tiếng, tệp hoặc mã vạch, những thứ có thể cho biết ai trả lời.",
    "The type “{type}” collects pictures, sound, files or codes, which may tell who answers.",
    "Xoá dòng này hoặc hỏi bằng chữ (text).",
    "Delete the row or ask in words (text).",
  ),
  "type-unsupported": words(
    "Kiểu “{type}” không được hỗ trợ.",
    "The type “{type}” is not supported.",
    "{hintVi}",
    "{hintEn}",
  ),
  "no-name": words(
    "Dòng không có tên.",
    "The row has no name.",
    "Điền cột name: chữ, số, “_” hoặc “-”, bắt đầu bằng chữ hoặc “_”.",
    "Fill the column name: letters, digits, “_” or “-”, starting with a letter or “_”.",
  ),
  "bad-name": words(
    "Tên “{name}” không hợp lệ.",
    "The name “{name}” is not valid.",
    "Chỉ dùng chữ, số, “_” hoặc “-”, bắt đầu bằng chữ hoặc “_”, dài nhất 64 ký tự.",
    "Use letters, digits, “_” or “-” only, starting with a letter or “_”, at most 64 characters.",
  ),
  "twice-name": words(
    "Tên “{name}” đã dùng ở dòng {row}.",
    "The name “{name}” is used already in row {row}.",
    "Đặt cho mỗi dòng một tên riêng, kể cả khi ở nhóm khác nhau.",
    "Give every row a name of its own, in different groups too.",
  ),
  "no-label": words(
    "“{name}” không có nhãn.",
    "“{name}” has no label.",
    "Điền cột label (ở ít nhất một ngôn ngữ).",
    "Fill the column label (in at least one language).",
  ),
  "no-list": words(
    "Kiểu “{type}” thiếu tên danh sách lựa chọn.",
    "The type “{type}” lacks the name of a choice list.",
    "Viết ví dụ “select_one gioi_tinh”.",
    "Write for example “select_one gender”.",
  ),
  "unknown-list": words(
    "Không có danh sách lựa chọn “{name}”.",
    "There is no choice list “{name}”.",
    "Thêm danh sách vào trang “choices” (cột list_name).",
    "Add the list to the sheet “choices” (column list_name).",
  ),
  "no-list-name": words(
    "Lựa chọn không có list_name.",
    "The choice has no list_name.",
    "Điền cột list_name.",
    "Fill the column list_name.",
  ),
  "bad-choice": words(
    "Tên lựa chọn “{name}” không hợp lệ.",
    "The choice name “{name}” is not valid.",
    "Tên lựa chọn không trống, không có khoảng trắng, dài nhất 64 ký tự.",
    "A choice name is not empty, has no spaces, and at most 64 characters.",
  ),
  "twice-choice": words(
    "Lựa chọn “{name}” đã có trong danh sách, ở dòng {row}.",
    "The choice “{name}” is in the list already, in row {row}.",
    "Đặt tên khác; nếu là danh sách phân cấp, ghi allow_choice_duplicates = yes ở trang settings.",
    "Use another name; for cascading lists set allow_choice_duplicates = yes on the sheet settings.",
  ),
  "bad-missing": words(
    "Không rõ giá trị “{name}”.",
    "Unknown value “{name}”.",
    "Viết dont_know (không biết), refused (từ chối) hoặc none.",
    "Write dont_know, refused or none.",
  ),
  "not-opened": words(
    "“{type}” không có dòng mở tương ứng.",
    "“{type}” closes nothing that is open.",
    "Thêm dòng begin tương ứng, hoặc xoá dòng này.",
    "Add the matching begin row, or delete this one.",
  ),
  "not-closed": words(
    "“{name}” mở ở đây mà không được đóng.",
    "“{name}” is opened here and never closed.",
    "Thêm dòng “{type}”.",
    "Add a row “{type}”.",
  ),
  "empty-group": words(
    "“{name}” không có câu hỏi nào bên trong.",
    "“{name}” has nothing inside.",
    "Thêm câu hỏi hoặc xoá nhóm.",
    "Add a question or delete the group.",
  ),
  "too-deep": words(
    "Lồng nhau quá sâu: nhóm tối đa 20 tầng, phần lặp tối đa 4 tầng.",
    "Nested too deep: at most 20 groups and 4 repeats inside one another.",
    "Giảm số tầng.",
    "Nest fewer of them.",
  ),
  "expression-syntax": words(
    "Không đọc được biểu thức, ở gần “{detail}”.",
    "The expression cannot be read near “{detail}”.",
    "Kiểm tra dấu ngoặc, dấu nháy và phép toán.",
    "Check brackets, quotes and operators.",
  ),
  "expression-depth": words(
    "Biểu thức quá dài, ở gần “{detail}”.",
    "The expression is too long, near “{detail}”.",
    "Chia biểu thức thành nhiều dòng calculate.",
    "Split the expression into several calculate rows.",
  ),
  "unknown-function": words(
    "Không có hàm “{detail}”.",
    "There is no function “{detail}”.",
    "Danh sách hàm ở docs/xlsform.md.",
    "docs/xlsform.md lists the functions.",
  ),
  "refused-function": words(
    "Hàm “{detail}” không được hỗ trợ.",
    "The function “{detail}” is not supported.",
    "docs/xlsform.md nói lý do và cách thay thế.",
    "docs/xlsform.md says why and what to use instead.",
  ),
  "argument-count": words(
    "Hàm “{detail}” có đối số không đúng.",
    "The function “{detail}” has the wrong arguments.",
    "Xem cách viết hàm này ở docs/xlsform.md.",
    "See how the function is written in docs/xlsform.md.",
  ),
  "path-expression": words(
    "Biểu thức đường dẫn có “{detail}” không được hỗ trợ.",
    "Path expressions with “{detail}” are not supported.",
    "Viết tham chiếu dạng {example}; với phần lặp dùng indexed-repeat().",
    "Write references as {example}; for repeats use indexed-repeat().",
  ),
  "bare-name": words(
    "Không rõ “{detail}” trong biểu thức.",
    "Unknown “{detail}” in the expression.",
    "Tham chiếu câu hỏi viết dạng {example}; chữ đặt trong dấu nháy.",
    "Write a reference to a question as {example}; put words in quotes.",
  ),
  regex: words(
    "Biểu thức chính quy không dùng được, ở “{detail}”.",
    "The regular expression cannot be used, at “{detail}”.",
    "Dùng phần cơ bản: ký tự, [ ], ( ), |, * + ? {n,m}, \\d \\w \\s; viết thẳng trong dấu nháy.",
    "Use the basic part: characters, [ ], ( ), |, * + ? {n,m}, \\d \\w \\s; written out in quotes.",
  ),
  "unknown-reference": words(
    "Không có câu hỏi nào tên “{name}”.",
    "There is no question named “{name}”.",
    "Sửa tên trong {example}.",
    "Correct the name in {example}.",
  ),
  circular: words(
    "“{name}” phụ thuộc vào chính nó qua {through}.",
    "“{name}” depends on itself through {through}.",
    "Bỏ một trong các tham chiếu này.",
    "Remove one of these references.",
  ),
  "tells-time": words(
    "Giá trị này cho biết thời điểm trả lời.",
    "This value tells when the answer was given.",
    "Chỉ dùng today() để so sánh với một câu hỏi, tính tuổi tròn như int((today() - ngày sinh) div 365.25), hoặc lấy năm; không dùng now().",
    "Use today() only to compare with a question, for a whole age as in int((today() - birth date) div 365.25), or for the year; never now().",
  ),
  "no-calculation": words(
    "“{name}” không có phép tính.",
    "“{name}” has no calculation.",
    "Điền cột calculation.",
    "Fill the column calculation.",
  ),
  "bad-default": words(
    "Giá trị mặc định “{name}” không hợp với kiểu câu hỏi.",
    "The default “{name}” does not fit the type.",
    "Viết ngày như 2026-02-06, số như 1.5, lựa chọn bằng tên của nó.",
    "Write a date as 2026-02-06, a number as 1.5, a choice by its name.",
  ),
  "bad-parameters": words(
    "Không đọc được tham số “{name}”.",
    "The parameters “{name}” cannot be read.",
    "Viết ví dụ “start=1 end=10 step=1”, “rows=4” hoặc “randomize=true”.",
    "Write for example “start=1 end=10 step=1”, “rows=4” or “randomize=true”.",
  ),
  "bad-appearance": words(
    "Kiểu hiển thị “{name}” không được hỗ trợ.",
    "The appearance “{name}” is not supported.",
    "Xoá nó; phiếu không mở ứng dụng khác hay bản đồ.",
    "Remove it; a form opens no other app and no map.",
  ),
  "unknown-language": words(
    "Ngôn ngữ mặc định “{name}” không có cột nhãn nào.",
    "The default language “{name}” has no label column.",
    "Viết default_language đúng như trong tiêu đề “label::…”.",
    "Write default_language as in the heading “label::…”.",
  ),
} as const satisfies { readonly [code: string]: Words };
