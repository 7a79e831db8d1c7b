import { type DataRequest, type DataRequestChange, deadlines, type RequestOutcome } from "@lang-nghe/contract";
import { Button, Group, Modal, NativeSelect, NumberInput, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

export type Change = { readonly what: "reply" | "extend" | "close" | "note"; readonly request: DataRequest };

const titles = { reply: "repliedTitle", extend: "extendTitle", close: "closeTitle", note: "editNote" } as const;
const outcomes: readonly RequestOutcome[] = ["done", "partly", "cannot-identify", "refused", "taken-back"];

/** One step of a request: replied, extended, closed, or a note. */
export function RequestChangeForm({
  change,
  today,
  onClose,
}: {
  change: Change | null;
  today: string;
  onClose: () => void;
}) {
  const t = useWords(words);
  return (
    <Modal opened={change !== null} onClose={onClose} title={change ? t(titles[change.what]) : ""} size="lg">
      {change ? <Inside key={change.request.id + change.what} {...change} today={today} onClose={onClose} /> : null}
    </Modal>
  );
}

function Inside({ what, request, today, onClose }: Change & { today: string; onClose: () => void }) {
  const t = useWords(words);
  const most = deadlines[request.kind].extension;
  const [day, setDay] = useState<string | null>(today);
  const [days, setDays] = useState<number>(most);
  const [text, setText] = useState(what === "note" ? request.note : "");
  const [outcome, setOutcome] = useState<RequestOutcome>(request.about === "answer" ? "cannot-identify" : "done");
  const [errors, setErrors] = useState<FieldErrors>({});
  const body = (): DataRequestChange => {
    if (what === "reply") return { repliedOn: day };
    if (what === "extend") return { extension: { days, reason: text.trim() } };
    if (what === "close") return { closed: { on: day ?? today, outcome } };
    return { note: text };
  };
  const save = useMutation<DataRequest, ProblemError>({
    mutationFn: () => api.patch(`/rights/requests/${request.id}`, body()),
    onSuccess: async () => {
      await refresh("/rights/requests");
      toast(t("saved"));
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, t("badDay")) };
    if ((what === "reply" || what === "close") && day === null)
      found.day ??= t("required", { field: t(what === "reply" ? "repliedOn" : "closedOn") });
    if (what === "extend" && text.trim() === "") found.text = t("required", { field: t("reason") });
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {what === "reply" ? <Text>{t("repliedHelp")}</Text> : null}
        {what === "extend" ? <Text>{t("extendHelp", { most })}</Text> : null}
        {what === "close" ? <Text>{t("closeHelp")}</Text> : null}
        <ErrorSummary errors={errors} />
        {what === "reply" || what === "close" ? (
          <DayField
            id="day"
            label={t(what === "reply" ? "repliedOn" : "closedOn")}
            value={day}
            onChange={setDay}
            error={errors.day}
            maw={220}
            data-autofocus
          />
        ) : null}
        {what === "extend" ? (
          <NumberInput
            id="days"
            label={t("extendDays")}
            value={days}
            onChange={(value) => setDays(Number(value) || 1)}
            min={1}
            max={most}
            allowDecimal={false}
            maw={160}
            data-autofocus
          />
        ) : null}
        {what === "close" ? (
          <NativeSelect
            id="outcome"
            label={t("outcome")}
            value={outcome}
            onChange={(event) => setOutcome(event.currentTarget.value as RequestOutcome)}
            data={outcomes.map((value) => ({ value, label: t(`outcome-${value}`) }))}
          />
        ) : null}
        {what === "extend" || what === "note" ? (
          <Textarea
            id="text"
            label={t(what === "extend" ? "reason" : "note")}
            description={t("noteHelp")}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={errors.text}
            autosize
            minRows={3}
            maxLength={2000}
          />
        ) : null}
        {save.error ? <ProblemNote problem={save.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
