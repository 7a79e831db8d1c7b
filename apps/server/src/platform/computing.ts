import type { ServerResponse } from "node:http";
import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { Problem } from "./problem.ts";

/** What a thread is asked: a pure function of ours, by the file that exports it. */
export type ComputingTask = { file: string; name: string; parameters: readonly unknown[] };
export type ComputingReply = { result: unknown } | { problem: Pick<Problem, "code" | "details"> };

/** Below this many rows the work is shorter than the way to a thread. */
const rowsWorthAThread = 5_000;

/** One pool a process, started by the first large table; idle threads end. */
let pool: Piscina<ComputingTask, ComputingReply> | undefined;
const startPool = () =>
  new Piscina<ComputingTask, ComputingReply>({
    filename: import.meta.resolve("./computing-thread.ts"),
    minThreads: 0,
    maxThreads: Math.max(1, availableParallelism() - 1),
    idleTimeout: 30_000,
  });

/**
 * Runs a pure function in a thread of its own when it works on many rows, so that the server goes on answering others.
 * Parameters and result travel by structured clone: typed arrays on shared memory (`inSharedMemory`) are not copied.
 *
 * @param file URL of the module that exports the function, under its own name.
 * @param rows how many rows it works on.
 * @param signal ends the work, and the thread with it.
 * @throws {Problem} as the function does.
 */
export async function compute<Parameters extends readonly unknown[], Result>(
  work: ((...parameters: Parameters) => Result) & { name: string },
  file: URL,
  rows: number,
  parameters: Parameters,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  if (rows < rowsWorthAThread) return work(...parameters);
  pool ??= startPool();
  const reply = await pool.run({ file: file.href, name: work.name, parameters }, signal ? { signal } : {});
  if ("problem" in reply) throw new Problem(reply.problem.code, reply.problem.details);
  return reply.result as Result;
}

/** Ends when whoever asked leaves before the answer. (A request's own "close" comes as soon as its body has been read.) */
export function whileWaitedFor(reply: { raw: ServerResponse }): AbortSignal {
  const leaving = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) leaving.abort();
  });
  return leaving.signal;
}

/** The same bytes in memory that threads share. */
export function inSharedMemory(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.byteLength);
  new Uint8Array(memory).set(bytes);
  return memory;
}
