import { Worker } from "node:worker_threads";
import { Problem } from "../problem.ts";
import { type FileLimits, fileLimits } from "./file-limits.ts";
import { type FileFault, type FilePlace, FileProblem } from "./file-problem.ts";
import type { Sheets } from "./sheets.ts";
import type { Table, TableColumn } from "./table.ts";

export type ReadingTask = {
  task: "sheets" | "table";
  bytes: Uint8Array;
  fileName: string;
  limits: FileLimits;
  /** What is made of the table in the thread, by the file that exports it: its result comes instead of the table. */
  then?: { file: string; name: string; parameters: readonly unknown[] };
};
export type PackedColumn = Omit<TableColumn, "texts"> & { codes?: Int32Array; values?: string[] };
export type ReadingReply =
  | { sheets: Sheets }
  | (Omit<Table, "columns"> & { columns: PackedColumn[] })
  | { made: unknown }
  | { problem: Pick<Problem, "code" | "details"> }
  | { fault: FileFault; details: Record<string, unknown>; place: FilePlace };

/**
 * Sheets of a form, of margins or of any small table: .xlsx, .csv, or .md with tables. Cells are text (numbers in plain form,
 * dates ISO 8601); row 5 of the file is `rows[4]`.
 * Reads in a thread of its own, with bounds on time and memory, so that no file can stop the server.
 *
 * @throws {FileProblem} naming place and mend.
 */
export async function readSheets(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<FileLimits> = {},
): Promise<Sheets> {
  const reply = await read({ task: "sheets", bytes, fileName, limits: { ...fileLimits, ...limits } });
  if (!("sheets" in reply)) throw new TypeError("The reading thread answered another task.");
  return reply.sheets;
}

/**
 * A table of answers, one row a person: .csv, .xlsx (its first visible sheet) or .sav.
 * Reads in a thread of its own, as `readSheets`.
 *
 * @throws {FileProblem} naming place and mend.
 */
export async function readTable(bytes: Uint8Array, fileName: string, limits: Partial<FileLimits> = {}): Promise<Table> {
  const reply = await read({ task: "table", bytes, fileName, limits: { ...fileLimits, ...limits } });
  if (!("columns" in reply)) throw new TypeError("The reading thread answered another task.");
  return { ...reply, columns: reply.columns.map(unpack) };
}

/**
 * What a pure function of ours makes of a table, in the thread that reads it: a million rows never reach the server's own thread.
 *
 * @param file URL of the module that exports the function, under its own name.
 * @throws {FileProblem} naming place and mend. {Problem} as the function does.
 */
export async function readTableFor<Parameters extends readonly unknown[], Result>(
  bytes: Uint8Array,
  fileName: string,
  work: ((table: Table, ...parameters: Parameters) => Result) & { name: string },
  file: URL,
  parameters: Parameters,
): Promise<Result> {
  const then = { file: file.href, name: work.name, parameters };
  const reply = await read({ task: "table", bytes, fileName, limits: fileLimits, then });
  if ("problem" in reply) throw new Problem(reply.problem.code, reply.problem.details);
  if (!("made" in reply)) throw new TypeError("The reading thread answered another task.");
  return reply.made as Result;
}

function unpack({ codes, values, ...column }: PackedColumn): TableColumn {
  if (!codes || !values) return column;
  return { ...column, texts: Array.from(codes, (code) => values[code] ?? null) };
}

/** Files that are read at the same time; the others wait their turn. */
const threads = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function read(task: ReadingTask): Promise<Exclude<ReadingReply, { fault: FileFault }>> {
  const size = task.bytes.length;
  const limit = task.task === "sheets" ? task.limits.fileBytes : task.limits.savBytes;
  // Before a thread is paid for.
  if (size > limit)
    throw new FileProblem("too-large", {
      file: task.fileName,
      size: Math.ceil(size / 1_000_000),
      limit: Math.round(limit / 1_000_000),
    });
  if (running >= threads) await new Promise<void>((resume) => waiting.push(resume));
  running++;
  try {
    const reply = await inThread(task);
    if ("fault" in reply) throw new FileProblem(reply.fault, reply.details, reply.place);
    return reply;
  } finally {
    running--;
    waiting.shift()?.();
  }
}

function inThread(task: ReadingTask): Promise<ReadingReply> {
  // A copy: the caller keeps its bytes, and a pooled Buffer is never handed over whole.
  const bytes = new Uint8Array(task.bytes);
  const { limits, fileName } = task;
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./reading-thread.ts", import.meta.url), {
      workerData: { ...task, bytes },
      transferList: [bytes.buffer],
      resourceLimits: { maxOldGenerationSizeMb: limits.memoryMegabytes, maxYoungGenerationSizeMb: 64 },
    });
    const timer = setTimeout(() => {
      reject(new FileProblem("too-slow", { file: fileName, limit: Math.round(limits.milliseconds / 1000) }));
      void worker.terminate();
    }, limits.milliseconds);
    worker.once("message", (reply: ReadingReply) => {
      clearTimeout(timer);
      resolve(reply);
      void worker.terminate();
    });
    worker.once("error", (error: Error & { code?: string }) => {
      clearTimeout(timer);
      const full =
        error.code === "ERR_WORKER_OUT_OF_MEMORY" ||
        /Array buffer allocation|Invalid string length/.test(error.message);
      reject(full ? new FileProblem("too-much-memory", { file: fileName }, {}, { cause: error }) : error);
    });
    worker.once("exit", () => {
      clearTimeout(timer);
      reject(new FileProblem("broken", { file: fileName, reason: "thread" }));
    });
  });
}
