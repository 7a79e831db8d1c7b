import type { Labels, Release, ReleaseDraft, Table, TableSpec, Variable, Words } from "@lang-nghe/contract";
import type { Say } from "../platform/words.ts";
import type { words } from "./words.ts";

/** What each table of a draft is about, in a line. */
export function tableNames(
  draft: ReleaseDraft,
  variables: readonly Variable[],
  t: Say<keyof (typeof words)["vi"] & string>,
  label: (labels: Labels | Words) => string,
): string[] {
  const nameOf = (name: string) => {
    const variable = variables.find((each) => each.name === name);
    return (variable && label(variable.label)) || name;
  };
  return draft.tables.map(({ spec }) =>
    spec.by === null ? nameOf(spec.ask) : `${nameOf(spec.ask)}, ${t("dividedBy", { by: nameOf(spec.by) })}`,
  );
}

const keyOf = (spec: TableSpec) => JSON.stringify([spec.ask, spec.by, spec.base, spec.weightSet]);

/** The server's tables in the order of a draft that may be newer than they are; undefined where one is not computed yet. */
export function tablesInOrder(draft: ReleaseDraft, release: Release): (Table | undefined)[] {
  return draft.tables.map(({ spec }) => release.tables.find((table) => keyOf(table.spec) === keyOf(spec)));
}
