import { type ReactNode, useId } from "react";
import type { FieldProps } from "./field.ts";
import { writeNumber } from "./number-entry.ts";
import { NumberField } from "./number-field.tsx";

export interface RangeFieldProps extends Omit<FieldProps<number>, "value"> {
  /** A string is what was typed before and could not be read. */
  readonly value: number | string | undefined;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** A place on a scale: a slider, and a number field for exact or shaky hands. Nothing is chosen until it is touched. */
export function RangeField(props: RangeFieldProps): ReactNode {
  const { id, start, end, step, onChange, words, language } = props;
  const exact = useId();
  const value = typeof props.value === "number" ? props.value : undefined;
  const [low, high] = start <= end ? [start, end] : [end, start];
  const middle = low + Math.round((high - low) / step / 2) * step;
  const choose = (text: string) => onChange(onScale(Number(text), low, step));
  return (
    <div className="ln-range">
      <output htmlFor={id} className={value === undefined ? "ln-unset" : undefined}>
        {value === undefined ? words.noAnswerYet : writeNumber(value, language)}
      </output>
      <input
        aria-labelledby={`${id}-label`}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        id={id}
        type="range"
        className={value === undefined ? "ln-unset" : undefined}
        min={low}
        max={high}
        step={step}
        value={value ?? middle}
        aria-valuetext={value === undefined ? words.noAnswerYet : writeNumber(value, language)}
        onChange={(event) => choose(event.currentTarget.value)}
        onPointerUp={(event) => choose(event.currentTarget.value)}
        onKeyDown={(event) => event.key === " " && choose(event.currentTarget.value)}
      />
      <p className="ln-ends" aria-hidden="true">
        <span>{writeNumber(low, language)}</span>
        <span>{writeNumber(high, language)}</span>
      </p>
      <label className="ln-exact" htmlFor={exact}>
        <span>{words.exactly}</span>
        <NumberField {...props} id={exact} whole={Number.isInteger(step) && Number.isInteger(low)} />
      </label>
    </div>
  );
}

/** Cleans the binary dust that steps such as 0.1 leave behind. */
function onScale(value: number, low: number, step: number): number {
  const decimals = Math.max(...[low, step].map((number) => (String(number).split(".")[1] ?? "").length));
  return Number(value.toFixed(decimals));
}
