// An authenticator app (RFC 6238: SHA-1, six digits, thirty seconds), as a member of staff has it on the phone.
import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits of a secret in base32 at a moment, in milliseconds since 1970. */
export function sixDigits(secret: string, moment = Date.now()): string {
  const bits = [...secret.replace(/[\s=]/g, "")]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(moment / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash.at(-1)! & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Sets up the second step with an app, from the page that asks for it to the recovery codes put away. */
export async function setUpSecondStep(tab: Page): Promise<void> {
  await tab.getByRole("button", { name: "Dùng ứng dụng tạo mã" }).click();
  const secret = (await tab.locator(".ln-code").first().textContent()) ?? "";
  await tab.getByLabel("Gõ mã sáu chữ số mà ứng dụng đang hiện").fill(sixDigits(secret));
  await tab.getByRole("button", { name: "Xác nhận và bật" }).click();
  await tab.getByLabel("Tôi đã cất các mã này").check();
  await tab.getByRole("button", { name: "Xong", exact: true }).click();
}
