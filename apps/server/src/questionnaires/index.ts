export { countTestAnswers, putTestAnswer } from "./queries.ts";
export { questionnaires } from "./routes.ts";
export { compiled, type Form, formToTry, newestForm, publishDraft, publishedForms, storeDraft } from "./service.ts";
