import type { Random } from "../web-crypto.ts";

/** A whole number from 0 to below `count`, each as likely. */
export function below(random: Random, count: number): number {
  const most = 2 ** 32 - (2 ** 32 % count);
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random(4);
    const drawn = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
    if (drawn < most) return drawn % count;
  }
}

/** The same things in an order drawn by chance (Fisher and Yates). */
export function shuffled<T>(random: Random, things: readonly T[]): T[] {
  const mixed = [...things];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = below(random, last + 1);
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
