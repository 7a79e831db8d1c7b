import { type ReactNode, useEffect, useState } from "react";
import { type DayParts, dayParts, readDay } from "./date-entry.ts";
import { described, type FieldProps } from "./field.ts";

const parts = ["day", "month", "year"] as const;

/** Three fields that are no day, as they are kept until mended: `31/2/2026`; "" when all are empty. */
function written({ day, month, year }: DayParts): string {
  return day + month + year === "" ? "" : `${day}/${month}/${year}`;
}

/** A day in three fields, so that nobody scrolls a calendar back to the year of birth. */
export function DateField(props: FieldProps<string>): ReactNode {
  const { id, value, onChange, words } = props;
  const [typed, setTyped] = useState<DayParts>(() => dayParts(value));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change from outside rewrites what was typed
  useEffect(() => {
    if ((readDay(typed).value ?? written(typed)) !== (value ?? "")) setTyped(dayParts(value));
  }, [value]);
  const change = (part: (typeof parts)[number], text: string) => {
    const next = { ...typed, [part]: text };
    setTyped(next);
    const day = readDay(next);
    if (day.problem) onChange(undefined, { text: written(next), problem: day.problem });
    else onChange(day.value);
  };
  return (
    <div className="ln-day">
      {parts.map((part, index) => (
        <label key={part}>
          <span>{words[part]}</span>
          <input
            {...described(props)}
            id={index === 0 ? id : `${id}-${part}`}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            className={part === "year" ? "ln-wide" : undefined}
            maxLength={part === "year" ? 4 : 2}
            value={typed[part]}
            onChange={(event) => change(part, event.currentTarget.value)}
          />
        </label>
      ))}
    </div>
  );
}

/** Hours and minutes, by the device's own time picker. */
export function TimeField(props: FieldProps<string>): ReactNode {
  return (
    <input
      {...described(props)}
      id={props.id}
      className="ln-time"
      type="time"
      value={props.value ?? ""}
      onChange={(event) => {
        const { value, validity } = event.currentTarget;
        props.onChange(
          value === "" ? undefined : value.slice(0, 5),
          validity?.badInput ? { text: "?", problem: "not-a-time" } : undefined,
        );
      }}
    />
  );
}
