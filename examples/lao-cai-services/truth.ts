import { type Cell, type Chances, cells, type Person, questions } from "./population.ts";

/** Chances of a question's levels, made to sum to exactly one. */
export function chancesOf(question: string, person: Person): Chances {
  const chances = questions[question]!.chances(person);
  const total = Object.values(chances).reduce((sum, chance) => sum + chance, 0);
  return Object.fromEntries(Object.entries(chances).map(([level, chance]) => [level, chance / total]));
}

/**
 * What is true in the made-up population, worked out from its definition and not from any sample: of each question the share of
 * every level among all adults who would be asked it.
 */
export function trueShares(): Record<string, Record<string, number>> {
  return Object.fromEntries(
    Object.keys(questions).map((question) => {
      const { askedWhen } = questions[question]!;
      const sums: Record<string, number> = {};
      let base = 0;
      for (const { person, size } of persons()) {
        let asked = size;
        if (askedWhen) {
          const before = chancesOf(askedWhen[0], person);
          asked *= askedWhen[1].reduce((sum, level) => sum + before[level]!, 0);
        }
        base += asked;
        for (const [level, chance] of Object.entries(chancesOf(question, person)))
          sums[level] = (sums[level] ?? 0) + asked * chance;
      }
      return [question, Object.fromEntries(Object.entries(sums).map(([level, sum]) => [level, round(sum / base)]))];
    }),
  );
}

/** Shares of the population by area, sex and age: the margins that raking needs. */
export function trueMargins(): Record<"area" | "sex" | "age_group", Record<string, number>> {
  const total = cells.reduce((sum, cell) => sum + cell.adults, 0);
  const by = (level: (cell: Cell) => string) => {
    const shares: Record<string, number> = {};
    for (const cell of cells) shares[level(cell)] = (shares[level(cell)] ?? 0) + cell.adults / total;
    return Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, round(share)]));
  };
  return { area: by((cell) => cell.area), sex: by((cell) => cell.sex), age_group: by((cell) => cell.age) };
}

function* persons(): Generator<{ person: Person; size: number }> {
  for (const { area, sex, age, adults, contentShare } of cells)
    for (const content of [true, false])
      yield { person: { area, sex, age, content }, size: adults * (content ? contentShare : 1 - contentShare) };
}

const round = (share: number) => Math.round(share * 1e9) / 1e9;
