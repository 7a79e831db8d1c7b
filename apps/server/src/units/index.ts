export { units } from "./routes.ts";
