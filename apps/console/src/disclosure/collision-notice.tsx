import type { Dictionary, Table } from "@lang-nghe/contract";
import { Group, Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { useLimits } from "./queries.ts";
import { words } from "./words.ts";

/** Why a table shows nothing by groups, or less than it would by itself: other tables left before it. */
export function CollisionNotice({ table, dictionary }: { table: Table; dictionary: Dictionary }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const study = useStudy();
  const limits = useLimits().data?.limits;
  const nameOf = (name: string | null) => {
    const variable = dictionary.variables.find((one) => one.name === name);
    return variable ? label(variable.label) || variable.name : (name ?? t("everyone"));
  };
  const { collides } = table;
  if (!collides) {
    if (!table.estimates.some(({ withheld }) => withheld === "protects-another-cell")) return null;
    return (
      <Text size="sm" c="dimmed" mt={4}>
        {t("alsoEarlier")}{" "}
        <TextLink to="/studies/$studyId/tables/released" params={{ studyId: study.id }} className="ln-no-print">
          {t("toLedger")}
        </TextLink>
      </Text>
    );
  }
  const earlier = dictionary.variables.some(({ name }) => name === collides.by);
  return (
    <Notice tone="notice" title={t("collidesTitle")}>
      <Text>
        {t("collides", { ask: nameOf(collides.ask), by: nameOf(collides.by), day: format.day(collides.firstLeft) })}
      </Text>
      <Text mt={6}>{t("collidesHow", { least: limits?.smallestBase ?? 30 })}</Text>
      <Group gap="sm" mt="sm" className="ln-no-print">
        {earlier && collides.by !== null ? (
          <ButtonLink
            to="/studies/$studyId/tables"
            params={{ studyId: study.id }}
            search={{ ask: collides.ask, by: collides.by }}
            variant="default"
            size="sm"
          >
            {t("openEarlier")}
          </ButtonLink>
        ) : null}
        <ButtonLink to="/studies/$studyId/variables" params={{ studyId: study.id }} variant="default" size="sm">
          {t("toVariables")}
        </ButtonLink>
        <TextLink to="/studies/$studyId/tables/released" params={{ studyId: study.id }} size="sm">
          {t("toLedger")}
        </TextLink>
      </Group>
    </Notice>
  );
}
