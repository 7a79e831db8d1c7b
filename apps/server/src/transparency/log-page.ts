import { cosignedAt, type EntryKind } from "@lang-nghe/anonymity/log";
import type { Platform } from "../platform/platform.ts";
import { currentCheckpoint } from "./checkpoints.ts";
import { hostKey, knownWitnesses } from "./host-key.ts";
import { type Leaf, newestByKind } from "./queries.ts";

/** Of each kind, the newest entries that the page shows. */
const shown = 10;

type Words = { vi: string; en: string };

/** What an entry of each kind means, for somebody who has never seen a log. */
const kinds: Record<EntryKind, { title: Words; meaning: Words }> = {
  key: {
    title: { vi: "Khóa", en: "Keys" },
    meaning: {
      vi: "Khóa công khai mà máy chủ này dùng. Đã ghi ở đây thì không thể lặng lẽ đưa cho một người một khóa riêng.",
      en: "Public keys that this host uses. Once they stand here, nobody can quietly be given a key of their own.",
    },
  },
  offer: {
    title: { vi: "Đợt hỏi được giới thiệu", en: "Offers of waves" },
    meaning: {
      vi: "Phiếu hỏi, khóa niêm phong và ngày đóng của một đợt, do cơ quan công bố trước khi mời.",
      en: "Form, sealing key and closing day of a wave, published by the office before anybody is invited.",
    },
  },
  manifest: {
    title: { vi: "Bản kê của đợt", en: "Manifests" },
    meaning: {
      vi: "Mỗi đợt có một bản kê: phiếu hỏi, khóa, các ô mẫu và số người được mời. Máy của người trả lời chỉ làm việc khi bản kê nhận được đúng là bản ở đây.",
      en: "Each wave has one manifest: form, keys, design cells, numbers invited. A respondent's device works only when the manifest it was given is the one that stands here.",
    },
  },
  application: {
    title: { vi: "Trang trả lời", en: "Answer pages" },
    meaning: {
      vi: "Mã băm của trang mà người trả lời nhận được: mọi người nhận cùng một trang.",
      en: "Hash of the page that respondents are given: everybody gets the same page.",
    },
  },
  batch: {
    title: { vi: "Lô phiếu", en: "Batches" },
    meaning: {
      vi: "Một lô phiếu niêm phong đã được xáo trộn và chuyển đi cùng nhau; không ghi phiếu nào của ai.",
      en: "Sealed answers that were shuffled and moved on together; nothing here tells whose they are.",
    },
  },
  receipt: {
    title: { vi: "Biên nhận", en: "Receipts" },
    meaning: {
      vi: "Mỗi phiếu được nhận để lại một dấu. Chỉ người giữ biên nhận nhận ra dấu của mình; dấu không nói gì về câu trả lời.",
      en: "Each accepted answer leaves a mark. Only whoever holds the receipt can tell which mark is theirs; it says nothing of the answer.",
    },
  },
  release: {
    title: { vi: "Số liệu công bố", en: "Releases" },
    meaning: {
      vi: "Mã băm của mỗi tệp số liệu đã công bố. Tệp bị sửa sau khi công bố sẽ không còn khớp với mã này.",
      en: "Hash of each published file of figures. A file changed after it was published no longer fits.",
    },
  },
  audit: {
    title: { vi: "Mốc nhật ký", en: "Heads of the audit log" },
    meaning: {
      vi: "Dấu của nhật ký việc làm của cán bộ tại một thời điểm. Nhật ký bị sửa về sau sẽ không còn khớp. Nội dung nhật ký không nằm ở đây.",
      en: "The audit log of what staff did, as it stood at a moment. A log rewritten later no longer fits. What it says does not stand here.",
    },
  },
  deletion: {
    title: { vi: "Chứng nhận xóa", en: "Deletions" },
    meaning: {
      vi: "Câu trả lời đã được xóa theo thời hạn: dấu của bản xác nhận.",
      en: "Answers that were deleted when their time was over: the mark of the statement.",
    },
  },
  count: {
    title: { vi: "Số đếm của đợt", en: "Counts of waves" },
    meaning: {
      vi: "Số người được mời, đã nhận thẻ và số phiếu được nhận của một đợt, công bố khi đóng.",
      en: "How many were invited, took a token, and were accepted in a wave, published when it closes.",
    },
  },
};

