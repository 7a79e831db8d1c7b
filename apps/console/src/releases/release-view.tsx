import type { Release } from "@lang-nghe/contract";
import { Anchor, Button, Group, List, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { CopyField } from "../platform/copy-field.tsx";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { queryClient, refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { useDictionary } from "../tabulation/queries.ts";
import { checklist } from "./checklist.ts";
import { Checklist } from "./checklist-list.tsx";
import { useMove } from "./moves.ts";
import { Preview } from "./preview.tsx";
import { StateBadge } from "./state-badge.tsx";
import { tableNames } from "./table-names.ts";
import { words } from "./words.ts";

/** A release that is not written any more: to be judged, published, withdrawn. */
export function ReleaseView({ release }: { release: Release }) {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const variables = useDictionary(study.id).data?.variables ?? [];
  const names = tableNames(release.draft, variables, t, label);
  return (
    <Page
      title={label(release.draft.headline) || t("untitled")}
      lead={
        <TextLink to="/studies/$studyId/releases" params={{ studyId: study.id }} className="ln-no-print">
          {t("back")}
        </TextLink>
      }
      actions={<StateBadge state={release.state} />}
    >
      {release.state === "in-review" ? <InReview release={release} names={names} /> : null}
      {release.state === "published" ? <Published release={release} /> : null}
      {release.state === "withdrawn" ? <Withdrawn release={release} /> : null}
      <Preview draft={release.draft} tables={release.tables} names={names} />
    </Page>
  );
}

function InReview({ release, names }: { release: Release; names: readonly string[] }) {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const move = useMove(release);
  const [asking, setAsking] = useState(false);
  const checks = checklist(release.draft, study, release.tables, names);
  const mayPublish = may("releases:publish");
  return (
    <div className="ln-no-print">
      <Section title={t("inReview")} lead={mayPublish ? t("inReviewHelp") : t("inReviewWait")}>
        <Checklist checks={checks} />
        {move.error && !asking ? <ProblemNote problem={move.error} /> : null}
        <Group gap="sm" mt="md">
          {mayPublish ? <Button onClick={() => setAsking(true)}>{t("publish")}</Button> : null}
          {may("releases:review") ? (
            <Button
              variant="default"
              loading={move.isPending && move.variables?.verb === "return"}
              onClick={() => move.mutate({ verb: "return", said: t("givenBack") })}
            >
              {t("giveBack")}
            </Button>
          ) : null}
        </Group>
      </Section>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("publishTitle")}
        action={t("publish")}
        busy={move.isPending}
        problem={move.error}
        onConfirm={() => move.mutate({ verb: "publish" }, { onSuccess: () => setAsking(false) })}
      >
        <Text mb="xs">{t("publishWhat")}</Text>
        <List spacing={6}>
          <List.Item>{t("publish1")}</List.Item>
          <List.Item>{t("publish2")}</List.Item>
          <List.Item>{t("publish3")}</List.Item>
        </List>
      </Confirm>
    </div>
  );
}

function Published({ release }: { release: Release }) {
  const t = useWords(words);
  const may = useMay();
  const format = useFormat();
  const move = useMove(release);
  const [asking, setAsking] = useState(false);
  return (
    <Section>
      <Stack gap="md">
        <Notice tone="good" title={t("published")}>
          <Text>{t("publishedHelp", { day: format.day(release.publishedOn ?? "") })}</Text>
          {release.publicLink ? <Anchor href={release.publicLink}>{release.publicLink}</Anchor> : null}
        </Notice>
        <Text size="sm" c="dimmed">
          {t("preparedBy")}: {release.preparedBy ?? "–"} · {t("publishedBy")}: {release.publishedBy ?? "–"}
        </Text>
        {release.hash ? <CopyField label={t("fingerprint")} value={release.hash} /> : null}
        <Group gap="sm" className="ln-no-print">
          <CopyDraft release={release} />
          {may("releases:publish") ? (
            <Button variant="subtle" onClick={() => setAsking(true)}>
              {t("withdraw")}
            </Button>
          ) : null}
        </Group>
      </Stack>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("withdrawTitle")}
        action={t("withdraw")}
        busy={move.isPending}
        problem={move.error}
        onConfirm={() => move.mutate({ verb: "withdraw" }, { onSuccess: () => setAsking(false) })}
        harmful
      >
        {t("withdrawWhat")}
      </Confirm>
    </Section>
  );
}

function Withdrawn({ release }: { release: Release }) {
  const t = useWords(words);
  const format = useFormat();
  return (
    <Section>
      <Stack gap="md">
        <Notice tone="notice" title={t("withdrawn")}>
          <Text>{t("withdrawnHelp", { day: format.day(release.publishedOn ?? "") })}</Text>
        </Notice>
        <Group className="ln-no-print">
          <CopyDraft release={release} />
        </Group>
      </Stack>
    </Section>
  );
}

/** A published release cannot be changed; a new one can begin where it stands. */
function CopyDraft({ release }: { release: Release }) {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const navigate = useNavigate();
  const copy = useMutation<Release, ProblemError>({
    mutationFn: () => api.post<Release>(`/studies/${study.id}/releases`, release.draft),
    onSuccess: async (made) => {
      queryClient.setQueryData([`/releases/${made.id}`], made);
      void refresh(`/studies/${study.id}/releases`);
      await navigate({
        to: "/studies/$studyId/releases/$releaseId",
        params: { studyId: study.id, releaseId: made.id },
      });
    },
  });
  if (!may("releases:write")) return null;
  return (
    <>
      <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate()}>
        {t("copyDraft")}
      </Button>
      {copy.error ? <ProblemNote problem={copy.error} /> : null}
    </>
  );
}
