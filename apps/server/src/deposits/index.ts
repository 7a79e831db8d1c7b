export { deposits } from "./routes.ts";
