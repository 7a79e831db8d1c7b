export { requireBudget } from "./demographic-budget.ts";
export { countTestAnswers, putTestAnswer } from "./queries.ts";
export { questionnaires } from "./routes.ts";
export { compiled, formToTry, newestForm, publishDraft, publishedForms, storeDraft } from "./service.ts";
export type { Form } from "./stored-form.ts";
