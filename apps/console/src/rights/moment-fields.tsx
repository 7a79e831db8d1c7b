import { Group, TextInput } from "@mantine/core";
import { DayField } from "../platform/day-field.tsx";

/** A day and a time of day, as the clock in Vietnam shows it. */
export function MomentFields({
  labels,
  day,
  time,
  onDay,
  onTime,
  errors,
}: {
  labels: { day: string; time: string };
  day: string | null;
  time: string;
  onDay: (day: string | null) => void;
  onTime: (time: string) => void;
  errors: Readonly<Record<string, string>>;
}) {
  return (
    <Group gap="md" align="flex-start">
      <DayField id="day" label={labels.day} value={day} onChange={onDay} error={errors.day} w={200} data-autofocus />
      <TextInput
        id="time"
        label={labels.time}
        value={time}
        onChange={(event) => onTime(event.currentTarget.value)}
        error={errors.time}
        w={160}
        inputMode="numeric"
        autoComplete="off"
        placeholder="14:05"
      />
    </Group>
  );
}
