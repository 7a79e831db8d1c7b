import type { Incident } from "@lang-nghe/contract";
import { Button, Group, NumberInput, Stack, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { dayErrors } from "../platform/day-field.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { dayInVietnam, momentOf, timeInVietnam } from "./clock.ts";
import { MomentFields } from "./moment-fields.tsx";
import { words } from "./words.ts";

/** An incident at the first suspicion: when it was noticed starts the clock. */
export function NewIncidentForm({ now, onDone }: { now: Date; onDone: () => void }) {
  const t = useWords(words);
  const [day, setDay] = useState<string | null>(dayInVietnam(now));
  const [time, setTime] = useState(timeInVietnam(now));
  const [what, setWhat] = useState("");
  const [people, setPeople] = useState<number | "">("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const add = useMutation<Incident, ProblemError>({
    mutationFn: () =>
      api.post("/rights/incidents", {
        detectedAt: momentOf(day ?? "", time),
        what: what.trim(),
        people: people === "" ? null : people,
      }),
    onSuccess: async () => {
      await refresh("/rights/incidents");
      toast(t("saved"));
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found: Record<string, string> = { ...dayErrors(event.currentTarget, t("badDay")) };
    if (day === null) found.day ??= t("required", { field: t("detectedDay") });
    if (momentOf(day ?? "2026-01-01", time) === undefined) found.time = t("badTime");
    if (what.trim() === "") found.what = t("required", { field: t("what") });
    setErrors(found);
    if (Object.keys(found).length === 0) add.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <ErrorSummary errors={errors} />
        <MomentFields
          labels={{ day: t("detectedDay"), time: t("detectedTime") }}
          day={day}
          time={time}
          onDay={setDay}
          onTime={setTime}
          errors={errors}
        />
        <Textarea
          id="what"
          label={t("what")}
          description={t("whatHelp")}
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value)}
          error={errors.what}
          autosize
          minRows={3}
          maxLength={4000}
        />
        <NumberInput
          id="people"
          label={t("people")}
          description={t("peopleHelp")}
          value={people}
          onChange={(value) => setPeople(value === "" ? "" : Math.max(0, Math.round(Number(value) || 0)))}
          min={0}
          allowDecimal={false}
          maw={320}
        />
        {add.error ? <ProblemNote problem={add.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t("addIncident")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
