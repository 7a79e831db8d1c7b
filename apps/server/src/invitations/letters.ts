import { fileURLToPath } from "node:url";
import type PDFDocument from "pdfkit";
import { encode } from "uqr";
import { filled, type Invitation } from "./texts.ts";

// Points: 72 to the inch.
const millimetre = 72 / 25.4;
const mm = (length: number) => length * millimetre;
const page = { width: mm(210), height: mm(297) };

const fonts = {
  text: fileURLToPath(import.meta.resolve("@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf")),
  strong: fileURLToPath(
    import.meta.resolve("@expo-google-fonts/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf"),
  ),
};

type Page = InstanceType<typeof PDFDocument>;

const ink = "#1d2a33";
const muted = "#56646e";
const line = "#9aa5ad";

/**
 * Invitations to be printed, A4. letters: one a page, with name and address. cards: eight a page, to be cut and handed over;
 * the strip with the name is cut off where somebody draws their card from a bag.
 */
export async function printed(kind: "letters" | "cards", invitations: readonly Invitation[]): Promise<Buffer> {
  // A large library that most hosts never need: a start does not wait for it.
  const { default: Document } = await import("pdfkit");
  const document = new Document({
    size: "A4",
    margin: 0,
    autoFirstPage: false,
    lang: "vi",
    info: { Title: kind === "letters" ? "Thư mời" : "Thẻ mời", Producer: "Lắng Nghe", Creator: "Lắng Nghe" },
  });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    document.on("end", resolve);
    document.on("error", reject);
  });
  document.registerFont("text", fonts.text);
  document.registerFont("strong", fonts.strong);
  for (const [i, invitation] of invitations.entries()) {
    if (kind === "letters" || i % 8 === 0) document.addPage();
    // On paper the code stands beside the address, and is typed.
    const onPaper = { ...invitation, optOut: `${invitation.page}/opt-out` };
    if (kind === "letters") letter(document, onPaper);
    else card(document, onPaper, i % 8);
    // Drawing takes a while: others are answered in between.
    if (i % 4 === 3) await new Promise(setImmediate);
  }
  if (invitations.length === 0) document.addPage();
  document.end();
  await ended;
  return Buffer.concat(parts);
}

function letter(document: Page, invitation: Invitation): void {
  const { sender, words: say, round } = invitation;
  const fill = (sentence: string) => filled(sentence, invitation);
  const left = mm(22);
  const width = page.width - mm(44);
  document
    .fillColor(ink)
    .font("strong")
    .fontSize(11)
    .text(sender.name, left, mm(16), { width: mm(100) });
  document.font("text").fontSize(9).fillColor(muted);
  for (const text of [sender.address, sender.phone, sender.email])
    if (text.trim() !== "") document.text(text, { width: mm(100) });
  // Where the window of a long envelope is.
  document.fillColor(ink).fontSize(11);
  document.text([invitation.name, invitation.address ?? invitation.psu].filter(Boolean).join("\n"), mm(115), mm(42), {
    width: mm(78),
  });
  document
    .font("strong")
    .fontSize(17)
    .text(fill(round === 0 ? say.heading : say.reminder), left, mm(78), { width });
  document.fontSize(13).text(invitation.title, { width });
  document.moveDown(0.8).font("text").fontSize(11).lineGap(2.5);
  const paragraph = (text: string) => document.text(text, { width }).moveDown(0.6);
  paragraph(fill(invitation.name ? say.named : say.greeting));
  if (round > 0) paragraph(fill(say.again));
  paragraph(fill(say.why));
  if (invitation.about) paragraph(invitation.about);
  const top = document.y + mm(2);
  const side = mm(38);
  square(document, invitation.link, left, top, side);
  const beside = left + side + mm(8);
  const room = { width: page.width - mm(22) - beside };
  document.text(say.scan, beside, top + mm(3), room);
  document.text(say.open, room);
  address(document, invitation.page, room.width, 12);
  document.font("text").fontSize(11).text(say.type, room);
  document
    .moveDown(0.3)
    .font("strong")
    .fontSize(17)
    .text(invitation.typed, { ...room, characterSpacing: 1 });
  document.font("text").fontSize(11).y = Math.max(document.y, top + side) + mm(7);
  document.font("strong").text(say.promiseTitle, left, document.y, { width }).font("text").moveDown(0.2);
  document.fontSize(10);
  for (const text of [say.promise, say.cannot, say.free, say.questions, say.stop]) paragraph(fill(text));
  document.lineGap(0);
}

const cardWidth = page.width / 2;
const cardHeight = page.height / 4;

function card(document: Page, invitation: Invitation, place: number): void {
  const { words: say, sender } = invitation;
  const fill = (sentence: string) => filled(sentence, invitation);
  const [x, y] = [(place % 2) * cardWidth, Math.floor(place / 2) * cardHeight];
  const [left, width] = [x + mm(8), cardWidth - mm(16)];
  document.lineWidth(0.4).dash(2, { space: 2 }).strokeColor(line);
  document.rect(x, y, cardWidth, cardHeight).stroke();
  document
    .moveTo(x, y + mm(9))
    .lineTo(x + cardWidth, y + mm(9))
    .stroke()
    .undash();
  const to = [invitation.name, invitation.psu].filter(Boolean).join(" · ");
  const oneLine = { width, height: mm(5), ellipsis: true, lineBreak: false };
  document
    .fillColor(muted)
    .font("text")
    .fontSize(7.5)
    .text(`${say.giveTo}: ${to}`, left, y + mm(3), oneLine);
  document.fillColor(ink).font("strong").fontSize(9.5);
  document.text(invitation.title, left, y + mm(12), { width, height: mm(10), ellipsis: true });
  const side = mm(27);
  square(document, invitation.link, left, y + mm(24), side);
  const beside = left + side + mm(5);
  const room = { width: x + cardWidth - mm(8) - beside };
  document
    .font("text")
    .fontSize(8)
    .text(say.cardOpen, beside, y + mm(24), room);
  document.moveDown(0.2).font("strong").fontSize(11.5).text(invitation.typed, room);
  document.moveDown(0.2).font("text").fontSize(8).text(fill(say.until), room);
  document.x = left;
  document.y = y + mm(51.5);
  address(document, invitation.page, width, 9);
  document.font("text").fontSize(7).fillColor(muted);
  document.text(fill(say.cardPromise), left, y + mm(57), { width, height: mm(7), ellipsis: true });
  document.text(`${sender.name}. ${fill(say.questions)}`, left, y + mm(63), { width, height: mm(8), ellipsis: true });
}

/** An address in one line, as large as fits: a break would be typed as a hyphen. */
function address(document: Page, text: string, width: number, largest: number): void {
  let size = largest;
  document.font("strong").fontSize(size);
  for (; size > 5 && document.widthOfString(text) > width; size -= 0.5) document.fontSize(size);
  document.text(text, { width, lineBreak: document.widthOfString(text) > width });
}

/** A QR code, error correction M, with the quiet zone inside the square. */
function square(document: Page, text: string, x: number, y: number, side: number): void {
  const { data, size } = encode(text, { ecc: "M", border: 2 });
  const module = side / size;
  document.fillColor("#000");
  // A hair wider, so that printers leave no white lines between.
  for (const [row, cells] of data.entries())
    for (const [column, dark] of cells.entries())
      if (dark) document.rect(x + column * module, y + row * module, module + 0.05, module + 0.05);
  document.fill().fillColor(ink);
}
