export * from "./day.ts";
export * from "./number.ts";
export * from "./words.ts";
