import type { NewStudy, Study } from "@lang-nghe/contract";
import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { useDraft } from "../platform/draft.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { Page, Section } from "../platform/page.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { EntryFields, type Protection } from "../waves/entry-fields.tsx";
import { words } from "./words.ts";

const blank = { title: "", titleEnglish: "", description: "", descriptionEnglish: "", population: "", retainUntil: "" };
const openLink: Protection = { entry: "open-link", opening: "batches" };

export function NewStudyPage() {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const navigate = useNavigate();
  const draft = useDraft("new-study", blank);
  const protection = useDraft("new-study-protection", openLink);
  const form = draft.value;
  const [errors, setErrors] = useState<FieldErrors>({});
  const set = (field: keyof typeof blank) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    draft.change((before) => ({ ...before, [field]: value }));
  };
  const create = useMutation<Study, ProblemError>({
    mutationFn: () =>
      api.post("/studies", {
        title: { vi: form.title.trim(), en: form.titleEnglish.trim() },
        description: { vi: form.description.trim(), en: form.descriptionEnglish.trim() },
        population: form.population.trim(),
        ...protection.value,
        retainUntil: form.retainUntil || null,
      } satisfies NewStudy),
    onSuccess: async (study) => {
      draft.clear(blank);
      protection.clear(openLink);
      await refresh("/studies");
      await navigate({ to: "/studies/$studyId", params: { studyId: study.id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: FieldErrors = {
      ...(form.title.trim() === "" ? { title: t("needTitle") } : {}),
      ...dayErrors(event.currentTarget, platform("badDay")),
    };
    setErrors(found);
    if (Object.keys(found).length === 0) create.mutate();
  };
  return (
    <Page title={t("newTitle")} lead={t("newLead")} width="form">
      <Section>
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <ErrorSummary errors={errors} />
            <TextInput
              id="title"
              label={t("name")}
              description={t("nameHelp")}
              maxLength={300}
              value={form.title}
              onChange={set("title")}
              error={errors.title}
            />
            <TextInput
              label={t("nameEnglish")}
              maxLength={300}
              value={form.titleEnglish}
              onChange={set("titleEnglish")}
            />
            <Textarea
              label={t("description")}
              description={t("descriptionHelp")}
              maxLength={4000}
              value={form.description}
              onChange={set("description")}
            />
            <Textarea
              label={t("descriptionEnglish")}
              maxLength={4000}
              value={form.descriptionEnglish}
              onChange={set("descriptionEnglish")}
            />
            <Textarea
              label={t("population")}
              description={t("populationHelp")}
              maxLength={500}
              value={form.population}
              onChange={set("population")}
            />
            <EntryFields value={protection.value} onChange={(value) => protection.change(() => value)} />
            <DayField
              id="retainUntil"
              label={t("retainUntil")}
              description={t("retainHelp")}
              value={form.retainUntil || null}
              onChange={(day) => draft.change((before) => ({ ...before, retainUntil: day ?? "" }))}
              error={errors.retainUntil}
              maw={320}
            />
            {create.error ? <ProblemNote problem={create.error} /> : null}
            <Group gap="sm">
              <Button type="submit" loading={create.isPending}>
                {t("create")}
              </Button>
              {draft.touched ? (
                <Button variant="subtle" onClick={() => draft.clear(blank)}>
                  {platform("discardDraft")}
                </Button>
              ) : null}
            </Group>
            {draft.touched ? (
              <Text size="sm" c="dimmed">
                {platform("draftKept")}
              </Text>
            ) : null}
          </Stack>
        </form>
      </Section>
    </Page>
  );
}
