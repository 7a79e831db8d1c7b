export { listStaff } from "./queries.ts";
export { accounts, readPerson } from "./routes.ts";
export { newSetupLink, renewLink } from "./service.ts";
