import type { Study } from "@lang-nghe/contract";

export type StepName =
  | "describe"
  | "questionnaire"
  | "publish"
  | "open"
  | "freeze"
  | "import"
  | "weight"
  | "table"
  | "release";

export interface Step {
  readonly name: StepName;
  readonly done: boolean;
}

/** What only the later parts of the chain know. */
export interface LaterFacts {
  readonly weightSets: number;
  readonly releases: number;
  readonly published: number;
}

/** Steps of a study in their order; the first that is not done is the next one. */
export function stepsOf(study: Study, later: LaterFacts): Step[] {
  const { provenance } = study;
  const described = [provenance.collectedBy, provenance.consentHow, provenance.population].every((text) => text !== "");
  const isPublished = study.publishedVersion !== null;
  const asked: Step[] =
    study.kind === "imported"
      ? [{ name: "import", done: true }]
      : [
          { name: "describe", done: described },
          { name: "questionnaire", done: study.hasDraft || isPublished },
          { name: "publish", done: isPublished },
          { name: "open", done: study.state !== "design" },
          { name: "freeze", done: study.state === "frozen" },
        ];
  const anyRelease = later.releases > 0;
  return [
    ...asked,
    { name: "weight", done: later.weightSets > 0 || anyRelease },
    { name: "table", done: anyRelease },
    { name: "release", done: later.published > 0 },
  ];
}
