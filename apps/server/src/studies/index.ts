export { studies } from "./routes.ts";
export { createStudy, getStudy, noteFieldwork, requireState, setState } from "./service.ts";
