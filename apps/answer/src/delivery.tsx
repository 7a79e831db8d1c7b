import { filled } from "@lang-nghe/ui/controls";
import { type ReactNode, useState } from "react";
import { Done, Message } from "./frame.tsx";
import type { Interview } from "./interview.ts";
import { printedKey } from "./withdrawal.ts";
import type { OpenLinkWords } from "./words-open-link.ts";

interface DeliveryProps {
  readonly interview: Interview;
  readonly words: OpenLinkWords;
  readonly lang: string;
}

/** What became of the set just finished: thanks only after the server has said that it holds it. */
export function Delivered(props: DeliveryProps & { readonly test: boolean }): ReactNode {
  const { interview, words, lang } = props;
  const { courier, storage, sending } = interview;
  const set = storage.finished().find((candidate) => candidate.id === sending);
  const delivery = courier.delivery(sending ?? "") ?? { kind: "sending" };
  // Kept with the set until the server has it; from then on only this screen shows it.
  const [key] = useState(() => storage.withdrawalKey(sending ?? ""));
  const drop = () => {
    if (set) courier.drop(set.id);
    interview.another();
  };
  switch (delivery.kind) {
    case "accepted":
    case "conflict":
      return (
        <Message title={words.sent} lang={lang} key="sent">
          <Done />
          <p role="status">{delivery.kind === "accepted" ? words.sentText : words.sentBefore}</p>
          {delivery.kind === "accepted" && key && (
            <>
              <h2>{words.withdrawalKey}</h2>
              <p className="key">{printedKey(key)}</p>
              <p>
                {words.withdrawalText}{" "}
                <a href="/withdraw" target="_blank" rel="noopener noreferrer">
                  {words.withdraw}
                </a>
              </p>
            </>
          )}
          {props.test && (
            <>
              <p>{words.sentTest}</p>
              <button type="button" onClick={interview.another}>
                {words.another}
              </button>
            </>
          )}
        </Message>
      );
    case "later":
      return (
        <Message title={words.waiting} lang={lang} key="waiting">
          <p role="status">
            {delivery.offline && !navigator.onLine ? words.waitingOffline : words.waitingServer} {words.waitingText}
          </p>
          <div className="foot">
            <button type="button" className="main" onClick={() => void courier.run()}>
              {words.tryNow}
            </button>
            <button type="button" onClick={interview.another}>
              {words.another}
            </button>
          </div>
        </Message>
      );
    case "closed":
      return (
        <Message title={words.closed} lang={lang} key="closed">
          <p role="status">{words.closedKept}</p>
          <button type="button" onClick={drop}>
            {words.deleteKept}
          </button>
        </Message>
      );
    case "new-version":
      return (
        <Message title={words.versionChanged} lang={lang} key="new-version">
          <p role="status">{words.versionChangedText}</p>
          <button type="button" className="main" onClick={() => set && interview.reopen(set)}>
            {words.reload}
          </button>
        </Message>
      );
    case "refused":
      return (
        <Message title={words.refused} lang={lang} key="refused">
          <p role="status">
            {words.refusedText} {delivery.places}
          </p>
          <button type="button" className="main" onClick={() => set && interview.reopen(set)}>
            {words.back}
          </button>
        </Message>
      );
    default:
      return (
        <Message title={words.sending} lang={lang} key="sending">
          <progress aria-hidden="true" />
          <p role="status">{words.kept}</p>
        </Message>
      );
  }
}

/** Finished sets of this device that are not the one on the screen. */
export function Outbox({ interview, words, lang }: DeliveryProps): ReactNode {
  const { courier, storage, sending } = interview;
  const others = storage.finished().filter((set) => set.id !== sending);
  if (others.length === 0) return null;
  const stuck = others.find((set) =>
    ["closed", "refused", "new-version"].includes(courier.delivery(set.id)?.kind ?? ""),
  );
  const kind = stuck && courier.delivery(stuck.id)?.kind;
  return (
    <div className="notice" lang={lang}>
      <p role="status">
        {stuck
          ? kind === "closed"
            ? words.closedKept
            : words.refused
          : filled(words.outboxSending, { count: others.length })}
      </p>
      {stuck && (
        <button type="button" onClick={() => courier.drop(stuck.id)}>
          {words.deleteKept}
        </button>
      )}
    </div>
  );
}
