import type { AssignmentDetail, FieldReport } from "@lang-nghe/contract";
import type { useFormat } from "../platform/format.ts";
import type { Say } from "../platform/words.ts";
import type { words } from "./words.ts";

type Speak = Say<keyof (typeof words)["vi"] & string>;
type Format = ReturnType<typeof useFormat>;

export const tryInWords = (
  t: Speak,
  format: Format,
  { day, part, medium, result }: Pick<AssignmentDetail["tries"][number], "day" | "part" | "medium" | "result">,
): string =>
  t("try", {
    day: format.day(day),
    part: t(`part_${part}`),
    medium: t(`medium_${medium}`),
    result: t(`result_${result}`),
  });

export function outcomeInWords(
  t: Speak,
  format: Format,
  {
    day,
    disposition,
    minutesBand,
    dwelling,
  }: Pick<AssignmentDetail["outcomes"][number], "day" | "disposition" | "minutesBand" | "dwelling">,
): string {
  const { householdSize, eligible, selected } = dwelling ?? {};
  return [
    t("outcome", { day: format.day(day), disposition: t(`disposition_${disposition}`) }),
    ...(minutesBand === null ? [] : [t("minutes", { minutes: t(`minutes_${minutesBand as 0}`) })]),
    ...(householdSize && eligible !== undefined && selected
      ? [t("household", { size: householdSize, eligible, selected })]
      : []),
  ].join("; ");
}

/** What a telephone sent, as the server kept it apart: one sentence. */
export function reportInWords(t: Speak, format: Format, kind: FieldReport["kind"], content: unknown): string {
  if (kind === "attempt") return tryInWords(t, format, content as AssignmentDetail["tries"][number]);
  if (kind === "outcome") return outcomeInWords(t, format, content as AssignmentDetail["outcomes"][number]);
  return t("handBack", { remark: (content as { remark: string }).remark });
}
