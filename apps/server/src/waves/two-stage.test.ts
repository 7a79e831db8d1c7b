import type { Table } from "@lang-nghe/contract";
import { estimateMean, type SurveyDesign, surveyDesign, withWeights } from "@lang-nghe/survey-statistics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ThreeHosts, threeHosts } from "./testing/three-hosts.ts";
import { twoStageSample } from "./testing/two-stage-sample.ts";

let hosts: ThreeHosts;
beforeAll(async () => {
  hosts = await threeHosts();
});
afterAll(() => hosts.close());

const form = `
| survey | | | | |
| | type | name | label::Tiếng Việt (vi) | required |
| | note | consent | Ông/bà có đồng ý trả lời không? | |
| | select_one water | water | Nước có đủ dùng không? | yes |
| | integer | liters | Mỗi ngày bao nhiêu lít? | yes |
| choices | | | |
| | list_name | name | label::Tiếng Việt (vi) |
| | water | yes | Có |
| | water | no | Không |
| settings | | |
| | form_title::Tiếng Việt (vi) | default_language |
| | Nước | Tiếng Việt (vi) |
`;

// R 4.2.2, survey 4.1.1, options(survey.lonely.psu = "adjust"): testing/two-stage.R with the rows of testing/two-stage-sample.ts.
//   svydesign(ids = ~unit, strata = ~stratum, weights = ~I(cell_weight * factor), nest = TRUE)
//   svymean, confint(df = degf), svyciprop(method = "logit")
const cellsInR = {
  df: 11,
  liters: [67.81397990449007, 4.14597870079749, 58.68874230997877, 76.93921749900136],
  water: [0.6109920608094175, 0.0664480867054641, 0.4591308324294602, 0.743989913421172],
};
//   svydesign(ids = ~psu, strata = ~stratum, weights = ~I(base_weight * factor), nest = TRUE)
const wholeInR = { df: 23, liters: [67.2580322189945, 4.2045397602548, 58.5602790456339, 75.9557853923551] };

test("a two-stage sample that went through tokens equals R on the design cells, and what the cells cost is told", async () => {
  const { people, design } = twoStageSample();
  const studyId = await hosts.study("batches", form);
  await hosts.offer(studyId);
  const manifest = await hosts.invite(studyId, design.cells);
  hosts.travel("2026-03-06T03:00:00Z");
  const answering = people
    .map((person, i) => ({ person, cell: design.cellOf[i]! }))
    .filter(({ person }) => person.responds);
  for (const { person, cell } of answering)
    await hosts.answer(manifest, { answers: { water: person.water, liters: person.liters }, cell });
  await hosts.round(studyId);
  await hosts.fetch(studyId);
  hosts.travel("2026-03-24T03:00:00Z");
  await hosts.round(studyId, true);
  hosts.counts.set(
    studyId,
    design.cells.map(({ invited }) => invited),
  );
  expect((await hosts.fetch(studyId)).json()).toMatchObject({ alarm: [], progress: { opened: answering.length } });
  expect((await hosts.lead.post(`/api/studies/${studyId}/wave/freeze`)).json().stage).toBe("frozen");

  const table = async (ask: string): Promise<Table> =>
    (await hosts.lead.post(`/api/studies/${studyId}/tables`, { ask, by: null, base: "valid", weightSet: null })).json();
  for (const [ask, level] of [
    ["liters", "mean"],
    ["water", "yes"],
  ] as const) {
    const { estimates, method } = await table(ask);
    const { estimate, se, low, high, df } = estimates.find((figure) => figure.level === level)!;
    const [inR, seInR, lowInR, highInR] = cellsInR[ask];
    expect(df).toBe(cellsInR.df);
    expect(estimate! / inR! - 1).toBeCloseTo(0, 9);
    expect(se! / seInR! - 1).toBeCloseTo(0, 7);
    expect(low! / lowInR! - 1).toBeCloseTo(0, 6);
    expect(high! / highInR! - 1).toBeCloseTo(0, 6);
    expect(method).toMatchObject({ random: true, weights: expect.stringContaining("by design") });
  }

  const whole = estimateMean(
    wholeDesign(answering, design.cells),
    Float64Array.from(answering, ({ person }) => person.liters),
  );
  expect(whole.estimate / wholeInR.liters[0]! - 1).toBeCloseTo(0, 9);
  expect(whole.standardError / wholeInR.liters[1]! - 1).toBeCloseTo(0, 7);
  const [mean, error] = cellsInR.liters as [number, number];
  const width = ([, , low, high]: readonly number[]) => high! - low!;
  console.log(
    [
      `design cells against the whole design, mean of ${answering.length} answers of ${people.length} invited:`,
      `  estimate ${mean.toFixed(2)} and ${whole.estimate.toFixed(2)} (moved by ${(Math.abs(mean - whole.estimate) / whole.standardError).toFixed(2)} standard errors)`,
      `  standard error ${error.toFixed(2)} and ${whole.standardError.toFixed(2)} (${(100 * (error / whole.standardError - 1)).toFixed(1)} %)`,
      `  degrees of freedom ${cellsInR.df} and ${wholeInR.df}; interval ${(100 * (width(cellsInR.liters) / width(wholeInR.liters) - 1)).toFixed(1)} % wider`,
    ].join("\n"),
  );
});

/** Villages and each person's own weight, as the issuer knows them, with the same factors of non-response. */
function wholeDesign(
  answering: readonly { person: ReturnType<typeof twoStageSample>["people"][number]; cell: number }[],
  cells: readonly { invited: number }[],
): SurveyDesign {
  const code = (names: readonly string[]) => {
    const places = new Map([...new Set(names)].map((name, at) => [name, at]));
    return Int32Array.from(names, (name) => places.get(name)!);
  };
  const answered = new Int32Array(cells.length);
  for (const { cell } of answering) answered[cell]!++;
  const design = surveyDesign({
    rows: answering.length,
    lonelyPsu: "adjust",
    weights: new Float64Array(answering.length).fill(1),
    strata: code(answering.map(({ person }) => person.stratum)),
    clusters: [code(answering.map(({ person }) => `${person.stratum}/${person.psu}`))],
  });
  return withWeights(
    design,
    Float64Array.from(answering, ({ person, cell }) => (person.baseWeight * cells[cell]!.invited) / answered[cell]!),
    undefined,
  );
}
