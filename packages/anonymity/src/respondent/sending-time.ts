import type { Random } from "../web-crypto.ts";

const hour = 3_600_000;

/** Hours after which a finished answer is sent, unless the person sends it at once: anything between these. */
export const waitingHours = { least: 2, most: 48 } as const;

/**
 * When to send what is finished now: at a random time from 2 to 48 hours on, so that the time at which a token was fetched
 * says little about which answer is whose. An hour before the collector takes no more is the latest.
 * @param takesUntil milliseconds since 1970, as `waveTimes` gives it.
 */
export function sendingTime(random: Random, now: number, takesUntil: number): number {
  const most = Math.min(waitingHours.most * hour, Math.max(0, takesUntil - hour - now));
  const least = Math.min(waitingHours.least * hour, most);
  const [a = 0, b = 0, c = 0, d = 0] = random(4);
  const share = (a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 2 ** 32;
  return Math.floor(now + least + share * (most - least));
}
