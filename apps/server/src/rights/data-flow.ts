import type { Words } from "@lang-nghe/contract";
import type { Entry, Facts } from "./assessment-facts.ts";
import { escapeHtml } from "./page-frame.ts";

/** A box of the diagram: where data lie, and what of them. */
type Box = { readonly id: string; readonly title: string; readonly lines: readonly string[] };
type Arrow = { readonly from: string; readonly to: string; readonly label: string };
type Flow = { readonly boxes: readonly Box[]; readonly arrows: readonly Arrow[] };

const respondent: Box = {
  id: "device",
  title: "Máy của người trả lời",
  lines: ["câu trả lời dở dang", "mã rút lại (chỉ ở đây)"],
};
const office: Box = {
  id: "office",
  title: "Cơ quan (office)",
  lines: ["câu trả lời không tên, không giờ", "dấu vết mã rút lại đến khi cố định", "bản cố định, quyền số, bảng"],
};
const readers: Box = { id: "public", title: "Công chúng", lines: ["số liệu đã qua cổng bảo vệ"] };
const gate: Arrow = { from: "office", to: "public", label: "cổng bảo vệ" };

const flows: Record<Entry, Flow> = {
  "open-link": {
    boxes: [respondent, office, readers],
    arrows: [{ from: "device", to: "office", label: "câu trả lời, HTTPS" }, gate],
  },
  invitation: {
    boxes: [
      {
        id: "issuer",
        title: "Nơi cấp thẻ (issuer)",
        lines: ["danh sách mời, cách liên lạc", "“đã nhận thẻ”, không có ngày"],
      },
      { ...respondent, lines: [...respondent.lines, "thẻ trả lời đã ký mù"] },
      {
        id: "collector",
        title: "Nơi nhận (collector)",
        lines: ["câu trả lời niêm phong", "dấu vết thẻ đã dùng", "gộp và trộn từ 20 phiếu"],
      },
      office,
      readers,
    ],
    arrows: [
      { from: "issuer", to: "device", label: "lời mời; chữ ký mù" },
      { from: "device", to: "collector", label: "niêm phong, 2–48 giờ sau" },
      { from: "collector", to: "office", label: "gói đã trộn" },
      gate,
    ],
  },
  file: {
    boxes: [{ id: "device", title: "Tệp của đơn vị thu thập", lines: ["đã bỏ cột chỉ ra người"] }, office, readers],
    arrows: [{ from: "device", to: "office", label: "tải lên" }, gate],
  },
};

export function flowOf({ entry, study }: Facts): { mermaid: string; svg: string } {
  const flow = flows[entry];
  const office = study.provenance.collectedBy.trim();
  const boxes = flow.boxes.map((box) => (box.id === "office" && office ? { ...box, title: office } : box));
  return { mermaid: mermaidOf({ ...flow, boxes }), svg: svgOf({ ...flow, boxes }, flowTitle) };
}

export const flowTitle: Words = { vi: "Sơ đồ luồng dữ liệu", en: "Data-flow diagram" };

const quoted = (text: string) => text.replaceAll('"', "#quot;");

function mermaidOf({ boxes, arrows }: Flow): string {
  return [
    "flowchart TD",
    ...boxes.map(({ id, title, lines }) => `  ${id}["<b>${quoted(title)}</b><br>${lines.map(quoted).join("<br>")}"]`),
    ...arrows.map(({ from, to, label }) => `  ${from} -->|"${quoted(label)}"| ${to}`),
  ].join("\n");
}

const width = 560;
const boxWidth = 420;
const lineHeight = 22;
const gap = 58;

/** The boxes from top to bottom with arrows between neighbours; colours follow the text around it. */
function svgOf({ boxes, arrows }: Flow, title: Words): string {
  const left = (width - boxWidth) / 2;
  let y = 8;
  const parts: string[] = [];
  const placed = boxes.map(({ id, title: name, lines }) => {
    const titleLines = wrapped(name, 44);
    const height = (titleLines.length + lines.length) * lineHeight + 24;
    const text = [...titleLines.map((line) => ({ line, bold: true })), ...lines.map((line) => ({ line, bold: false }))];
    parts.push(
      `<rect x="${left}" y="${y}" width="${boxWidth}" height="${height}" rx="6" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
      ...text.map(
        ({ line, bold }, i) =>
          `<text x="${width / 2}" y="${y + 30 + i * lineHeight}" text-anchor="middle" font-size="15"${bold ? ' font-weight="700"' : ""} fill="currentColor">${escapeHtml(line)}</text>`,
      ),
    );
    const box = { id, top: y, bottom: y + height };
    y += height + gap;
    return box;
  });
  for (const { from, to, label } of arrows) {
    const start = placed.find(({ id }) => id === from)!.bottom;
    const end = placed.find(({ id }) => id === to)!.top;
    parts.push(
      `<path d="M${width / 2} ${start}V${end - 8}" stroke="currentColor" stroke-width="1.5" fill="none"/>`,
      `<path d="M${width / 2 - 6} ${end - 10}L${width / 2} ${end}L${width / 2 + 6} ${end - 10}Z" fill="currentColor"/>`,
      `<text x="${width / 2 + 14}" y="${(start + end) / 2 + 5}" font-size="14" fill="currentColor">${escapeHtml(label)}</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y - gap + 8}" role="img" aria-label="${escapeHtml(title.vi)}" font-family="system-ui, 'Noto Sans', sans-serif">${parts.join("")}</svg>`;
}

function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
