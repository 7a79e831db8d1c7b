import { hash } from "node:crypto";

/** SHA-256 of a value's JSON with sorted keys: the same answers give the same hash whatever their order. */
export function contentHash(value: unknown): Buffer {
  return hash("sha256", canonical(value), "buffer");
}

function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let text = "";
  if (Array.isArray(value)) {
    for (const inner of value) text += `${canonical(inner)},`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort())
    text += `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])},`;
  return `{${text}}`;
}