export const logPageStyle = `
body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin:2rem 0 .25rem}p{margin:.25rem 0 .5rem}
code,pre{font-size:.85rem;overflow-wrap:anywhere;white-space:pre-wrap}pre{padding:.75rem;border:1px solid color-mix(in srgb,currentColor 30%,transparent)}
ol{padding:0;list-style:none}li{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.4rem 0}
`;

/** GET /log/: the log for people, Vietnamese and English on one page, without a script. */
export async function logPage(platform: Pick<Platform, "config" | "database" | "clock">): Promise<string> {
  const { config, database } = platform;
  const key = hostKey(config);
  const checkpoint = await currentCheckpoint(platform).catch(() => undefined);
  const entries = await newestByKind(database, shown);
  const known = (Object.keys(kinds) as EntryKind[]).filter((kind) => entries.has(kind));
  const sections = known.map((kind) => {
    const { count, newest } = entries.get(kind)!;
    const { title, meaning } = kinds[kind];
    return `<section id="${kind}"><h2>${title.vi} <span lang="en">· ${title.en}</span> (${count})</h2><p>${meaning.vi}</p><p lang="en">${meaning.en}</p><ol>${newest.map(entry).join("")}</ol></section>`;
  });
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sổ công khai · Public log</title><style>${logPageStyle}</style></head><body><main>
<h1>Sổ công khai <span lang="en">· Public log</span></h1>
<p>Máy chủ này ghi vào sổ những gì nó đã hứa và đã công bố. Sổ chỉ được viết thêm, không sửa, không xóa; ai cũng có thể kiểm tra, và người chứng kiến ở ngoài ký xác nhận. Trong sổ không có tên người, không có câu trả lời.</p>
<p lang="en">This host writes down what it promised and what it published. The log is only ever added to; anybody can check it, and witnesses outside cosign it. It holds no names and no answers.</p>
${checkpoint ? `<h2>Mốc hiện nay <span lang="en">· Now</span></h2><p>${checkpoint.size} mục · <span lang="en">${checkpoint.size} entries</span></p><pre>${escapeHtml(checkpoint.note)}</pre>${await witnesses(platform, checkpoint.note)}` : `<p><strong>Sổ không còn khớp với mốc đã ký. · <span lang="en">The log no longer fits what was signed.</span></strong></p>`}
<p>Khóa của sổ · <span lang="en">The log's key</span>: <code>${escapeHtml(key.line)}</code></p>
${sections.join("\n") || `<p>Sổ chưa có mục nào. · <span lang="en">Nothing has been entered yet.</span></p>`}
<h2>Tự kiểm tra <span lang="en">· Check it yourself</span></h2>
<p>Tải bằng chứng của một mục, rồi chạy <code>npm run -s lang-nghe -- receipt TỆP --log-key KHÓA</code>; không cần mạng. Định dạng: C2SP (tlog-tiles, tlog-checkpoint, tlog-proof).</p>
<p lang="en">Download an entry's proof and run <code>npm run -s lang-nghe -- receipt FILE --log-key KEY</code>; no network is needed. Formats: C2SP (tlog-tiles, tlog-checkpoint, tlog-proof).</p>
</main></body></html>`;
}

function entry({ index, body }: Leaf): string {
  return `<li><code>${escapeHtml(body)}</code><br><a href="/log/proof?index=${index}" download="${index}.tlog-proof">${index}.tlog-proof</a></li>`;
}

async function witnesses({ config }: Pick<Platform, "config">, note: string): Promise<string> {
  const lines: string[] = [];
  for (const witness of knownWitnesses(config)) {
    const time = await cosignedAt(note, witness).catch(() => undefined);
    const when = time === undefined ? undefined : vietnamTime(time);
    lines.push(
      `<li><code>${escapeHtml(witness.name)}</code>: ${when ? `đã ký lúc ${when} · <span lang="en">cosigned ${when}</span>` : `chưa ký mốc này · <span lang="en">has not seen this one yet</span>`}</li>`,
    );
  }
  if (lines.length === 0) return `<p>Chưa có người chứng kiến. · <span lang="en">There is no witness yet.</span></p>`;
  return `<p>Người chứng kiến · <span lang="en">Witnesses</span></p><ol>${lines.join("")}</ol>`;
}

/** 14:05 06/02/2026, UTC+7. */
function vietnamTime(seconds: number): string {
  const [day, time] = new Date((seconds + 7 * 3600) * 1000).toISOString().split("T");
  return `${time!.slice(0, 5)} ${day!.split("-").reverse().join("/")}`;
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
