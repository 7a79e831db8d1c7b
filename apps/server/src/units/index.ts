export { type FrameData, textAt } from "./frame-columns.ts";
export { type FrameToDraw, readFrame } from "./frames.ts";
export { type FoundPlace, type PlaceFinder, placeFinder } from "./match-places.ts";
export { populationCounts } from "./populations.ts";
export { type Placed, placedUnits } from "./queries.ts";
export { units } from "./routes.ts";
