export type { Dataset } from "./dataset.ts";
export { replay, requireColumn, requireVariable, rootsOf, stepsBehind } from "./dataset.ts";
export { dictionary } from "./routes.ts";
export { readDataset } from "./service.ts";
