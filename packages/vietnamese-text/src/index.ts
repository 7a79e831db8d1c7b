export { toneFree, withoutMarks } from "./letters.ts";
export {
  type PlaceKind,
  type PlaceMatch,
  type PlaceName,
  type PlaceNameEntry,
  type PlaceNames,
  placeName,
  placeNames,
} from "./place-names.ts";
export { longestRedacted, type Redacted, redact } from "./redaction/redact.ts";
export type { PersonalKind, PersonalSpan } from "./redaction/spans.ts";
