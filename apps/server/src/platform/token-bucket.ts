/**
 * A limit on how often something happens, whoever asks: `atOnce` places that fill up again at `perSecond`. Held in memory, so
 * each process counts for itself.
 * @param now milliseconds that only go forward.
 */
export function tokenBucket({ perSecond, atOnce }: { perSecond: number; atOnce: number }, now: () => number) {
  let left = atOnce;
  let at = now();
  return {
    /** @returns 0 when a place was taken; else seconds until there will be one. */
    take(): number {
      const time = now();
      left = Math.min(atOnce, left + ((time - at) / 1000) * perSecond);
      at = time;
      if (left < 1) return (1 - left) / perSecond;
      left -= 1;
      return 0;
    },
  };
}
