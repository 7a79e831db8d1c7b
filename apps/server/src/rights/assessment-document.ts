import { type Assessment, type AssessmentField, articlesInVietnamese } from "@lang-nghe/contract";
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { flowTitle } from "./data-flow.ts";

/** Widths in twentieths of a point; A4 with 20 mm margins leaves 9638. */
const labelWidth = 3200;
const valueWidth = 6438;
const border = { style: BorderStyle.SINGLE, size: 4, color: "808080" };
const borders = { top: border, bottom: border, left: border, right: border };

const paragraphs = (text: string, options: { bold?: boolean; italics?: boolean; size?: number } = {}): Paragraph[] =>
  text.split("\n").map(
    (line) =>
      new Paragraph({
        spacing: { after: 60 },
        children: [new TextRun({ text: line, ...options })],
      }),
  );

function row({ label, law, gdpr, source, value, missing }: AssessmentField): TableRow {
  const articles = [articlesInVietnamese(law), gdpr && `GDPR ${gdpr}`].filter(Boolean).join(" · ");
  const said = value.vi.trim();
  return new TableRow({
    cantSplit: said.length < 600,
    children: [
      new TableCell({
        borders,
        width: { size: labelWidth, type: WidthType.DXA },
        margins: { top: 60, bottom: 60, left: 100, right: 100 },
        shading: { type: ShadingType.CLEAR, fill: "F2F2F2", color: "auto" },
        children: [
          ...paragraphs(label.vi, { bold: true }),
          ...(articles ? paragraphs(articles, { size: 18, italics: true }) : []),
        ],
      }),
      new TableCell({
        borders,
        width: { size: valueWidth, type: WidthType.DXA },
        margins: { top: 60, bottom: 60, left: 100, right: 100 },
        children: said
          ? paragraphs(said)
          : paragraphs(missing ? `[Chưa có: ${source === "person" ? "cần người điền" : "hệ thống chưa biết"}]` : "–", {
              italics: true,
            }),
      }),
    ],
  });
}

/** The assessment as a Word document in Vietnamese: Times New Roman 13, A4, as official papers are set. */
export async function assessmentDocument(assessment: Assessment, day: string): Promise<Buffer> {
  const heading = (text: string) =>
    new Paragraph({
      heading: HeadingLevel.HEADING_2,
      spacing: { before: 280, after: 120 },
      children: [new TextRun(text)],
    });
  const document = new Document({
    title: `Hồ sơ xử lý dữ liệu: ${assessment.title.vi}`,
    creator: "Lắng Nghe",
    styles: {
      default: {
        document: { run: { font: "Times New Roman", size: 26, language: { value: "vi-VN" } } },
        heading1: { run: { font: "Times New Roman", size: 32, bold: true, color: "000000" } },
        heading2: { run: { font: "Times New Roman", size: 28, bold: true, color: "000000" } },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: [PageNumber.CURRENT] })],
              }),
            ],
          }),
        },
        children: [
          new Paragraph({
            heading: HeadingLevel.HEADING_1,
            alignment: AlignmentType.CENTER,
            spacing: { after: 120 },
            children: [new TextRun("HỒ SƠ XỬ LÝ VÀ ĐÁNH GIÁ TÁC ĐỘNG XỬ LÝ DỮ LIỆU CÁ NHÂN")],
          }),
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { after: 240 },
            children: [new TextRun({ text: assessment.title.vi, bold: true })],
          }),
          ...paragraphs(`Lập ngày ${day.split("-").reverse().join("/")}. ${assessment.caution.vi}`, { italics: true }),
          ...(assessment.missing > 0
            ? paragraphs(`Còn ${assessment.missing} mục chưa có nội dung; mỗi mục được ghi trong ngoặc vuông.`, {
                bold: true,
              })
            : []),
          ...assessment.sections.flatMap(({ title, fields }, i) => [
            heading(`${i + 1}. ${title.vi}`),
            new Table({
              width: { size: labelWidth + valueWidth, type: WidthType.DXA },
              columnWidths: [labelWidth, valueWidth],
              rows: fields.map(row),
            }),
          ]),
          heading(`${assessment.sections.length + 1}. ${flowTitle.vi}`),
          ...paragraphs("Sơ đồ ở dạng văn bản Mermaid; bản vẽ (SVG) tải ở trang Bảo vệ dữ liệu của cuộc điều tra."),
          ...assessment.flow.mermaid
            .split("\n")
            .map((line) => new Paragraph({ children: [new TextRun({ text: line, font: "Courier New", size: 18 })] })),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
