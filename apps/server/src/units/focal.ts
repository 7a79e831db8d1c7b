/** Whether a text says how to reach somebody: a telephone number, an e-mail, a page. A role or an office says none of it. */
export const pointsAtPerson = (text: string): boolean =>
  /[^\s@]+@[^\s@]+/.test(text) ||
  /https?:\/\/|www\.|zalo|facebook/i.test(text) ||
  text.replace(/[\s.\-()]/g, "").match(/\d{7,}/) !== null;
