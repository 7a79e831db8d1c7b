import { type PolicyLimits, type StatedPolicy, stricterWhenLess } from "@lang-nghe/contract";
import { type DisclosurePolicy, defaultDisclosurePolicy } from "@lang-nghe/survey-statistics";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";

/** The limits in force: version 1 are those of the code, later ones what the institution has stated on top. */
export async function policyInForce(run: Database | Transaction): Promise<StatedPolicy & { limits: DisclosurePolicy }> {
  const newest = await run.selectFrom("disclosure.policy").selectAll().orderBy("version", "desc").executeTakeFirst();
  if (!newest) return { version: 1, limits: defaultDisclosurePolicy, since: null, statedBy: null };
  const { version, policy, since, statedBy } = newest;
  return { version, limits: policy as PolicyLimits, since, statedBy };
}

/**
 * States stricter limits for every figure from now on. What has left has left: a table already let out is let out again as it
 * was under its own version, and the same table under new limits is decided anew.
 * @throws {Problem} disclosure.looser, naming the limit and what is in force; the database refuses it too (migration 0019).
 */
export async function statePolicy(platform: Platform, by: Person, limits: PolicyLimits): Promise<StatedPolicy> {
  await inTransaction(platform.database, async (transaction) => {
    const before = await policyInForce(transaction);
    for (const [name, floor] of Object.entries(before.limits) as [keyof PolicyLimits, number][])
      if (stricterWhenLess.has(name) ? limits[name] > floor : limits[name] < floor)
        throw new Problem("disclosure.looser", { limit: name, floor });
    const version = before.version + 1;
    await transaction
      .insertInto("disclosure.policy")
      .values({ version, policy: JSON.stringify(limits), since: dayOf(platform.clock()), statedBy: by.name })
      .execute();
    await audit(transaction, by, "disclosure.policy", String(version), { ...limits });
  });
  return policyInForce(platform.database);
}
