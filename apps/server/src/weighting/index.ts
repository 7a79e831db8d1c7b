export { weighting } from "./routes.ts";
export { activeWeights, type Weights, weightsById } from "./service.ts";
