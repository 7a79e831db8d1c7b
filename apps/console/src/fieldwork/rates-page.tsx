import type { ResponseRates } from "@lang-nghe/contract";
import { Box, Group, SegmentedControl, Switch, Table, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Empty, Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { FieldworkFrame } from "./fieldwork-frame.tsx";
import { namesOf, pathOf, usePlaces, useTeam } from "./team.ts";
import { words } from "./words.ts";

const shown = ["RR1", "RR2", "RR3", "RR4", "RR5", "RR6", "COOP1", "REF1", "CON1"] as const;

/** AAPOR's rates, live: of the study, of each place, of each interviewer. */
export function RatesPage() {
  const t = useWords(words);
  const study = useStudy();
  const { by, weighted } = useSearch({ from: "/staff-only/studies/$studyId/fieldwork/rates" });
  const navigate = useNavigate({ from: "/studies/$studyId/fieldwork/rates" });
  const asked = new URLSearchParams({ ...(by && { by }), ...(weighted && { weighted: "true" }) }).toString();
  const rates = useGet<ResponseRates>(`${pathOf(study.id)}/response-rates${asked && `?${asked}`}`);
  return (
    <FieldworkFrame>
      <Group gap="lg" mb="md" className="ln-no-print">
        <SegmentedControl
          aria-label={t("ratesBy")}
          value={by ?? "all"}
          onChange={(value) => navigate({ search: { weighted, by: value === "all" ? undefined : (value as "unit") } })}
          data={(["all", "unit", "interviewer"] as const).map((value) => ({ value, label: t(`by_${value}`) }))}
        />
        <Switch
          label={t("weighted")}
          checked={weighted === true}
          onChange={(event) => navigate({ search: { by, weighted: event.currentTarget.checked || undefined } })}
        />
      </Group>
      <Loaded query={rates}>
        {({ groups }) =>
          groups[0]?.rates ? (
            <RatesTable groups={groups} by={by} />
          ) : (
            <Empty title={t("ratesNone")}>
              <Text>{t("ratesLead")}</Text>
            </Empty>
          )
        }
      </Loaded>
    </FieldworkFrame>
  );
}

function RatesTable({ groups, by }: { groups: ResponseRates["groups"]; by: "unit" | "interviewer" | undefined }) {
  const t = useWords(words);
  const format = useFormat();
  const places = usePlaces();
  const nameOfPerson = namesOf(useTeam().data, t("unknownPerson"));
  const nameOf = (group: string | null) =>
    group === null
      ? t("whole")
      : by === "interviewer"
        ? nameOfPerson(group)
        : (places.data?.places.find(({ unitId }) => unitId === group)?.unit ?? t("placeNone"));
  const { eligibility } = groups[0]!;
  return (
    <>
      <ScrollTable name={t("rates")} miw={860}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{by ? t(`by_${by}`) : ""}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t("interviews")}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t("open")}
            </Table.Th>
            {shown.map((rate) => (
              <Table.Th key={rate} scope="col" ta="right">
                {rate}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map(({ group, dispositions, open, rates }) => (
            <Table.Tr key={group ?? "whole"} fw={group === null && by ? 600 : 400}>
              <Table.Th scope="row" fw={group === null ? 600 : 400} style={{ whiteSpace: "nowrap" }}>
                {nameOf(group)}
              </Table.Th>
              <Table.Td ta="right">
                {format.count(Math.round((dispositions.complete ?? 0) + (dispositions.partial ?? 0)))}
              </Table.Td>
              <Table.Td ta="right">{format.count(open)}</Table.Td>
              {shown.map((rate) => {
                const value = rates?.[rate];
                return (
                  <Table.Td key={rate} ta="right">
                    {typeof value === "number" ? format.percent(value, 1) : "—"}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Box mt="lg" />
      <Section lead={t("ratesLead")}>
        <dl style={{ margin: 0 }}>
          {shown.map((rate) => (
            <Group key={rate} gap="md" wrap="nowrap" align="baseline" mb={4}>
              <Text component="dt" fw={600} miw="4rem">
                {rate}
              </Text>
              <Text component="dd" m={0}>
                {t(rate)}
              </Text>
            </Group>
          ))}
        </dl>
        {eligibility ? (
          <Text mt="sm" c="dimmed">
            {t("eligibility", { value: format.number(eligibility.value, 2) })}
          </Text>
        ) : null}
      </Section>
    </>
  );
}
