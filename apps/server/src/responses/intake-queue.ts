import { Problem } from "../platform/problem.ts";

/** Sets of answers that may wait for the database; beyond, senders are asked to come back. */
const mostWaiting = 2000;
/** Bytes that may wait, so that large sets cannot fill the memory. */
const mostBytesWaiting = 64 * 1024 * 1024;
/** Sets, and about how many bytes, in one round trip. */
const largestBatch = 256;
const mostBytesOfBatch = 4 * 1024 * 1024;

type Waiting<Item, Outcome> = {
  item: Item;
  bytes: number;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
};

/** Round trips under way at once: the database stores one batch while the server reads and checks the next. */
const mostInFlight = 2;

/**
 * Group commit with a natural batch: while batches are being written, the next gathers; each sender hears back after its
 * own batch is committed. A lone sender waits for nobody.
 *
 * @param write stores a batch in one transaction; outcomes in the order of the items.
 * @param prepare what must be done while nothing is being written before such a batch can be; undefined = nothing.
 */
export function intakeQueue<Item, Outcome>(
  write: (items: Item[]) => Promise<Outcome[]>,
  prepare: (items: Item[]) => (() => Promise<void>) | undefined = () => undefined,
) {
  let waiting: Waiting<Item, Outcome>[] = [];
  let bytesWaiting = 0;
  let running: Promise<void> | undefined;
  const inFlight = new Set<Promise<void>>();

  function nextBatch(): Waiting<Item, Outcome>[] {
    let bytes = 0;
    let length = 0;
    while (length < waiting.length && length < largestBatch && (length === 0 || bytes < mostBytesOfBatch))
      bytes += waiting[length++]!.bytes;
    bytesWaiting -= bytes;
    const batch = waiting.slice(0, length);
    waiting = waiting.slice(length);
    return batch;
  }

  async function run(): Promise<void> {
    while (waiting.length) {
      if (inFlight.size >= mostInFlight) {
        await Promise.race(inFlight);
        continue;
      }
      const batch = nextBatch();
      const preparation = prepare(batch.map(({ item }) => item));
      if (preparation) {
        await Promise.all(inFlight);
        // What cannot be prepared fails when it is written, each sender being told.
        await preparation().catch(() => undefined);
      }
      const storing = store(batch).finally(() => inFlight.delete(storing));
      inFlight.add(storing);
    }
    running = undefined;
  }

  async function store(batch: Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const outcomes = await write(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(outcomes[i]!);
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      // One set that the database cannot take must not refuse those that came with it.
      else for (const one of batch) await store([one]);
    }
  }

  return {
    /** @throws {Problem} platform.too-many-requests when too much waits. */
    add(item: Item, bytes: number): Promise<Outcome> {
      if (waiting.length >= mostWaiting || bytesWaiting + bytes > mostBytesWaiting)
        throw new Problem("platform.too-many-requests", { seconds: 2 });
      bytesWaiting += bytes;
      return new Promise((resolve, reject) => {
        waiting.push({ item, bytes, resolve, reject });
        running ??= Promise.resolve().then(run);
      });
    },
    /** Resolves when nothing waits and nothing is being written any more. */
    async idle(): Promise<void> {
      while (running || inFlight.size) await Promise.all([running, ...inFlight]);
    },
  };
}
