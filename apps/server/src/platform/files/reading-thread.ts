import { parentPort, workerData } from "node:worker_threads";
import { Problem } from "../problem.ts";
import { FileProblem } from "./file-problem.ts";
import { parseSheets, parseTable } from "./parse.ts";
import type { PackedColumn, ReadingReply, ReadingTask } from "./reading.ts";
import type { TableColumn } from "./table.ts";

const { task, bytes, fileName, limits, then } = workerData as ReadingTask;
const transfer: ArrayBuffer[] = [];
const reply = await answer();
parentPort?.postMessage(reply, transfer);

async function answer(): Promise<ReadingReply> {
  try {
    if (task === "sheets") return { sheets: parseSheets(bytes, fileName, limits) };
    if (then) {
      const work = (await import(then.file))[then.name] as (...parameters: readonly unknown[]) => unknown;
      return { made: work(parseTable(bytes, fileName, limits), ...then.parameters) };
    }
    const { columns, ...rest } = parseTable(bytes, fileName, limits);
    return { ...rest, columns: columns.map(pack) };
  } catch (error) {
    if (error instanceof FileProblem) return { fault: error.fault, details: error.details, place: error.place };
    if (error instanceof Problem) return { problem: { code: error.code, details: error.details } };
    throw error;
  }
}

/** Texts travel as codes and distinct values, so that the server's own thread has little to copy. */
function pack(column: TableColumn): PackedColumn {
  const { numbers, texts, ...rest } = column;
  if (numbers) {
    transfer.push(numbers.buffer as ArrayBuffer);
    return { ...rest, numbers };
  }
  const codes = new Int32Array(texts!.length);
  const codeOf = new Map<string, number>();
  texts!.forEach((text, i) => {
    if (text === null) codes[i] = -1;
    else {
      let code = codeOf.get(text);
      if (code === undefined) {
        code = codeOf.size;
        codeOf.set(text, code);
      }
      codes[i] = code;
    }
  });
  transfer.push(codes.buffer);
  return { ...rest, codes, values: [...codeOf.keys()] };
}
