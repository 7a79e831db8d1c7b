import type { FastifyRequest } from "fastify";
import { Problem } from "./problem.ts";

/** A file as it arrived: its name without folders, its bytes. */
export type Upload = { fileName: string; bytes: Buffer };

/** The one file of a multipart request. @throws {Problem} platform.bad-request when there is none. */
export async function uploadOf(request: FastifyRequest): Promise<Upload> {
  const part = await request.file();
  if (!part)
    throw new Problem("platform.bad-request", { place: "body", reason: "a file in the field “file” is missing" });
  const bytes = await part.toBuffer();
  const base = part.filename.split(/[\\/]/).at(-1) ?? "";
  const fileName =
    base
      .normalize("NFC")
      .replace(/[\p{Cc}"]/gu, "")
      .slice(-200) || "tep";
  return { fileName, bytes };
}
