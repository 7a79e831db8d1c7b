export { readPhone } from "./phones.ts";
export { fieldwork } from "./routes.ts";
