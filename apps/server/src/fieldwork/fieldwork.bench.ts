// How long a page of 100,000 assignments takes, and the map of their places, while 1,000 interviewers hold them. npm run bench fieldwork
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { connect, type Database, inTransaction } from "../platform/database.ts";
import { startEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { migrate } from "../platform/migrate.ts";
import { createStudy } from "../studies/index.ts";
import { assignmentPlaces, listAssignments } from "./assignments.ts";
import { assignmentClusters } from "./clusters.ts";
import { responseRates } from "./rates.ts";
import { readTeam } from "./team.ts";

type Measurement = { name: string; sizes: Record<string, number>; medianMs: number; reference: string; ratio: number };

const assignments = 100_000;
const interviewers = 1_000;
const runs = 40;

export async function run(): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-bench-"));
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres(folder);
  try {
    const url = server.url("postgres");
    await migrate(url);
    const database = connect(url);
    try {
      return await measure(database);
    } finally {
      await database.destroy();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(database: Database): Promise<Measurement[]> {
  const studyId = await studyInTheField(database);
  const { members } = await readTeam(database, studyId);
  const holders = members.filter(({ duty }) => duty === "interviewer").map(({ staffId }) => staffId);
  const states = ["planned", "given", "taken", "ended", "accepted"] as const;
  const some = <Value>(of: readonly Value[], i: number): Value => of[(i * 7919) % of.length]!;
  const page = (i: number) =>
    listAssignments(database, studyId, {
      after: String((i * 7919) % assignments),
      ...(i % 4 === 1 && { state: some(states, i) }),
      ...(i % 4 === 2 && { holderId: some(holders, i) }),
    });
  const nearer = (i: number) => {
    const zoom = 5 + (i % 7);
    const across = 360 / 2 ** zoom;
    const west = 103 + ((i * 13) % 40) / 10;
    const south = 18 + ((i * 7) % 40) / 10;
    const bounds = [west, south, west + across, south + across / 2].map((edge) => edge.toFixed(4)).join(",");
    return assignmentClusters(database, studyId, { zoom: String(zoom), bounds });
  };
  return [
    await timed("fieldwork: a page of the list", 200, page),
    await timed("fieldwork: the whole map as clusters", 300, () =>
      assignmentClusters(database, studyId, { zoom: "6", bounds: "100,8,112,24" }),
    ),
    await timed("fieldwork: a part of the map as clusters", 300, nearer),
    await timed("fieldwork: team with what each has in hand", 1000, () => readTeam(database, studyId)),
    await timed("fieldwork: how the work stands by place", 1000, () => assignmentPlaces(database, studyId)),
    await timed("fieldwork: response rates by interviewer", 1000, () =>
      responseRates(database, studyId, { by: "interviewer" }),
    ),
  ];
}

/** @param limit milliseconds that 19 of 20 must keep within. */
async function timed(name: string, limit: number, ask: (i: number) => Promise<unknown>): Promise<Measurement> {
  await ask(0);
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await ask(i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const p95 = times[Math.ceil(0.95 * runs) - 1]!;
  return {
    name,
    sizes: { assignments, interviewers, p95Ms: Math.round(p95) },
    medianMs: times[runs >> 1]!,
    reference: `${limit} ms; ratio = how many times faster the slowest but one in twenty is`,
    ratio: limit / p95,
  };
}

async function studyInTheField(database: Database): Promise<string> {
  const by = { id: randomUUID(), name: "bench", grants: [] };
  const id = await inTransaction(database, (transaction) =>
    createStudy(transaction, by, {
      title: { vi: "Đo", en: "Bench" },
      description: { vi: "", en: "" },
      kind: "asked",
      state: "design",
      synthetic: true,
      example: null,
      provenance: {
        collectedBy: "",
        consentHow: "",
        mode: "face-to-face",
        from: null,
        to: null,
        population: "",
        populationSize: null,
        selection: "probability",
        remarks: "",
        licence: "",
      },
      retainUntil: null,
    }),
  );
  await sql`
    insert into accounts.staff (id, name, username)
    select gen_random_uuid(), 'Điều tra viên ' || n, 'bench' || n from generate_series(1, ${interviewers + 50}::int) n`.execute(
    database,
  );
  await sql`
    insert into fieldwork.member (study_id, staff_id, duty)
    select ${id}, id, 'supervisor' from accounts.staff where username ~ '^bench' order by username limit 50`.execute(
    database,
  );
  await sql`
    insert into fieldwork.member (study_id, staff_id, duty, supervisor_id)
    select ${id}, s.id, 'interviewer', (select staff_id from fieldwork.member where study_id = ${id} and duty = 'supervisor' limit 1)
    from accounts.staff s where username ~ '^bench' and not exists (select from fieldwork.member m where m.staff_id = s.id)`.execute(
    database,
  );
  // Villages lie in some 3,000 groups, as in communes; every state is there.
  await sql`
    with holder as (select staff_id, row_number() over () - 1 as n from fieldwork.member where study_id = ${id} and duty = 'interviewer'),
      place as (select n, (array['planned', 'given', 'taken', 'ended', 'accepted'])[1 + n % 5] as state from generate_series(1, ${assignments}::int) n)
    insert into fieldwork.assignment (study_id, number, code, place, stratum, psu, base_weight, state, holder_id, latitude, longitude)
    select ${id}, p.n, '1-' || p.n, 'Thôn ' || p.n, 'T' || p.n % 63, 'P' || p.n % 3000, 10, p.state,
      case when p.state <> 'planned' then h.staff_id end,
      round((9 + (p.n % 3000) * 0.0046 + (p.n / 3000 % 9) * 0.01)::numeric, 2), round((102.5 + (p.n * 37 % 3000) * 0.0021 + (p.n / 3000 % 7) * 0.01)::numeric, 2)
    from place p join holder h on h.n = (p.n / 5) % ${interviewers}::int`.execute(database);
  await sql`
    insert into fieldwork.attempt (id, assignment_id, round, staff_id, day, part, medium, result, hash)
    select gen_random_uuid(), id, 1, holder_id, '2026-03-02', 'evening', 'visit', 'interview', decode(repeat('00', 32), 'hex')
    from fieldwork.assignment where state in ('ended', 'accepted')`.execute(database);
  await sql`
    insert into fieldwork.outcome (id, assignment_id, round, staff_id, disposition, day, minutes_band, hash)
    select gen_random_uuid(), id, 1, holder_id, case number % 4 when 0 then 'refusal' when 1 then 'nonContact' else 'complete' end,
      '2026-03-02', case when number % 4 > 1 then 3 end, decode(repeat('00', 32), 'hex')
    from fieldwork.assignment where state in ('ended', 'accepted')`.execute(database);
  await sql`vacuum analyze fieldwork.assignment, fieldwork.attempt, fieldwork.outcome`.execute(database);
  return id;
}
