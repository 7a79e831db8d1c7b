import type { Among, InvitationWave, PeopleCount, RoundState } from "@lang-nghe/contract";
import { Anchor, Button, Group, Progress, Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { DropZone } from "../platform/drop-zone.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** 0 is the invitation, 1 to 3 the reminders. */
function useRoundName(): (round: number) => string {
  const t = useWords(words);
  return (round) => (round === 0 ? t("firstRound") : t("reminder", { count: round }));
}

function BeginRound({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const name = useRoundName();
  const [asking, setAsking] = useState(false);
  const next = wave.round === null ? 0 : wave.round + 1;
  const begin = useMutation<InvitationWave, ProblemError>({
    mutationFn: () => api.post(`/invitations/${wave.studyId}/rounds`),
    onSuccess: async () => {
      setAsking(false);
      await refresh("/invitations");
    },
  });
  if (next > 3) return <Text>{t("lastRound")}</Text>;
  const action = next === 0 ? t("beginFirst") : t("beginReminder", { count: next });
  return (
    <Group>
      <Button variant={next === 0 ? "filled" : "default"} onClick={() => setAsking(true)}>
        {action}
      </Button>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("beginTitle", { round: name(next) })}
        action={action}
        onConfirm={() => begin.mutate()}
        busy={begin.isPending}
        problem={begin.error}
      >
        <Text>{t("beginHelp")}</Text>
      </Confirm>
    </Group>
  );
}

/** Paper and files of the round under way. */
function Paper({ wave, round }: { wave: InvitationWave; round: RoundState }) {
  const t = useWords(words);
  const format = useFormat();
  const [to, setTo] = useState<Among>("all");
  const counts: Record<Among, number> = {
    all: round.people,
    address: round.addresses,
    neither: round.neither,
    "no-mail": round.noMail,
  };
  const parts = Math.max(1, Math.ceil(counts[to] / round.inPart));
  const path = `/api/invitations/${wave.studyId}`;
  const print = (kind: "letters" | "cards") =>
    Array.from({ length: parts }, (_, part) => part).map((part) => (
      <Anchor key={`${kind} ${part}`} href={`${path}/print.pdf?kind=${kind}&to=${to}&part=${part}`} download>
        {parts === 1 ? t(kind) : `${t(kind)} · ${t("part", { part: part + 1, parts })}`}
      </Anchor>
    ));
  return (
    <Stack gap="sm">
      <Select
        label={t("among")}
        data={(
          [
            ["all", "all"],
            ["address", "address"],
            ["neither", "neither"],
            ["no-mail", "noMail"],
          ] as const
        ).map(([value, word]) => ({ value, label: t(word, { count: format.count(counts[value]) }) }))}
        value={to}
        onChange={(value) => setTo((value ?? "all") as Among)}
        allowDeselect={false}
        maw="26rem"
      />
      {print("letters")}
      {print("cards")}
      <Anchor href={`${path}/messages.csv?to=${to}`} download>
        {t("messages")}
      </Anchor>
      <Text size="sm" c="dimmed">
        {t("messagesHelp")}
      </Text>
    </Stack>
  );
}

function Mail({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const format = useFormat();
  const name = useRoundName();
  const send = useMutation<unknown, ProblemError>({
    mutationFn: () => api.post(`/invitations/${wave.studyId}/mail`),
    onSuccess: () => refresh("/invitations"),
  });
  const bounces = useMutation<PeopleCount, ProblemError, File>({
    mutationFn: (file) => api.upload(`/invitations/${wave.studyId}/bounces`, file),
    onSuccess: async ({ people }) => {
      await refresh("/invitations");
      toast(t("bouncesDone", { count: format.count(people) }));
    },
  });
  if (!wave.canMail) return <Text c="dimmed">{t("mailOff")}</Text>;
  return (
    <Stack gap="sm">
      {wave.mail.map(({ round, people, sent, failed }) => (
        <div key={round} aria-live="polite">
          <Text size="sm">
            {t("mailState", {
              round: name(round),
              sent: format.count(sent),
              people: format.count(people),
              failed: format.count(failed),
            })}
          </Text>
          <Progress value={people === 0 ? 100 : (100 * (sent + failed)) / people} aria-hidden />
        </div>
      ))}
      {wave.mail.some(({ round }) => round === wave.round) ? null : (
        <Group>
          <Button onClick={() => send.mutate()} loading={send.isPending}>
            {t("mail")}
          </Button>
        </Group>
      )}
      {send.error ? <ProblemNote problem={send.error} /> : null}
      <DropZone
        accept={[".csv", ".xlsx"]}
        hint={t("bouncesHint")}
        button={t("bounces")}
        onFile={(file) => bounces.mutate(file)}
        busyWith={bounces.isPending ? (bounces.variables?.name ?? null) : null}
      />
      {bounces.error ? <ProblemNote problem={bounces.error} /> : null}
    </Stack>
  );
}

/** Invitations and reminders: paper, short messages, mail. */
export function SendingSection({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const format = useFormat();
  const name = useRoundName();
  const invited = wave.manifest?.invited ?? 0;
  const state = useGet<RoundState>(wave.round === null ? null : `/invitations/${wave.studyId}/round`);
  if (wave.prepared < invited)
    return (
      <Section title={t("sending")} lead={t("sendingLead")}>
        <div aria-live="polite">
          <Text>{t("preparing", { done: format.count(wave.prepared), people: format.count(invited) })}</Text>
          <Progress value={(100 * wave.prepared) / Math.max(1, invited)} aria-hidden mt="xs" />
        </div>
      </Section>
    );
  return (
    <Section title={t("sending")} lead={t("sendingLead")}>
      <Stack gap="lg">
        {wave.round === null ? null : (
          <>
            <Text fw={600}>
              {name(wave.round)}
              {wave.roundOn ? ` ${t("roundOn", { day: format.day(wave.roundOn) })}` : ""}
            </Text>
            <Loaded query={state}>{(round) => <Paper wave={wave} round={round} />}</Loaded>
            <Mail wave={wave} />
          </>
        )}
        <BeginRound wave={wave} />
      </Stack>
    </Section>
  );
}
