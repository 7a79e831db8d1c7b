// Whoever reads every table that left and solves for what was withheld: the judge of the disclosure rules.
import loadHighs from "highs";

// Its types describe another module format than the one Node loads.
const highs = await (loadHighs as unknown as typeof loadHighs.default)();

/** How many people stand in some of the unknown cells, as closely as it was told. */
export type Sum = { members: readonly number[]; least: number; most: number };

/** The highest a sum of counts can be, by HiGHS: a solver that is not ours. */
export function highest(unknowns: number, sums: readonly Sum[], target: readonly number[]): number {
  const add = (members: readonly number[]) => members.map((unknown) => `x${unknown}`).join(" + ");
  const lines = sums
    .filter(({ members }) => members.length > 0)
    .flatMap(({ members, least, most }, at) =>
      least === most
        ? [` e${at}: ${add(members)} = ${most}`]
        : [` m${at}: ${add(members)} <= ${most}`, ` l${at}: ${add(members)} >= ${least}`],
    );
  const bounded = new Set(sums.flatMap(({ members }) => members));
  if (target.some((unknown) => !bounded.has(unknown))) return Number.POSITIVE_INFINITY;
  const open = Array.from({ length: unknowns }, (_, unknown) => ` 0 <= x${unknown}`).join("\n");
  const solved = highs.solve(`Maximize\n obj: ${add(target)}\nSubject To\n${lines.join("\n")}\nBounds\n${open}\nEnd\n`);
  if (solved.Status === "Optimal") return solved.ObjectiveValue;
  if (solved.Status === "Unbounded" || solved.Status === "Primal infeasible or unbounded")
    return Number.POSITIVE_INFINITY;
  throw new Error(`The attack ended with ${solved.Status}.`);
}

type Range = { least: number; most: number };

/** A question, or a variable made of it: each code's level, or −1. */
export type Grouping = { readonly key: string; readonly of: readonly number[] };

/** What a table told; undefined = withheld. Column 0 is everyone in the base. */
export type ToldTable = {
  readonly ask: Grouping;
  readonly by?: Grouping | undefined;
  readonly columns: readonly { people: Range | undefined; cells: readonly (Range | undefined)[] }[];
};

/**
 * Small cells that a reader knows to be small: cells of two questions that were tabulated, by the finest groups that all
 * tables together make. Known are all bases and shares that were told, and which kinds of people there are where a question
 * only divides tables; not where it was asked itself.
 *
 * @param given question → code of each person.
 * @returns the cells found, with the true number of people in them.
 */
export function knownSmallCells(
  given: Readonly<Record<string, readonly number[]>>,
  told: readonly ToldTable[],
  smallest = 10,
): string[] {
  const keys = Object.keys(given);
  const rows = given[keys[0]!]!.length;
  const kinds = new Map<string, { codes: Record<string, number>; people: number }>();
  const add = (codes: Record<string, number>, people: number) => {
    const name = keys.map((key) => codes[key]).join(" ");
    const kind = kinds.get(name);
    if (kind) kind.people += people;
    else kinds.set(name, { codes, people });
  };
  for (let i = 0; i < rows; i++) add(Object.fromEntries(keys.map((key) => [key, given[key]![i]!])), 1);
  // Of a question that was asked anyone may have said anything that somebody said.
  const asked = new Set(told.map(({ ask }) => ask.key));
  for (const key of keys.filter((one) => asked.has(one)))
    for (const { codes } of [...kinds.values()])
      for (const code of new Set(given[key])) add({ ...codes, [key]: code }, 0);
  const unknowns = [...kinds.values()];
  const size = (members: readonly number[]) => members.reduce((sum, one) => sum + unknowns[one]!.people, 0);
  const where = (holds: (codes: Record<string, number>) => boolean) =>
    [...unknowns.keys()].filter((at) => holds(unknowns[at]!.codes));
  const levelOf = ({ key, of }: Grouping, codes: Record<string, number>) => of[codes[key]!] ?? -1;

  const sums = told.flatMap(({ ask, by, columns }) =>
    columns.flatMap(({ people, cells }, c): Sum[] => {
      const inColumn = (codes: Record<string, number>) =>
        levelOf(ask, codes) >= 0 && (c === 0 || levelOf(by!, codes) === c - 1);
      return [
        ...(people ? [{ members: where(inColumn), ...people }] : []),
        ...cells.flatMap((range, level) =>
          range ? [{ members: where((codes) => inColumn(codes) && levelOf(ask, codes) === level), ...range }] : [],
        ),
      ];
    }),
  );
  const groupings = told.flatMap(({ ask, by }) => (by ? [ask, by] : [ask]));
  const found = new Map<string, string>();
  for (const { ask, by } of told) {
    const pair = by ? [ask.key, by.key] : [ask.key];
    const cells = new Map<string, number[]>();
    for (const [at, { codes }] of unknowns.entries()) {
      const finest = pair.map((key) =>
        groupings.filter((grouping) => grouping.key === key).map((grouping) => levelOf(grouping, codes)),
      );
      const name = `${pair.join(" × ")}: ${finest.map((levels) => levels.join(",")).join(" × ")}`;
      cells.set(name, [...(cells.get(name) ?? []), at]);
    }
    for (const [name, members] of cells) {
      const people = size(members);
      if (people === 0 || people >= smallest || found.has(name)) continue;
      if (highest(unknowns.length, sums, members) < smallest - 1e-6) found.set(name, `${name} = ${people}`);
    }
  }
  return [...found.values()];
}
