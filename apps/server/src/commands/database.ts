import { prepareDatabase } from "../platform/database-roles.ts";
import { UsageError } from "./usage.ts";
import { requireOwner, withDatabase } from "./with-database.ts";

export const database = {
  help: `database: prepares a host's database as its owner, and prints the address of the server's own login.

ROLE says which host, DATABASE_URL is the owner's address. Run it once, and after each upgrade; then start the server with the
printed address as its DATABASE_URL, so that it never knows the owner's password. The embedded database needs none of this.
`,
  run,
};

async function run(parameters: string[]): Promise<number> {
  if (parameters.length) throw new UsageError("database takes no options. --help tells more.");
  return withDatabase(async (url, config) => {
    if (!config.databaseUrl) throw new UsageError("The embedded database is prepared at each start by itself.");
    await requireOwner(url, config);
    const { url: login, fault } = await prepareDatabase(url, config.role, config.dataDirectory);
    if (fault) throw new UsageError(`${fault}. See docs/operations.md, Database logins.`);
    console.log(`DATABASE_URL=${login}`);
    return 0;
  });
}
