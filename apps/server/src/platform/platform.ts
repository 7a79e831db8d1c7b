import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { Database } from "./database.ts";
import type { StudyEvents } from "./events.ts";

/** What every capability works with. */
export type Platform = {
  config: Config;
  database: Database;
  clock: Clock;
  events: StudyEvents;
  /** How full the disk is; tests say so. */
  diskSpace?: ((folder: string) => Promise<{ left: number; total: number }>) | undefined;
  /** What comes round again and again; tests whose clock travels ask for each round themselves. */
  rounds?: (() => Promise<void>)[] | undefined;
  /** false: deposits move on alone, as they come. Only the attack on our own protection says so, to see that it then succeeds. */
  mixing?: false | undefined;
};

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
