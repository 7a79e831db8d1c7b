import type { Asked } from "./exchange.ts";
import { fewestInCell } from "./manifest.ts";

/** Visits of one cell that must share a code before it may travel with an answer: as many as share a cell. */
export const fewestToTravel = fewestInCell;

/** One visit of a cell, by the study's codes of who holds it. */
export interface VisitOfCell {
  readonly team: string;
  readonly interviewer: string;
}

/** What each interviewer's answers of one cell may carry, by the interviewer's code. */
export type AskedCodes = ReadonlyMap<string, Omit<Asked, "mode">>;

/**
 * What may travel inside sealed answers of one cell: an interviewer's code where 20 visits of the cell or more are theirs, else
 * the team's where 20 are the team's, else nothing. What would be left over counts too: a code that sets 20 apart also sets the others apart, so
 * where somebody's rest is fewer than 20, all of the team go by the team's code, and where a team is, nobody of the cell carries any.
 * @param visits all visits of the cell that somebody holds.
 */
export function codesThatMayTravel(visits: readonly VisitOfCell[]): AskedCodes {
  const codes = new Map<string, Omit<Asked, "mode">>();
  const teams = Map.groupBy(visits, ({ team }) => team);
  const teamsTravel = [...teams.values()].every((members) => members.length >= fewestToTravel);
  for (const [team, members] of teams) {
    const interviewers = Map.groupBy(members, ({ interviewer }) => interviewer);
    const travel = teamsTravel && [...interviewers.values()].every((own) => own.length >= fewestToTravel);
    for (const interviewer of interviewers.keys())
      codes.set(interviewer, travel ? { team, interviewer } : teamsTravel ? { team } : {});
  }
  return codes;
}

/** Accepted interviews behind a code that is shown, at least. */
export const fewestToShow = 30;

/**
 * What the answers' side shows: an interviewer's code where 30 accepted interviews or more carry it, else the team's where 30 others do, else none.
 * @param asked of each accepted answer. @returns a code for each, or null.
 */
export function shownCodes(asked: readonly (Asked | undefined)[]): (string | null)[] {
  const enough = (names: readonly (string | undefined)[]): ReadonlySet<string> =>
    new Set(
      [...Map.groupBy(names, (name) => name ?? "")].flatMap(([name, all]) =>
        name !== "" && all.length >= fewestToShow ? [name] : [],
      ),
    );
  const interviewers = enough(asked.map((one) => one?.interviewer));
  const own = asked.map((one) => (one?.interviewer && interviewers.has(one.interviewer) ? one.interviewer : undefined));
  const teams = enough(asked.map((one, i) => (own[i] ? undefined : one?.team)));
  return asked.map((one, i) => own[i] ?? (one?.team && teams.has(one.team) ? one.team : null));
}
