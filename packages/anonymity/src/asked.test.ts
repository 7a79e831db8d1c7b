import { expect, test } from "vitest";
import { codesThatMayTravel, shownCodes } from "./asked.ts";

const visits = (team: string, interviewer: string, count: number) =>
  Array.from({ length: count }, () => ({ team, interviewer }));
const travel = (...all: { team: string; interviewer: string }[][]) =>
  Object.fromEntries(codesThatMayTravel(all.flat()));

test("an interviewer's code travels where 20 visits of the cell are theirs, else the team's, else none", () => {
  expect(travel(visits("T1", "A1", 20))).toEqual({ A1: { team: "T1", interviewer: "A1" } });
  expect(travel(visits("T1", "A1", 12), visits("T1", "A2", 8))).toEqual({ A1: { team: "T1" }, A2: { team: "T1" } });
  expect(travel(visits("T1", "A1", 19))).toEqual({ A1: {} });
});

test("nobody is set apart by what the others carry", () => {
  // With A1's code on 25 answers, A2's three would be those without one.
  expect(travel(visits("T1", "A1", 25), visits("T1", "A2", 3))).toEqual({ A1: { team: "T1" }, A2: { team: "T1" } });
  expect(travel(visits("T1", "A1", 25), visits("T2", "B1", 3))).toEqual({ A1: {}, B1: {} });
});

test("a code is shown with 30 accepted interviews, else the team's with 30 others, else none", () => {
  const carried = (team: string, interviewer: string, count: number) =>
    Array.from({ length: count }, () => ({ mode: "interview" as const, team, interviewer }));
  const shown = shownCodes([
    ...carried("T1", "A1", 30),
    ...carried("T1", "A2", 29),
    ...carried("T1", "A3", 1),
    ...carried("T2", "B1", 29),
    undefined,
    { mode: "interview" },
  ]);
  expect(Object.fromEntries([...Map.groupBy(shown, String)].map(([code, all]) => [code, all.length]))).toEqual({
    A1: 30,
    T1: 30,
    null: 31,
  });
});
