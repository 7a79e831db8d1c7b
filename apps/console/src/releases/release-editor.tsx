import type { Release } from "@lang-nghe/contract";
import { Button, Grid, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { queryClient, refresh } from "../platform/query.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { useDictionary } from "../tabulation/queries.ts";
import { useAutosave } from "./autosave.ts";
import { checklist } from "./checklist.ts";
import { Checklist } from "./checklist-list.tsx";
import { useMove } from "./moves.ts";
import { Preview } from "./preview.tsx";
import { SaveNote } from "./save-note.tsx";
import { TableChoice } from "./table-choice.tsx";
import { tableNames, tablesInOrder } from "./table-names.ts";
import { words } from "./words.ts";

/** Writes a release: words, tables in order, what is still missing, and how the public will see it. */
export function ReleaseEditor({ release }: { release: Release }) {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const navigate = useNavigate();
  const dictionary = useDictionary(study.id);
  const { draft, change, state, problem, flush } = useAutosave(release);
  const move = useMove(release);
  const [deleting, setDeleting] = useState(false);
  const remove = useMutation<undefined, ProblemError>({
    mutationFn: () => api.remove(`/releases/${release.id}`),
    onSuccess: async () => {
      await navigate({ to: "/studies/$studyId/releases", params: { studyId: study.id } });
      queryClient.removeQueries({ queryKey: [`/releases/${release.id}`] });
      await refresh(`/studies/${study.id}/releases`);
    },
  });
  const names = tableNames(draft, dictionary.data?.variables ?? [], t, label);
  const tables = tablesInOrder(draft, release);
  const shown = tables.flatMap((table) => (table ? [table] : []));
  const checks = checklist(draft, study, shown, names);
  const ready = !checks.some((check) => check.state === "missing" && !check.provenance);
  const setWords = (part: "headline" | "note", language: "vi" | "en", text: string) =>
    change((before) => ({ ...before, [part]: { ...before[part], [language]: text } }));
  return (
    <Page
      title={label(draft.headline) || t("untitled")}
      lead={
        <TextLink to="/studies/$studyId/releases" params={{ studyId: study.id }} className="ln-no-print">
          {t("back")}
        </TextLink>
      }
      actions={<SaveNote state={state} />}
    >
      {problem ? <ProblemNote problem={problem} retry={() => void flush()} /> : null}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 6 }} className="ln-no-print">
          <Section title={t("content")}>
            <Stack gap="md">
              <TextInput
                label={t("headlineVi")}
                description={t("headlineHelp")}
                lang="vi"
                value={draft.headline.vi}
                onChange={(event) => setWords("headline", "vi", event.currentTarget.value)}
                maxLength={300}
              />
              <TextInput
                label={t("headlineEn")}
                lang="en"
                value={draft.headline.en}
                onChange={(event) => setWords("headline", "en", event.currentTarget.value)}
                maxLength={300}
              />
              <Textarea
                label={t("noteVi")}
                description={t("noteHelp")}
                lang="vi"
                minRows={3}
                value={draft.note.vi}
                onChange={(event) => setWords("note", "vi", event.currentTarget.value)}
                maxLength={4000}
              />
              <Textarea
                label={t("noteEn")}
                lang="en"
                value={draft.note.en}
                onChange={(event) => setWords("note", "en", event.currentTarget.value)}
                maxLength={4000}
              />
            </Stack>
          </Section>
          <Loaded query={dictionary}>
            {({ variables }) => <TableChoice draft={draft} variables={variables} names={names} onChange={change} />}
          </Loaded>
          <Section title={t("checklist")}>
            <Checklist checks={checks} />
            <Text size="sm" c="dimmed" mt="md">
              {t("submitHelp")}
            </Text>
            {move.error ? <ProblemNote problem={move.error} /> : null}
            <Group gap="sm" mt="sm">
              <Button
                disabled={!ready}
                loading={move.isPending}
                onClick={async () => {
                  if (await flush()) move.mutate({ verb: "submit", said: t("submitted") });
                }}
              >
                {t("submit")}
              </Button>
              <Button variant="subtle" onClick={() => setDeleting(true)}>
                {t("delete")}
              </Button>
            </Group>
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Preview draft={draft} tables={tables} names={names} />
        </Grid.Col>
      </Grid>
      <Confirm
        opened={deleting}
        onClose={() => setDeleting(false)}
        title={t("deleteTitle")}
        action={t("delete")}
        onConfirm={() => remove.mutate()}
        busy={remove.isPending}
        problem={remove.error}
        harmful
      >
        {t("deleteWhat")}
      </Confirm>
    </Page>
  );
}
