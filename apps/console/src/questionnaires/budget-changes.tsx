import type { Coarsening, DemographicBudget } from "@lang-nghe/contract";
import { Box, List, Table, Text, Title } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { budgetWords } from "./budget-words.ts";

const mostGroupsNamed = 6;
const mostLevelsNamed = 4;

/** Words of a question and of its levels. */
function useNames({ candidates }: DemographicBudget) {
  const label = useLabel();
  const asked = new Map(candidates.map((each) => [each.variable, each]));
  return {
    question: (variable: string) => label(asked.get(variable)?.label ?? {}) || variable,
    level: (variable: string, level: string) =>
      label(asked.get(variable)?.names.find((each) => each.level === level)?.label ?? {}) || level,
    isNumber: (variable: string) => asked.get(variable)?.names.length === 0,
  };
}

/** What could be asked more coarsely: together, or one change alone. */
export function BudgetChanges({ budget }: { budget: DemographicBudget }) {
  const t = useWords(budgetWords);
  const { plan, coarsenings, planSuffices } = budget;
  const onlyOne = plan.length === 1 ? plan[0] : undefined;
  const others = coarsenings.filter(
    (change) => !(onlyOne && change.variable === onlyOne.variable && change.kind === onlyOne.kind),
  );
  return (
    <Section title={t("plan")} lead={t(planSuffices ? "planLead" : "planShort")}>
      <Steps budget={budget} changes={plan} together />
      {others.length > 0 ? (
        <Box mt="lg">
          <Title order={3} mb="xs">
            {t("single")}
          </Title>
          <Steps budget={budget} changes={others} together={false} />
        </Box>
      ) : null}
    </Section>
  );
}

function Steps({
  budget,
  changes,
  together,
}: {
  budget: DemographicBudget;
  changes: readonly Coarsening[];
  together: boolean;
}) {
  const t = useWords(budgetWords);
  const format = useFormat();
  const names = useNames(budget);
  const groupWords = (variable: string, group: readonly string[]) => {
    if (names.isNumber(variable) && group.length > 1) return `${group[0]}–${group.at(-1)}`;
    const shown = group.slice(0, mostLevelsNamed).map((level) => names.level(variable, level));
    const rest = group.length - shown.length;
    return `${shown.join(" + ")}${rest > 0 ? ` ${t("andMore", { count: format.count(rest) })}` : ""}`;
  };
  const sentence = ({ variable, kind, groups }: Coarsening) => {
    const question = names.question(variable);
    if (kind === "drop") return t("stepDrop", { question });
    const shown = groups.slice(0, mostGroupsNamed).map((group) => groupWords(variable, group));
    const rest = groups.length - shown.length;
    const words = shown.join("; ") + (rest > 0 ? `; ${t("more", { count: format.count(rest) })}` : "");
    return t(kind === "bands" ? "stepBands" : "stepMerge", { question, count: groups.length, groups: words });
  };
  const left = ({ exposed }: Coarsening) =>
    exposed === 0 ? t("noneLeft") : t("left", { share: format.percent(exposed, exposed < 0.1 ? 1 : 0) });
  const last = changes.at(-1);
  return (
    <>
      <List type={together ? "ordered" : "unordered"} spacing="sm" pr="md">
        {changes.map((change) => (
          <List.Item key={`${change.variable} ${change.kind}`}>
            <Text>{sentence(change)}</Text>
            {together ? null : (
              <Text size="sm" c="dimmed">
                {left(change)}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
      {together && last ? (
        <Text mt="sm" c="dimmed">
          {t("afterAll", { left: left(last) })}
        </Text>
      ) : null}
    </>
  );
}

/** The groups that are expected to be smallest. */
export function SmallestGroups({ budget }: { budget: DemographicBudget }) {
  const t = useWords(budgetWords);
  const format = useFormat();
  const names = useNames(budget);
  const expected = (value: number | null) => {
    if (value === null) return "–";
    return value < 0.1 ? t("below", { count: format.number(0.1, 1) }) : format.number(value, value < 100 ? 1 : 0);
  };
  return (
    <Section title={t("smallest")} lead={t("smallestLead")}>
      <ScrollTable name={t("smallest")} miw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("group")}</Table.Th>
            <Table.Th ta="right">{t("expectedPeople")}</Table.Th>
            <Table.Th ta="right">{t("expectedInvited")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {budget.smallest.map(({ levels, people, invited }) => {
            const words = levels.map(({ variable, level }) => names.level(variable, level)).join(", ");
            return (
              <Table.Tr key={levels.map(({ level }) => level).join("\u0000")}>
                <Table.Td>{words}</Table.Td>
                <Table.Td ta="right" className="ln-number">
                  {expected(people)}
                </Table.Td>
                <Table.Td ta="right" className="ln-number">
                  {expected(invited)}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </ScrollTable>
    </Section>
  );
}
