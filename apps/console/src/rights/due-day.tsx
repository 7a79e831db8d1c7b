import { Text } from "@mantine/core";
import { useWords } from "../platform/words.ts";
import { daysBetween } from "./clock.ts";
import { words } from "./words.ts";

/** A day by which something is due, and how far away it is: in words, and in colour besides. */
export function DueDay({ sentence, day, today }: { sentence: string; day: string; today: string }) {
  const t = useWords(words);
  const left = daysBetween(today, day);
  const near = left < 0 ? t("daysPast", { days: -left }) : left === 0 ? t("today") : t("inDays", { days: left });
  return (
    <>
      {sentence}{" "}
      <Text span fw={left <= 1 ? 600 : 400} {...(left < 0 ? { c: "var(--ln-bad-ink)" } : { c: "dimmed" })}>
        ({near})
      </Text>
    </>
  );
}
