import { AnonymityError, type AnonymityErrorCode } from "../anonymity-error.ts";
import { fromBase64url, toBase64url, toHex, utf8 } from "../encoding.ts";
import type { DepositRequest, PlaceInDesign, SealedAnswer } from "../exchange.ts";
import { waveTimes } from "../manifest.ts";
import { newWithdrawalKey } from "../respondent/respondent.ts";
import { sendingTime } from "../respondent/sending-time.ts";
import type { CheckedWave } from "../respondent/wave.ts";
import { sealAnswer } from "../sealing/seal-answer.ts";
import { sha256 } from "../web-crypto.ts";
import { below, shuffled } from "./chance.ts";
import { keptOnPhone, type Phone, type StoredChange } from "./phone.ts";
import { asked, type Stock, stockOf } from "./pool.ts";

/** A sealed answer that waits. Nothing says whose it is. */
type Waiting = {
  readonly deposit: DepositRequest;
  readonly sendAt: number;
  /** It may have arrived, though no reply did. */
  readonly tried: boolean;
  /** The collector will not have it. */
  readonly refused?: AnonymityErrorCode;
};

/** An answer to be taken back, by its key. */
type Taking = { readonly key: string; readonly sendAt: number };

/** Visit → the key that deletes its answer, and can do nothing else, until the supervisor has accepted the visit. */
type Keys = Readonly<Record<string, string>>;

/** What a person is shown: sums only. */
export interface InterviewsStanding {
  /** Tokens at hand. */
  readonly tokens: number;
  /** Pools that can still be asked. */
  readonly pools: number;
  /** Sealed answers that wait to be sent. */
  readonly waiting: number;
  /** Answers to be taken back. */
  readonly takingBack: number;
  /** Sealed answers that the collector will not have, by why. They stay. */
  readonly refused: readonly AnonymityErrorCode[];
  /** Milliseconds since 1970 when the next is due; null: nothing waits. */
  readonly nextAt: number | null;
}

/**
 * One interviewer's half of a wave, on their phone. Which token served which visit is forgotten as an answer is sealed; from
 * then on the phone can neither read the answer nor tell it from the others, but for the key that deletes it.
 *
 * `try-later` loses nothing and may be tried again at any time. What is stored changes whole or not at all: a phone that dies
 * between any two steps has neither lost nor doubled an interview.
 */
