import * as statistics from "../src/index.ts";
import { type BenchmarkTable, benchmarkTargets, levelCounts } from "./benchmark-table.ts";

export interface BenchmarkTask {
  readonly says: string;
  /** Columns that the task reads: their plain sum is the memory limit it is compared with. */
  readonly columns: readonly string[];
  /** Everything before the clock starts: the design, as R's script makes it before its clock. */
  readonly prepare: (table: BenchmarkTable) => () => unknown;
}

const questions = Array.from({ length: 20 }, (_, q) => `q${q + 1}`);
const margins = ["sex", "age", "commune", "edu", "ethnic", "urban"];

const designOf = ({ rows, codes, weights }: BenchmarkTable) =>
  statistics.surveyDesign({ rows, weights, strata: codes.stratum!, clusters: [codes.psu!] });
const question = ({ codes }: BenchmarkTable, name: string) => ({ codes: codes[name]!, levelCount: levelCounts[name]! });

/** What is measured; the names are those of reference.R, which does the same with R's survey. */
export const benchmarkTasks: Readonly<Record<string, BenchmarkTask>> = {
  rake: {
    says: "six margins, 123 levels, to 1e-9 (R: to a change of one person)",
    columns: margins,
    prepare(table) {
      const targets = benchmarkTargets(table);
      const raking = margins.map((name) => ({ codes: table.codes[name]!, targets: targets[name]! }));
      return () => statistics.rake(table.weights, raking);
    },
  },
  calibrate: {
    says: "the same six margins by calibration with the raking distance, to 1e-10",
    columns: margins,
    prepare(table) {
      const targets = benchmarkTargets(table);
      const auxiliaries = { margins: margins.map((name) => ({ codes: table.codes[name]!, targets: targets[name]! })) };
      return () => statistics.calibrate(table.weights, auxiliaries, { distance: "raking" });
    },
  },
  means: {
    says: "20 questions: the share of every answer with its error",
    columns: ["psu", ...questions],
    prepare(table) {
      const design = designOf(table);
      return () =>
        statistics.estimateProportionsOfEach(
          design,
          questions.map((name) => question(table, name)),
        );
    },
  },
  by: {
    says: "one question by 99 communes with errors",
    columns: ["psu", "commune", "q3"],
    prepare(table) {
      const design = designOf(table);
      return () => statistics.estimateBy(design, question(table, "commune"), question(table, "q3"));
    },
  },
  crosstabs: {
    says: "20 questions by sex, age and commune with errors",
    columns: ["psu", "sex", "age", "commune", ...questions],
    prepare(table) {
      const design = designOf(table);
      return () =>
        questions.flatMap((name) =>
          ["sex", "age", "commune"].map((by) =>
            statistics.estimateBy(design, question(table, by), question(table, name)),
          ),
        );
    },
  },
  boot: {
    says: "200 bootstrap replicates (Rao-Wu) and one question",
    columns: ["psu", "q3"],
    prepare(table) {
      const design = designOf(table);
      return () => {
        const replicates = statistics.toReplicates(design, "subbootstrap", { replicates: 200, seed: 1 });
        return statistics.estimateProportions(replicates, table.codes.q3!, levelCounts.q3!);
      };
    },
  },
  chisq: {
    says: "20 Rao-Scott tests of a question against age",
    columns: ["psu", "age", ...questions],
    prepare(table) {
      const design = designOf(table);
      return () =>
        questions.map((name) =>
          statistics.raoScott(design, table.codes[name]!, levelCounts[name]!, table.codes.age!, levelCounts.age!),
        );
    },
  },
  quantiles: {
    says: "five quantiles of a numeric column with intervals",
    columns: ["psu"],
    prepare(table) {
      const design = designOf(table);
      return () => statistics.estimateQuantiles(design, table.weights, [0.1, 0.25, 0.5, 0.75, 0.9]);
    },
  },
  glm: {
    says: "a logistic regression of 11 coefficients",
    columns: ["psu", "vote", "sex", "age", "edu", "urban"],
    prepare(table) {
      const design = designOf(table);
      const response = new Float64Array(table.codes.vote!);
      const columns = [
        statistics.interceptColumn(),
        ...["sex", "age", "edu", "urban"].flatMap((name) =>
          statistics.factorColumns(
            name,
            table.codes[name]!,
            Array.from({ length: levelCounts[name]! }, (_, level) => `${level}`),
          ),
        ),
      ];
      return () => statistics.surveyGlm(design, { response, columns, family: "binomial" });
    },
  },
};

export { benchmarkTargets, margins as benchmarkMargins };
