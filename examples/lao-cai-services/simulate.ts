import { writeFileSync } from "node:fs";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { cells, type Person, questions } from "./population.ts";
import { chancesOf, trueMargins, trueShares } from "./truth.ts";
import { priorityItems, priorityStrength, wishes } from "./wishes.ts";

/** Seed and number of the answers that are kept in answers.csv. */
export const committed = { seed: 20260206, answers: 3_000 };

export const columns = [
  "area",
  "sex",
  "age_group",
  "language",
  "used_office",
  "office_matters",
  "office_visits",
  "office_quality",
  "road_quality",
  "road_cut_days",
  "water_source",
  "water_enough",
  "school_child",
  "school_quality",
  "clinic_visit",
  "clinic_quality",
  "land_papers",
  "land_reason",
  "waste_collected",
  "environment_problem",
  "heard_back",
  "overall_quality",
  "priorities",
  "wish",
] as const;

/** One made-up answer set: empty = not asked or left out; several choices are separated by spaces, ranks stand in order. */
export type SyntheticAnswer = Record<(typeof columns)[number], string>;

/**
 * Synthetic answers to the questionnaire of this folder. Whoever answers is drawn in proportion to people and to their chance of
 * answering, so that towns, women and the young are too many, as in life; the truth is in `trueShares()`.
 *
 * @param seed    same seed, same answers, on every machine.
 * @param answers how many.
 */
export function simulate({ seed, answers }: { seed: number; answers: number }): SyntheticAnswer[] {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const draw = <T extends string>(chances: Record<T, number>): T => {
    const entries = Object.entries(chances) as [T, number][];
    let left = uniform() * entries.reduce((sum, [, chance]) => sum + chance, 0);
    for (const [level, chance] of entries) {
      left -= chance;
      if (left < 0) return level;
    }
    return entries.at(-1)![0];
  };
  const answering = Object.fromEntries(cells.map((cell, k) => [String(k), cell.adults * cell.response]));
  return Array.from({ length: answers }, () => {
    const cell = cells[Number(draw(answering))]!;
    const person: Person = { area: cell.area, sex: cell.sex, age: cell.age, content: uniform() < cell.contentShare };
    const answer = Object.fromEntries(columns.map((column) => [column, ""])) as SyntheticAnswer;
    answer.area = person.area;
    answer.sex = person.sex;
    answer.age_group = person.age;
    for (const [question, { askedWhen }] of Object.entries(questions)) {
      const level = draw(chancesOf(question, person));
      const asked = !askedWhen || askedWhen[1].includes(answer[askedWhen[0] as keyof SyntheticAnswer]);
      if (asked) answer[question as keyof SyntheticAnswer] = level;
    }
    if (answer.used_office === "yes") {
      answer.office_matters = matters(person, uniform);
      answer.office_visits = String(
        1 + Math.min(9, Math.floor(-Math.log(1 - uniform()) * (person.content ? 0.8 : 1.8))),
      );
    }
    const cut = { ward: 0.8, denser: 4, sparser: 14 }[person.area];
    answer.road_cut_days = String(uniform() < 0.3 ? 0 : Math.min(200, Math.floor(-Math.log(1 - uniform()) * cut)));
    const strength = priorityStrength(person);
    const order: string[] = [];
    while (order.length < priorityItems.length) {
      const left = Object.fromEntries(
        priorityItems.filter((item) => !order.includes(item)).map((item) => [item, strength[item]]),
      );
      order.push(draw(left));
    }
    // Ranking is work: some leave it out.
    if (uniform() < 0.85) answer.priorities = order.join(" ");
    if (uniform() < 0.14) answer.wish = pick(wishes[order[0]!]!, uniform);
    return answer;
  });
}

const matterChances = { civil: 0.34, residence: 0.3, land: 0.22, support: 0.24, business: 0.08, other: 0.06 };

/** At least one matter, in the order of the form. */
function matters(person: Person, uniform: () => number): string {
  const chosen = Object.entries(matterChances).filter(
    ([matter, chance]) => uniform() < (matter === "business" && person.area === "ward" ? chance * 2 : chance),
  );
  return chosen.length ? chosen.map(([matter]) => matter).join(" ") : "other";
}

const pick = <T>(list: readonly T[], uniform: () => number): T => list[Math.floor(uniform() * list.length)]!;

/** answers.csv, margins.csv and truth.json, as they are kept. */
export function files(): { "answers.csv": string; "margins.csv": string; "truth.json": string } {
  const note = "dữ liệu mô phỏng · synthetic";
  const rows = simulate(committed).map((answer) => columns.map((column) => csvCell(answer[column])).join(","));
  const margins = Object.entries(trueMargins()).flatMap(([variable, levels]) =>
    Object.entries(levels).map(([level, share]) => `${variable},${level},${share},${note}`),
  );
  return {
    "answers.csv": `${[columns.join(","), ...rows].join("\n")}\n`,
    "margins.csv": `${["variable,level,share,note", ...margins].join("\n")}\n`,
    "truth.json": `${JSON.stringify({ note, margins: trueMargins(), shares: trueShares() }, null, 1)}\n`,
  };
}

const csvCell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

if (import.meta.main)
  for (const [name, text] of Object.entries(files())) writeFileSync(new URL(name, import.meta.url), text);
