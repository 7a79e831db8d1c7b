import type { WeightSet } from "@lang-nghe/contract";
import { Badge, Button, Table, Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { useActivate } from "./activate.ts";
import { efficiencyOf, finalSummary, rakedVariables } from "./summary.ts";
import { words } from "./words.ts";

export function WeightSetList({ sets }: { sets: readonly WeightSet[] }) {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const format = useFormat();
  const activate = useActivate(study.id);
  const noneActive = !sets.some((set) => set.active);
  const n = sets[0] ? finalSummary(sets[0]).n : study.accepted;
  const use = (id: string | null, name: string, active: boolean) =>
    active ? (
      <Badge variant="light" size="lg" tt="none">
        {t("active")}
      </Badge>
    ) : may("weighting:write") ? (
      <Button
        size="sm"
        variant="default"
        style={{ flex: "none" }}
        styles={{ label: { whiteSpace: "nowrap" } }}
        aria-label={t("makeActiveNamed", { name })}
        loading={activate.isPending && activate.variables?.id === id}
        onClick={() => activate.mutate({ id, name })}
      >
        {t("makeActive")}
      </Button>
    ) : null;
  return (
    <ScrollTable name={t("sets")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("name")}</Table.Th>
          <Table.Th scope="col">{t("use")}</Table.Th>
          <Table.Th scope="col" ta="right">
            {t("n")}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {t("effective")}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {t("efficiency")}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {t("deff")}
          </Table.Th>
          <Table.Th scope="col">{t("made")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sets.map((set) => {
          const summary = finalSummary(set);
          const efficiency = efficiencyOf(summary);
          const raked = rakedVariables(set);
          return (
            <Table.Tr key={set.id}>
              <Table.Th scope="row" fw={500} ta="left" miw={200}>
                <TextLink to="/studies/$studyId/weighting" params={{ studyId: study.id }} search={{ set: set.id }}>
                  {set.name}
                </TextLink>
                <Text size="sm" c="dimmed" fw={400}>
                  {raked.length > 0 ? t("rakedOn", { variables: raked.join(", ") }) : t("startOnly")}
                </Text>
              </Table.Th>
              <Table.Td miw={150}>{use(set.id, set.name, set.active)}</Table.Td>
              <Table.Td ta="right">{format.count(summary.n)}</Table.Td>
              <Table.Td ta="right">{format.count(Math.round(summary.effectiveBase))}</Table.Td>
              <Table.Td ta="right">
                {format.percent(efficiency)}
                {efficiency < 0.4 ? (
                  <Text size="sm" c="var(--ln-notice-ink)" fw={600}>
                    {t("lowShort")}
                  </Text>
                ) : null}
              </Table.Td>
              <Table.Td ta="right">{format.number(summary.designEffect, 2)}</Table.Td>
              <Table.Td>{format.day(set.createdOn)}</Table.Td>
            </Table.Tr>
          );
        })}
        <Table.Tr>
          <Table.Th scope="row" fw={500} ta="left">
            {t("unweighted")}
            <Text size="sm" c="dimmed" fw={400}>
              {t("unweightedHow")}
            </Text>
          </Table.Th>
          <Table.Td>{use(null, t("unweighted"), noneActive)}</Table.Td>
          <Table.Td ta="right">{format.count(n)}</Table.Td>
          <Table.Td ta="right">{format.count(n)}</Table.Td>
          <Table.Td ta="right">{format.percent(1)}</Table.Td>
          <Table.Td ta="right">{format.number(1, 2)}</Table.Td>
          <Table.Td>–</Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </ScrollTable>
  );
}
