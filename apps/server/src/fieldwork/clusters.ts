import type { AssignmentClusters, ClustersQuery } from "@lang-nghe/contract";
import { sql } from "kysely";
import type { Database } from "../platform/database.ts";

const mostClusters = 1_000;
const mostPlaces = 200;
/** Sides of the map in cells that become one mark: a screen of some 1,000 pixels has marks some 70 apart. */
const cellsOfScreen = 20;

type Standing = { latitude: number; longitude: number; planned: number; inHand: number; ended: number; closed: number };
type Found = {
  clusters: Standing[] | null;
  places: ({ unitId: string | null; unit: string | null } & Standing)[] | null;
  extent: (number | null)[];
  placed: number;
};

/**
 * Places to visit in a part of the map, those close together as one mark at their mean; beside them the same part by communes, for whoever
 * reads a list. Nothing here is finer than the frame's kilometre.
 */
export async function assignmentClusters(
  database: Database,
  studyId: string,
  { bounds, zoom }: ClustersQuery,
): Promise<AssignmentClusters> {
  const side = 360 / 2 ** Number(zoom) / cellsOfScreen;
  const [west, south, east, north] = (bounds ?? "").split(",").map(Number);
  const within = bounds
    ? sql`and latitude between ${south}::float8 and ${north}::float8 and longitude between ${west}::float8 and ${east}::float8`
    : sql`and latitude is not null`;
  const mean = sql`sum(north) / sum(total) as latitude, sum(east) / sum(total) as longitude, sum(planned)::int as planned,
    sum(in_hand)::int as "inHand", sum(ended)::int as ended, sum(closed)::int as closed`;
  // The visits are read once, from the index alone; marks and communes are sums of what that gives.
  const { rows } = await sql<Found>`
    with cell as materialized (
      select floor(latitude / ${side}::float8) as cell_north, floor(longitude / ${side}::float8) as cell_east, unit_id,
        count(*) as total, sum(latitude) as north, sum(longitude) as east,
        min(longitude) as west_edge, min(latitude) as south_edge, max(longitude) as east_edge, max(latitude) as north_edge,
        count(*) filter (where state = 'planned') as planned, count(*) filter (where state in ('given', 'taken')) as in_hand,
        count(*) filter (where state in ('ended', 'accepted')) as ended, count(*) filter (where state = 'closed') as closed
      from fieldwork.assignment where study_id = ${studyId} ${within} group by 1, 2, 3
    ), mark as (
      select ${mean}, sum(total) as total from cell group by cell_north, cell_east order by total desc limit ${mostClusters}
    ), place as (
      select unit_id, ${mean}, sum(total) as total from cell group by unit_id order by total desc limit ${mostPlaces}
    )
    select (select json_agg(to_json(m) order by m.total desc) from mark m) as clusters,
      (select json_agg(json_build_object('unitId', p.unit_id, 'unit', u.name, 'latitude', p.latitude, 'longitude', p.longitude,
          'planned', p.planned, 'inHand', p."inHand", 'ended', p.ended, 'closed', p.closed) order by p.total desc, u.name)
        from place p left join units.unit u on u.id = p.unit_id) as places,
      array[min(west_edge), min(south_edge), max(east_edge), max(north_edge)] as extent, coalesce(sum(total), 0)::int as placed
    from cell`.execute(database);
  const { clusters, places, extent, placed } = rows[0]!;
  return {
    clusters: clusters ?? [],
    places: places ?? [],
    ...(bounds ? {} : { whole: await wholeOf(database, studyId, extent, placed) }),
  };
}

async function wholeOf(
  database: Database,
  studyId: string,
  extent: (number | null)[],
  placed: number,
): Promise<NonNullable<AssignmentClusters["whole"]>> {
  const { count } = await database
    .selectFrom("fieldwork.assignment")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("studyId", "=", studyId)
    .executeTakeFirstOrThrow();
  return { extent: placed > 0 ? (extent as number[]) : null, without: count - placed };
}
