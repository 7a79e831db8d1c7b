import type { PopulationGap } from "@lang-nghe/contract";
import { List, Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Notice } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { frameWords } from "./frame-words.ts";

const shown = 40;

/** Where smaller places did not add up to the larger one, and by how much. */
export function PopulationGaps({ gaps }: { gaps: readonly PopulationGap[] }) {
  const t = useWords(frameWords);
  const format = useFormat();
  if (gaps.length === 0) return <Text>{t("noGaps")}</Text>;
  const furthest = [...gaps].sort((a, b) => Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor)));
  const count = (value: number) => format.count(Math.round(value));
  return (
    <Notice tone="notice" title={t("gaps", { count: format.count(gaps.length) })}>
      <List mt="xs" spacing={4}>
        {furthest.slice(0, shown).map((gap) => (
          <List.Item key={`${gap.unit.id} ${gap.variable} ${gap.level}`}>
            {t(gap.variable === "" ? "gapWhole" : "gapLevel", {
              unit: gap.unit.name,
              variable: gap.variable,
              level: gap.level,
              sum: count(gap.sum),
              stated: count(gap.stated),
              difference: count(Math.abs(gap.stated - gap.sum)),
              percent: format.percent(Math.abs(gap.stated - gap.sum) / gap.stated, 1),
              factor: format.number(gap.factor, 4),
            })}
          </List.Item>
        ))}
      </List>
      {gaps.length > shown ? <Text mt="xs">{t("gapsMore", { count: format.count(gaps.length - shown) })}</Text> : null}
    </Notice>
  );
}
