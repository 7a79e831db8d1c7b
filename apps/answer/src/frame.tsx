import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { Words } from "./words.ts";

/** The buttons at the end of a screen. The main one comes first for the keyboard and the thumb. */
export function Foot({ children, lang }: { readonly children: ReactNode; readonly lang: string }): ReactNode {
  return (
    <div className="foot" lang={lang}>
      {children}
    </div>
  );
}

/** A screen without questions: what happened, and what can be done. */
export function Message(props: {
  readonly title: string;
  readonly lang: string;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <section className="message" lang={props.lang}>
      <h1 tabIndex={-1}>{props.title}</h1>
      {props.children}
    </section>
  );
}

/** Moves focus to the heading and says where one is, each time `place` changes but not at the start. */
export function useArrival(place: string, said: string): ReactNode {
  const [heard, setHeard] = useState("");
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: said when the place changes, not when its wording does
  useLayoutEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    setHeard(said);
  }, [place]);
  return (
    <p className="ln-heard" role="status">
      {heard}
    </p>
  );
}

/** Where the answers are, and how to take them off a device that others use. */
export function DeviceNote(props: {
  readonly words: Words;
  readonly lang: string;
  readonly lasting: boolean;
  readonly onClear: () => void;
}): ReactNode {
  const { words } = props;
  const [asking, setAsking] = useState(false);
  return (
    <aside className="device" lang={props.lang}>
      <p>{props.lasting ? words.kept : words.notKept}</p>
      <details>
        <summary>{words.sharedDevice}</summary>
        {asking ? (
          <>
            <p>{words.clearSure}</p>
            <button type="button" className="danger" onClick={props.onClear}>
              {words.clearYes}
            </button>{" "}
            <button type="button" onClick={() => setAsking(false)}>
              {words.clearNo}
            </button>
          </>
        ) : (
          <button type="button" onClick={() => setAsking(true)}>
            {words.clearDraft}
          </button>
        )}
      </details>
    </aside>
  );
}

/** A tick: it is done. Words beside it say the same. */
export function Done(): ReactNode {
  return (
    <svg className="done" viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="22" />
      <path d="m14 25 7 7 14-15" />
    </svg>
  );
}
