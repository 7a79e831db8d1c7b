import type { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config.ts";
import type { Database } from "../platform/database.ts";
import type { Platform } from "../platform/platform.ts";
import { type HouseKey, houseKey } from "./secrets.ts";
import { type Throttle, throttle } from "./throttle.ts";

/** What the accounts of one host work with. */
export type House = {
  database: Database;
  clock: Clock;
  config: Pick<Config, "role" | "publicUrl">;
  key: HouseKey;
  throttle: Throttle;
  relyingParty: RelyingParty;
};

/** Where passkeys are made and used. Fixed by PUBLIC_URL: what a request says of its host is never believed. */
export type RelyingParty = { id: string; origin: string; possible: boolean };

export function openHouse({ database, clock, config }: Platform): House {
  return {
    database,
    clock,
    config,
    key: houseKey(config.dataDirectory),
    throttle: throttle(clock),
    relyingParty: relyingPartyOf(config.publicUrl),
  };
}

/** Browsers make passkeys for names only, over https or on this machine. */
function relyingPartyOf(publicUrl: string): RelyingParty {
  const { hostname, origin, protocol } = new URL(publicUrl);
  const address = /^[\d.]+$|:/.test(hostname);
  return { id: hostname, origin, possible: hostname === "localhost" || (protocol === "https:" && !address) };
}
