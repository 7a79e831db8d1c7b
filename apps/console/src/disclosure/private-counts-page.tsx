import type { PrivacyBudget, PrivateCounts } from "@lang-nghe/contract";
import { Box, Button, Progress, Table, Text } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { AskPrivately } from "./ask-privately.tsx";
import { BudgetSection } from "./budget-section.tsx";
import { words } from "./private-counts-words.ts";
import { usePrivacyBudget } from "./queries.ts";

/** Counts with noise for open data: the budget while the study is designed, questions and their counts once it is frozen. */
export function PrivateCountsPage() {
  const t = useWords(words);
  const study = useStudy();
  const budget = usePrivacyBudget(study.entry === "invitation" ? study.id : null);
  const counts = useGet<PrivateCounts[]>(
    study.entry === "invitation" && study.state === "frozen" ? `/studies/${study.id}/private-counts` : null,
  );
  const toTables = (
    <ButtonLink to="/studies/$studyId/tables" params={{ studyId: study.id }} variant="default">
      {t("toTables")}
    </ButtonLink>
  );
  return (
    <Page title={t("title")} lead={t("lead")} actions={counts.data?.length ? <Take /> : undefined}>
      {study.entry !== "invitation" ? (
        <Empty title={t("notInvited")} actions={toTables}>
          <Text>{t("notInvitedWhy")}</Text>
        </Empty>
      ) : (
        <Loaded query={budget}>
          {(stated) =>
            study.state === "frozen" ? (
              stated.epsilon === null ? (
                <Empty title={t("offTitle")} actions={toTables}>
                  <Text>{t("offWhy")}</Text>
                </Empty>
              ) : (
                <Frozen budget={stated} counts={counts.data ?? []} />
              )
            ) : (
              <BudgetSection budget={stated} />
            )
          }
        </Loaded>
      )}
      <Section title={t("meaningTitle")}>
        <Box maw="46rem">
          <Text>{t("meaning1")}</Text>
          <Text mt="sm">{t("meaning2")}</Text>
          <Text mt="sm">{t("meaning3")}</Text>
        </Box>
      </Section>
    </Page>
  );
}

function Frozen({ budget, counts }: { budget: PrivacyBudget; counts: readonly PrivateCounts[] }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const total = budget.epsilon ?? 0;
  const left = t("left", { remaining: format.number(budget.remaining, 2), epsilon: format.number(total, 2) });
  return (
    <>
      <Section title={t("budgetTitle")}>
        <Text fw={600} mb={6}>
          {left}
        </Text>
        <Progress value={(100 * budget.remaining) / total} aria-label={left} size="lg" maw="24rem" />
      </Section>
      {may("tabulation:write") ? <AskPrivately budget={budget} counts={counts} /> : null}
      {counts.map((table) => (
        <Counts key={table.ask + table.askedOn + table.remaining} table={table} />
      ))}
      <Spent budget={budget} counts={counts} />
    </>
  );
}

function Counts({ table }: { table: PrivateCounts }) {
  const t = useWords(words);
  const format = useFormat();
  const label = useLabel();
  const title = label(table.label) || table.ask;
  return (
    <Section title={title}>
      <Text mb="sm">
        {t("within", {
          within: format.count(table.within),
          epsilon: format.number(table.epsilon, 2),
          day: format.day(table.askedOn),
        })}
        {table.eachIn > 1 ? ` · ${t("many", { times: table.eachIn })}` : ""}
      </Text>
      <ScrollTable name={title} miw={420}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("level")}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t("count")}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t("range")}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.counts.map(({ level, label: levelLabel, count }) => (
            <Table.Tr key={level}>
              <Table.Th scope="row" fw={400}>
                {label(levelLabel) || level}
              </Table.Th>
              <Table.Td ta="right" fw={600} className="ln-number">
                {format.count(count)}
              </Table.Td>
              <Table.Td ta="right" className="ln-number" style={{ whiteSpace: "nowrap" }}>
                {t("from", {
                  low: format.count(Math.max(0, count - table.within)),
                  high: format.count(Math.max(0, count + table.within)),
                })}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Text size="sm" c="dimmed" mt="sm">
        {t("note")}
      </Text>
    </Section>
  );
}

function Spent({ budget: { ledger }, counts }: { budget: PrivacyBudget; counts: readonly PrivateCounts[] }) {
  const t = useWords(words);
  const format = useFormat();
  const label = useLabel();
  const nameOf = (ask: string) => label(counts.find((table) => table.ask === ask)?.label ?? {}) || ask;
  if (ledger.length === 0) return null;
  return (
    <Section title={t("ledgerTitle")} lead={t("ledgerLead")}>
      <ScrollTable name={t("ledgerTitle")} miw={520}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("question")}</Table.Th>
            <Table.Th scope="col">{t("who")}</Table.Th>
            <Table.Th scope="col">{t("day")}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t("cost")}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t("remaining")}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ledger.map((line) => (
            <Table.Tr key={line.ask + line.remaining}>
              <Table.Th scope="row" fw={400}>
                {nameOf(line.ask)}
              </Table.Th>
              <Table.Td>{line.spentBy}</Table.Td>
              <Table.Td style={{ whiteSpace: "nowrap" }}>{format.day(line.spentOn)}</Table.Td>
              <Table.Td ta="right" className="ln-number">
                {format.number(line.epsilon, 2)}
              </Table.Td>
              <Table.Td ta="right" className="ln-number">
                {format.number(line.remaining, 2)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Section>
  );
}

/** All counts as a file or on paper. */
function Take() {
  const t = useWords(words);
  const study = useStudy();
  const { language } = useFormat();
  return (
    <>
      <Button
        component="a"
        href={`/api/studies/${study.id}/private-counts.csv?language=${language}`}
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
      >
        {t("csv")}
      </Button>
      <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
        {t("print")}
      </Button>
    </>
  );
}
