export { releases } from "./routes.ts";
export { publishSite } from "./site.ts";
