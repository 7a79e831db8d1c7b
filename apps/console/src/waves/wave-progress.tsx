import type { Wave } from "@lang-nghe/contract";
import { Box, Button, Group, SimpleGrid, Table, Text, Title } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

function Tile({ name, value, help }: { name: string; value: string; help: string }) {
  return (
    <Box>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz="1.5rem" fw={600} lh={1.35} className="ln-number">
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {help}
      </Text>
    </Box>
  );
}

const reasons = ["cannot-open", "sealed-format", "wrong-version", "no-such-cell", "not-allowed", "twice"] as const;

/** Sums of whole batches, what did not count by reason, and a way to ask the other hosts now. */
export function WaveProgress({ wave }: { wave: Wave }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const study = useStudy();
  const { progress, manifest, opening, stage } = wave;
  const over = ["complete", "opened", "frozen"].includes(stage);
  const ask = useMutation<Wave, ProblemError>({
    mutationFn: () => api.post(`/studies/${study.id}/wave/fetch`),
    onSuccess: async () => {
      await refresh(`/studies/${study.id}`);
      toast(t("fetchedNow"));
    },
  });
  const accepted =
    progress.accepted === null
      ? t("unknownYet")
      : over
        ? format.count(progress.accepted)
        : t("acceptedAbout", { count: format.count(progress.accepted) });
  return (
    <Section title={t("progress")} lead={t("progressLead")}>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="xl" aria-live="polite">
        <Tile name={t("invited")} value={format.count(manifest?.invited ?? 0)} help={t("invitedHelp")} />
        <Tile
          name={t("issued")}
          value={progress.issued === null ? t("issuedLater") : format.count(progress.issued)}
          help={t("issuedHelp")}
        />
        <Tile name={t("accepted")} value={accepted} help={over ? "" : t("acceptedHelp")} />
        <Tile
          name={t("fetched")}
          value={format.count(progress.fetched)}
          help={t("fetchedHelp", { count: format.count(progress.batches) })}
        />
        {opening === "sealed" && !wave.openedOn ? (
          <Tile name={t("sealedCount")} value={format.count(progress.sealed)} help={t("sealedCountHelp")} />
        ) : (
          <Tile name={t("openedCount")} value={format.count(progress.opened)} help={t("openedCountHelp")} />
        )}
      </SimpleGrid>
      <Title order={3} mt="xl" mb={4}>
        {t("refused")}
      </Title>
      <Text c="dimmed" mb="sm">
        {progress.refused.length ? t("refusedLead") : t("refusedNone")}
      </Text>
      {progress.refused.length ? (
        <Table maw="40rem">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("reason")}</Table.Th>
              <Table.Th ta="right">{t("count")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {progress.refused.map(({ reason, count }) => {
              const known = reasons.find((one) => one === reason);
              return (
                <Table.Tr key={reason}>
                  <Table.Td>{known ? t(`reason_${known}`) : t("reason_other", { reason })}</Table.Td>
                  <Table.Td ta="right" className="ln-number">
                    {format.count(count)}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      ) : null}
      {ask.error ? (
        <Box mt="md">
          <ProblemNote problem={ask.error} />
        </Box>
      ) : null}
      {may("studies:write") && stage !== "frozen" ? (
        <Group mt="lg" gap="sm" className="ln-no-print">
          <Button
            variant="default"
            leftSection={<IconRefresh size={18} aria-hidden />}
            loading={ask.isPending}
            onClick={() => ask.mutate()}
          >
            {t("fetch")}
          </Button>
          <Text size="sm" c="dimmed">
            {t("fetchHelp")}
          </Text>
        </Group>
      ) : null}
    </Section>
  );
}

/** More answers than tokens in a cell: before everything else on the page. */
export function WaveAlarm({ alarm }: { alarm: Wave["alarm"] }) {
  const t = useWords(words);
  const format = useFormat();
  if (alarm === null) return null;
  if (alarm.length === 0)
    return (
      <Box mb="lg">
        <Notice tone="good">
          <Text>{t("alarmNone")}</Text>
        </Notice>
      </Box>
    );
  return (
    <Box mb="lg">
      <Notice tone="bad" title={t("alarmTitle")}>
        <Text mb="sm">{t("alarmLead")}</Text>
        <ScrollTable name={t("alarmTitle")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("cell")}</Table.Th>
              <Table.Th ta="right">{t("alarmIssued")}</Table.Th>
              <Table.Th ta="right">{t("alarmAccepted")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {alarm.map(({ stratum, unit, issued, accepted }) => (
              <Table.Tr key={`${stratum} ${unit} ${issued} ${accepted}`}>
                <Table.Td>{t("cellName", { stratum, unit })}</Table.Td>
                <Table.Td ta="right">{format.count(issued)}</Table.Td>
                <Table.Td ta="right">{format.count(accepted)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      </Notice>
    </Box>
  );
}

/** Interviews beside invitations, after the close: sums, held against each other cell by cell. */
export function InterviewsAlarm({ interviews }: { interviews: Wave["interviews"] }) {
  const t = useWords(words);
  const format = useFormat();
  if (interviews === null) return null;
  const { pooled, given, ended, elsewhere, more } = interviews;
  const sums = t("interviewSums", {
    ended: format.count(ended),
    given: format.count(given),
    pooled: format.count(pooled),
  });
  return (
    <Box mb="lg">
      <Notice tone={more.length > 0 ? "bad" : "good"} {...(more.length > 0 && { title: t("interviewsMore") })}>
        <Text>{more.length > 0 ? t("interviewsMoreLead") : t("interviewsNone")}</Text>
        <Text>{sums}</Text>
        {elsewhere > 0 ? <Text>{t("interviewsElsewhere", { count: format.count(elsewhere) })}</Text> : null}
        {more.length > 0 ? (
          <Box mt="sm">
            <ScrollTable name={t("interviewsMore")}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("cell")}</Table.Th>
                  <Table.Th ta="right">{t("alarmIssued")}</Table.Th>
                  <Table.Th ta="right">{t("interviewsEnded")}</Table.Th>
                  <Table.Th ta="right">{t("alarmAccepted")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {more.map(({ stratum, unit, issued, ended: there, accepted }) => (
                  <Table.Tr key={`${stratum} ${unit} ${issued} ${accepted}`}>
                    <Table.Td>{t("cellName", { stratum, unit })}</Table.Td>
                    <Table.Td ta="right">{format.count(issued)}</Table.Td>
                    <Table.Td ta="right">{format.count(there)}</Table.Td>
                    <Table.Td ta="right">{format.count(accepted)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </ScrollTable>
          </Box>
        ) : null}
      </Notice>
    </Box>
  );
}
