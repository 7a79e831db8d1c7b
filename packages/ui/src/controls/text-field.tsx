import { type ReactNode, useId } from "react";
import { described, type FieldProps } from "./field.ts";
import { filled } from "./words.ts";

export interface TextFieldProps extends FieldProps<string> {
  /** Lines of the box; 1 is a single line. */
  readonly rows: number;
  /** Most characters allowed (UTF-16 units, as the questionnaire counts). */
  readonly limit: number;
}

/** Free text. It is never cut while someone types: what is too long is said, and stays. */
export function TextField(props: TextFieldProps): ReactNode {
  const { id, value = "", rows, limit, onChange, words } = props;
  const tip = useId();
  const left = limit - value.length;
  const shared = {
    id,
    value,
    className: "ln-text",
    autoComplete: "off",
    ...described(props),
    "aria-describedby": [props.describedBy, tip].filter(Boolean).join(" "),
    onChange: (event: { currentTarget: { value: string } }) => {
      const text = event.currentTarget.value;
      if (text.length > limit) onChange(undefined, { text, problem: "too-long" });
      else onChange(text === "" ? undefined : text);
    },
  };
  return (
    <>
      {rows > 1 ? <textarea {...shared} rows={rows} /> : <input {...shared} type="text" />}
      <p className="ln-tip" id={tip}>
        <span>{words.noNames}</span>
        {(left < 200 || left < limit / 10) && (
          <span aria-live="polite" className={left < 0 ? "ln-over" : "ln-count"}>
            {filled(left < 0 ? words.charactersOver : words.charactersLeft, { count: Math.abs(left) })}
          </span>
        )}
      </p>
    </>
  );
}
