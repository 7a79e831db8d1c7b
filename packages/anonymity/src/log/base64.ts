import { bytesOfBase64, toBase64 } from "../encoding.ts";
import type { Bytes } from "../web-crypto.ts";
import { LogError } from "./errors.ts";

export { toBase64 };

/** @throws {LogError} bad-encoding: anything but the one text that {@link toBase64} gives for the bytes. */
export function fromBase64(text: string): Bytes {
  try {
    const bytes = bytesOfBase64(text);
    if (toBase64(bytes) === text) return bytes;
  } catch {
    // told below
  }
  throw new LogError("bad-encoding", "This is not base64.");
}