export function interviews(phone: Phone, wave: CheckedWave) {
  const { subtle, random, now, storage, alone } = phone;
  const { manifest, hash } = wave;
  const { studyId } = manifest;
  const { takesUntil } = waveTimes(manifest);
  const kept = keptOnPhone(phone, studyId);
  const stock = stockOf(phone, wave, kept);

  const keys = async (): Promise<Keys> => (await kept.read<Keys>("keys")) ?? {};
  const newName = (beginning: string) => `${beginning}${toHex(random(16))}`;

  /**
   * Which design cell the answers of a visit carry: the issuer's table, the same for every pool, kept for days without network.
   * @throws {AnonymityError} `no-token`: no pool was opened yet; `try-later`; `manifest`: the sample has no such place
   */
  async function cellOf(place: Omit<PlaceInDesign, "cell">): Promise<number> {
    const places = (await kept.read<PlaceInDesign[]>("places")) ?? (await fetchPlaces());
    const near = places
      .filter(({ stratum, psu }) => stratum === place.stratum && psu === place.psu)
      .map(({ baseWeight, cell }) => ({ cell, away: Math.abs(Math.log(baseWeight / place.baseWeight)) }))
      .sort((a, b) => a.away - b.away)[0];
    if (!near || near.away > 1e-6) throw new AnonymityError("manifest", "cells: the sample has no such place");
    return near.cell;
  }

  /** Brings the table of places; to be called beside `fill`, so that it is there when the network is not. */
  async function fetchPlaces(): Promise<PlaceInDesign[]> {
    const pool = (await stock.read()).pools.at(-1);
    if (!pool) throw new AnonymityError("no-token", "there is no pool on this phone");
    const { secret } = pool;
    const { status, reply } = await asked(phone, `${manifest.issuer}/i/${manifest.slug}/pool/places`, { secret });
    if (status === 404 && typeof reply.code === "string")
      throw new AnonymityError("pool-refused", "the issuer answered 404");
    const places = reply.places as PlaceInDesign[] | undefined;
    if (status !== 200 || !Array.isArray(places))
      throw new AnonymityError("try-later", `the issuer answered ${status}`);
    if (places.some(({ cell }) => manifest.cells[cell] === undefined))
      throw new AnonymityError("manifest", "cells: the issuer names one that is not there");
    await storage.change([await kept.change("places", places)]);
    return places;
  }

  /**
   * Seals a finished interview: takes a token out of the stock by chance, seals the answers, queues them to a random time within 2 to 48
   * hours. An answer that the same visit gave before is replaced: dropped here while it was never sent, else deleted by its key.
   * @param visit id of the visit; it is kept with the deleting key only.
   * @param also what else is to change in the same transaction: the draft removed, the visit marked as held.
   * @returns what the person may be given on paper: the key that takes the answer back, and the receipt.
   * @throws {AnonymityError} `no-token` (nothing changed: take more with `fill`), `too-large`, or `manifest` (no such cell)
   */
  async function finish(
    visit: string,
    answer: SealedAnswer,
    also: readonly StoredChange[] = [],
  ): Promise<{ readonly withdrawalKey: string; readonly receipt: string }> {
    if (manifest.cells[answer.cell] === undefined)
      throw new AnonymityError("manifest", `cells: there is no cell ${answer.cell}`);
    const tabulationKey = fromBase64url(manifest.tabulationKey, 65);
    const sealed = await sealAnswer(subtle, tabulationKey, { studyId, manifestHash: hash }, answer);
    const withdrawalKey = newWithdrawalKey(random);
    const receipt = toBase64url(random(16));
    const withdrawalHash = toBase64url(await sha256(subtle, utf8(withdrawalKey)));
    return alone(async () => {
      const [known, before] = [await keys(), await stock.read()];
      const replaced = await takenAway(known[visit], before);
      const at = below(random, Math.max(1, replaced.stock.tokens.length));
      const token = replaced.stock.tokens[at];
      if (!token) throw new AnonymityError("no-token", "there is no token left on this phone");
      const waiting: Waiting = {
        deposit: { ...token, sealed: toBase64url(sealed), receipt, withdrawalHash },
        sendAt: sendingTime(random, now(), takesUntil),
        tried: false,
      };
      await storage.change([
        ...replaced.changes,
        await kept.change("stock", { ...replaced.stock, tokens: replaced.stock.tokens.toSpliced(at, 1) }),
        await kept.change("keys", { ...known, [visit]: withdrawalKey }),
        await kept.change(newName("deposit-"), waiting),
        ...also,
      ]);
      return { withdrawalKey, receipt };
    });
  }

  /** What taking an answer back changes: its deposit goes and its token comes back, or its key waits to be used. */
  async function takenAway(key: string | undefined, before: Stock): Promise<{ changes: StoredChange[]; stock: Stock }> {
    if (key === undefined) return { changes: [], stock: before };
    const withdrawalHash = toBase64url(await sha256(subtle, utf8(key)));
    for (const name of await kept.names("deposit-")) {
      const waiting = (await kept.read<Waiting>(name))!;
      const { prepared, signature } = waiting.deposit;
      if (waiting.deposit.withdrawalHash !== withdrawalHash) continue;
      if (waiting.tried) return { changes: [await kept.change(name, undefined), await taking(key)], stock: before };
      const tokens = before.tokens.toSpliced(below(random, before.tokens.length + 1), 0, { prepared, signature });
      return { changes: [await kept.change(name, undefined)], stock: { ...before, tokens } };
    }
    return { changes: [await taking(key)], stock: before };
  }

  const taking = (key: string): Promise<StoredChange> =>
    kept.change(newName("taking-"), { key, sendAt: sendingTime(random, now(), takesUntil) } satisfies Taking);

  /** The person takes the interview back, and there is no other in its place. @returns whether this phone had its key. */
  const takeBack = (visit: string, also: readonly StoredChange[] = []): Promise<boolean> =>
    alone(async () => {
      const { [visit]: key, ...others } = await keys();
      const { changes, stock: after } = await takenAway(key, await stock.read());
      await storage.change([...changes, await kept.change("stock", after), await kept.change("keys", others), ...also]);
      return key !== undefined;
    });

  /** The supervisor has accepted the visit: its deleting key goes, and nothing on the phone leads to its answer. */
  const accepted = (visit: string, also: readonly StoredChange[] = []): Promise<void> =>
    alone(async () => {
      const { [visit]: _key, ...others } = await keys();
      await storage.change([await kept.change("keys", others), ...also]);
    });

  /**
   * Sends what is due, in an order drawn by chance. Sent twice, because a reply was lost, it counts once; kept until the
   * collector has said so. To be called now and then, at no time that has to do with signing in.
   * @returns whether everything that was due has gone. false: no network, or somebody else's.
   */
  async function send(): Promise<boolean> {
    const names = [...(await kept.names("deposit-")), ...(await kept.names("taking-"))];
    for (const name of shuffled(random, names)) {
      try {
        if (name.startsWith("taking-")) await sendTaking(name);
        else await sendDeposit(name);
      } catch (error) {
        if (error instanceof AnonymityError && error.code === "try-later") return false;
        throw error;
      }
    }
    return true;
  }

  async function sendDeposit(name: string): Promise<void> {
    const due = await alone(async () => {
      const waiting = await kept.read<Waiting>(name);
      if (!waiting || waiting.refused || waiting.sendAt > now()) return undefined;
      if (!waiting.tried) await storage.change([await kept.change(name, { ...waiting, tried: true })]);
      return { ...waiting, tried: true };
    });
    if (!due) return;
    const { status, reply } = await asked(phone, `${manifest.collector}/d/${studyId}`, due.deposit);
    const refusals: Record<number, AnonymityErrorCode> = {
      400: "deposit-refused",
      409: "already-answered",
      410: "wave-closed",
      422: "deposit-refused",
    };
    // A problem of the collector's has a code; a page of somebody else's has none.
    const refused = typeof reply.code === "string" ? refusals[status] : undefined;
    if (!refused && (status !== 200 || reply.receipt !== due.deposit.receipt))
      throw new AnonymityError("try-later", `the collector answered ${status}`);
    await alone(async () => {
      // Taken back meanwhile: its key waits already.
      if ((await kept.read(name)) === undefined) return;
      await storage.change([await kept.change(name, refused ? { ...due, refused } : undefined)]);
    });
  }

  async function sendTaking(name: string): Promise<void> {
    const due = await kept.read<Taking>(name);
    if (!due || due.sendAt > now()) return;
    const { status, reply } = await asked(phone, `${manifest.office}/withdraw`, { key: due.key });
    if (status !== 200 || reply.received !== true)
      throw new AnonymityError("try-later", `the office answered ${status}`);
    await storage.change([await kept.change(name, undefined)]);
  }

  async function standing(): Promise<InterviewsStanding> {
    const { tokens, pools } = await stock.read();
    const deposits = await Promise.all((await kept.names("deposit-")).map((name) => kept.read<Waiting>(name)));
    const takings = await Promise.all((await kept.names("taking-")).map((name) => kept.read<Taking>(name)));
    const waiting = deposits.filter((deposit) => deposit && !deposit.refused);
    const times = [...waiting, ...takings].map((thing) => thing?.sendAt ?? now());
    return {
      tokens: tokens.length,
      pools: pools.filter(({ over }) => !over).length,
      waiting: waiting.length,
      takingBack: takings.length,
      refused: deposits.flatMap((deposit) => deposit?.refused ?? []),
      nextAt: times.length > 0 ? Math.min(...times) : null,
    };
  }

  return {
    wave,
    openPool: stock.openPool,
    fill: stock.fill,
    fetchPlaces,
    cellOf,
    finish,
    takeBack,
    accepted,
    send,
    standing,
    /** Leaves no trace of the wave on this phone. What waits is lost: to be called when nothing does. */
    forget: async (): Promise<void> =>
      alone(async () =>
        storage.change(await Promise.all((await kept.names("")).map((name) => kept.change(name, undefined)))),
      ),
  };
}

export type Interviews = ReturnType<typeof interviews>;
