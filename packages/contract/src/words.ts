import { type Static, type TSchema, Type } from "typebox";

/** A text in the languages of the interface. Vietnamese is the source; English may be empty until translated. */
export const Words = Type.Object({ vi: Type.String({ maxLength: 4000 }), en: Type.String({ maxLength: 4000 }) });
export type Words = Static<typeof Words>;

/** A text per language code of a questionnaire (vi, en, hmn, es …). */
export const Labels = Type.Record(Type.String({ maxLength: 35 }), Type.String({ maxLength: 4000 }));
export type Labels = Static<typeof Labels>;

/** A day without a time, ISO 8601. */
export const Day = Type.String({ format: "date" });

/** Random (version 4) UUID. Ids of answers are made by the respondent's device. */
export const Uuid = Type.String({ format: "uuid" });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
