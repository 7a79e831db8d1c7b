import type { FormProblem, Questionnaires, QuestionnaireVersion, Template } from "@lang-nghe/contract";
import { Box, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { DropZone } from "../platform/drop-zone.tsx";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { FormProblems } from "./form-problems.tsx";
import { words } from "./words.ts";

function problemsIn(error: ProblemError | null): FormProblem[] | null {
  const list = error?.details.problems;
  return Array.isArray(list) ? (list as FormProblem[]) : null;
}

/** Ways to a draft: a file, or a template. With a draft already there, says that it will be replaced. */
export function StartForm({ draft, onDone }: { draft: QuestionnaireVersion | null; onDone?: () => void }) {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const templates = useGet<Template[]>("/templates");
  const [chosen, setChosen] = useState<Template | null>(null);
  const done = async (shown: Questionnaires) => {
    setChosen(null);
    await refresh(`/studies/${study.id}`);
    toast(t("uploaded", { count: shown.draft?.questions ?? 0 }));
    onDone?.();
  };
  const upload = useMutation<Questionnaires, ProblemError, File>({
    mutationFn: (file) => api.upload(`/studies/${study.id}/questionnaire`, file),
    onSuccess: done,
  });
  const begin = useMutation<Questionnaires, ProblemError, string>({
    mutationFn: (template) => api.post(`/studies/${study.id}/questionnaire/template`, { template }),
    onSuccess: done,
  });
  const problems = problemsIn(upload.error);
  return (
    <>
      <Section title={draft ? t("uploadNew") : t("upload")} lead={draft ? t("uploadNewLead") : undefined}>
        <Stack gap="md">
          <DropZone
            accept={[".xlsx", ".csv", ".md", ".xls"]}
            hint={t("uploadHint")}
            button={t("chooseForm")}
            limitMegabytes={20}
            busyWith={upload.isPending ? (upload.variables?.name ?? "") : null}
            onFile={(file) => upload.mutate(file)}
          />
          {problems ? <FormProblems problems={problems} /> : null}
          {upload.error && !problems ? <ProblemNote problem={upload.error} /> : null}
        </Stack>
      </Section>
      <Section title={t("templates")}>
        <Loaded query={templates} lines={2}>
          {(list) => (
            <Stack gap="md">
              {list.map((template) => (
                <Group key={template.name} justify="space-between" gap="sm">
                  <Box>
                    <Title order={3}>{label(template.title)}</Title>
                    <Text c="dimmed" size="sm">
                      {t("templateQuestions", { count: template.questions })}
                    </Text>
                  </Box>
                  <Button
                    variant="default"
                    loading={begin.isPending && begin.variables === template.name}
                    aria-label={`${t("useTemplate")}: ${label(template.title)}`}
                    onClick={() => (draft ? setChosen(template) : begin.mutate(template.name))}
                  >
                    {t("useTemplate")}
                  </Button>
                </Group>
              ))}
              {begin.error && !chosen ? <ProblemNote problem={begin.error} /> : null}
            </Stack>
          )}
        </Loaded>
      </Section>
      <Confirm
        opened={chosen !== null}
        onClose={() => setChosen(null)}
        title={t("replaceTitle")}
        action={t("replaceAction")}
        busy={begin.isPending}
        problem={begin.error}
        onConfirm={() => chosen && begin.mutate(chosen.name)}
      >
        <Text>{t("replaceWhat", { name: draft ? label(draft.title) : "" })}</Text>
      </Confirm>
    </>
  );
}
