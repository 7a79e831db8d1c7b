import { TextInput, type TextInputProps } from "@mantine/core";
import { useState } from "react";
import type { FieldErrors } from "./error-summary.tsx";
import { platformWords } from "./platform-words.ts";
import { useWords } from "./words.ts";

/** `6/2/2026`, `06-02-2026` or `2026-02-06` → `2026-02-06`; undefined for what is no day of the calendar. */
export function parseDay(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  const written = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text.trim());
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : written ? [written[3], written[2], written[1]] : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return exists ? date.toISOString().slice(0, 10) : undefined;
}

const shown = (day: string) => day.split("-").reverse().join("/");

/** Fields of a form that hold something that is no day, to be added to its errors. */
export function dayErrors(form: HTMLFormElement, sentence: string): FieldErrors {
  const bad = [...form.querySelectorAll<HTMLInputElement>("input[data-no-day]")];
  return Object.fromEntries(bad.map((input) => [input.id, sentence]));
}

export interface DayFieldProps extends Omit<TextInputProps, "value" | "onChange" | "id"> {
  readonly id: string;
  /** ISO 8601 or null. */
  readonly value: string | null;
  readonly onChange: (day: string | null) => void;
}

/** A day, typed as it is written here: 06/02/2026. The browser's own control would follow the machine's language. */
export function DayField({ value, onChange, error, id, ...rest }: DayFieldProps) {
  const t = useWords(platformWords);
  const [text, setText] = useState(value ? shown(value) : "");
  const [left, setLeft] = useState(false);
  const bad = text.trim() !== "" && parseDay(text) === undefined;
  return (
    <TextInput
      {...rest}
      id={id}
      inputMode="numeric"
      placeholder={t("dayPlaceholder")}
      autoComplete="off"
      value={text}
      {...(bad ? { "data-no-day": true } : {})}
      error={error ?? (bad && left ? t("badDay") : null)}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setText(next);
        setLeft(false);
        onChange(parseDay(next) ?? null);
      }}
      onBlur={() => {
        setLeft(true);
        const day = parseDay(text);
        if (day) setText(shown(day));
      }}
    />
  );
}
