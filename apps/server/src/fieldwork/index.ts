export { readPhone } from "./phones.ts";
export { fieldwork } from "./routes.ts";
export { visitSums } from "./sums.ts";
export { acceptedVisits, visitsOfStaff } from "./work.ts";
