/// <reference path="./saxen.d.ts" />
import { Parser } from "saxen";
import { FileProblem } from "./file-problem.ts";

export type XmlHandlers = {
  /** @param attribute value of an attribute by its local name, entities resolved. */
  open(name: string, attribute: (name: string) => string | undefined): void;
  close(name: string): void;
  text(text: string): void;
};

/**
 * Walks an XML part of a workbook. Only the five predefined entities and character references exist: a part that declares
 * its own (DOCTYPE) is refused, so that nothing outside the file is ever fetched and no entity can multiply.
 * Names arrive without prefix. What a handler throws ends the walk.
 */
export function walkXml(bytes: Uint8Array, part: string, handlers: XmlHandlers): void {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  let xml: string;
  try {
    xml = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem("broken", { reason: `${part}: UTF-8` });
  }
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new FileProblem("xml-entities", { part });
  const parser = new Parser();
  let depth = 0;
  parser.on("openTag", (name, attributes) => {
    const local = localName(name);
    depth++;
    handlers.open(local, (wanted) => {
      const all = attributes();
      const value = all[wanted] ?? Object.entries(all).find(([key]) => localName(key) === wanted)?.[1];
      return value === undefined ? undefined : resolveReferences(value);
    });
  });
  parser.on("closeTag", (name) => {
    depth--;
    handlers.close(localName(name));
  });
  parser.on("text", (text) => handlers.text(resolveReferences(text)));
  parser.on("cdata", (text) => handlers.text(text));
  parser.on("warn", () => {});
  parser.on("error", (error) => {
    throw error instanceof FileProblem
      ? error
      : new FileProblem("broken", { reason: `${part}: XML` }, {}, { cause: error });
  });
  parser.parse(xml);
  if (depth !== 0) throw new FileProblem("broken", { reason: `${part}: XML` });
}

const localName = (name: string) => name.slice(name.indexOf(":") + 1);

const predefined: Record<string, string> = { amp: "&", apos: "'", gt: ">", lt: "<", quot: '"' };

function resolveReferences(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name) return predefined[name as string] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hexadecimal as string, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : "";
  });
}
