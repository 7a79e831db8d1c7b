import { type ReactNode, useEffect, useState } from "react";
import { described, type FieldProps } from "./field.ts";
import { parseNumber, writeNumber } from "./number-entry.ts";
import { filled } from "./words.ts";

export interface NumberFieldProps extends FieldProps<number> {
  readonly whole: boolean;
}

/** A number, typed as the language writes it; what was understood is said where it could be taken otherwise. */
export function NumberField(props: NumberFieldProps): ReactNode {
  const { id, value, whole, onChange, words, language } = props;
  const [text, setText] = useState(() => (value === undefined ? "" : writeNumber(value, language)));
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change from outside rewrites what was typed
  useEffect(() => {
    const typed = parseNumber(text, language);
    const meant = typed === undefined || Number.isNaN(typed) || (whole && !Number.isInteger(typed)) ? undefined : typed;
    if (value !== meant) setText(value === undefined ? "" : writeNumber(value, language));
  }, [value]);
  const change = (typed: string) => {
    setText(typed);
    const number = parseNumber(typed, language);
    if (number === undefined) onChange(undefined);
    else if (Number.isNaN(number)) onChange(undefined, "not-a-number");
    else if (whole && !Number.isInteger(number)) onChange(undefined, "not-whole");
    else onChange(number);
  };
  const written = value === undefined ? "" : writeNumber(value, language);
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
