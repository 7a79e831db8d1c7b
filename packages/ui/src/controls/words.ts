/** What the controls themselves say; the questions speak their own language. A page carries the languages that it speaks. */
export interface ControlWords {
  readonly optional: string;
  readonly error: string;
  readonly clear: string;
  readonly chooseOne: string;
  readonly chooseMany: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly readAs: string;
  readonly charactersLeft: string;
  readonly charactersOver: string;
  readonly noNames: string;
  readonly yourOrder: string;
  readonly tapToRank: string;
  readonly rankedAll: string;
  readonly earlier: string;
  readonly later: string;
  readonly remove: string;
  readonly atPlace: string;
  readonly read: string;
  readonly noAnswerYet: string;
  readonly exactly: string;
  readonly sensitive: string;
  readonly problems: Readonly<Record<EntryProblem, string>>;
}

/** What was typed cannot be read as an answer at all; the questionnaire is not asked about it. */
export type EntryProblem = "not-a-number" | "not-whole" | "not-a-day" | "day-incomplete" | "not-a-time" | "too-long";

export const vietnameseControls: ControlWords = {
  optional: "không bắt buộc",
  error: "Cần sửa",
  clear: "Bỏ câu trả lời này",
  chooseOne: "Chọn một",
  chooseMany: "Có thể chọn nhiều ý",
  day: "Ngày",
  month: "Tháng",
  year: "Năm",
  readAs: "Hiểu là {value}",
  charactersLeft: "Còn {count} ký tự",
  charactersOver: "Dài quá {count} ký tự",
  noNames: "Xin đừng ghi họ tên, số điện thoại hay địa chỉ của ai.",
  yourOrder: "Thứ tự của quý vị",
  tapToRank: "Chạm vào từng ý, bắt đầu từ ý quan trọng nhất",
  rankedAll: "Đã xếp xong tất cả.",
  earlier: "Đưa “{item}” lên",
  later: "Đưa “{item}” xuống",
  remove: "Bỏ “{item}” khỏi thứ tự",
  atPlace: "{item}: vị trí {place} trên {count}",
  read: "Tôi đã đọc",
  noAnswerYet: "Chưa chọn",
  exactly: "Hoặc nhập số",
  sensitive: "Câu này hỏi điều nhạy cảm: quý vị có thể không trả lời.",
  problems: {
    "not-a-number": "Xin nhập một số, ví dụ 12 hoặc 1.234,5.",
    "not-whole": "Xin nhập số nguyên, không có phần lẻ.",
    "not-a-day": "Không có ngày này trong lịch; xin xem lại ngày, tháng, năm.",
    "day-incomplete": "Xin nhập đủ ngày, tháng và năm (4 chữ số).",
    "not-a-time": "Xin nhập giờ và phút, ví dụ 07:30.",
    "too-long": "Câu trả lời dài quá; xin viết gọn lại.",
  },
};

export const englishControls: ControlWords = {
  optional: "optional",
  error: "Error",
  clear: "Clear this answer",
  chooseOne: "Choose one",
  chooseMany: "You can choose several",
  day: "Day",
  month: "Month",
  year: "Year",
  readAs: "Read as {value}",
  charactersLeft: "{count} characters left",
  charactersOver: "{count} characters too long",
  noNames: "Please leave out anyone’s name, phone number or address.",
  yourOrder: "Your order",
  tapToRank: "Tap each one, starting with the most important",
  rankedAll: "All are in order.",
  earlier: "Move “{item}” up",
  later: "Move “{item}” down",
  remove: "Take “{item}” out of the order",
  atPlace: "{item}: place {place} of {count}",
  read: "I have read this",
  noAnswerYet: "Not chosen yet",
  exactly: "Or type a number",
  sensitive: "This asks for something sensitive: you need not answer it.",
  problems: {
    "not-a-number": "Enter a number, for example 12 or 1,234.5.",
    "not-whole": "Enter a whole number, without decimals.",
    "not-a-day": "There is no such day; check the day, month and year.",
    "day-incomplete": "Enter the day, the month and the year (4 digits).",
    "not-a-time": "Enter hours and minutes, for example 07:30.",
    "too-long": "This answer is too long; please make it shorter.",
  },
};

export const spanishControls: ControlWords = {
  optional: "opcional",
  error: "Error",
  clear: "Borrar esta respuesta",
  chooseOne: "Elija una opción",
  chooseMany: "Puede elegir varias",
  day: "Día",
  month: "Mes",
  year: "Año",
  readAs: "Se entiende {value}",
  charactersLeft: "Quedan {count} caracteres",
  charactersOver: "Sobran {count} caracteres",
  noNames: "No escriba nombres, teléfonos ni direcciones de nadie.",
  yourOrder: "Su orden",
  tapToRank: "Toque cada opción, empezando por la más importante",
  rankedAll: "Todas están ordenadas.",
  earlier: "Subir «{item}»",
  later: "Bajar «{item}»",
  remove: "Quitar «{item}» del orden",
  atPlace: "{item}: lugar {place} de {count}",
  read: "Lo he leído",
  noAnswerYet: "Sin elegir",
  exactly: "O escriba un número",
  sensitive: "Esta pregunta es delicada: no tiene que responderla.",
  problems: {
    "not-a-number": "Escriba un número, por ejemplo 12 o 1.234,5.",
    "not-whole": "Escriba un número entero, sin decimales.",
    "not-a-day": "Esa fecha no existe; revise el día, el mes y el año.",
    "day-incomplete": "Escriba el día, el mes y el año (4 cifras).",
    "not-a-time": "Escriba horas y minutos, por ejemplo 07:30.",
    "too-long": "La respuesta es demasiado larga; acórtela, por favor.",
  },
};

/** Fills `{name}` in a sentence. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}
