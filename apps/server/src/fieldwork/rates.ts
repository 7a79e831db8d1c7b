import type { RatesQuery, ResponseRates } from "@lang-nghe/contract";
import { type Disposition, dispositionNames, outcomeRates, RatesError } from "@lang-nghe/survey-statistics";
import { sql } from "kysely";
import type { Database } from "../platform/database.ts";

/**
 * AAPOR's rates of a study and of each area or interviewer. Of each assignment the outcome of its latest round counts; what is
 * still open counts as of unknown eligibility, as a rate on that day must have it. Closed ones were no sampling units.
 */
export async function responseRates(
  database: Database,
  studyId: string,
  { by, weighted }: RatesQuery,
): Promise<ResponseRates> {
  const group = { unit: sql<string | null>`a.unit_id`, interviewer: sql<string | null>`a.holder_id` };
  const rows = await database
    .selectFrom("fieldwork.assignment as a")
    .leftJoin("fieldwork.outcome as o", (join) =>
      join.onRef("o.assignmentId", "=", "a.id").onRef("o.round", "=", "a.round"),
    )
    .select((by ? group[by] : sql<string | null>`null::uuid`).as("group"))
    .select(
      sql<string>`coalesce(o.disposition, case a.state when 'closed' then 'ineligible' else 'open' end)`.as("ended"),
    )
    .select(sql<number>`count(*)::int`.as("cases"))
    .select(sql<number>`sum(a.base_weight)`.as("weight"))
    .where("a.studyId", "=", studyId)
    .groupBy([sql`1`, sql`2`])
    .execute();
  const keys = by ? [null, ...new Set(rows.map((row) => row.group).filter((key) => key !== null))] : [null];
  return {
    groups: keys.map((key) => {
      const own = rows.filter((row) => key === null || row.group === key);
      const dispositions = Object.fromEntries(
        dispositionNames.map((name) => [
          name,
          own
            .filter((row) => row.ended === name || (name === "unknownHousehold" && row.ended === "open"))
            .reduce((sum, row) => sum + (weighted ? row.weight : row.cases), 0),
        ]),
      ) as Record<Disposition, number>;
      const open = own.filter((row) => row.ended === "open").reduce((sum, row) => sum + row.cases, 0);
      return { group: key, dispositions, open, ...ratesOf(dispositions) };
    }),
  };
}

function ratesOf(
  dispositions: Record<Disposition, number>,
): Pick<ResponseRates["groups"][number], "rates" | "eligibility"> {
  try {
    const { rates, eligibility } = outcomeRates(dispositions);
    return {
      rates: Object.fromEntries(
        Object.entries(rates).map(([name, rate]) => [name, Number.isFinite(rate) ? rate : null]),
      ),
      eligibility: { value: eligibility.value, source: eligibility.source },
    };
  } catch (error) {
    // Nothing has ended yet: there is no rate.
    if (error instanceof RatesError) return { rates: null, eligibility: null };
    throw error;
  }
}
