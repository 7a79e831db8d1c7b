// A synthetic frame (about nobody), a two-stage sample from it, and what those who answer would say.
// `node apps/server/src/waves/testing/two-stage-sample.ts > rows.csv` writes it for two-stage.R beside this file.
import { type DesignCells, formDesignCells, type RosterPlace } from "@lang-nghe/anonymity";

/** One person drawn. */
export type Drawn = RosterPlace & { responds: boolean; water: "yes" | "no"; liters: number };

/** mulberry32: the same people on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Villages in the frame, villages drawn, people drawn in a village, how much water there is and how many answer. */
const strata = [
  { name: "Vùng cao", villages: 60, drawn: 11, people: 11, supply: 45, answers: 0.82 },
  { name: "Vùng thấp", villages: 45, drawn: 8, people: 13, supply: 85, answers: 0.78 },
  { name: "Đô thị", villages: 14, drawn: 5, people: 24, supply: 120, answers: 0.72 },
  // One variance unit only: its villages together are 24 people.
  { name: "Biên giới", villages: 12, drawn: 3, people: 8, supply: 35, answers: 0.85 },
] as const;

/** Simple random sampling of villages in each stratum, then of people in each village. */
export function twoStageSample(): { people: Drawn[]; design: DesignCells } {
  const random = seeded(20260302);
  const people: Drawn[] = [];
  for (const { name, villages, drawn, people: taken, supply, answers } of strata) {
    const frame = Array.from({ length: villages }, (_, v) => ({
      name: `Thôn ${v + 1}`,
      size: 40 + Math.floor(random() * 160),
      effect: (random() - 0.5) * 60,
    }));
    const order = frame.map((village) => ({ village, key: random() })).sort((a, b) => a.key - b.key);
    for (const { village } of order.slice(0, drawn))
      for (let i = 0; i < taken; i++) {
        const liters = Math.max(5, Math.round(supply + village.effect + (random() - 0.5) * 50));
        people.push({
          stratum: name,
          psu: village.name,
          baseWeight: (villages / drawn) * (village.size / taken),
          water: liters + (random() - 0.5) * 40 > 60 ? "yes" : "no",
          liters,
          responds: random() < answers,
        });
      }
  }
  return { people, design: formDesignCells(people) };
}

if (import.meta.main) {
  const { people, design } = twoStageSample();
  console.log("stratum,psu,base_weight,cell,unit,cell_weight,responds,water,liters");
  for (const [i, person] of people.entries()) {
    const cell = design.cellOf[i]!;
    const { unit, weight } = design.cells[cell]!;
    const { stratum, psu, baseWeight, responds, water, liters } = person;
    console.log([stratum, psu, baseWeight, cell, unit, weight, Number(responds), water, liters].join(","));
  }
}
