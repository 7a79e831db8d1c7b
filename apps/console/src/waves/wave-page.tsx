import type { Wave } from "@lang-nghe/contract";
import { Box, Group, Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { FreezeWave } from "./freeze-wave.tsx";
import { OpeningCeremony } from "./opening-ceremony.tsx";
import { PrepareWave } from "./prepare-wave.tsx";
import { PublishedManifest, PublishedOffer } from "./published-wave.tsx";
import { InterviewsAlarm, WaveAlarm, WaveProgress } from "./wave-progress.tsx";
import { words } from "./words.ts";

/** Where the wave stands, and what comes of it. */
function Stage({ wave }: { wave: Wave }) {
  const t = useWords(words);
  const format = useFormat();
  const { stage, offer } = wave;
  const help =
    stage === "complete"
      ? t(wave.opening === "sealed" ? "completeSealed" : "completeBatches")
      : stage === "closing"
        ? t("closingHelp", { until: offer ? format.moment(offer.takesUntil) : "" })
        : stage === "opened"
          ? t("openedHelp", { day: wave.openedOn ? format.day(wave.openedOn) : "" })
          : t(`${stage}Help`);
  return (
    <Box className="ln-surface" p={{ base: "md", sm: "lg" }} mb="lg">
      <Text size="sm" c="dimmed">
        {t("stage")}
      </Text>
      <Text fz="1.25rem" fw={600} lh={1.4}>
        {t(stage)}
      </Text>
      <Text mt={4}>{help}</Text>
    </Box>
  );
}

function Parts({ wave }: { wave: Wave }) {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const { stage, offer, opening, progress } = wave;
  const params = { studyId: study.id };
  const toOpen = opening === "sealed" && stage === "complete" && progress.sealed > 0;
  const toFreeze = stage === "opened" || (stage === "complete" && !toOpen);
  return (
    <>
      {wave.interviews === null || wave.alarm?.length ? <WaveAlarm alarm={wave.alarm} /> : null}
      <InterviewsAlarm interviews={wave.interviews} />
      <Stage wave={wave} />
      {stage === "planned" ? <PrepareWave wave={wave} /> : null}
      {toOpen ? <OpeningCeremony wave={wave} /> : null}
      {toFreeze && may("studies:write") ? <FreezeWave /> : null}
      {stage === "frozen" ? (
        <Group mb="lg">
          <ButtonLink to="/studies/$studyId/weighting" params={params}>
            {t("goWeighting")}
          </ButtonLink>
          <ButtonLink to="/studies/$studyId/tables" params={params} variant="default">
            {t("goTables")}
          </ButtonLink>
        </Group>
      ) : null}
      {offer && stage === "offered" ? <PublishedOffer offer={offer} waiting /> : null}
      {offer ? <WaveProgress wave={wave} /> : null}
      {offer ? <PublishedManifest manifest={wave.manifest} /> : null}
      {offer && stage !== "offered" ? <PublishedOffer offer={offer} waiting={false} /> : null}
    </>
  );
}

/** A study by invitation, from its offer to the frozen data. */
export function WavePage() {
  const t = useWords(words);
  const study = useStudy();
  const invited = study.entry === "invitation";
  const wave = useGet<Wave>(invited ? `/studies/${study.id}/wave` : null);
  return (
    <Page title={t("title")} lead={invited ? t("lead") : null}>
      {invited ? (
        <Loaded query={wave} lines={8}>
          {(value) => <Parts wave={value} />}
        </Loaded>
      ) : (
        <Empty
          title={t("notByInvitation")}
          actions={
            <ButtonLink to="/studies/$studyId" params={{ studyId: study.id }}>
              {t("goOverview")}
            </ButtonLink>
          }
        >
          <Text>{t("notByInvitationHelp")}</Text>
        </Empty>
      )}
    </Page>
  );
}
