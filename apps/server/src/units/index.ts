export { frameToDraw, listFrames, unitOfPlace, unitRefs } from "./frames.ts";
export { units } from "./routes.ts";
