export { waves } from "./routes.ts";
export { moreThanIssued } from "./state.ts";
