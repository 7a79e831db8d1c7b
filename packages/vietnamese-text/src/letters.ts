/** The five marks of tone: grave, acute, tilde, hook above, dot below. The other marks (ă â ê ô ơ ư) make letters. */
const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const word = /[\p{L}\p{M}]+/gu;

/**
 * A text in which every word carries its tone at its end, so that both styles of placing it are one: hoà, hòa → "hoà" and "hòa" give
 * the same. Lower case, NFC but for the tone; Ð and đ of other alphabets are the Vietnamese đ. Not for display.
 */
export function toneFree(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[ðɖ]/gu, "đ")
    .replace(word, (syllable) => {
      const marks = syllable.match(tones);
      if (!marks) return syllable.normalize("NFC");
      return syllable.replace(tones, "").normalize("NFC") + marks.join("");
    });
}

/** A text without any mark, in lower case: "Đồng Hới" → "dong hoi". */
export const withoutMarks = (text: string): string =>
  text.normalize("NFD").toLowerCase().replace(/\p{M}/gu, "").replace(/[đðɖ]/gu, "d");
