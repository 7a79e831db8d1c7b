import type { Incident, IncidentChange } from "@lang-nghe/contract";
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DayField, dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { dayInVietnam, momentOf, timeInVietnam } from "./clock.ts";
import { MomentFields } from "./moment-fields.tsx";
import { words } from "./words.ts";

export type IncidentStep = { readonly what: "notified" | "measures" | "close"; readonly incident: Incident };

const titles = { notified: "notifiedTitle", measures: "writeMeasures", close: "closeIncident" } as const;

/** One step of an incident: the authority told, measures written, closed. */
export function IncidentStepForm({
  step,
  now,
  onClose,
}: {
  step: IncidentStep | null;
  now: Date;
  onClose: () => void;
}) {
  const t = useWords(words);
  return (
    <Modal opened={step !== null} onClose={onClose} title={step ? t(titles[step.what]) : ""} size="lg">
      {step ? <Inside key={step.incident.id + step.what} {...step} now={now} onClose={onClose} /> : null}
    </Modal>
  );
}

function Inside({ what, incident, now, onClose }: IncidentStep & { now: Date; onClose: () => void }) {
  const t = useWords(words);
  const [day, setDay] = useState<string | null>(dayInVietnam(now));
  const [time, setTime] = useState(timeInVietnam(now));
  const [text, setText] = useState(what === "measures" ? incident.measures : "");
  const [errors, setErrors] = useState<FieldErrors>({});
  const told = momentOf(day ?? "2026-01-01", time);
  const late = what === "notified" && told !== undefined && told > incident.notifyBy;
  const body = (): IncidentChange => {
    if (what === "notified") return { notifiedAt: told ?? null, ...(late && { lateReason: text.trim() }) };
    return what === "measures" ? { measures: text } : { closedOn: day };
  };
  const save = useMutation<Incident, ProblemError>({
    mutationFn: () => api.patch(`/rights/incidents/${incident.id}`, body()),
    onSuccess: async () => {
      await refresh("/rights/incidents");
      toast(t("saved"));
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, t("badDay")) };
    if (what !== "measures" && day === null)
      found.day ??= t("required", { field: t(what === "close" ? "closedOn" : "notifiedDay") });
    if (what === "notified" && told === undefined) found.time = t("badTime");
    if (late && text.trim() === "") found.text = t("required", { field: t("lateReason") });
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {what === "notified" ? <Text>{t("notifiedHelp")}</Text> : null}
        {what === "close" ? <Text>{t("closeIncidentHelp")}</Text> : null}
        <ErrorSummary errors={errors} />
        {what === "notified" ? (
          <MomentFields
            labels={{ day: t("notifiedDay"), time: t("notifiedTime") }}
            day={day}
            time={time}
            onDay={setDay}
            onTime={setTime}
            errors={errors}
          />
        ) : null}
        {what === "close" ? (
          <DayField id="day" label={t("closedOn")} value={day} onChange={setDay} error={errors.day} maw={220} />
        ) : null}
        {what === "measures" || late ? (
          <Textarea
            id="text"
            label={t(what === "measures" ? "measures" : "lateReason")}
            {...(late ? { description: t("lateReasonHelp") } : {})}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={errors.text}
            autosize
            minRows={4}
            maxLength={4000}
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
