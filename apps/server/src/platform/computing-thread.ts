import type { ComputingReply, ComputingTask } from "./computing.ts";
import { Problem } from "./problem.ts";

/** The thread's side: errors of our own travel as what they are made of. */
export default async function answer({ file, name, parameters }: ComputingTask): Promise<ComputingReply> {
  const work = (await import(file))[name] as (...parameters: readonly unknown[]) => unknown;
  try {
    return { result: work(...parameters) };
  } catch (error) {
    if (error instanceof Problem) return { problem: { code: error.code, details: error.details } };
    throw error;
  }
}
