import type { AssignmentPlaces, Team } from "@lang-nghe/contract";
import { useGet } from "../platform/query.ts";
import { useStudy } from "../platform/study-context.tsx";

export const pathOf = (studyId: string) => `/studies/${studyId}`;

export const useTeam = () => useGet<Team>(`${pathOf(useStudy().id)}/team`);
export const usePlaces = () => useGet<AssignmentPlaces>(`${pathOf(useStudy().id)}/assignments/places`);

/** Names of the team by id; whoever left it is told by `unknown`. */
export function namesOf(team: Team | undefined, unknown: string): (staffId: string) => string {
  const names = new Map([...(team?.candidates ?? []), ...(team?.members ?? [])].map((one) => [one.staffId, one.name]));
  return (staffId) => names.get(staffId) ?? unknown;
}
