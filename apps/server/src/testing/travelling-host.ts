// A host as main.ts runs it, but with a clock that its parent sets: days of a wave pass in minutes. Only tests start it.
import { runHost } from "../host.ts";
import { readConfig } from "../platform/config.ts";

/** `now`: milliseconds since 1970. `rounds`: do whatever would come round by then. Answered with itself when done. */
export type Travel = { now: number; rounds: boolean };

let now = Number(process.env.TRAVEL_FROM);
// What counts requests a minute counts by this clock too: a night's rounds come a night apart.
Date.now = () => now;
const rounds: (() => Promise<void>)[] = [];
process.on("message", async (travel: Travel) => {
  now = travel.now;
  if (travel.rounds) for (const round of rounds) await round();
  process.send!(travel);
});
const mixing = process.env.TRAVEL_WITHOUT_MIXING ? { mixing: false as const } : {};
await runHost(readConfig(process.env), { clock: () => new Date(now), rounds, ...mixing });
