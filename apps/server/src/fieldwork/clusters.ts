import type { AssignmentClusters, ClustersQuery } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database } from "../platform/database.ts";

const mostClusters = 1_000;
const mostPlaces = 200;
/** Sides of the map in cells that become one mark: a screen of some 1,000 pixels has marks some 50 apart. */
const cellsOfScreen = 20;

const standing = sql`
  count(*) filter (where state = 'planned')::int as planned,
  count(*) filter (where state in ('given', 'taken'))::int as in_hand,
  count(*) filter (where state in ('ended', 'accepted'))::int as ended,
  count(*) filter (where state = 'closed')::int as closed`;

/**
 * Places to visit in a part of the map, those close together as one mark at their mean; beside them the same part by communes, for whoever
 * reads a list. Nothing here is finer than the frame's kilometre.
 */
export async function assignmentClusters(
  database: Database,
  studyId: string,
  { bounds, zoom }: ClustersQuery,
): Promise<AssignmentClusters> {
  const [west, south, east, north] = bounds ? (bounds.split(",").map(Number) as number[]) : [-180, -90, 180, 90];
  const side = 360 / 2 ** Number(zoom) / cellsOfScreen;
  const within = sql`study_id = ${studyId} and latitude between ${south}::float8 and ${north}::float8
    and longitude between ${west}::float8 and ${east}::float8`;
  const clusters = await sql<AssignmentClusters["clusters"][number]>`
    select avg(latitude) as latitude, avg(longitude) as longitude, ${standing} from fieldwork.assignment where ${within}
    group by floor(latitude / ${side}::float8), floor(longitude / ${side}::float8)
    order by count(*) desc limit ${mostClusters}`.execute(database);
  const places = await sql<AssignmentClusters["places"][number]>`
    select p.unit_id, u.name as unit, latitude, longitude, planned, in_hand, ended, closed from (
      select unit_id, count(*) as total, avg(latitude) as latitude, avg(longitude) as longitude, ${standing} from fieldwork.assignment where ${within}
      group by unit_id order by total desc limit ${mostPlaces}
    ) p left join units.unit u on u.id = p.unit_id order by p.total desc, u.name`.execute(database);
  const whole = await sql<{ extent: (number | null)[]; placed: number }>`
    select array[min(longitude), min(latitude), max(longitude), max(latitude)] as extent, count(*)::int as placed
    from fieldwork.assignment where study_id = ${studyId} and latitude is not null`.execute(database);
  const all = await database
    .selectFrom("fieldwork.assignment")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  const { extent, placed } = whole.rows[0]!;
  return {
    clusters: clusters.rows,
    places: places.rows,
    extent: extent.every((edge) => edge !== null) ? extent : null,
    without: all.count - placed,
  };
}
