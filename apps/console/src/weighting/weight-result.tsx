import type { WeightSet, WeightStep } from "@lang-nghe/contract";
import { convergenceChart, convergenceChartTable, histogramChart, histogramChartTable } from "@lang-nghe/ui/charts";
import { Badge, Button, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import { Chart } from "../platform/chart.tsx";
import { CopyField } from "../platform/copy-field.tsx";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { useActivate } from "./activate.ts";
import { Moved } from "./moved.tsx";
import { efficiencyOf, finalSummary } from "./summary.ts";
import { words } from "./words.ts";

/** One set: what it costs, what it moved, how it was made. */
export function WeightResult({ set }: { set: WeightSet }) {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const format = useFormat();
  const activate = useActivate(study.id);
  const summary = finalSummary(set);
  const efficiency = efficiencyOf(summary);
  const facts = [
    [t("n"), format.count(summary.n)],
    [t("effective"), format.count(Math.round(summary.effectiveBase))],
    [t("efficiency"), format.percent(efficiency)],
    [t("deff"), format.number(summary.designEffect, 2)],
    [t("minimum"), format.number(summary.minimum, 2)],
    [t("median"), format.number(summary.median, 2)],
    [t("maximum"), format.number(summary.maximum, 2)],
    [t("largest"), format.percent(summary.largestShare, 1)],
  ] as const;
  return (
    <Page
      title={set.name}
      lead={
        <TextLink to="/studies/$studyId/weighting" params={{ studyId: study.id }} search={{}} className="ln-no-print">
          {t("back")}
        </TextLink>
      }
      actions={
        set.active ? (
          <Badge variant="light" size="xl" tt="none">
            {t("active")}
          </Badge>
        ) : may("weighting:write") ? (
          <Button loading={activate.isPending} onClick={() => activate.mutate({ id: set.id, name: set.name })}>
            {t("makeActive")}
          </Button>
        ) : null
      }
    >
      <Section title={t("result")}>
        <Stack gap="md">
          {efficiency < 0.4 ? (
            <Notice tone="notice">
              <Text>{t("lowEfficiency", { value: format.percent(efficiency) })}</Text>
            </Notice>
          ) : null}
          <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0} spacing="md">
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
          <Text size="sm" c="dimmed">
            {t("createdOn")}: {format.day(set.createdOn)}
            {set.marginsSource ? ` · ${t("marginSource")}: ${set.marginsSource}` : ""}
          </Text>
        </Stack>
      </Section>
      <Charts set={set} />
      {set.moved.length > 0 ? <Moved set={set} /> : null}
      <Steps set={set} />
    </Page>
  );
}

function Charts({ set }: { set: WeightSet }) {
  const t = useWords(words);
  const study = useStudy();
  const language = useLanguage();
  const raking = set.steps.find((step) => step.step === "rake" && step.convergence.length > 0);
  const common = { language, synthetic: study.synthetic, heading: false } as const;
  const weights = {
    ...common,
    title: t("weightsChart"),
    note: t("weightsNote"),
    bins: finalSummary(set).histogram,
    marked: { value: 1, label: t("mean") },
  };
  const convergence = {
    ...common,
    title: t("convergenceChart"),
    note: t("convergenceNote"),
    distances: raking?.convergence ?? [],
  };
  return (
    <SimpleGrid cols={{ base: 1, md: raking ? 2 : 1 }} spacing="lg">
      <Section title={t("weightsChart")}>
        <Chart widest={560} draw={(width) => histogramChart({ ...weights, width })} />
        <AsTable table={histogramChartTable(weights)} />
      </Section>
      {raking ? (
        <Section title={t("convergenceChart")}>
          <Chart widest={560} draw={(width) => convergenceChart({ ...convergence, width })} />
          <AsTable table={convergenceChartTable(convergence)} />
        </Section>
      ) : null}
    </SimpleGrid>
  );
}

/** A chart's figures as rows. */
function AsTable({
  table,
}: {
  table: { readonly caption: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}) {
  const t = useWords(words);
  return (
    <details>
      <Text component="summary" size="sm" style={{ cursor: "pointer" }}>
        {t("asTable")}
      </Text>
      <Table verticalSpacing={2} aria-label={table.caption}>
        <Table.Thead>
          <Table.Tr>
            {table.head.map((head) => (
              <Table.Th key={head} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {table.rows.map((row) => (
            <Table.Tr key={row[0]}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
                <Table.Td key={at}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

function Steps({ set }: { set: WeightSet }) {
  const t = useWords(words);
  const format = useFormat();
  const detail = (step: WeightStep): string => {
    const parameters = (step.parameters ?? {}) as { from?: string; upper?: number };
    if (step.step === "start" && step.summary.cv === 0) return t("startFrom_equal");
    if (step.step === "start") return parameters.from === "design" ? t("startFrom_design") : t("startFrom_equal");
    if (step.step === "rake") {
      const distance = step.convergence.at(-1) ?? 0;
      return t("rakeDetail", {
        sweeps: step.convergence.length,
        distance: distance < 1e-6 ? "< 10⁻⁶" : format.number(distance, 6),
      });
    }
    const upper = format.number(parameters.upper ?? Number.NaN, 2);
    const cut = step.trimmed ?? 0;
    return cut < 10 ? t("trimDetailFew", { upper }) : t("trimDetail", { upper, count: format.count(cut) });
  };
  return (
    <>
      <Title order={2} mb={4}>
        {t("steps")}
      </Title>
      <Text c="dimmed" mb="sm">
        {t("stepsLead")}
      </Text>
      <ScrollTable name={t("steps")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("step")}</Table.Th>
            <Table.Th scope="col">{t("detail")}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t("effective")}
            </Table.Th>
            <Table.Th scope="col" ta="right">
              {t("deff")}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {set.steps.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their place
            <Table.Tr key={at}>
              <Table.Td>
                {at + 1}. {t(`step_${step.step}`)}
              </Table.Td>
              <Table.Td miw={150}>{detail(step)}</Table.Td>
              <Table.Td ta="right">{format.count(Math.round(step.summary.effectiveBase))}</Table.Td>
              <Table.Td ta="right">{format.number(step.summary.designEffect, 2)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Stack gap="sm" mt="lg">
        <CopyField label={t("hash")} value={set.hash} description={t("hashHelp")} />
        <CopyField label={t("snapshotHash")} value={set.snapshotHash} />
      </Stack>
    </>
  );
}
