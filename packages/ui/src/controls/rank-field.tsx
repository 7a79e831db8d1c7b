import { type ReactNode, useEffect, useRef, useState } from "react";
import type { FieldProps, ShownChoice } from "./field.ts";
import { moved } from "./selection.ts";
import { filled } from "./words.ts";

/** An order of choices: tap them one after the other, then mend with the buttons. Never needs dragging. */
export function RankField(
  props: FieldProps<readonly string[]> & { readonly choices: readonly ShownChoice[] },
): ReactNode {
  const { id, value = [], choices, onChange, words } = props;
  const [said, setSaid] = useState("");
  const focus = useRef<string | undefined>(undefined);
  useEffect(() => {
    // Moving or removing a button drops its focus: give it to the same button, or to the nearest thing left.
    if (focus.current === undefined) return;
    (document.getElementById(focus.current) ?? document.getElementById(id))?.focus();
    focus.current = undefined;
  });
  const label = (name: string) => choices.find((choice) => choice.name === name)?.label.normalize("NFC") ?? name;
  const ranked = value.filter((name) => choices.some((choice) => choice.name === name));
  const left = choices.filter((choice) => !ranked.includes(choice.name));
  const change = (next: readonly string[], name: string, focusOn: string) => {
    focus.current = focusOn;
    onChange(next.length > 0 ? next : undefined);
    const place = next.indexOf(name) + 1;
    setSaid(place > 0 ? filled(words.atPlace, { item: label(name), place, count: choices.length }) : "");
  };
  const button = (name: string, sign: string, title: string, key: string, next: readonly string[], off = false) => (
    <button
      type="button"
      id={`${id}-${key}-${name}`}
      className="ln-move"
      aria-label={filled(title, { item: label(name) })}
      aria-disabled={off || undefined}
      onClick={() => !off && change(next, name, `${id}-${key}-${name}`)}
    >
      <span aria-hidden="true">{sign}</span>
    </button>
  );
  return (
    <div className="ln-rank" id={id} tabIndex={-1}>
      {ranked.length > 0 && (
        <>
          <p className="ln-rank-title" id={`${id}-order`}>
            {words.yourOrder}
          </p>
          <ol aria-labelledby={`${id}-order`}>
            {ranked.map((name, index) => (
              <li key={name}>
                <b>{index + 1}</b>
                <span className="ln-item">{label(name)}</span>
                <span className="ln-moves">
                  {button(name, "↑", words.earlier, "up", moved(ranked, name, -1), index === 0)}
                  {button(name, "↓", words.later, "down", moved(ranked, name, 1), index === ranked.length - 1)}
                  {button(
                    name,
                    "✕",
                    words.remove,
                    "out",
                    ranked.filter((other) => other !== name),
                  )}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
      {left.length > 0 ? (
        <>
          <p className="ln-tip">{words.tapToRank}</p>
          <div className="ln-cards">
            {left.map((choice, index) => (
              <button
                key={choice.name}
                type="button"
                id={`${id}-add-${choice.name}`}
                className="ln-card ln-add"
                aria-describedby={props.describedBy}
                onClick={() =>
                  change(
                    // The last place has only one taker.
                    [
                      ...ranked,
                      choice.name,
                      ...(left.length === 2 ? left.filter((other) => other !== choice) : []).map((other) => other.name),
                    ],
                    choice.name,
                    `${id}-add-${(left[index + 1] ?? left[index - 1])?.name ?? ""}`,
                  )
                }
              >
                <b aria-hidden="true">{ranked.length + 1}</b>
                <span>{choice.label.normalize("NFC")}</span>
              </button>
            ))}
          </div>
        </>
      ) : (
        <p className="ln-tip">{words.rankedAll}</p>
      )}
      <p className="ln-heard" aria-live="polite">
        {said}
      </p>
    </div>
  );
}
