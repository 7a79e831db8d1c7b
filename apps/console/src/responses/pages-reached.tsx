import type { Collection } from "@lang-nghe/contract";
import { Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { ChartFigure } from "./chart-figure.tsx";
import { words } from "./words.ts";

/** How far people come, one day at a time. */
export function PagesReached({ reached }: { reached: Collection["reached"] }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const days = [...new Set(reached.map((each) => each.day))].sort().reverse();
  const [chosen, setChosen] = useState<string | null>(null);
  const day = days.find((each) => each === chosen) ?? days[0];
  const pages = reached.filter((each) => each.day === day).sort((one, other) => one.page - other.page);
  return (
    <Section title={t("reachedTitle")} lead={t("reachedLead")}>
      {day === undefined || reached.every((each) => each.count === null) ? (
        <Text>{t("reachedNone")}</Text>
      ) : (
        <Stack gap="md">
          <Select
            label={t("day")}
            data={days.map((each) => ({ value: each, label: format.day(each) }))}
            value={day}
            onChange={setChosen}
            maw={240}
          />
          <ChartFigure
            chart={{
              title: t("reachedTitle"),
              base: t("reachedBase", { day: format.day(day) }),
              language: format.language,
              synthetic: study.synthetic,
              pages: pages.map((each) => ({ label: t("page", { page: each.page + 1 }), reached: each.count })),
            }}
          />
        </Stack>
      )}
    </Section>
  );
}
