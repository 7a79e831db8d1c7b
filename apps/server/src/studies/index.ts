export { studies } from "./routes.ts";
export { createStudy, getStudy, noteFieldwork, protectionOfStudy, requireState, setState } from "./service.ts";
