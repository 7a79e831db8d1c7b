import type { Collection, LiveDistribution, OutlineItem } from "@lang-nghe/contract";
import { withheldReason, withheldWords } from "@lang-nghe/ui/format";
import { Select, Stack, Table, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { ChartFigure } from "./chart-figure.tsx";
import { words } from "./words.ts";

function Distribution({ live }: { live: LiveDistribution }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const study = useStudy();
  if (live.withheld !== null || live.base === null) {
    return (
      <Stack gap="xs">
        <Text>{t("notYet", { reason: withheldReason(live.withheld ?? "", format.language) })}</Text>
        {study.state === "open" ? (
          <Text size="sm" c="dimmed">
            {t("notYetHelp")}
          </Text>
        ) : null}
      </Stack>
    );
  }
  const random = study.provenance.selection === "probability";
  const share = (percent: number | null) => (percent === null ? null : percent / 100);
  return (
    <Stack gap="md">
      <ChartFigure
        chart={{
          title: label(live.label),
          base: t("liveBase", { count: format.count(live.base) }),
          unit: "share",
          random,
          language: format.language,
          synthetic: study.synthetic,
          rows: live.levels.map((level) => ({
            label: label(level.label),
            estimate: share(level.percent),
            low: share(level.low),
            high: share(level.high),
            n: null,
            withheld: level.withheld,
          })),
        }}
      />
      {random ? null : (
        <ScrollTable name={t("interval")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("answer")}</Table.Th>
              <Table.Th ta="right">{t("percent")}</Table.Th>
              <Table.Th ta="right">{t("interval")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {live.levels.map((level) => (
              <Table.Tr key={level.code}>
                <Table.Td>{label(level.label)}</Table.Td>
                {level.percent === null ? (
                  <Table.Td colSpan={2} ta="right" c="dimmed">
                    {withheldWords(level.withheld ?? "", format.language)}
                  </Table.Td>
                ) : (
                  <>
                    <Table.Td ta="right">{format.percent(level.percent / 100)}</Table.Td>
                    <Table.Td ta="right">
                      {level.low === null || level.high === null
                        ? "–"
                        : `${format.number(level.low)} – ${format.percent(level.high / 100)}`}
                    </Table.Td>
                  </>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
      <Text size="sm" c="dimmed">
        {random ? null : `${t("intervalHelp")} `}
        {t("method")}
      </Text>
    </Stack>
  );
}

/** One question at a time, chosen in the address; moves in batches. */
export function LiveDistributions({ collection }: { collection: Collection }) {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const navigate = useNavigate();
  const { question } = useSearch({ from: "/staff-only/studies/$studyId/collection" });
  const outline = useGet<OutlineItem[]>(
    study.publishedVersion === null
      ? null
      : `/studies/${study.id}/questionnaire/versions/${study.publishedVersion}/outline`,
  );
  const questions = (outline.data ?? []).filter(
    (item) => item.choices.length > 0 && /^(select_one|select_multiple)/.test(item.type),
  );
  const chosen = questions.find((item) => item.name === question) ?? questions[0];
  const live = useGet<LiveDistribution>(
    chosen ? `/studies/${study.id}/live?variable=${encodeURIComponent(chosen.name)}` : null,
  );
  return (
    <Section title={t("liveTitle")} lead={t("liveLead")}>
      <Loaded query={outline} lines={2}>
        {() =>
          chosen ? (
            <Stack gap="md">
              <Select
                label={t("question")}
                data={questions.map((item) => ({ value: item.name, label: label(item.label) || item.name }))}
                value={chosen.name}
                searchable
                onChange={(value) =>
                  void navigate({
                    to: "/studies/$studyId/collection",
                    params: { studyId: study.id },
                    search: { question: value ?? undefined },
                    replace: true,
                  })
                }
              />
              <Loaded query={live} lines={5}>
                {(value) => <Distribution key={`${value.variable}.${collection.batches}`} live={value} />}
              </Loaded>
            </Stack>
          ) : (
            <Text>{t("noQuestions")}</Text>
          )
        }
      </Loaded>
    </Section>
  );
}
