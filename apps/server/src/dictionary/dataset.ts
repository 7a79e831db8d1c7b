import type { Variable } from "@lang-nghe/contract";
import { Problem } from "../platform/problem.ts";
import type { Column, DesignColumns, Snapshot } from "../responses/index.ts";
import { derive, type Step } from "./derive.ts";

/** Frozen answers with their derived variables: what weights and tables are made from. */
export type Dataset = {
  rows: number;
  variables: Variable[];
  columns: Map<string, Column>;
  design: DesignColumns;
  snapshotHash: string;
};

/** Applies the stored steps, in order, to a snapshot. The snapshot is left as it was. */
export function applySteps(snapshot: Snapshot, steps: readonly Step[]): Dataset {
  const dataset: Dataset = {
    rows: snapshot.rows,
    variables: [...snapshot.variables],
    columns: new Map(snapshot.columns),
    design: snapshot.design,
    snapshotHash: snapshot.hash,
  };
  for (const step of steps) {
    const { variable, column } = derive(dataset, step);
    dataset.variables.push(variable);
    dataset.columns.set(variable.name, column);
  }
  return dataset;
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
