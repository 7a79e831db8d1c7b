import type { App, Platform } from "./platform.ts";

/**
 * Work that comes round again and again while the server runs: one round after another, never two at once. A round that fails is
 * logged, and the next one tries again. The server ends when the round under way has.
 *
 * @param name for the log, as in "a round of batches".
 * @param round is told when the server is ending, so that long work can stop at a good place.
 * @returns asks for a round now, and waits for it.
 */
export function rounds(
  app: App,
  platform: Platform,
  { minutes, name }: { minutes: number; name: string },
  round: (ending: () => boolean) => Promise<void>,
): () => Promise<void> {
  let ending = false;
  let running: Promise<void> = Promise.resolve();
  const next = () => {
    running = running
      .then(() => (ending ? undefined : round(() => ending)))
      .catch((error: unknown) => app.log.error({ err: error }, `${name} failed`));
    return running;
  };
  const timer = setInterval(() => void next(), minutes * 60_000);
  timer.unref();
  platform.rounds?.push(next);
  app.addHook("onClose", async () => {
    ending = true;
    clearInterval(timer);
    await running;
  });
  return next;
}
