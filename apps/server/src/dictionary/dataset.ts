import type { Derivation, Variable } from "@lang-nghe/contract";
import { Problem } from "../platform/problem.ts";
import type { Column, DesignColumns, Snapshot } from "../responses/index.ts";
import { derive, type Step, sourcesOf } from "./derive.ts";

/** Frozen answers with their derived variables: what weights and tables are made from. */
export type Dataset = {
  rows: number;
  variables: Variable[];
  columns: Map<string, Column>;
  design: DesignColumns;
  snapshotHash: string;
  /** The steps behind its derived variables, in the order in which they were applied. */
  steps: readonly Derivation[];
};

/** Applies the stored steps, in order, to a snapshot. The snapshot is left as it was. */
export function applySteps(snapshot: Snapshot, steps: readonly Step[]): Dataset {
  const dataset: Dataset = {
    rows: snapshot.rows,
    variables: [...snapshot.variables],
    columns: new Map(snapshot.columns),
    design: snapshot.design,
    snapshotHash: snapshot.hash,
    steps: steps.map(({ derivation }) => derivation),
  };
  for (const step of steps) {
    const { variable, column } = derive(dataset, step);
    dataset.variables.push(variable);
    dataset.columns.set(variable.name, column);
  }
  return dataset;
}

/** The dataset as other steps make it from the same answers: variables as they were when a table left. */
export function replay(dataset: Dataset, steps: readonly Derivation[]): Dataset {
  const questions = dataset.variables.filter(({ source }) => source !== "derived");
  return applySteps(
    {
      rows: dataset.rows,
      variables: questions,
      columns: new Map(questions.flatMap(({ name }) => entryOf(dataset.columns, name))),
      design: dataset.design,
      hash: dataset.snapshotHash,
    },
    steps.map((derivation) => ({ id: "", derivation })),
  );
}

function entryOf(columns: Dataset["columns"], name: string): [string, Column][] {
  const column = columns.get(name);
  return column ? [[name, column]] : [];
}

/** The questions a variable comes from, in alphabetical order: itself, or all that its derivation reads. */
export function rootsOf(name: string, steps: readonly Derivation[]): string[] {
  const step = steps.find((candidate) => candidate.name === name);
  return step ? [...new Set(sourcesOf(step).flatMap((source) => rootsOf(source, steps)))].sort() : [name];
}

/** The steps that these variables rest on, in the order in which they apply. */
export function stepsBehind({ steps }: Pick<Dataset, "steps">, names: readonly string[]): Derivation[] {
  const wanted = new Set(names);
  const found: Derivation[] = [];
  for (const step of [...steps].reverse())
    if (wanted.has(step.name)) {
      found.unshift(step);
      for (const source of sourcesOf(step)) wanted.add(source);
    }
  return found;
}

/** @throws {Problem} dictionary.unknown-variable */
export function requireVariable(dataset: Pick<Dataset, "variables">, name: string): Variable {
  const variable = dataset.variables.find((candidate) => candidate.name === name);
  if (!variable) throw new Problem("dictionary.unknown-variable", { variable: name });
  return variable;
}

export function requireColumn(dataset: Dataset, name: string): Column {
  const column = dataset.columns.get(name);
  if (!column) throw new Problem("dictionary.unknown-variable", { variable: name });
  return column;
}
