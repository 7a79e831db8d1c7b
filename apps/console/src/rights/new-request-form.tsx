import { type DataRequest, type RequestAbout, type RequestKind, requestKinds, type Study } from "@lang-nghe/contract";
import { Button, Checkbox, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const abouts: readonly RequestAbout[] = ["answer", "roster", "staff", "unknown"];

/** A request as it came in: by its letter's number, never by a name. */
export function NewRequestForm({
  studies,
  today,
  onDone,
}: {
  studies: readonly Study[];
  today: string;
  onDone: () => void;
}) {
  const t = useWords(words);
  const label = useLabel();
  const [kind, setKind] = useState<RequestKind>("view");
  const [about, setAbout] = useState<RequestAbout>("unknown");
  const [studyId, setStudyId] = useState("");
  const [reference, setReference] = useState("");
  const [receivedOn, setReceivedOn] = useState<string | null>(today);
  const [viaProcessor, setViaProcessor] = useState(false);
  const [note, setNote] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const add = useMutation<DataRequest, ProblemError>({
    mutationFn: () =>
      api.post("/rights/requests", {
        kind,
        about,
        studyId: studyId || null,
        reference: reference.trim(),
        receivedOn,
        viaProcessor,
        note: note.trim(),
      }),
    onSuccess: async () => {
      await refresh("/rights/requests");
      toast(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, t("badDay")) };
    if (reference.trim() === "") found.reference = t("required", { field: t("reference") });
    if (receivedOn === null) found.receivedOn ??= t("required", { field: t("receivedOn") });
    setErrors(found);
    if (Object.keys(found).length === 0) add.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <NativeSelect
          id="kind"
          label={t("kind")}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as RequestKind)}
          data={requestKinds.map((value) => ({ value, label: t(`kind-${value}`) }))}
          data-autofocus
        />
        <NativeSelect
          id="about"
          label={t("about")}
          {...(about === "answer" ? { description: t("answerHelp") } : {})}
          {...(about === "roster" ? { description: t("rosterHelp") } : {})}
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={about}
          onChange={(event) => setAbout(event.currentTarget.value as RequestAbout)}
          data={abouts.map((value) => ({ value, label: t(`about-${value}`) }))}
        />
        {studies.length ? (
          <NativeSelect
            id="study"
            label={t("study")}
            value={studyId}
            onChange={(event) => setStudyId(event.currentTarget.value)}
            data={[
              { value: "", label: t("anyStudy") },
              ...studies.map(({ id, title }) => ({ value: id, label: label(title) })),
            ]}
          />
        ) : null}
        <TextInput
          id="reference"
          label={t("reference")}
          description={t("referenceHelp")}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          error={errors.reference}
          maxLength={300}
          autoComplete="off"
        />
        <DayField
          id="receivedOn"
          label={t("receivedOn")}
          value={receivedOn}
          onChange={setReceivedOn}
          error={errors.receivedOn}
          maw={220}
        />
        <Checkbox
          label={t("viaProcessor")}
          checked={viaProcessor}
          onChange={(event) => setViaProcessor(event.currentTarget.checked)}
        />
        <Textarea
          id="note"
          label={t("note")}
          description={t("noteHelp")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={4000}
        />
        {add.error ? <ProblemNote problem={add.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t("addRequest")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
