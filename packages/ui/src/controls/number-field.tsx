import { type ReactNode, useEffect, useState } from "react";
import { described, type FieldProps, type Unread } from "./field.ts";
import { parseNumber, writeNumber } from "./number-entry.ts";
import { filled } from "./words.ts";

export interface NumberFieldProps extends Omit<FieldProps<number>, "value"> {
  /** A string is what was typed before and could not be read. */
  readonly value: number | string | undefined;
  readonly whole: boolean;
}

/** What a typed text means: a number, nothing, or why it cannot be read. */
function understood(text: string, whole: boolean, language: string): number | undefined | Unread {
  const number = parseNumber(text, language);
  if (number === undefined) return undefined;
  if (Number.isNaN(number)) return { text, problem: "not-a-number" };
  return whole && !Number.isInteger(number) ? { text, problem: "not-whole" } : number;
}

function shown(value: number | string | undefined, language: string): string {
  return typeof value === "number" ? writeNumber(value, language) : (value ?? "");
}

/** A number, typed as the language writes it; what was understood is said where it could be taken otherwise. */
export function NumberField(props: NumberFieldProps): ReactNode {
  const { id, value, whole, onChange, words, language } = props;
  const [text, setText] = useState(() => shown(value, language));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change from outside rewrites what was typed
  useEffect(() => {
    // `1.20` on the way to `1.200` is no whole number yet, but it is what the value came from.
    if (value !== text && value !== parseNumber(text, language)) setText(shown(value, language));
  }, [value]);
  const change = (typed: string) => {
    setText(typed);
    const meant = understood(typed, whole, language);
    if (typeof meant === "object") onChange(undefined, meant);
    else onChange(meant);
  };
  const written = typeof value === "number" ? writeNumber(value, language) : "";
  return (
    <>
      <input
        {...described(props)}
        id={id}
        className="ln-number"
        type="text"
        inputMode={whole ? "numeric" : "decimal"}
        autoComplete="off"
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <p className="ln-tip" aria-live="polite">
        {written !== text.trim() &&
          /[.,]/.test(text + written) &&
          written !== "" &&
          filled(words.readAs, { value: written })}
      </p>
    </>
  );
}
