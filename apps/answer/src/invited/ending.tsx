import { AnonymityError, type Ask, checkReceipt, printedWithdrawalKey } from "@lang-nghe/anonymity/respondent";
import { filled } from "@lang-nghe/ui/controls";
import { type ReactNode, useState } from "react";
import { Done, Message } from "../frame.tsx";
import type { Words } from "../words.ts";
import type { Visit } from "./state.ts";
import type { InvitedWords } from "./words.ts";

export interface Frame {
  readonly visit: Visit;
  readonly own: InvitedWords;
  readonly words: Words;
  readonly lang: "vi" | "en";
}

/** Hands a text to the browser as a file. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Takes up a recovery file of another device. */
export function Restore({ visit, own }: Frame): ReactNode {
  return (
    <div className="field">
      <label htmlFor="recovery">{own.restoreText}</label>
      <input
        id="recovery"
        type="file"
        accept=".json,application/json"
        onChange={(event) => void event.currentTarget.files?.[0]?.text().then(visit.restore)}
      />
    </div>
  );
}

function Recovery({ visit, own }: Frame): ReactNode {
  return (
    <details>
      <summary>{own.recoveryTitle}</summary>
      <p>{own.recoveryText}</p>
      <button
        type="button"
        onClick={() =>
          void visit
            .recoveryFile()
            .then((file) => file !== undefined && download(`${visit.manifest.slug}-khoi-phuc.json`, file))
        }
      >
        {own.recovery}
      </button>
    </details>
  );
}

/** The end of the questions: when to send, and what each choice costs. */
export function SealAndSend(props: Frame & { readonly problem: string | undefined }): ReactNode {
  const { visit, own, words, lang, problem } = props;
  const [busy, setBusy] = useState(false);
  const finish = (when: "now" | "later") => {
    setBusy(true);
    void visit.finish(when).then(() => setBusy(false));
  };
  return (
    <Message title={words.sendTitle} lang={lang}>
      {problem && (
        <p className="wrong" role="alert">
          {problem}
        </p>
      )}
      <p>{own.sendText}</p>
      <div className="choice">
        <button type="button" className="main" disabled={busy} aria-describedby="later" onClick={() => finish("later")}>
          {own.later}
        </button>
        <p id="later">{own.laterText}</p>
      </div>
      <div className="choice">
        <button type="button" disabled={busy} aria-describedby="now" onClick={() => finish("now")}>
          {own.now}
        </button>
        <p id="now">{own.nowText}</p>
      </div>
      <button type="button" onClick={visit.back}>
        {words.back}
      </button>
      <Recovery {...props} />
    </Message>
  );
}

/** Sealed, and not yet due. */
export function Waiting(props: Frame): ReactNode {
  const { visit, own, words, lang } = props;
  if (visit.standing.at !== "waiting") return null;
  const { sendAt } = visit.standing;
  const due = sendAt <= Date.now();
  if (due && !visit.failing)
    return (
      <Message title={words.sending} lang={lang} key="sending">
        <progress aria-hidden="true" />
      </Message>
    );
  const time = new Date(sendAt).toLocaleString(lang === "vi" ? "vi-VN" : "en-GB", {
    day: "2-digit",
    month: "2-digit",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (
    <Message title={own.waitingTitle} lang={lang} key="waiting">
      <p role="status">{due ? own.waitingDue : filled(own.waitingText, { time })}</p>
      <div className="choice">
        <button type="button" className={due ? "main" : ""} aria-describedby="now" onClick={() => void visit.hurry()}>
          {own.sendNow}
        </button>
        {!due && <p id="now">{own.nowText}</p>}
      </div>
      <button type="button" onClick={() => void visit.takeBack()}>
        {own.takeBack}
      </button>
      <Recovery {...props} />
    </Message>
  );
}

/** Received: the receipt, whether it is in the count, and the key to take it back. */
export function Sent({ visit, own, words, lang, ask }: Frame & { readonly ask: Ask }): ReactNode {
  const [found, setFound] = useState<{ text: string; proof?: string } | undefined>();
  const [sure, setSure] = useState(false);
  if (visit.standing.at !== "sent") return null;
  const { receipt, withdrawalKey } = visit.standing;
  const { manifest } = visit;
  const check = async () => {
    try {
      const reply = await checkReceipt(ask, manifest, receipt);
      const count = manifest.witnesses.length;
      setFound(
        reply.state === "counted"
          ? {
              text: own.counted + (count > 0 ? filled(own.witnessed, { seen: reply.witnesses, count }) : ""),
              proof: reply.proof,
            }
          : { text: own.notYet },
      );
    } catch (error) {
      if (!(error instanceof AnonymityError)) throw error;
      setFound({ text: error.code === "manifest-not-logged" ? own.proofWrong : (own.errors[error.code] ?? "") });
    }
  };
  return (
    <Message title={words.sent} lang={lang}>
      <Done />
      <p role="status">{own.sentText}</p>
      <h2>{own.receipt}</h2>
      <p className="key">{receipt}</p>
      <p>{own.receiptText}</p>
      <button type="button" onClick={() => void check()}>
        {own.check}
      </button>
      <div role="status">
        {found && <p className="found">{found.text}</p>}
        {found?.proof && (
          <button type="button" onClick={() => download(`${manifest.slug}.tlog-proof`, found.proof ?? "")}>
            {own.saveProof}
          </button>
        )}
      </div>
      <h2 className="part">{own.withdrawalKey}</h2>
      <p className="key">{printedWithdrawalKey(withdrawalKey)}</p>
      <p>{own.withdrawalText}</p>
      <p>
        <a href={`${manifest.office}/withdraw`} target="_blank" rel="noopener noreferrer">
          {own.withdraw}
        </a>
      </p>
      <div className="foot">
        <button type="button" className="main" onClick={() => window.print()}>
          {own.print}
        </button>
        {!sure && (
          <button type="button" onClick={() => setSure(true)}>
            {own.forget}
          </button>
        )}
      </div>
      {sure && (
        <div role="alert" className="part">
          <p>{own.forgetSure}</p>
          <button type="button" className="danger" onClick={() => void visit.forget()}>
            {own.forgetYes}
          </button>{" "}
          <button type="button" onClick={() => setSure(false)}>
            {words.clearNo}
          </button>
        </div>
      )}
    </Message>
  );
}
