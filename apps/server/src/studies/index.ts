export { studies } from "./routes.ts";
export { createStudy, getStudy, requireState, setState, toSlug } from "./service.ts";
