import type { Collision, TableSpec } from "@lang-nghe/contract";
import {
  type DisclosurePolicy,
  figuresOfColumn,
  nearlySamePeople,
  type TabulatedRows,
  withholdForLinked,
  withholdForLinkedMeans,
} from "@lang-nghe/survey-statistics";
import { type Dataset, replay, rootsOf, stepsBehind } from "../dictionary/index.ts";
import type { Decision, Definition, EarlierTable } from "../disclosure/index.ts";
import { askedOn, domainsOf } from "./columns.ts";

/** What makes a table the same table, whatever the steps behind its variables are called tomorrow. */
export const definitionOf = (
  dataset: Dataset,
  { ask, by, base }: Pick<TableSpec, "ask" | "by" | "base">,
  weights: string | null,
): Definition => ({ ask, by, base, steps: stepsBehind(dataset, by === null ? [ask] : [ask, by]), weights });

/** The questions that tables of these definitions read: what must be at hand to work out who stood where. */
export const questionsOf = (definitions: readonly Definition[]): Set<string> =>
  new Set(
    definitions.flatMap(({ ask, by, steps }) =>
      [ask, ...(by === null ? [] : [by])].flatMap((name) => rootsOf(name, steps)),
    ),
  );

/**
 * Holds a table against every table that left earlier: withholds what a reader of all of them could subtract or solve for,
 * besides what the gate withholds in the table itself.
 *
 * Where a group is nearly the group of an earlier table of the same question, nothing is shown by groups. Cells that
 * could be bounded below the smallest cell are withheld by `withholdForLinked`, means of which a few people's would follow by
 * `withholdForLinkedMeans`.
 */
export function againstEarlier(
  dataset: Dataset,
  definition: Definition,
  verdicts: Decision["verdicts"],
  earlier: readonly EarlierTable[],
  policy: DisclosurePolicy,
): Decision {
  const decided = verdicts.map((column) => [...column]);
  const before = earlier.map((table) => tabulatedRows(dataset, table.definition, table.decision.verdicts));
  let collides: Collision | null = null;
  const own = tabulatedRows(dataset, definition, decided);
  for (const [at, tables] of before.entries()) {
    const same = own.some((one) =>
      tables.some((other) => one.askKey === other.askKey && nearlySamePeople(one, other, policy)),
    );
    if (!same) continue;
    const { definition: other, firstLeft } = earlier[at]!;
    collides = { ask: other.ask, by: other.by, firstLeft };
    for (const column of decided.slice(1)) for (const l of column.keys()) column[l] ??= "nearly-same-people";
    break;
  }
  const known = before.flat();
  for (const [at, table] of tabulatedRows(dataset, definition, decided).entries()) {
    const figures = figuresOfColumn(table);
    const shown = table.shown.slice();
    const means = asOneQuestion(known, rootsOf(definition.ask, definition.steps));
    const places = new Set(withholdForLinkedMeans({ ...table, askKey: oneQuestion }, means, policy));
    for (const place of places) shown[place] = 0;
    for (const place of withholdForLinked({ ...table, shown }, known, policy)) places.add(place);
    for (const place of places) {
      shown[place] = 0;
      const column = decided[Math.floor(place / figures)]!;
      const level = table.optionOf === undefined ? place % figures : at;
      column[level] ??= "protects-another-cell";
    }
    known.push({ ...table, shown });
  }
  return { verdicts: decided, collides };
}

const oneQuestion = "means that may be added up";

/** Means of what these questions make, alone or in an index with others, and of what those make: taken as of one question. */
function asOneQuestion(known: readonly AsRows[], questions: readonly string[]): TabulatedRows[] {
  const reached = new Set(questions);
  const found = new Set<AsRows>();
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const table of known)
      if (table.askLevels === 0 && table.roots.some((root) => reached.has(root))) {
        found.add(table);
        for (const root of table.roots) reached.add(root);
      }
  }
  return [...found].map((table) => ({ ...table, askKey: oneQuestion }));
}

type AsRows = TabulatedRows & { readonly roots: readonly string[]; readonly optionOf?: string };

/** A table as its rows; of a question with several answers one for each option, since each is chosen or not. */
function tabulatedRows(dataset: Dataset, definition: Definition, verdicts: Decision["verdicts"]): AsRows[] {
  const then = replay(dataset, definition.steps);
  const ask = askedOn(then, definition.ask, definition.base);
  const by = definition.by === null ? undefined : domainsOf(then, definition.by);
  const columns = 1 + (by?.levels.length ?? 0);
  const askKey = keyOf(definition.ask, definition);
  const groups = {
    roots: rootsOf(definition.ask, definition.steps),
    byKey: definition.by === null ? undefined : keyOf(definition.by, definition),
    by: by?.codes,
    byLevels: by?.levels.length,
    // Staff see figures unrounded and bases as they are.
    halfUnit: new Float64Array(columns),
  };
  const shownOf = (levels: readonly number[]) =>
    Uint8Array.from(
      Array.from({ length: columns }, (_, c) => levels.map((l) => (verdicts[c]![l] === null ? 1 : 0))).flat(),
    );
  switch (ask.kind) {
    case "categorical":
      return [
        { ...groups, askKey, ask: ask.codes, askLevels: ask.levels.length, shown: shownOf([...ask.levels.keys()]) },
      ];
    case "numeric": {
      const inBase = Int32Array.from(ask.values, (value) => (Number.isNaN(value) ? -1 : 0));
      return [{ ...groups, askKey, ask: inBase, askLevels: 0, shown: shownOf([0]) }];
    }
    case "multiple":
      return ask.options.map((chosen, l) => ({
        ...groups,
        askKey: `${askKey} = ${ask.levels[l]!.code}`,
        optionOf: askKey,
        ask: Int32Array.from(chosen, (value) => (Number.isNaN(value) ? -1 : 1 - value)),
        askLevels: 2,
        shown: shownOf([l, l]),
      }));
  }
}

/** Variables made of the same questions count by the same answers. */
const keyOf = (name: string, { steps }: Definition): string => rootsOf(name, steps).join(" + ");
