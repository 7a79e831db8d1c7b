import { AnonymityError, type AnonymityErrorCode } from "../anonymity-error.ts";
import { blind, finalize } from "../blind-signature/respondent-half.ts";
import { fromBase64url, toBase64url, utf8 } from "../encoding.ts";
import type { DepositReply, SealedAnswer, TokenReply } from "../exchange.ts";
import { waveTimes } from "../manifest.ts";
import { sealAnswer } from "../sealing/seal-answer.ts";
import { prepareToken } from "../token.ts";
import { type Random, sha256 } from "../web-crypto.ts";
import type { Device } from "./device.ts";
import { type DeviceRecord, keptOf, recordOf } from "./record.ts";
import { sendingTime } from "./sending-time.ts";
import type { CheckedWave } from "./wave.ts";

/** Where a person stands with a wave, for the page to show. */
export type Standing =
  | { readonly at: "start" }
  /** The issuer was asked and its reply did not arrive: `takeToken` goes on with the code it was asked with. */
  | { readonly at: "asking"; readonly code: string }
  | { readonly at: "answering"; readonly cell: number; readonly draft: unknown }
  | { readonly at: "waiting"; readonly sendAt: number; readonly receipt: string; readonly withdrawalKey: string }
  | { readonly at: "sent"; readonly receipt: string; readonly withdrawalKey: string };

const recoveryFormat = "lang-nghe/recovery/1";

/**
 * One person's half of a wave, on their device: from the invitation's code to the receipt. Whatever is interrupted, whenever,
 * `standing` tells where it goes on; no step makes a second token or a second answer.
 *
 * Each step that asks a host first keeps what it asks with. Errors that a person must be told of are `AnonymityError`s:
 * `try-later` loses nothing and may be tried again at any time.
 */
