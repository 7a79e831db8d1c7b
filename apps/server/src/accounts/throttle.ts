import type { Clock } from "../platform/clock.ts";

/** Wrong tries that cost nothing: people mistype. */
const free = 4;
/** Without a wrong try for so long, earlier ones are forgotten: milliseconds. */
const memory = 3600_000;
/** Keys held at once; the oldest go first. */
const most = 10_000;

/**
 * Delays that double with each wrong try. In memory only. What comes too soon is refused without being counted, so that whoever
 * hammers a name does not push the wait of its owner further away.
 */
export type Throttle = {
  /** Seconds until the key may be tried again; 0: now. */
  wait: (key: string) => number;
  /** @param longest seconds that a wait for this key may reach. */
  failed: (key: string, longest: number) => void;
  succeeded: (key: string) => void;
};

export function throttle(clock: Clock): Throttle {
  const tries = new Map<string, { failures: number; last: number; until: number }>();
  return {
    wait: (key) => Math.max(0, Math.ceil(((tries.get(key)?.until ?? 0) - clock().getTime()) / 1000)),
    failed: (key, longest) => {
      const now = clock().getTime();
      const before = tries.get(key);
      const failures = (before && now - before.last < memory ? before.failures : 0) + 1;
      const seconds = failures <= free ? 0 : Math.min(longest, 2 ** (failures - free));
      tries.delete(key);
      tries.set(key, { failures, last: now, until: now + seconds * 1000 });
      for (const oldest of tries.keys()) {
        if (tries.size <= most) break;
        tries.delete(oldest);
      }
    },
    succeeded: (key) => {
      tries.delete(key);
    },
  };
}
