import { LogError } from "./errors.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Standard base64 with padding (RFC 4648 §4), in old browsers too. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]];
    text += alphabet[a >> 2]! + alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]!;
    text += b === undefined ? "=" : alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]!;
    text += c === undefined ? "=" : alphabet[c & 63]!;
  }
  return text;
}

/** @throws {LogError} bad-encoding: anything but the one text that {@link toBase64} gives for the bytes. */
export function fromBase64(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor(text.length / 4) * 3);
  let length = 0;
  for (let at = 0; at < text.length; at += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((offset) => Math.max(0, alphabet.indexOf(text[at + offset] ?? "=")));
    const group = (a! << 18) | (b! << 12) | (c! << 6) | d!;
    bytes.set([group >> 16, (group >> 8) & 255, group & 255].slice(0, bytes.length - length), length);
    length += 3;
  }
  const found = bytes.subarray(0, length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0));
  if (text.length % 4 !== 0 || toBase64(found) !== text) throw new LogError("bad-encoding", "This is not base64.");
  return found;
}
