import type { InvitationWave } from "@lang-nghe/contract";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { CopyField } from "../platform/copy-field.tsx";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { FactList } from "../studies/facts.tsx";
import { CellsSection } from "./cells-section.tsx";
import { StageBadge, Taken } from "./invitations-page.tsx";
import { PeopleSection } from "./people-section.tsx";
import { PoolsSection } from "./pools-section.tsx";
import { PublishSection } from "./publish-section.tsx";
import { RosterSection } from "./roster-section.tsx";
import { SenderSection } from "./sender-section.tsx";
import { SendingSection } from "./sending-section.tsx";
import { words } from "./words.ts";

function Discard({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const discard = useMutation<undefined, ProblemError>({
    mutationFn: () => api.remove(`/invitations/${wave.studyId}`),
    onSuccess: async () => {
      await refresh("/invitations");
      void navigate({ to: "/" });
    },
  });
  return (
    <Group>
      <Button variant="subtle" onClick={() => setAsking(true)}>
        {t("discard")}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("discardTitle")}
        action={t("discard")}
        onConfirm={() => discard.mutate()}
        busy={discard.isPending}
        problem={discard.error}
        harmful
      >
        <Text>{t("discardHelp")}</Text>
      </Confirm>
    </Group>
  );
}

function Facts({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const format = useFormat();
  const { people, manifest } = wave;
  return (
    <Section title={t("facts")}>
      <Stack gap="md">
        <FactList
          facts={[
            [t("office"), wave.office],
            [t("days"), t("daysBetween", { first: format.day(wave.firstDay), last: format.day(wave.lastDay) })],
            [t("opening"), t(wave.opening)],
            [t("languages"), wave.languages.join(", ")],
            [t("people"), format.count(people.listed)],
            [t("phones"), format.count(people.phones)],
            [t("emails"), format.count(people.emails)],
            [t("addresses"), format.count(people.addresses)],
            [t("optedOutCount"), format.count(people.optedOut)],
            [t("unreachableCount"), format.count(people.unreachable)],
            [t("tokensTaken"), <Taken key="taken" wave={wave} />],
            [t("eraseOn"), wave.eraseOn ? format.day(wave.eraseOn) : "–"],
          ]}
        />
        {manifest ? <CopyField label={t("manifestHash")} value={manifest.hash} /> : null}
      </Stack>
    </Section>
  );
}

function Parts({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const may = useMay();
  const writes = may("invitations:write", "anywhere");
  const { stage } = wave;
  const before = stage === "offered" || stage === "listed";
  return (
    <>
      <Section>
        <Stack gap={6}>
          <Group>
            <StageBadge stage={stage} />
          </Group>
          <Text>{t(`${stage}Help`)}</Text>
        </Stack>
      </Section>
      {wave.officeSeen ? null : (
        <Notice tone="notice" title={t("officeUnseen")}>
          <Text>{t("officeUnseenHelp")}</Text>
        </Notice>
      )}
      {before && writes ? <RosterSection wave={wave} /> : null}
      {stage === "listed" ? <CellsSection wave={wave} /> : null}
      {stage === "published" && writes ? <SendingSection wave={wave} /> : null}
      {stage === "published" || stage === "closed" ? <PeopleSection wave={wave} /> : null}
      {stage === "published" || stage === "closed" ? <PoolsSection wave={wave} /> : null}
      {stage !== "closed" && stage !== "erased" && writes ? <SenderSection wave={wave} /> : null}
      {stage === "listed" && writes ? <PublishSection wave={wave} /> : null}
      <Facts wave={wave} />
      {before && writes ? <Discard wave={wave} /> : null}
    </>
  );
}

/** A wave at the issuer: from the office's offer to the day on which the contacts are deleted. */
export function InvitationWavePage() {
  const t = useWords(words);
  const label = useLabel();
  const { waveId = "" } = useParams({ strict: false });
  const path = `/invitations/${waveId}`;
  const wave = useQuery<InvitationWave, ProblemError>({
    queryKey: [path],
    queryFn: ({ signal }) => api.get<InvitationWave>(path, signal),
    // Codes being made ready and mail on its way move by themselves.
    refetchInterval: ({ state }) => (state.data && underWay(state.data) ? 2000 : false),
  });
  return (
    <Page
      title={wave.data ? label(wave.data.titles) : t("title")}
      lead={
        <TextLink to="/" size="sm">
          {t("back")}
        </TextLink>
      }
    >
      <Loaded query={wave} lines={8}>
        {(value) => <Parts wave={value} />}
      </Loaded>
    </Page>
  );
}

const underWay = ({ stage, prepared, manifest, mail }: InvitationWave): boolean =>
  stage === "published" &&
  (prepared < (manifest?.invited ?? 0) || mail.some(({ people, sent, failed }) => sent + failed < people));
