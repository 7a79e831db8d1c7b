export { studies } from "./routes.ts";
export { createStudy, getStudy, noteFieldwork, requireState, setState, toSlug } from "./service.ts";
