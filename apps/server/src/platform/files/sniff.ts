import { FileProblem } from "./file-problem.ts";

export type FileKind = "xlsx" | "csv" | "md" | "sav";

const endings: Record<string, FileKind> = {
  xlsx: "xlsx",
  xlsm: "xlsx",
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  md: "md",
  sav: "sav",
  zsav: "sav",
};

/**
 * The kind of a file by its content, checked against its name: a name alone is not believed.
 * @throws {FileProblem} empty, old-excel, password-protected, unknown-type, wrong-extension.
 */
export function sniff(bytes: Uint8Array, fileName: string, accepted: readonly FileKind[]): FileKind {
  if (bytes.length === 0) throw new FileProblem("empty", { file: fileName });
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? "";
  const named = endings[extension];
  const wanted = accepted.map((kind) => `.${kind}`).join(", ");
  const content = contentOf(bytes);
  if (content === "compound") {
    if (hasUtf16(bytes, "EncryptedPackage")) throw new FileProblem("password-protected", { file: fileName });
    if (hasUtf16(bytes, "Workbook") || hasUtf16(bytes, "Book") || extension === "xls")
      throw new FileProblem("old-excel", { file: fileName });
    throw new FileProblem("unknown-type", { file: fileName, found: "Microsoft Office 97–2003", wanted });
  }
  if (content === "other")
    throw new FileProblem("unknown-type", { file: fileName, found: extension ? `.${extension}` : "?", wanted });
  const kind = content === "text" ? (named === "md" ? "md" : "csv") : content;
  if (extension === "xls" || extension === "xlsb" || extension === "ods")
    throw extension === "xls"
      ? new FileProblem("old-excel", { file: fileName })
      : new FileProblem("unknown-type", { file: fileName, found: `.${extension}`, wanted });
  if (named && named !== kind)
    throw new FileProblem("wrong-extension", { file: fileName, extension: `.${extension}`, found: `.${kind}` });
  if (!accepted.includes(kind) || (kind === "csv" && extension !== "" && !named))
    throw new FileProblem("unknown-type", { file: fileName, found: extension ? `.${extension}` : `.${kind}`, wanted });
  return kind;
}

function contentOf(bytes: Uint8Array): "xlsx" | "sav" | "text" | "compound" | "other" {
  const head = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (head.startsWith("504b0304") || head.startsWith("504b0506") || head.startsWith("504b0708")) return "xlsx";
  if (head === "d0cf11e0a1b11ae1") return "compound";
  if (head.startsWith("24464c32") || head.startsWith("24464c33")) return "sav";
  // PDF, PNG, GIF, JPEG, gzip, 7-zip, RAR, Stata (.dta), portable SPSS is text.
  if (/^(25504446|89504e47|47494638|ffd8ff|1f8b|377abcaf|52617221|3c73746174615f647461)/.test(head)) return "other";
  return "text";
}

/** Whether a compound file names a stream so (names are UTF-16 LE in its directory). */
function hasUtf16(bytes: Uint8Array, name: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(name, "utf16le"));
}
