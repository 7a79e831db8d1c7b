import { AnonymityError } from "../anonymity-error.ts";
import { blind, finalize } from "../blind-signature/respondent-half.ts";
import { fromBase64url, toBase64url } from "../encoding.ts";
import { type PoolReply, poolBatch } from "../exchange.ts";
import type { CheckedWave } from "../respondent/wave.ts";
import { prepareToken } from "../token.ts";
import { below } from "./chance.ts";
import type { KeptOnPhone, Phone } from "./phone.ts";
import { type PoolKey, poolKeyOf } from "./pool-key.ts";

/** A token as it lies in the stock: nothing says which pool it came from, or which visit it is for. */
export interface StockedToken {
  readonly prepared: string;
  readonly signature: string;
}

/** Pools of a wave on one phone. Bytes are base64url. */
export interface Stock {
  readonly pools: readonly (PoolKey & { readonly over: boolean })[];
  /** Kept before the issuer is asked: asked again, it is asked with the same. */
  readonly asking: readonly {
    readonly pool: number;
    readonly prepared: string;
    readonly blinded: string;
    readonly inverse: string;
  }[];
  /** In an order drawn by chance. */
  readonly tokens: readonly StockedToken[];
}

const nothing: Stock = { pools: [], asking: [], tokens: [] };

/** Asks a host, and tells whether it was ours that replied: a captive portal's page is no reply. */
export async function asked(
  { ask }: Phone,
  url: string,
  body: unknown,
): Promise<{ status: number; reply: Readonly<Record<string, unknown>> }> {
  let answer: { status: number; text: string };
  try {
    answer = await ask("POST", url, body);
  } catch {
    throw new AnonymityError("try-later", "no reply came");
  }
  try {
    const reply = JSON.parse(answer.text) as unknown;
    if (typeof reply === "object" && reply !== null)
      return { status: answer.status, reply: reply as Record<string, unknown> };
  } catch {
    // told below
  }
  throw new AnonymityError("try-later", "somebody else replied");
}

/** The pools of one wave on one phone, and the tokens taken from them: more than a day's work needs, tied to no visit. */
export function stockOf(phone: Phone, wave: CheckedWave, kept: KeptOnPhone) {
  const { subtle, random, storage, alone } = phone;
  const { manifest, hash, modulus } = wave;
  const address = `${manifest.issuer}/i/${manifest.slug}/pool`;

  const read = async (): Promise<Stock> => (await kept.read<Stock>("stock")) ?? nothing;
  const write = async (stock: Stock): Promise<void> => storage.change([await kept.change("stock", stock)]);
  const changed = (change: (stock: Stock) => Stock): Promise<void> => alone(async () => write(change(await read())));

  /**
   * Takes in the key of a pool. The same key twice is one pool.
   * @param text as the QR says it.
   * @throws {AnonymityError} `pool-key`: not one, or of another wave
   */
  async function openPool(text: string): Promise<void> {
    const key = poolKeyOf(manifest, text);
    await changed((stock) =>
      stock.pools.some(({ secret }) => secret === key.secret)
        ? stock
        : { ...stock, pools: [...stock.pools.filter(({ number }) => number !== key.number), { ...key, over: false }] },
    );
  }

  async function newRequests(pool: number, count: number): Promise<Stock["asking"]> {
    const requests: Stock["asking"][number][] = [];
    for (let i = 0; i < count; i++) {
      const prepared = prepareToken(random, { studyId: manifest.studyId, manifestHash: hash });
      const { blinded, inverse } = await blind(subtle, random, modulus, prepared);
      requests.push({
        pool,
        prepared: toBase64url(prepared),
        blinded: toBase64url(blinded),
        inverse: toBase64url(inverse),
      });
    }
    return requests;
  }

  /** Asks one pool with what is kept; what it gives is finalised, and lies in the stock in no order. */
  async function askPool(pool: Stock["pools"][number], requests: Stock["asking"]): Promise<void> {
    const { status, reply } = await asked(phone, address, {
      secret: pool.secret,
      blinded: requests.map(({ blinded }) => blinded),
    });
    // A problem of the issuer's has a code; a page of somebody else's has none.
    if ((status === 404 || status === 410) && typeof reply.code === "string") {
      await changed((stock) => ({
        ...stock,
        pools: stock.pools.map((other) => (other.number === pool.number ? { ...other, over: true } : other)),
        asking: stock.asking.filter((request) => request.pool !== pool.number),
      }));
      throw new AnonymityError(status === 410 ? "wave-closed" : "pool-refused", `the issuer answered ${status}`);
    }
    const { signatures, left } = reply as unknown as PoolReply;
    if (status !== 200 || !Array.isArray(signatures) || signatures.length !== requests.length)
      throw new AnonymityError("try-later", `the issuer answered ${status}`);
    const tokens: StockedToken[] = [];
    for (const [i, { prepared, inverse }] of requests.entries()) {
      const given = signatures[i] as string | null;
      if (given === null) continue;
      const bytes = [prepared, inverse, given].map((text) => fromBase64url(text)) as [never, never, never];
      tokens.push({ prepared, signature: toBase64url(await finalize(subtle, modulus, ...bytes)) });
    }
    const done = new Set(requests.map(({ blinded }) => blinded));
    await changed((stock) => {
      const mixed = [...stock.tokens];
      // Another reply to the same requests may have come first.
      const known = new Set(stock.asking.map(({ prepared }) => prepared));
      for (const token of tokens)
        if (known.has(token.prepared)) mixed.splice(below(random, mixed.length + 1), 0, token);
      const over = left === 0 || signatures.includes(null);
      return {
        pools: stock.pools.map((other) => (other.number === pool.number ? { ...other, over } : other)),
        asking: stock.asking.filter(({ blinded }) => !done.has(blinded)),
        tokens: mixed,
      };
    });
  }

  /**
   * Takes tokens from the pools, ahead of the work: some hundreds of milliseconds of a telephone for every ten. Broken off
   * anywhere, it goes on with what was asked for, and no token is lost or counted twice.
   * @param want so many tokens in the stock: more than the day has visits (`enoughFor`).
   * @returns how many there are; fewer than wanted when the pools have no more.
   * @throws {AnonymityError} `try-later`, `pool-refused`, `wave-closed`, or `signature` (not signed with the wave's key)
   */
  async function fill(want: number): Promise<number> {
    for (;;) {
      const { pools, asking, tokens } = await read();
      // A lost reply first: its tokens are spent at the issuer already.
      const waiting = asking.filter((request) => request.pool === asking[0]?.pool).slice(0, poolBatch);
      const pool = pools.find(({ number, over }) => (waiting.length > 0 ? number === waiting[0]!.pool : !over));
      if (!pool || (waiting.length === 0 && tokens.length >= want)) return tokens.length;
      if (waiting.length > 0) {
        await askPool(pool, waiting);
        continue;
      }
      const fresh = await newRequests(pool.number, Math.min(poolBatch, want - tokens.length));
      await changed((stock) => ({ ...stock, asking: [...stock.asking, ...fresh] }));
    }
  }

  return { read, write, openPool, fill };
}

/**
 * Tokens to have in the stock before a day with so many visits: twice as many, and 20 at least, so that how many were taken says
 * little of how many interviews there were.
 */
export const enoughFor = (visits: number): number => Math.max(20, 2 * visits);
