import type { FormProblem } from "@lang-nghe/contract";
import type { Questionnaire } from "@lang-nghe/questionnaire";
import { importXlsForm } from "@lang-nghe/questionnaire/xlsform";
import { FileProblem, readSheets } from "../platform/files/index.ts";
import { Problem } from "../platform/problem.ts";
import type { Upload } from "../platform/upload.ts";

/** Largest file of a form: real ones stay below 1 MB. */
const largest = 10 * 1024 * 1024;

/**
 * Reads and compiles a form (.xlsx, .csv, .md). A file that cannot be read at all counts as a form with one fault, so that
 * whoever uploads finds every kind of fault in the same place.
 */
export async function compileForm(
  file: Upload,
): Promise<{ questionnaire: Questionnaire } | { problems: FormProblem[] }> {
  if (file.bytes.length > largest) throw new Problem("platform.too-large", { limit: "10 MB" });
  const sheets = await readSheets(file.bytes, file.fileName).catch((error: unknown) => {
    if (error instanceof FileProblem) return error;
    throw error;
  });
  if (sheets instanceof FileProblem) {
    // What is not a form at all is told as an unreadable file; what is wrong in one place of it, with that place.
    if (sheets.place.sheet === undefined && sheets.place.row === undefined) throw sheets;
    const { sheet = "", row = null, column = null } = sheets.place;
    return {
      problems: [{ sheet, row, column, code: sheets.fault, message: sheets.sentence, mend: { vi: "", en: "" } }],
    };
  }
  const result = importXlsForm(sheets);
  if ("questionnaire" in result) return { questionnaire: result.questionnaire };
  return {
    problems: result.problems.map(({ sheet, row, column, code, message, mend }) => ({
      sheet,
      row: row ?? null,
      column: column ?? null,
      code,
      message,
      mend,
    })),
  };
}
