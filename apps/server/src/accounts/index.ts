export { accounts, readPerson } from "./routes.ts";
export { newSetupLink } from "./service.ts";
