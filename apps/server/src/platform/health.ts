import { sql } from "kysely";
import { diskUse } from "./disk.ts";
import type { App, Platform } from "./platform.ts";

/** Share of the disk from which /health and the console warn. */
export const diskWarning = 0.85;

/** GET /health, for whoever watches over the machine. */
export function health(app: App, { config, database }: Platform): void {
  app.get("/health", { config: { permission: "anyone" }, schema: { hide: true } }, async (_, reply) => {
    const disk = await diskUse(config.dataDirectory);
    const alive = await sql`select 1`.execute(database).then(
      () => true,
      () => false,
    );
    return reply
      .code(alive ? 200 : 503)
      .header("cache-control", "no-store")
      .send({
        status: !alive ? "failing" : disk >= diskWarning ? "warning" : "ok",
        database: alive,
        diskUsed: Math.round(disk * 100) / 100,
        version: config.version,
      });
  });
}
