import type { PlanAnswer } from "@lang-nghe/contract";
import { List, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Loading, ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import type { PlanForm } from "./plan-form.ts";
import { planWords } from "./plan-words.ts";

/** What follows, and under which assumptions: as it is printed. */
export function PlanResult({
  form,
  answer,
  problem,
}: {
  form: PlanForm;
  answer: PlanAnswer | undefined;
  problem: Error | null;
}) {
  const t = useWords(planWords);
  const format = useFormat();
  if (problem)
    return (
      <Section title={t("result")}>
        <ProblemNote problem={problem} />
      </Section>
    );
  if (!answer)
    return (
      <Section title={t("result")}>
        {form[form.begin] === "" ? <Text>{t("needNumbers")}</Text> : <Loading lines={2} />}
      </Section>
    );
  const points = (margin: number) => t("plusMinus", { margin: format.number(margin * 100, 1) });
  const percent = (value: number | "") => format.percent(Number(value) / 100, Number.isInteger(value) ? 0 : 1);
  const facts = [
    [t("interviews"), format.count(answer.completes)],
    [t("marginResult"), points(answer.margin)],
    [t("approaches"), format.count(answer.approaches)],
    [t("psus"), format.count(answer.psus)],
    ...(answer.cost === null ? [] : [[t("cost"), `${format.count(Math.round(answer.cost))} ₫`]]),
    [t("effect"), format.number(answer.designEffect, 2)],
    [t("effective"), format.count(Math.floor(answer.effectiveBase))],
  ] as [string, string][];
  return (
    <Section title={t("result")}>
      <Stack gap="md">
        <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 4 }} m={0} spacing="md" aria-live="polite">
          {facts.map(([term, value]) => (
            <div key={term}>
              <Text component="dt" size="sm" c="dimmed">
                {term}
              </Text>
              <Text component="dd" m={0} fz="xl" fw={600} className="ln-number">
                {value}
              </Text>
            </div>
          ))}
        </SimpleGrid>
        {answer.bestPerPsu !== null ? (
          <Text>{t("best", { count: format.count(Math.max(1, Math.round(answer.bestPerPsu))) })}</Text>
        ) : null}
        {answer.domains.length ? (
          <ScrollTable name={t("byDomain")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("domain")}</Table.Th>
                <Table.Th ta="right">{t("interviews")}</Table.Th>
                <Table.Th ta="right">{t("marginResult")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {answer.domains.map(({ name, completes, margin }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two groups may have one name while they are typed
                <Table.Tr key={at}>
                  <Table.Td fw={600}>{name || at + 1}</Table.Td>
                  <Table.Td ta="right">{format.count(completes)}</Table.Td>
                  <Table.Td ta="right">{points(margin)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        ) : null}
        <div>
          <Title order={3} mb={4}>
            {t("assumptions")}
          </Title>
          <List spacing={4} size="sm">
            <List.Item>
              {t("assume1", {
                proportion: percent(form.proportion),
                confidence: percent(form.confidence),
                response: percent(form.responseRate),
              })}
            </List.Item>
            <List.Item>
              {t("assume2", {
                perPsu: format.number(Number(form.perPsu), Number.isInteger(form.perPsu) ? 0 : 1),
                rho: format.number(answer.intraclass, 3),
                weights: format.number(Number(form.weightingEffect), 2),
              })}
            </List.Item>
            <List.Item>
              {form.people === "" ? t("assume3open") : t("assume3", { people: format.count(form.people) })}
            </List.Item>
            <List.Item>{t("assume4")}</List.Item>
          </List>
        </div>
      </Stack>
    </Section>
  );
}
