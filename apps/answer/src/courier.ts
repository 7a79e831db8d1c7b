import { pauseBefore } from "./pause.ts";
import { type SendOutcome, send } from "./sending.ts";
import type { AnswerStorage, Finished } from "./storage.ts";

/** How a finished set stands. `sending`: an attempt is under way. */
export type Delivery = { readonly kind: "sending" } | SendOutcome;

export interface CourierWorld {
  readonly fetch: typeof globalThis.fetch;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Calls back after so many seconds; returns what cancels it. */
  readonly after: (seconds: number, call: () => void) => () => void;
}

/**
 * Brings finished sets to the server, oldest first, and again and again until it has them. A set leaves the device's
 * storage only when the server has said that it holds it.
 */
export function createCourier(place: string, storage: AnswerStorage, world: CourierWorld, changed: () => void) {
  const deliveries = new Map<string, Delivery>();
  let attempt = 0;
  let busy = false;
  let cancel = () => {};

  const settled = (set: Finished) => {
    const kind = deliveries.get(set.id)?.kind;
    return kind !== undefined && kind !== "later" && kind !== "sending";
  };
  async function run(): Promise<void> {
    cancel();
    if (busy) return;
    busy = true;
    let later: SendOutcome | undefined;
    for (const set of storage.finished().filter((candidate) => !settled(candidate))) {
      deliveries.set(set.id, { kind: "sending" });
      changed();
      const outcome = await send(place, set, world.fetch);
      deliveries.set(set.id, outcome);
      if (outcome.kind === "accepted" || outcome.kind === "conflict") storage.removeFinished(set.id);
      if (outcome.kind === "later") later = outcome;
      changed();
      if (later) break;
    }
    busy = false;
    if (later?.kind === "later") {
      attempt += 1;
      cancel = world.after(pauseBefore(attempt, world.random(), later.afterSeconds), () => void run());
    } else {
      attempt = 0;
      // One that was added while another was on its way.
      if (storage.finished().some((set) => !settled(set))) await run();
    }
  }

  return {
    /** Starts, or starts again at once after a failure. */
    run,
    delivery: (id: string): Delivery | undefined => deliveries.get(id),
    /** Gives up a set: the person deletes it, or mends it as a draft. */
    drop: (id: string) => {
      storage.removeFinished(id);
      deliveries.delete(id);
      changed();
    },
  };
}
export type Courier = ReturnType<typeof createCourier>;
