import type { WeightSet } from "@lang-nghe/contract";
import { formatPoints, withheldWords } from "@lang-nghe/ui/format";
import { Table, Text, Title } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { labelOr } from "../tabulation/figure.ts";
import { useDictionary } from "../tabulation/queries.ts";
import { rakedVariables } from "./summary.ts";
import { words } from "./words.ts";

/** Share of each level before and after, against its target. */
export function Moved({ set }: { set: WeightSet }) {
  const t = useWords(words);
  const study = useStudy();
  const format = useFormat();
  const language = useLanguage();
  const variables = useDictionary(study.id).data?.variables ?? [];
  const largest = Math.max(...set.moved.flatMap((move) => [move.before ?? 0, move.after, move.target]));
  return (
    <>
      <Title order={2} mb={4}>
        {t("moved")}
      </Title>
      <Text c="dimmed" mb="sm">
        {t("movedLead")}
      </Text>
      {rakedVariables(set).map((name) => {
        const variable = variables.find((each) => each.name === name);
        const title = variable ? labelOr(variable.label, name, language) : name;
        return (
          <div key={name} style={{ marginBottom: "1.5rem" }}>
            <Title order={3} mb="xs">
              {title}
            </Title>
            <ScrollTable name={`${t("moved")}: ${title}`}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t("level")}</Table.Th>
                  <Table.Th scope="col" ta="right">
                    {t("people")}
                  </Table.Th>
                  <Table.Th scope="col" ta="right">
                    {t("before")}
                  </Table.Th>
                  <Table.Th scope="col" ta="right">
                    {t("after")}
                  </Table.Th>
                  <Table.Th scope="col" ta="right">
                    {t("target")}
                  </Table.Th>
                  <Table.Th scope="col" ta="right">
                    {t("change")}
                  </Table.Th>
                  <Table.Th scope="col">{t("picture")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {set.moved
                  .filter((move) => move.variable === name)
                  .map((move) => {
                    const level = variable?.levels.find((each) => each.code === move.level);
                    return (
                      <Table.Tr key={move.level}>
                        <Table.Th scope="row" fw={400} ta="left" miw={140}>
                          {level ? labelOr(level.label, move.level, language) : move.level}
                        </Table.Th>
                        {move.before === null || move.n === null ? (
                          <Table.Td colSpan={2} ta="right" c="dimmed">
                            {withheldWords(move.withheld ?? "", language)}
                          </Table.Td>
                        ) : (
                          <>
                            <Table.Td ta="right">{format.count(move.n)}</Table.Td>
                            <Table.Td ta="right">{format.percent(move.before)}</Table.Td>
                          </>
                        )}
                        <Table.Td ta="right" fw={600}>
                          {format.percent(move.after, 1)}
                        </Table.Td>
                        <Table.Td ta="right">{format.percent(move.target, 1)}</Table.Td>
                        <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                          {move.before === null ? "–" : formatPoints(move.after - move.before, language, 0)}
                        </Table.Td>
                        <Table.Td>
                          {move.before === null ? null : (
                            <Dumbbell before={move.before / largest} after={move.after / largest} />
                          )}
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
              </Table.Tbody>
            </ScrollTable>
          </div>
        );
      })}
    </>
  );
}

/** Hollow before, filled after; the numbers stand beside it. */
function Dumbbell({ before, after }: { before: number; after: number }) {
  const at = (share: number) => 8 + share * 124;
  return (
    <svg width={140} height={20} viewBox="0 0 140 20" aria-hidden="true">
      <line x1={8} x2={132} y1={10} y2={10} stroke="var(--ln-line)" />
      <line x1={at(before)} x2={at(after)} y1={10} y2={10} stroke="var(--mantine-color-anchor)" strokeWidth={3} />
      <circle
        cx={at(before)}
        cy={10}
        r={5}
        fill="var(--ln-surface)"
        stroke="var(--mantine-color-anchor)"
        strokeWidth={2}
      />
      <circle cx={at(after)} cy={10} r={5.5} fill="var(--mantine-color-anchor)" />
    </svg>
  );
}
