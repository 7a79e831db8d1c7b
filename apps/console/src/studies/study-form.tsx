import type { Study, StudyChange } from "@lang-nghe/contract";
import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { useDraft } from "../platform/draft.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { ProvenanceFields, provenanceErrors } from "./provenance-fields.tsx";
import { words } from "./words.ts";

/** Name, purpose, retention and provenance of a study in one form; what is half written outlives a reload. */
export function StudyForm({ study, onDone }: { study: Study; onDone: () => void }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const { title, description, provenance, retainUntil } = study;
  const initial = { title, description, provenance, retainUntil };
  const draft = useDraft(`study.${study.id}`, initial);
  const form = draft.value;
  const [errors, setErrors] = useState<FieldErrors>({});
  const save = useMutation<Study, ProblemError>({
    mutationFn: () => api.patch(`/studies/${study.id}`, form satisfies StudyChange),
    onSuccess: async () => {
      draft.clear();
      await refresh("/studies");
      toast(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = {
      ...(form.title.vi.trim() === "" ? { title: t("needTitle") } : {}),
      ...provenanceErrors(form.provenance, t),
      ...dayErrors(event.currentTarget, platform("badDay")),
    };
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  const writes =
    (field: "title" | "description", language: "vi" | "en") => (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      draft.change((before) => ({ ...before, [field]: { ...before[field], [language]: value } }));
    };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" maw="44rem">
        <ErrorSummary errors={errors} />
        <TextInput
          id="title"
          label={t("name")}
          maxLength={300}
          value={form.title.vi}
          onChange={writes("title", "vi")}
          error={errors.title}
        />
        <TextInput label={t("nameEnglish")} maxLength={300} value={form.title.en} onChange={writes("title", "en")} />
        <Textarea
          label={t("description")}
          description={t("descriptionHelp")}
          maxLength={4000}
          value={form.description.vi}
          onChange={writes("description", "vi")}
        />
        <Textarea
          label={t("descriptionEnglish")}
          maxLength={4000}
          value={form.description.en}
          onChange={writes("description", "en")}
        />
        <DayField
          id="retainUntil"
          label={t("retainUntil")}
          description={t("retainHelp")}
          value={form.retainUntil}
          onChange={(day) => draft.change((before) => ({ ...before, retainUntil: day }))}
          error={errors.retainUntil}
          maw={320}
        />
        <ProvenanceFields
          value={form.provenance}
          onChange={(change) =>
            draft.change((before) => ({ ...before, provenance: { ...before.provenance, ...change } }))
          }
          errors={errors}
          selectionFixed={study.state !== "design" && study.kind === "asked"}
        />
        {save.error ? <ProblemNote problem={save.error} /> : null}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending}>
            {t("save")}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              draft.clear(initial);
              onDone();
            }}
          >
            {platform("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
