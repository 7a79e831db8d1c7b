import { expect } from "vitest";
import { type FileFault, type FilePlace, FileProblem } from "../file-problem.ts";

/** Runs what must refuse a file, and checks the fault, the place, and that both languages say something whole. */
export function expectRefusal(read: () => unknown, fault: FileFault, place: FilePlace = {}): FileProblem {
  let caught: unknown;
  try {
    read();
  } catch (error) {
    caught = error;
  }
  expect(caught, `${fault} was expected`).toBeInstanceOf(FileProblem);
  const problem = caught as FileProblem;
  expect({ fault: problem.fault, place: problem.place }).toEqual({ fault, place: expect.objectContaining(place) });
  for (const sentence of Object.values(problem.sentence)) expect(sentence).not.toMatch(/[{}]|undefined|null/);
  return problem;
}
