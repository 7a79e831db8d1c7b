import type { Study, StudyChange } from "@lang-nghe/contract";
import { Box, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { EntryFields, type Protection } from "./entry-fields.tsx";
import { words } from "./words.ts";

/** On a study's overview: how people come to it. A choice while it is in design, a fact afterwards. */
export function EntrySection({ study }: { study: Study }) {
  const t = useWords(words);
  const may = useMay();
  if (study.entry === null) return null;
  const open = study.state === "design" && may("studies:write");
  return (
    <Section title={t("entryTitle")} lead={open ? t("entryLead") : null}>
      {open ? <Choice key={`${study.entry} ${study.opening}`} study={study} /> : <Facts study={study} />}
    </Section>
  );
}

function Facts({ study }: { study: Study }) {
  const t = useWords(words);
  const { entry, opening } = study;
  return (
    <Stack gap="md">
      {[entry, opening].map((choice) =>
        choice ? (
          <Box key={choice}>
            <Text fw={600}>{t(choice)}</Text>
            <Text c="dimmed" maw="46rem">
              {t(`${choice}Help`)}
            </Text>
          </Box>
        ) : null,
      )}
      {study.state === "design" ? null : <Text size="sm">{t("entryFixed")}</Text>}
    </Stack>
  );
}

function Choice({ study }: { study: Study }) {
  const t = useWords(words);
  const before: Protection = { entry: study.entry ?? "open-link", opening: study.opening ?? "batches" };
  const [value, setValue] = useState(before);
  const changed = value.entry !== before.entry || (value.entry === "invitation" && value.opening !== before.opening);
  const save = useMutation<Study, ProblemError>({
    mutationFn: () => api.patch(`/studies/${study.id}`, value satisfies StudyChange),
    onSuccess: async () => {
      await refresh("/studies");
      toast(t("saved"));
    },
  });
  return (
    <Stack gap="md" maw="46rem">
      <EntryFields value={value} onChange={setValue} />
      {save.error ? <ProblemNote problem={save.error} /> : null}
      <Group className="ln-no-print">
        <Button disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>
          {t("save")}
        </Button>
      </Group>
    </Stack>
  );
}
