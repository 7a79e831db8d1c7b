import { CsvError, parse } from "csv-parse/sync";
import type { FileLimits } from "./file-limits.ts";
import { FileProblem } from "./file-problem.ts";
import { cleanCell, decodeText } from "./text.ts";

export type CsvText = { rows: string[][]; delimiter: string };

/**
 * Rows of a .csv file (RFC 4180; comma, semicolon, tab or bar found out; any line ends). Nothing is run or converted.
 * Rows that are wholly empty at the end are dropped.
 * @throws {FileProblem} not-utf8, nul-byte, bad-quotes, too-many-cells, too-many-columns, too-many-rows, cell-too-long.
 */
export function readCsv(bytes: Uint8Array, limits: FileLimits, maximumCells: number): CsvText {
  let text = decodeText(bytes);
  let delimiter: string | undefined;
  // Excel's own first line.
  const told = /^sep=(.)\r?\n/.exec(text);
  if (told) {
    delimiter = told[1]!;
    text = text.slice(told[0].length);
  }
  delimiter ??= findDelimiter(text);
  let cells = 0;
  let rows: string[][];
  let count = 0;
  try {
    rows = parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: Math.max(limits.cellCharacters * 100, limits.columns * 200),
      onRecord: (record: string[]) => {
        count++;
        cells += record.length;
        const row = count;
        if (record.length > limits.columns)
          throw new FileProblem("too-many-columns", { limit: limits.columns }, { row });
        if (cells > maximumCells) throw new FileProblem("too-many-cells", { limit: maximumCells });
        if (count > limits.rows) throw new FileProblem("too-many-rows", { limit: limits.rows });
        for (let i = 0; i < record.length; i++) {
          if (record[i]!.length > limits.cellCharacters)
            throw new FileProblem("cell-too-long", { limit: limits.cellCharacters }, { row });
          record[i] = cleanCell(record[i]!);
        }
        return record;
      },
    });
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    if (error instanceof CsvError) {
      const row = Number((error as CsvError & { lines?: number }).lines) || count + 1;
      if (error.code === "CSV_MAX_RECORD_SIZE")
        throw new FileProblem("cell-too-long", { limit: limits.cellCharacters }, { row });
      throw new FileProblem("bad-quotes", {}, { row }, { cause: error });
    }
    throw error;
  }
  while (rows.length && rows.at(-1)!.every((cell) => cell.trim() === "")) rows.pop();
  return { rows, delimiter };
}

/** The separator that cuts the first lines into the same number of cells, the most of them; outside of quotation marks. */
function findDelimiter(text: string): string {
  const candidates = [",", ";", "\t", "|"];
  const counts = candidates.map(() => [0]);
  let quoted = false;
  let lines = 0;
  for (let i = 0; i < text.length && i < 200_000 && lines < 20; i++) {
    const character = text[i]!;
    if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === "\n" || (character === "\r" && text[i + 1] !== "\n")) {
      lines++;
      for (const count of counts) count.push(0);
    } else {
      const at = candidates.indexOf(character);
      if (at >= 0) counts[at]![lines]!++;
    }
  }
  let best = ",";
  let bestScore = 0;
  candidates.forEach((candidate, k) => {
    const seen = counts[k]!.filter((_, line) => counts.some((count) => count[line]! > 0));
    const header = seen[0] ?? 0;
    if (!header) return;
    const agreeing = seen.filter((count) => count === header).length / seen.length;
    const score = agreeing * 1000 + header;
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  });
  return best;
}
