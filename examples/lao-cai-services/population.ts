/**
 * The made-up population that the simulator draws from: who lives where, and what they would answer. Every number here is
 * invented; only the sizes of the three groups of communes come from the frame. Synthetic through and through.
 */

/** What a person of the population is, as far as answers depend on it. */
export type Person = {
  area: "ward" | "denser" | "sparser";
  sex: "female" | "male";
  age: "18-29" | "30-44" | "45-59" | "60+";
  /** A disposition that no question asks for: it makes one person's ratings go together. */
  content: boolean;
};

/** Persons of the published frame (frame.csv) by group of communes. */
export const frameTotals = { ward: 376_537, denser: 694_596, sparser: 560_966 };
/** Invented: share of adults, and of women and ages within each group. */
const adults = 0.68;
const women = { ward: 0.51, denser: 0.5, sparser: 0.49 };
const ages = {
  ward: { "18-29": 0.24, "30-44": 0.34, "45-59": 0.24, "60+": 0.18 },
  denser: { "18-29": 0.25, "30-44": 0.32, "45-59": 0.25, "60+": 0.18 },
  sparser: { "18-29": 0.33, "30-44": 0.33, "45-59": 0.21, "60+": 0.13 },
};

export const areas = ["ward", "denser", "sparser"] as const;
export const sexes = ["female", "male"] as const;
export const ageGroups = ["18-29", "30-44", "45-59", "60+"] as const;

export type Cell = Omit<Person, "content"> & { adults: number; contentShare: number; response: number };

/** The 24 cells of the population: their sizes, the share that is content, and the chance that a person asked answers. */
export const cells: readonly Cell[] = areas.flatMap((area) =>
  sexes.flatMap((sex) =>
    ageGroups.map((age) => ({
      area,
      sex,
      age,
      adults: frameTotals[area] * adults * (sex === "female" ? women[area] : 1 - women[area]) * ages[area][age],
      contentShare:
        { ward: 0.6, denser: 0.5, sparser: 0.36 }[area] +
        { "18-29": -0.06, "30-44": 0, "45-59": 0.03, "60+": 0.1 }[age],
      // Towns, women and the young answer more: unweighted figures are wrong, raking on area, sex and age mends them.
      response:
        { ward: 0.62, denser: 0.4, sparser: 0.22 }[area] *
        (sex === "female" ? 1.08 : 0.92) *
        { "18-29": 1.3, "30-44": 1.1, "45-59": 0.9, "60+": 0.6 }[age],
    })),
  ),
);

/** Chances of the levels of a question; they are made to sum to 1. */
export type Chances = Record<string, number>;

const rating = (person: Person, shift: number): Chances => {
  const middle = (person.content ? 3.9 : 2.6) + shift;
  const chances: Chances = {};
  for (const level of [1, 2, 3, 4, 5]) chances[level] = Math.exp(-((level - middle) ** 2) / 1.3);
  const total = Object.values(chances).reduce((sum, chance) => sum + chance, 0);
  for (const level of Object.keys(chances)) chances[level]! *= 0.94 / total;
  return { ...chances, dk: 0.04, refused: 0.02 };
};
const remote = (person: Person, ward: number, denser: number, sparser: number) =>
  ({ ward, denser, sparser })[person.area];

/** Every closed question of one answer: its chances for a person, and who is asked it. */
export const questions: Record<
  string,
  { chances(person: Person): Chances; askedWhen?: [question: string, levels: string[]] }
> = {
  language: {
    chances: (person) => ({
      vietnamese: remote(person, 0.88, 0.62, 0.3),
      hmong: remote(person, 0.03, 0.1, 0.34),
      dao: remote(person, 0.02, 0.09, 0.15),
      tay: remote(person, 0.05, 0.14, 0.11),
      other: remote(person, 0.01, 0.04, 0.08),
      refused: 0.01,
    }),
  },
  used_office: {
    chances: (person) => {
      const yes = remote(person, 0.62, 0.55, 0.44) - (person.age === "60+" ? 0.12 : 0);
      return { yes, no: 0.98 - yes, dk: 0.02 };
    },
  },
  office_quality: {
    chances: (person) => rating(person, remote(person, 0.3, 0.1, -0.2)),
    askedWhen: ["used_office", ["yes"]],
  },
  road_quality: { chances: (person) => rating(person, remote(person, 0.4, -0.1, -0.9)) },
  water_source: {
    chances: (person) => ({
      tap: remote(person, 0.8, 0.28, 0.05),
      gravity: remote(person, 0.06, 0.38, 0.74),
      well: remote(person, 0.12, 0.3, 0.14),
      other: remote(person, 0.01, 0.03, 0.06),
      dk: 0.01,
    }),
  },
  water_enough: {
    chances: (person) => ({
      always: remote(person, 0.76, 0.5, 0.24),
      sometimes: remote(person, 0.17, 0.33, 0.4),
      often: remote(person, 0.05, 0.15, 0.34),
      dk: 0.02,
    }),
  },
  school_child: {
    chances: (person) => {
      const yes = { "18-29": 0.38, "30-44": 0.74, "45-59": 0.34, "60+": 0.28 }[person.age];
      return { yes, no: 0.99 - yes, dk: 0.01 };
    },
  },
  school_quality: { chances: (person) => rating(person, 0.3), askedWhen: ["school_child", ["yes"]] },
  clinic_visit: {
    chances: (person) => {
      const yes = (person.sex === "female" ? 0.58 : 0.46) + (person.age === "60+" ? 0.14 : 0);
      return { yes, no: 0.98 - yes, dk: 0.02 };
    },
  },
  clinic_quality: {
    chances: (person) => rating(person, remote(person, 0.1, 0, -0.3)),
    askedWhen: ["clinic_visit", ["yes"]],
  },
  land_papers: {
    chances: (person) => ({
      all: remote(person, 0.78, 0.62, 0.4),
      some: remote(person, 0.1, 0.22, 0.33),
      none: remote(person, 0.05, 0.1, 0.21),
      no_land: remote(person, 0.04, 0.02, 0.01),
      dk: 0.02,
      refused: 0.02,
    }),
  },
  land_reason: {
    chances: () => ({ waiting: 0.36, papers: 0.25, cost: 0.14, unclear: 0.17, other: 0.05, dk: 0.03 }),
    askedWhen: ["land_papers", ["some", "none"]],
  },
  waste_collected: {
    chances: (person) => {
      const yes = remote(person, 0.92, 0.5, 0.12);
      return { yes, no: 0.99 - yes, dk: 0.01 };
    },
  },
  environment_problem: {
    chances: (person) => ({
      waste: remote(person, 0.24, 0.34, 0.2),
      water: remote(person, 0.12, 0.2, 0.18),
      air: remote(person, 0.34, 0.12, 0.04),
      landslide: remote(person, 0.12, 0.2, 0.46),
      none: remote(person, 0.15, 0.11, 0.09),
      dk: 0.03,
    }),
  },
  heard_back: {
    chances: (person) => {
      const raised = remote(person, 0.42, 0.36, 0.28) + (person.sex === "male" ? 0.05 : 0);
      const solved = raised * (person.content ? 0.5 : 0.22);
      return { solved, answered: raised * 0.28, silence: raised * 0.72 - solved, never: 0.98 - raised, refused: 0.02 };
    },
  },
  overall_quality: { chances: (person) => rating(person, remote(person, 0.2, 0, -0.3)) },
};
