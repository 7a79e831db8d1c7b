import { fileURLToPath } from "node:url";
import type { Training } from "@lang-nghe/contract";
import type PDFDocument from "pdfkit";

const millimetre = 72 / 25.4;
const fonts = {
  text: fileURLToPath(import.meta.resolve("@expo-google-fonts/be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf")),
  strong: fileURLToPath(
    import.meta.resolve("@expo-google-fonts/be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf"),
  ),
};
const day = (iso: string) => iso.split("-").reverse().join("/");

/**
 * The certificates of a session as A4 pages to be signed, one for each of `attendance` that has a number.
 */
export async function printedCertificates(training: Training): Promise<Buffer> {
  const { default: Document } = await import("pdfkit");
  const document = new Document({
    size: "A4",
    layout: "landscape",
    margin: 0,
    autoFirstPage: false,
    lang: "vi",
    info: { Title: `Giấy chứng nhận: ${training.title}`, Producer: "Lắng Nghe", Creator: "Lắng Nghe" },
  });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    document.on("end", resolve);
    document.on("error", reject);
  });
  document.registerFont("text", fonts.text);
  document.registerFont("strong", fonts.strong);
  const held = training.attendance.filter(({ certificate }) => certificate !== null);
  for (const [i, { name, certificate }] of held.entries()) {
    document.addPage();
    page(document, training, name, certificate!);
    // Drawing takes a while: others are answered in between.
    if (i % 8 === 7) await new Promise(setImmediate);
  }
  if (held.length === 0) document.addPage();
  document.end();
  await ended;
  return Buffer.concat(parts);
}

function page(document: InstanceType<typeof PDFDocument>, training: Training, name: string, number: string): void {
  const { width, height } = document.page;
  const edge = 12 * millimetre;
  document
    .lineWidth(1.2)
    .strokeColor("#1d2a33")
    .rect(edge, edge, width - 2 * edge, height - 2 * edge)
    .stroke();
  document
    .lineWidth(0.4)
    .rect(edge + 5, edge + 5, width - 2 * edge - 10, height - 2 * edge - 10)
    .stroke();
  const room = { width: width - 4 * edge, align: "center" as const };
  const left = 2 * edge;
  document
    .fillColor("#1d2a33")
    .font("strong")
    .fontSize(30)
    .text("GIẤY CHỨNG NHẬN", left, 38 * millimetre, room);
  document.font("text").fontSize(12).text("Certificate of training", room);
  document.moveDown(1.6).fontSize(14).text("Chứng nhận ông/bà", room);
  // A long name stays in one line.
  let size = 28;
  document.font("strong").fontSize(size);
  while (size > 12 && document.widthOfString(name) > room.width) document.fontSize(--size);
  document.moveDown(0.2).text(name, room);
  document.font("text").fontSize(14).moveDown(0.4).text("đã hoàn thành buổi tập huấn", room);
  document.font("strong").fontSize(17).moveDown(0.2).text(training.title, room);
  const where = training.place ? ` tại ${training.place}` : "";
  document
    .font("text")
    .fontSize(13)
    .moveDown(0.4)
    .text(`ngày ${day(training.heldOn)}${where}, thời lượng ${training.hours} giờ`, room);
  const foot = height - 58 * millimetre;
  document.fontSize(11).text(`Số: ${number}`, left + 10 * millimetre, foot, { width: 70 * millimetre });
  const right = { width: 90 * millimetre, align: "center" as const };
  const beside = width - left - 95 * millimetre;
  document.text("……………, ngày …… tháng …… năm ………", beside, foot, right);
  document.font("strong").text("Thủ trưởng đơn vị", beside, foot + 18, right);
  document
    .font("text")
    .fontSize(10)
    .text("(ký tên, đóng dấu)", beside, foot + 34, right);
}
