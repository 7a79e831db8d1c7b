import { listStaff, renewLink } from "../accounts/index.ts";
import { connect } from "../platform/database.ts";
import { migrate } from "../platform/migrate.ts";
import { UsageError } from "./usage.ts";
import { withDatabase } from "./with-database.ts";

export const link = {
  help: `link USERNAME: a new one-time link with which a member of staff sets a password, for when it is lost.

Whoever can run this already has the machine; the act is written to the audit log. With the embedded database, stop the
system first, and start it again before the link is opened (within three days); with DATABASE_URL it may run on.
`,
  run,
};

async function run([username, ...more]: string[]): Promise<number> {
  if (username === undefined || more.length) throw new UsageError("Name one person: link USERNAME. --help tells more.");
  return withDatabase(async (url, config) => {
    await migrate(url);
    const database = connect(url, 2);
    try {
      const staff = await listStaff(database);
      const member = staff.find((candidate) => candidate.username.toLowerCase() === username.toLowerCase());
      if (!member)
        throw new UsageError(
          `There is no ${username}; staff are ${staff.map((one) => one.username).join(", ") || "not set up yet"}.`,
        );
      const { token } = await renewLink(database, () => new Date(), undefined, member.id);
      console.log(`${config.publicUrl}/console/password#${token}`);
      return 0;
    } finally {
      await database.destroy();
    }
  });
}
