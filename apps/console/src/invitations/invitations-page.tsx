import type { InvitationWave, PeopleCount } from "@lang-nghe/contract";
import { Badge, Box, Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, ProblemError } from "../platform/api.ts";
import { DropZone } from "../platform/drop-zone.tsx";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** How many took their right to answer: rounded down to tens until the close. */
export function Taken({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const format = useFormat();
  const exact = wave.issued !== null;
  return (
    <>{exact || wave.taken === 0 ? format.count(wave.taken) : t("atLeast", { count: format.count(wave.taken) })}</>
  );
}

export function StageBadge({ stage }: { stage: InvitationWave["stage"] }) {
  const t = useWords(words);
  return (
    <Badge variant="light" tt="none" color="gray" c="inherit">
      {t(stage)}
    </Badge>
  );
}

function Waves({ waves }: { waves: readonly InvitationWave[] }) {
  const t = useWords(words);
  const format = useFormat();
  const label = useLabel();
  if (waves.length === 0)
    return (
      <Empty title={t("empty")}>
        <Text>{t("emptyHelp")}</Text>
      </Empty>
    );
  return (
    <ScrollTable name={t("title")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("wave")}</Table.Th>
          <Table.Th>{t("state")}</Table.Th>
          <Table.Th>{t("days")}</Table.Th>
          <Table.Th ta="right">{t("people")}</Table.Th>
          <Table.Th ta="right">{t("tokensTaken")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {waves.map((wave) => (
          <Table.Tr key={wave.studyId}>
            <Table.Td>
              <TextLink to="/invitations/$waveId" params={{ waveId: wave.studyId }} fw={600}>
                {label(wave.titles)}
              </TextLink>
            </Table.Td>
            <Table.Td>
              <StageBadge stage={wave.stage} />
            </Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>
              {t("daysBetween", { first: format.day(wave.firstDay), last: format.day(wave.lastDay) })}
            </Table.Td>
            <Table.Td ta="right">{format.count(wave.people.listed)}</Table.Td>
            <Table.Td ta="right">
              <Taken wave={wave} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** The content of an offer's file. @throws {ProblemError} when it is none. */
async function offerOf(file: File, sentence: string): Promise<unknown> {
  try {
    const { offer, signature } = JSON.parse(await file.text()) as Record<string, unknown>;
    if (offer !== undefined && typeof signature === "string") return { offer, signature };
  } catch {
    // told below
  }
  throw new ProblemError("invitations.offer", 0, sentence);
}

function TakeIn() {
  const t = useWords(words);
  const label = useLabel();
  const navigate = useNavigate();
  const [url, setUrl] = useState("");
  const take = useMutation<InvitationWave, ProblemError, File | string>({
    mutationFn: async (source) =>
      api.post("/invitations", typeof source === "string" ? { url: source } : await offerOf(source, t("notAnOffer"))),
    onSuccess: async (wave) => {
      await refresh("/invitations");
      toast(t("taken", { title: label(wave.titles) }));
      void navigate({ to: "/invitations/$waveId", params: { waveId: wave.studyId } });
    },
  });
  return (
    <Section title={t("takeIn")} lead={t("takeInLead")}>
      <Stack gap="md">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (url.trim()) take.mutate(url.trim());
          }}
        >
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t("offerUrl")}
              description={t("offerUrlHint")}
              inputMode="url"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
              maxLength={500}
              style={{ flex: "1 1 20rem" }}
            />
            <Button type="submit" disabled={!url.trim()} loading={take.isPending}>
              {t("takeInAction")}
            </Button>
          </Group>
        </form>
        {take.error ? <ProblemNote problem={take.error} /> : null}
        <DropZone
          accept={[".json"]}
          hint={t("offerFile")}
          button={t("orFile")}
          limitMegabytes={1}
          onFile={(file) => take.mutate(file)}
        />
      </Stack>
    </Section>
  );
}

function OptOut() {
  const t = useWords(words);
  const format = useFormat();
  const [contact, setContact] = useState("");
  const note = useMutation<PeopleCount, ProblemError>({
    mutationFn: () => api.post("/invitations/opt-outs", { contact: contact.trim() }),
    onSuccess: async ({ people }) => {
      setContact("");
      await refresh("/invitations");
      toast(t("optOutDone", { count: format.count(people) }));
    },
  });
  return (
    <Section title={t("optOutOf")} lead={t("optOutOfLead")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          note.mutate();
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t("optOutContact")}
            value={contact}
            onChange={(event) => setContact(event.currentTarget.value)}
            maxLength={200}
            autoComplete="off"
            style={{ flex: "1 1 16rem" }}
          />
          <Button type="submit" variant="default" disabled={contact.trim().length < 3} loading={note.isPending}>
            {t("optOutAction")}
          </Button>
        </Group>
      </form>
      {note.error ? <ProblemNote problem={note.error} /> : null}
    </Section>
  );
}

/** The issuer's first page: the waves whose people are invited from here. */
export function InvitationsPage() {
  const t = useWords(words);
  const may = useMay();
  const waves = useGet<InvitationWave[]>("/invitations");
  const writes = may("invitations:write", "anywhere");
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Box mb="lg">
        <Loaded query={waves}>{(value) => <Waves waves={value} />}</Loaded>
      </Box>
      {writes ? <TakeIn /> : null}
      {may("invitations:write") ? <OptOut /> : null}
    </Page>
  );
}
