import type { Variable } from "@lang-nghe/contract";
import { encode } from "@lang-nghe/survey-statistics";
import type { Dataset } from "../dictionary/index.ts";
import type { Table } from "../platform/files/index.ts";
import { type Column, missingCode } from "../responses/index.ts";
import type { DesignFile } from "./estimate.ts";
import { UsageError } from "./usage.ts";

const listed = (names: string | string[] | undefined): string[] =>
  names === undefined ? [] : Array.isArray(names) ? names : [names];

/**
 * A file of answers as the engine reads it: numbers are numeric unless they carry value labels, text is categorical with its
 * levels in alphabetical order. "NA" is missing, as R writes it.
 */
export function datasetOf(table: Table, plan: DesignFile): Dataset {
  const dataset: Dataset = {
    rows: table.rows,
    variables: [],
    columns: new Map(),
    design: {
      weights: plan.weights ?? null,
      strata: plan.strata ?? null,
      psu: listed(plan.psu),
      fpc: listed(plan.fpc),
    },
    snapshotHash: table.fileHash,
    steps: [],
  };
  for (const source of table.columns) {
    const { variable, column } = columnOf(source);
    dataset.variables.push(variable);
    dataset.columns.set(variable.name, column);
  }
  for (const name of [plan.weights, plan.strata, ...dataset.design.psu, ...dataset.design.fpc])
    if (name !== undefined && !dataset.columns.has(name))
      throw new UsageError(
        `The design names the column ${name}; the file has ${table.columns.map((column) => column.name).join(", ")}.`,
      );
  return dataset;
}

function columnOf(source: Table["columns"][number]): { variable: Variable; column: Column } {
  const label = { vi: source.label ?? source.name, en: source.label ?? source.name };
  const variable = { name: source.name, label, source: "question" as const, ordered: false, stepId: null, note: {} };
  const numbers = source.kind === "number" ? source.numbers : asNumbers(source.texts ?? []);
  if (numbers && !source.valueLabels?.length) {
    const reasons = Int8Array.from(numbers, (value) => (Number.isNaN(value) ? missingCode.missing : 0));
    return {
      variable: { ...variable, kind: "numeric", levels: [] },
      column: { kind: "numeric", values: numbers, reasons },
    };
  }
  const texts = numbers
    ? Array.from(numbers, (value) => (Number.isNaN(value) ? null : labelOf(source, value)))
    : (source.texts ?? []).map((text) => (text === "NA" ? null : text));
  const levels = [...new Set(texts)].filter((text) => text !== null).sort((a, b) => a.localeCompare(b, "vi"));
  return {
    variable: {
      ...variable,
      kind: "categorical",
      levels: levels.map((code) => ({ code, label: { vi: code, en: code }, missing: null })),
    },
    column: { kind: "categorical", codes: Int16Array.from(encode(texts, levels).codes) },
  };
}

const labelOf = (source: Table["columns"][number], value: number) =>
  source.valueLabels?.find((known) => Number(known.value) === value)?.label ?? String(value);

/** Numbers, when nothing but numbers, empty cells and NA is there. */
function asNumbers(texts: readonly (string | null)[]): Float64Array | undefined {
  const numbers = new Float64Array(texts.length);
  let some = false;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i];
    if (text === null || text === undefined || text === "NA") numbers[i] = Number.NaN;
    else {
      if (text.trim() === "" || Number.isNaN(Number(text))) return undefined;
      numbers[i] = Number(text);
      some = true;
    }
  }
  return some ? numbers : undefined;
}
