export { contactsOfficerHashes, officersWhoReadAnswers } from "./duties.ts";
export { houseOfOne, listStaff, staffById } from "./queries.ts";
export { accounts, readPerson } from "./routes.ts";
export { newSetupLink, renewLink } from "./staff.ts";
