import type { ReactNode } from "react";
import { described, type FieldProps, type ShownChoice } from "./field.ts";
import { LabelText } from "./label-text.tsx";
import { toggled } from "./selection.ts";

export interface ChoiceFieldProps extends FieldProps<string> {
  readonly choices: readonly ShownChoice[];
  /** `likert`: a scale, side by side where there is room. `columns`: short labels in columns. */
  readonly layout: "list" | "likert" | "columns";
}

/** One of several: cards with radio buttons, each at least 44 px high. */
export function ChoiceField(props: ChoiceFieldProps): ReactNode {
  const { id, value, choices, layout, onChange, required, words } = props;
  const card = (choice: ShownChoice) => (
    <label key={choice.name} className={choice.missing ? "ln-card ln-missing" : "ln-card"}>
      <input
        type="radio"
        id={choice === choices[0] ? id : `${id}-${choice.name}`}
        name={id}
        value={choice.name}
        checked={value === choice.name}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        onChange={() => onChange(choice.name)}
      />
      <span>
        <LabelText text={choice.label} />
      </span>
    </label>
  );
  const substance = choices.filter((choice) => !choice.missing);
  const missing = choices.filter((choice) => choice.missing);
  return (
    <>
      <div className={`ln-cards ln-${layout}`}>{substance.map(card)}</div>
      {missing.length > 0 && <div className="ln-cards ln-apart">{missing.map(card)}</div>}
      {!required && value !== undefined && (
        <button type="button" className="ln-plain" onClick={() => onChange(undefined)}>
          {words.clear}
        </button>
      )}
    </>
  );
}

/** One of many, in the device's own list: for long lists such as communes. */
export function ListField(props: FieldProps<string> & { readonly choices: readonly ShownChoice[] }): ReactNode {
  const { id, value = "", choices, onChange, words } = props;
  return (
    <select
      {...described(props)}
      id={id}
      className="ln-select"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{words.chooseOne}</option>
      {choices.map((choice) => (
        <option key={choice.name} value={choice.name}>
          {choice.label.normalize("NFC")}
        </option>
      ))}
    </select>
  );
}

/** Several of several; an exclusive choice stands alone. */
export function MultipleField(
  props: FieldProps<readonly string[]> & {
    readonly choices: readonly ShownChoice[];
    /** Says that several may be chosen; not needed where the question's own hint speaks. */
    readonly tip: boolean;
    readonly layout: "list" | "columns";
  },
): ReactNode {
  const { id, value = [], choices, layout, onChange, words } = props;
  const order = choices.map((choice) => choice.name);
  const exclusive = choices.filter((choice) => choice.exclusive || choice.missing).map((choice) => choice.name);
  const card = (choice: ShownChoice) => (
    <label key={choice.name} className={choice.missing ? "ln-card ln-missing" : "ln-card"}>
      <input
        type="checkbox"
        id={choice === choices[0] ? id : `${id}-${choice.name}`}
        checked={value.includes(choice.name)}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid || undefined}
        onChange={() => {
          const next = toggled(value, choice.name, order, exclusive);
          onChange(next.length > 0 ? next : undefined);
        }}
      />
      <span>
        <LabelText text={choice.label} />
      </span>
    </label>
  );
  const alone = (choice: ShownChoice) => exclusive.includes(choice.name);
  return (
    <>
      {props.tip && <p className="ln-tip">{words.chooseMany}</p>}
      <div className={`ln-cards ln-${layout}`}>{choices.filter((choice) => !alone(choice)).map(card)}</div>
      {exclusive.length > 0 && <div className="ln-cards ln-apart">{choices.filter(alone).map(card)}</div>}
    </>
  );
}

/** A statement to be read and ticked; the answer is `OK`. */
export function AcknowledgeField(props: FieldProps<string>): ReactNode {
  return (
    <label className="ln-card">
      <input
        {...described(props)}
        id={props.id}
        type="checkbox"
        checked={props.value === "OK"}
        onChange={(event) => props.onChange(event.currentTarget.checked ? "OK" : undefined)}
      />
      <span>{props.words.read}</span>
    </label>
  );
}
