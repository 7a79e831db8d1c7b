export { drawFrom } from "./draw.ts";
export { DrawFaults } from "./draw-faults.ts";
export { type DrawFrame, frameOfRows, stagesOf } from "./draw-frame.ts";
export { drawRecord, outcomeNames, reserveLines, sampleLines } from "./draw-record.ts";
export { type Position, sampledPositions } from "./positions.ts";
export { sampling } from "./routes.ts";
export { type SampledUnit, type SampleInUse, sampleInUse } from "./sample-in-use.ts";
