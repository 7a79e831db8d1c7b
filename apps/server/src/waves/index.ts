export { waves } from "./routes.ts";
