export { privacy, withdrawal } from "./respondent-routes.ts";
export { keepRetention } from "./retention.ts";
export { assessments, rights } from "./routes.ts";
