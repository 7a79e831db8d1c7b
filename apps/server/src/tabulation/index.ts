export { askedOn, domainsOf } from "./columns.ts";
export { designOf } from "./design.ts";
export { figuresOf } from "./figures.ts";
export { tabulation } from "./routes.ts";
export { tableOf } from "./service.ts";
