export { missingCodes, missingNames } from "./choices.ts";
export { exportXlsForm } from "./export.ts";
export { ExpressionError, functionArguments, parseExpression, refusedFunctions } from "./expression.ts";
export { formatExpression } from "./format.ts";
export { type ImportedForm, importXlsForm } from "./import.ts";
export type { FormProblem, FormProblemCode } from "./problems.ts";
export { parseCsv, parseCsvForm, parseMarkdownForm, type Sheet, type Sheets } from "./sheets.ts";