export function respondent(device: Device, wave: CheckedWave) {
  const { subtle, random, now, ask } = device;
  const { manifest, hash, modulus } = wave;
  const { studyId } = manifest;
  const { takesUntil } = waveTimes(manifest);
  const kept = keptOf(device, studyId);

  async function standing(): Promise<Standing> {
    const record = await kept.record();
    if (record === undefined) return { at: "start" };
    if (record.step === "asking") return { at: "asking", code: record.code };
    if (record.step === "answering") return { at: "answering", cell: record.cell, draft: await kept.draft() };
    // Killed between sealing and forgetting: the answers in clear go now.
    await kept.forgetDraft();
    if (record.step === "sent") return { at: "sent", receipt: record.receipt, withdrawalKey: record.withdrawalKey };
    const { sendAt, deposit, withdrawalKey } = record;
    return { at: "waiting", sendAt, receipt: deposit.receipt, withdrawalKey };
  }

  /**
   * Fetches the token: makes and blinds a message, keeps it, asks. Asked again with the same code, it is the same message.
   * @param code as `readCode` gives it.
   * @throws {AnonymityError} `code-refused`, `token-taken-elsewhere`, `wave-closed`, `try-later`, `signature` (not the wave's
   *   key) or `manifest` (a cell that the manifest does not have)
   */
  async function takeToken(code: string): Promise<void> {
    const before = await kept.record();
    if (before !== undefined && before.step !== "asking") return;
    const asking = before?.code === code ? before : await newRequest(code);
    const { status, text } = await asked(`${manifest.issuer}/i/${manifest.slug}/token`, {
      code,
      blinded: asking.blinded,
    });
    const refusals: Record<number, AnonymityErrorCode> = {
      400: "code-refused",
      404: "code-refused",
      409: "token-taken-elsewhere",
      410: "wave-closed",
    };
    const refusal = refusals[status];
    if (refusal !== undefined) {
      await forgetUnlessChanged(asking);
      throw new AnonymityError(refusal, `the issuer answered ${status}`);
    }
    if (status !== 200) throw new AnonymityError("try-later", `the issuer answered ${status}`);
    const { signature: blindSignature, cell } = JSON.parse(text) as TokenReply;
    if (manifest.cells[cell] === undefined) throw new AnonymityError("manifest", `cells: there is no cell ${cell}`);
    const signature = await finalize(
      subtle,
      modulus,
      fromBase64url(asking.prepared),
      fromBase64url(asking.inverse),
      fromBase64url(blindSignature),
    );
    await kept.keep({ step: "answering", prepared: asking.prepared, signature: toBase64url(signature), cell });
  }

  /** What another tab has reached in the meantime stays. */
  async function forgetUnlessChanged(record: DeviceRecord): Promise<void> {
    if (JSON.stringify(await kept.record()) === JSON.stringify(record)) await kept.forget();
  }

  async function newRequest(code: string) {
    const prepared = prepareToken(random, { studyId, manifestHash: hash });
    const { blinded, inverse } = await blind(subtle, random, modulus, prepared);
    const record = {
      step: "asking",
      code,
      prepared: toBase64url(prepared),
      blinded: toBase64url(blinded),
      inverse: toBase64url(inverse),
    } as const;
    await kept.keep(record);
    return record;
  }

  /**
   * Keeps what is not finished, unless another tab has sealed, sent or forgotten meanwhile: then nothing in clear may come back.
   * @param draft anything that JSON can hold; only this device can read it.
   */
  async function saveDraft(draft: unknown): Promise<void> {
    if ((await kept.record())?.step === "answering") await kept.keepDraft(draft);
  }

  /**
   * Seals the answers with the cell and queues them. Afterwards the device cannot read them.
   * @param when `later`: at a random time within 2 to 48 hours. `now`: with the next `send`.
   * @throws {AnonymityError} `no-token`, or `too-large`
   */
  async function finish(answer: Omit<SealedAnswer, "cell">, when: "now" | "later"): Promise<void> {
    const record = await kept.record();
    if (record?.step !== "answering") throw new AnonymityError("no-token", "there is no token to answer with");
    const { prepared, signature, cell } = record;
    const tabulationKey = fromBase64url(manifest.tabulationKey, 65);
    const sealed = await sealAnswer(subtle, tabulationKey, { studyId, manifestHash: hash }, { ...answer, cell });
    const withdrawalKey = newWithdrawalKey(random);
    await kept.keep({
      step: "waiting",
      deposit: {
        prepared,
        signature,
        sealed: toBase64url(sealed),
        receipt: toBase64url(random(16)),
        withdrawalHash: toBase64url(await sha256(subtle, utf8(withdrawalKey))),
      },
      sendAt: when === "now" ? now() : sendingTime(random, now(), takesUntil),
      withdrawalKey,
      cell,
    });
    await kept.forgetDraft();
  }

  /** Does not wait any longer: the next `send` sends. */
  async function hurry(): Promise<void> {
    const record = await kept.record();
    if (record?.step === "waiting") await kept.keep({ ...record, sendAt: Math.min(record.sendAt, now()) });
  }

  /** Before sending, the answers can still be thrown away: the token stays, and the person may answer anew or never. */
  async function takeBack(): Promise<void> {
    const record = await kept.record();
    if (record?.step !== "waiting") return;
    const { prepared, signature } = record.deposit;
    await kept.keep({ step: "answering", prepared, signature, cell: record.cell });
  }

  /**
   * Sends what is due. Sent twice, because a reply was lost, it counts once.
   * @returns whether the collector has it.
   * @throws {AnonymityError} `try-later`; `already-answered` (the token was used on another device), `wave-closed` or
   *   `deposit-refused`: then nothing is kept here any more.
   */
  async function send(): Promise<boolean> {
    const record = await kept.record();
    if (record?.step === "sent") return true;
    if (record?.step !== "waiting" || record.sendAt > now()) return false;
    const { status, text } = await asked(`${manifest.collector}/d/${studyId}`, record.deposit);
    const refusals: Record<number, AnonymityErrorCode> = {
      400: "deposit-refused",
      409: "already-answered",
      410: "wave-closed",
      422: "deposit-refused",
    };
    const refusal = refusals[status];
    if (refusal !== undefined) {
      await forgetUnlessChanged(record);
      throw new AnonymityError(refusal, `the collector answered ${status}`);
    }
    const { receipt } = record.deposit;
    if (status !== 200 || (JSON.parse(text) as DepositReply).receipt !== receipt)
      throw new AnonymityError("try-later", `the collector answered ${status}`);
    await kept.keep({ step: "sent", receipt, withdrawalKey: record.withdrawalKey });
    return true;
  }

  async function asked(url: string, body: unknown): Promise<{ status: number; text: string }> {
    try {
      return await ask("POST", url, body);
    } catch {
      throw new AnonymityError("try-later", "no reply came");
    }
  }

  /**
   * Everything another phone needs to go on from here, in clear: whoever has the file can answer in this person's place.
   * @throws {AnonymityError} `no-token` when there is nothing to lose yet.
   */
  async function recoveryFile(): Promise<string> {
    const record = await kept.record();
    if (record === undefined) throw new AnonymityError("no-token", "nothing was begun on this device");
    const draft = await kept.draft();
    return JSON.stringify({ format: recoveryFormat, studyId, manifest: toBase64url(hash), record, draft });
  }

  /** @throws {AnonymityError} `recovery-file`: not one, of another study, or damaged; what is on the device stays as it is. */
  async function restore(file: string): Promise<void> {
    let content: { record: DeviceRecord; draft?: unknown };
    try {
      const value = JSON.parse(file) as Record<string, unknown>;
      if (value.format !== recoveryFormat) throw new Error("of another kind");
      if (value.studyId !== studyId || value.manifest !== toBase64url(hash)) throw new Error("of another study");
      content = { record: recordOf(value.record), draft: value.draft };
    } catch (error) {
      throw new AnonymityError("recovery-file", error instanceof Error ? error.message : "cannot be read");
    }
    await kept.keep(content.record);
    if (content.draft === undefined) await kept.forgetDraft();
    else await kept.keepDraft(content.draft);
  }

  return {
    wave,
    standing,
    takeToken,
    saveDraft,
    finish,
    hurry,
    takeBack,
    send,
    recoveryFile,
    restore,
    /** Leaves no trace of the wave on this device. A token or answer not sent is lost. */
    forget: kept.forget,
  };
}

export type Respondent = ReturnType<typeof respondent>;

/** Crockford's letters and digits: 26 of them hold 130 bits. The office hashes a typed key in this form. */
const withdrawalLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export const newWithdrawalKey = (random: Random): string =>
  Array.from(random(26), (byte) => withdrawalLetters[byte % withdrawalLetters.length]).join("");

/** A withdrawal key as it is printed: in fours, as far as they go. */
export const printedWithdrawalKey = (key: string): string => key.replace(/(.{4})(?=.)/g, "$1-");
