import "./rights.css";
import type { Assessment, AssessmentField } from "@lang-nghe/contract";
import { Button, Code, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useDraft } from "../platform/draft.ts";
import { Page, Section } from "../platform/page.tsx";
import { queryClient, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { drawing } from "../platform/trusted.ts";
import { useLabel, useWords } from "../platform/words.ts";
import { useArticles } from "./articles.ts";
import { words } from "./words.ts";

function Field({
  field,
  value,
  onChange,
}: {
  field: AssessmentField;
  value: string;
  onChange: ((value: string) => void) | undefined;
}) {
  const t = useWords(words);
  const label = useLabel();
  const articles = useArticles();
  const basis = [articles(field.law), field.gdpr && `GDPR ${field.gdpr.replace(/^GDPR /, "")}`]
    .filter(Boolean)
    .join(" · ");
  const help = (
    <>
      {label(field.help)}
      {label(field.help) && basis ? <br /> : null}
      {basis}
    </>
  );
  if (field.source === "person" && onChange)
    return (
      <Textarea
        label={label(field.label)}
        description={help}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...(field.missing && value.trim() === "" ? { placeholder: t("isMissing") } : {})}
        autosize
        minRows={2}
        maxLength={8000}
      />
    );
  const text = field.source === "person" ? value : label(field.value);
  return (
    <div>
      <Text component="h3" fw={600}>
        {label(field.label)}{" "}
        <Text span size="sm" c="dimmed" fw={400}>
          ({text ? t("bySystem") : t("isMissing")})
        </Text>
      </Text>
      <Text size="sm" c="dimmed">
        {help}
      </Text>
      <Text className="ln-filled" mt={4}>
        {text || "–"}
      </Text>
    </div>
  );
}

function Sheet({ assessment, path }: { assessment: Assessment; path: string }) {
  const t = useWords(words);
  const label = useLabel();
  const mine = useMay()("rights:write");
  const stored = Object.fromEntries(
    assessment.sections
      .flatMap(({ fields }) => fields)
      .filter(({ source }) => source === "person")
      .map(({ name, value }) => [name, value.vi]),
  );
  // Kept in this tab until the server has it: hours of writing outlive a reload.
  const draft = useDraft<Record<string, string>>(`assessment.${assessment.studyId}`, stored);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const changed = Object.entries(draft.value).filter(([name, text]) => text !== (stored[name] ?? ""));
  const save = useMutation<Assessment, ProblemError>({
    mutationFn: () => api.put(path, { fields: Object.fromEntries(changed) }),
    onSuccess: (answer) => {
      queryClient.setQueryData([path], answer);
      draft.clear();
      setProblem(null);
      toast(t("saved"));
    },
    onError: setProblem,
  });
  const saving = mine ? (
    <Group gap="md" className="ln-no-print" my="md">
      <Button onClick={() => save.mutate()} loading={save.isPending} disabled={changed.length === 0}>
        {t("save")}
      </Button>
      {changed.length ? <Text c="dimmed">{t("unsaved")}</Text> : null}
    </Group>
  ) : null;
  return (
    <>
      <Notice
        tone={assessment.missing ? "notice" : "good"}
        title={assessment.missing ? t("missing", { count: assessment.missing }) : t("complete")}
      >
        <Text size="sm">{label(assessment.caution)}</Text>
      </Notice>
      {saving}
      {problem ? <ProblemNote problem={problem} /> : null}
      {assessment.sections.map((section) => (
        <Section key={section.name} title={label(section.title)}>
          <Stack gap="lg">
            {section.fields.map((field) => (
              <Field
                key={field.name}
                field={field}
                value={draft.value[field.name] ?? ""}
                onChange={mine ? (text) => draft.change({ ...draft.value, [field.name]: text }) : undefined}
              />
            ))}
          </Stack>
        </Section>
      ))}
      <Section title={t("flow")}>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a drawing of our own server, checked by drawing() */}
        <figure className="ln-flow" dangerouslySetInnerHTML={drawing(assessment.flow.svg)} />
        <details className="ln-no-print" style={{ marginTop: "0.75rem" }}>
          <summary>Mermaid</summary>
          <Code block>{assessment.flow.mermaid}</Code>
        </details>
      </Section>
      {saving}
    </>
  );
}

/** A study's record of processing and impact assessment: filled from the study, finished by a person, printed or downloaded. */
export function AssessmentPage() {
  const t = useWords(words);
  const study = useStudy();
  const path = `/studies/${study.id}/assessment`;
  const assessment = useGet<Assessment>(path);
  return (
    <Page
      title={t("assessmentTitle")}
      lead={t("assessmentLead")}
      actions={
        <>
          <Button variant="default" onClick={() => window.print()}>
            {t("print")}
          </Button>
          <Button component="a" href={`/api${path}.docx`} download>
            {t("word")}
          </Button>
        </>
      }
    >
      <Loaded query={assessment} lines={10}>
        {(value) => <Sheet assessment={value} path={path} />}
      </Loaded>
    </Page>
  );
}
