import { AnonymityError } from "./anonymity-error.ts";

/**
 * JSON in the one form of RFC 8785: no spaces, members in the order of their UTF-16 code units, numbers as ECMAScript
 * writes them. Signatures and hashes are made over its UTF-8.
 * @throws {AnonymityError} `encoding` for what JSON cannot say: NaN, undefined, half a surrogate pair.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  // With the flag u, a lone half of a pair is a code point of its own.
  if (typeof value === "string" && !/[\ud800-\udfff]/u.test(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object") {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`).join(",")}}`;
  }
  throw new AnonymityError("encoding", `JSON has no form for ${String(value)}`);
}
