export type { Dataset } from "./dataset.ts";
export { requireColumn, requireVariable } from "./dataset.ts";
export { dictionary } from "./routes.ts";
export { readDataset } from "./service.ts";
