import { createHash } from "node:crypto";
import { inlineStylePolicy } from "../platform/policies.ts";

const style = `
:root{color-scheme:light dark;--ink:#1d2a33;--paper:#fff;--ground:#f6f5f1;--line:#d9dcda;--accent:#0f5573;--on:#fff}
@media (prefers-color-scheme:dark){:root{--ink:#e9eef1;--paper:#151d24;--ground:#0f161b;--line:#33404a;--accent:#8ecbe4;--on:#0b2430}}
*{box-sizing:border-box}html{font-size:112.5%}
body{margin:0;background:var(--ground);color:var(--ink);font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","Be Vietnam Pro",sans-serif;line-height:1.6}
main{max-width:38rem;margin:2rem auto;padding:1.25rem;background:var(--paper);border:1px solid var(--line);border-radius:.375rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}label{display:block;font-weight:600}
input{font:inherit;width:100%;min-height:3rem;padding:.5rem .75rem;background:var(--paper);color:inherit;border:2px solid var(--line);border-radius:.375rem}
button{font:inherit;font-weight:600;min-height:3rem;padding:.5rem 1.25rem;margin:1rem 0;background:var(--accent);color:var(--on);border:0;border-radius:.375rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;

/** The code stands behind # and reaches the server only when the person presses the button. */
const script =
  'const field=document.getElementById("code");const code=decodeURIComponent(location.hash.slice(1));if(field&&code){field.value=code;history.replaceState(null,"",location.pathname)}';

export const optOutPolicy = inlineStylePolicy(style)
  .replace("form-action 'none'", "form-action 'self'")
  .concat(`; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`);

const frame = (body: string, withScript = false) =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>Không nhận thư mời nữa · Lắng Nghe</title><style>${style}</style></head><body><main>${body}</main>${withScript ? `<script>${script}</script>` : ""}</body></html>`;

/** Where a person says that they want no messages: the same page for everybody. */
export const optOutPage = (): string =>
  frame(
    `<h1>Không nhận thư mời nữa</h1>
<p>Bấm nút dưới đây, và chúng tôi sẽ không gửi thư mời, thư nhắc hay tin nhắn nào cho số điện thoại và thư điện tử của ông/bà nữa, trong mọi cuộc điều tra. Ông/bà vẫn trả lời được bằng mã đang có nếu muốn.</p>
<p lang="en">Press the button, and we send no more invitations, reminders or messages to your telephone and e-mail, for any survey. You can still answer with the code you have.</p>
<form method="post"><label for="code">Mã trên giấy mời <span lang="en">(code of your invitation)</span></label>
<input id="code" name="code" required maxlength="60" autocomplete="off" autocapitalize="characters" spellcheck="false">
<button>Không gửi cho tôi nữa · <span lang="en">Send me nothing more</span></button></form>`,
    true,
  );

export const optedOutPage = (): string =>
  frame(
    `<h1>Đã ghi nhận</h1><p>Từ nay chúng tôi không gửi gì cho ông/bà nữa. Chúng tôi chỉ giữ một dấu vết đã mã hoá của số điện thoại và địa chỉ thư để biết mà không gửi.</p>
<p lang="en">Noted: we send you nothing more. We keep only a keyed trace of your telephone and e-mail, so as to know whom to leave alone.</p>`,
  );

/** @param sentence of a problem. */
export const notOptedOutPage = (sentence: string): string =>
  frame(
    `<h1>Chưa ghi nhận được</h1><p>${sentence.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)}</p><p><a href="">Thử lại · <span lang="en">Try again</span></a></p>`,
  );
