import { Problem } from "../platform/problem.ts";

/** Sets of answers that may wait for the database; beyond, senders are asked to come back. */
const mostWaiting = 2000;
/** Sets in one round trip. */
const largestBatch = 256;

type Waiting<Item, Outcome> = { item: Item; resolve: (outcome: Outcome) => void; reject: (error: unknown) => void };

/**
 * Group commit with a natural batch: while one batch is being written, the next gathers; each sender hears back after its
 * own batch is committed. A lone sender waits for nobody.
 *
 * @param write stores a batch in one transaction; outcomes in the order of the items.
 */
export function intakeQueue<Item, Outcome>(write: (items: Item[]) => Promise<Outcome[]>) {
  let waiting: Waiting<Item, Outcome>[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.length) {
      const batch = waiting.slice(0, largestBatch);
      waiting = waiting.slice(largestBatch);
      await store(batch);
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
    /** @throws {Problem} platform.too-many-requests when too many wait. */
    add(item: Item): Promise<Outcome> {
      if (waiting.length >= mostWaiting) throw new Problem("platform.too-many-requests", { seconds: 2 });
      return new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= Promise.resolve().then(run);
      });
    },
    /** Resolves when nothing is being written any more. */
    idle: async (): Promise<void> => {
      while (running) await running;
    },
  };
}
