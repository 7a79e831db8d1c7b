export { accounts } from "./routes.ts";
export { newSetupLink } from "./service.ts";
