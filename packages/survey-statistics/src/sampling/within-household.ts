import { SamplingError } from "./sampling-error.ts";

/** The eight tables of Kish's grid with the share of households that each is used for, in twelfths. */
const tables = [
  { name: "A", twelfths: 2, selected: [1, 1, 1, 1, 1, 1] },
  { name: "B1", twelfths: 1, selected: [1, 1, 1, 1, 2, 2] },
  { name: "B2", twelfths: 1, selected: [1, 1, 1, 2, 2, 2] },
  { name: "C", twelfths: 2, selected: [1, 1, 2, 2, 3, 3] },
  { name: "D", twelfths: 2, selected: [1, 2, 2, 3, 4, 4] },
  { name: "E1", twelfths: 1, selected: [1, 2, 3, 3, 3, 5] },
  { name: "E2", twelfths: 1, selected: [1, 2, 3, 4, 5, 5] },
  { name: "F", twelfths: 2, selected: [1, 2, 3, 4, 5, 6] },
] as const;

export type KishTable = (typeof tables)[number]["name"];

/** Twelve households in turn, each table as often as its share says. */
const round = tables.flatMap(({ name, twelfths }) => Array.from({ length: twelfths }, () => name));

/**
 * The table of a household, fixed before anybody visits it: households in the order of the list take the tables in turn.
 *
 * @param number of the household in the list, from 1.
 * @throws {SamplingError} bad-count.
 */
export function kishTableOf(number: number): KishTable {
  return round[(whole("number", number) - 1) % round.length]!;
}

/**
 * Whom Kish's grid selects among the eligible people of a household.
 *
 * @param eligible people who may be asked, 1 and more; of more than six only the first six can be selected.
 * @returns 1 … 6: place in the household's own list, oldest first. (Kish listed men before women; nobody's sex is needed here.)
 * @throws {SamplingError} bad-count.
 * @see Kish (1949), A procedure for objective respondent selection within the household, JASA 44, 380–387, table 1.
 */
export function kishSelected(table: KishTable, eligible: number): number {
  return tables.find(({ name }) => name === table)!.selected[Math.min(whole("eligible", eligible), 6) - 1]!;
}

/**
 * Chance that Kish's grid selects a place in a household: its inverse multiplies the base weight. With five eligible people the chances are
 * not equal (2, 2, 3, 2, 3 twelfths), and from the seventh on they are nought: Kish found one household in a hundred so large.
 *
 * @throws {SamplingError} bad-count.
 */
export function kishChance(eligible: number, selected: number): number {
  whole("selected", selected);
  return tables.reduce(
    (sum, { name, twelfths }) => sum + (kishSelected(name, eligible) === selected ? twelfths / 12 : 0),
    0,
  );
}

/** A birthday, or a day of the year: month 1 … 12, day 1 … 31. */
export type Birthday = { readonly month: number; readonly day: number };

/**
 * Whose birthday was last: today's counts as last. 29 February counts as itself.
 *
 * @param birthdays of the eligible people, in the household's own order.
 * @returns places, from 1: several when they share the day; then the youngest of them is asked (the last of the list), so that the rule needs no
 *   further chance.
 * @throws {SamplingError} bad-count: nobody, or no such day.
 * @see Salmon and Nichols (1983), The next-birthday method of respondent selection, Public Opinion Quarterly 47, 270–276.
 */
export function lastBirthday(birthdays: readonly Birthday[], today: Birthday): number[] {
  if (birthdays.length === 0)
    throw new SamplingError("bad-count", "There is nobody to select among.", { parameter: "birthdays" });
  const ordered = birthdays.map((birthday, i) => ({ place: i + 1, ago: daysAgo(birthday, today) }));
  const least = Math.min(...ordered.map(({ ago }) => ago));
  return ordered.filter(({ ago }) => ago === least).map(({ place }) => place);
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Day of a leap year, from 0. */
function dayOfYear({ month, day }: Birthday): number {
  const longest = longestMonths[month - 1];
  if (!Number.isInteger(month) || longest === undefined || !Number.isInteger(day) || day < 1 || day > longest)
    throw new SamplingError("bad-count", `There is no day ${day} in month ${month}.`, { parameter: "birthdays" });
  return longestMonths.slice(0, month - 1).reduce((sum, days) => sum + days, day - 1);
}

const daysAgo = (birthday: Birthday, today: Birthday): number => (dayOfYear(today) - dayOfYear(birthday) + 366) % 366;

function whole(parameter: string, value: number): number {
  if (!Number.isInteger(value) || value < 1)
    throw new SamplingError("bad-count", `${parameter} is a whole number from 1, not ${value}.`, { parameter });
  return value;
}
