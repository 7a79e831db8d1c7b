import type { ImportPlan, ImportReport, Provenance, Study } from "@lang-nghe/contract";
import { Box, Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { dayErrors } from "../platform/day-field.tsx";
import { useDraft } from "../platform/draft.ts";
import { DropZone } from "../platform/drop-zone.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { useFormat } from "../platform/format.ts";
import { Page, Section } from "../platform/page.tsx";
import { platformWords } from "../platform/platform-words.ts";
import { refresh } from "../platform/query.ts";
import { Notice, ProblemNote, Working } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { emptyProvenance } from "../studies/provenance-empty.ts";
import { ProvenanceFields, provenanceErrors } from "../studies/provenance-fields.tsx";
import { words as studyWords } from "../studies/words.ts";
import { type ColumnChoice, ImportColumns, RefusedColumns } from "./import-columns.tsx";
import { columnErrors } from "./import-plan.ts";
import { importWords } from "./import-words.ts";

interface Form {
  readonly report: ImportReport | null;
  readonly choices: ColumnChoice[];
  readonly title: string;
  readonly titleEnglish: string;
  readonly synthetic: boolean;
  readonly provenance: Provenance;
}
const blank: Form = {
  report: null,
  choices: [],
  title: "",
  titleEnglish: "",
  synthetic: false,
  provenance: { ...emptyProvenance, mode: "face-to-face" },
};

const refusedIn = (report: ImportReport) => report.columns.filter((column) => column.refused !== null);

function StepNames({ now }: { now: 1 | 2 }) {
  const t = useWords(importWords);
  const names = [t("step1"), t("step2"), t("step3")];
  return (
    <Group component="ol" gap="lg" p={0} mt={0} mb="lg" aria-label={t("steps")} style={{ listStyle: "none" }}>
      {names.map((name, index) => {
        const current = now === 1 ? index === 0 : index > 0;
        return (
          <Text
            component="li"
            key={name}
            fw={current ? 600 : 400}
            {...(current ? { "aria-current": "step" as const } : { c: "dimmed" })}
          >
            {index + 1}. {name}
          </Text>
        );
      })}
    </Group>
  );
}

export function ImportPage() {
  const t = useWords(importWords);
  const study = useWords(studyWords);
  const platform = useWords(platformWords);
  const label = useLabel();
  const format = useFormat();
  const navigate = useNavigate();
  const draft = useDraft<Form>("import", blank);
  const form = draft.value;
  const [errors, setErrors] = useState<FieldErrors>({});
  const change = (part: Partial<Form>) => draft.change((before) => ({ ...before, ...part }));
  const upload = useMutation<ImportReport, ProblemError, File>({
    mutationFn: (file) => api.upload("/imports", file),
    onSuccess: (report) => {
      setErrors({});
      change({
        report,
        choices: report.columns.map((column) => ({
          name: column.name,
          kind: column.kind,
          role: column.proposedRole,
          label: column.label,
        })),
      });
      window.scrollTo({ top: 0 });
    },
  });
  const create = useMutation<Study, ProblemError, string>({
    mutationFn: (id) =>
      api.post(`/imports/${id}/study`, {
        title: { vi: form.title.trim(), en: form.titleEnglish.trim() },
        provenance: form.provenance,
        synthetic: form.synthetic,
        columns: form.choices,
      } satisfies ImportPlan),
    onSuccess: async (made) => {
      draft.clear(blank);
      await refresh("/studies");
      await navigate({ to: "/studies/$studyId", params: { studyId: made.id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = {
      ...columnErrors(form.choices, t),
      ...(form.title.trim() === "" ? { "import-title": t("needTitle") } : {}),
      ...provenanceErrors(form.provenance, study),
      ...dayErrors(event.currentTarget, platform("badDay")),
    };
    setErrors(found);
    if (Object.keys(found).length === 0 && form.report?.id) create.mutate(form.report.id);
  };
  const startOver = () => {
    upload.reset();
    create.reset();
    setErrors({});
    change({ report: null, choices: [] });
  };

  const { report } = form;
  const ready = report !== null && !report.refused && report.id !== null;
  if (!ready) {
    const refused = report ? refusedIn(report) : [];
    return (
      <Page title={t("title")} lead={t("lead")}>
        <StepNames now={1} />
        {report?.refused ? (
          <Stack gap="md" mb="lg">
            <Notice tone="bad" title={`${t("refusedTitle")}: ${report.fileName}`}>
              <Text>{t("refusedLead")}</Text>
            </Notice>
            <RefusedColumns
              columns={refused.map((column) => ({ ...column, reason: column.refused ? label(column.refused) : "" }))}
            />
          </Stack>
        ) : null}
        <Section>
          <Stack gap="md">
            <DropZone
              accept={[".csv", ".xlsx", ".sav"]}
              hint={t("hint")}
              button={report ? t("again") : t("choose")}
              busyWith={upload.isPending ? (upload.variables?.name ?? "") : null}
              onFile={(file) => upload.mutate(file)}
            />
            {upload.error ? <ProblemNote problem={upload.error} /> : null}
            <Text c="dimmed">{t("never")}</Text>
          </Stack>
        </Section>
      </Page>
    );
  }

  const count = (wanted: (choice: ColumnChoice) => boolean) => format.count(form.choices.filter(wanted).length);
  return (
    <Page
      title={t("title")}
      lead={t("read", {
        file: report.fileName,
        rows: format.count(report.rows),
        columns: format.count(report.columns.length),
      })}
      actions={
        <Button variant="default" onClick={startOver}>
          {t("again")}
        </Button>
      }
    >
      <StepNames now={2} />
      <form onSubmit={submit} noValidate>
        <Box mb="md">
          <ErrorSummary errors={errors} />
        </Box>
        <Section title={t("columnsTitle")} lead={t("columnsLead")}>
          <Stack gap="md">
            <ImportColumns
              columns={report.columns}
              choices={form.choices}
              onChange={(name, part) =>
                draft.change((before) => ({
                  ...before,
                  choices: before.choices.map((choice) => (choice.name === name ? { ...choice, ...part } : choice)),
                }))
              }
            />
            <Text role="status">
              {t("summary", {
                questions: count((choice) => choice.role === "question"),
                design: count((choice) => choice.role !== "question" && choice.role !== "leave-out"),
                out: count((choice) => choice.role === "leave-out"),
              })}
            </Text>
            {form.choices.some((choice) => choice.kind === "text" && choice.role === "question") ? (
              <Text c="dimmed">{t("textNote")}</Text>
            ) : null}
          </Stack>
        </Section>
        <Section title={t("provenanceTitle")} lead={t("provenanceLead")}>
          <Stack gap="md" maw="44rem">
            <TextInput
              id="import-title"
              label={t("studyTitle")}
              maxLength={300}
              value={form.title}
              onChange={(event) => change({ title: event.currentTarget.value })}
              error={errors["import-title"]}
            />
            <TextInput
              label={t("studyTitleEnglish")}
              maxLength={300}
              value={form.titleEnglish}
              onChange={(event) => change({ titleEnglish: event.currentTarget.value })}
            />
            <Switch
              size="md"
              label={t("synthetic")}
              description={t("syntheticHelp")}
              checked={form.synthetic}
              onChange={(event) => change({ synthetic: event.currentTarget.checked })}
            />
            <ProvenanceFields
              value={form.provenance}
              onChange={(part) =>
                draft.change((before) => ({ ...before, provenance: { ...before.provenance, ...part } }))
              }
              errors={errors}
            />
            {create.error ? (
              <Stack gap="sm">
                <ProblemNote problem={create.error} />
                {create.error.code === "responses.no-import" ? <Text>{t("lost")}</Text> : null}
              </Stack>
            ) : null}
            {create.isPending ? <Working>{t("creating")}</Working> : null}
            <Text c="dimmed">{t("createWhat")}</Text>
            <Group>
              <Button type="submit" loading={create.isPending}>
                {t("create")}
              </Button>
            </Group>
          </Stack>
        </Section>
      </form>
    </Page>
  );
}
