export { tabulation } from "./routes.ts";
export { tableOf } from "./service.ts";
export { makeTable, type TableInput } from "./table.ts";
