import { join } from "node:path";
import { expect, test } from "vitest";
import { violations, violationsOf } from "./architecture.ts";

const root = join(import.meta.dirname, "..");
const rules = (file: string, text: string) => violationsOf(root, file, text).map(({ rule }) => rule);

test("no import in the code crosses an arrow that does not exist", () => {
  expect(violations(root)).toEqual([]);
});

test("planted violations are seen", () => {
  expect(rules("apps/portal/src/x.ts", 'import { connect } from "@lang-nghe/server";')).toEqual([
    "apps/portal may not import apps/server",
  ]);
  expect(rules("packages/questionnaire/src/x.ts", 'import { rake } from "@lang-nghe/survey-statistics";')).toEqual([
    "packages/questionnaire may not import packages/survey-statistics",
  ]);
  expect(rules("packages/survey-statistics/src/x.ts", 'import { readFileSync } from "node:fs";')).toHaveLength(1);
  expect(rules("packages/survey-statistics/src/x.ts", "export const u = () => Math.random();")).toEqual([
    "packages/survey-statistics takes chance as an argument",
  ]);
  expect(
    rules(
      "apps/answer/src/x.ts",
      'import {\n  rake,\n} from "../../../packages/survey-statistics/src/weighting/rake.ts";',
    ),
  ).toHaveLength(2);
  expect(rules("apps/server/src/studies/x.ts", 'import { tableOf } from "../tabulation/index.ts";')).toEqual([
    "studies comes before tabulation in a study's life and may not import it",
  ]);
  expect(rules("apps/server/src/releases/x.ts", 'import { makeTable } from "../tabulation/table.ts";')).toHaveLength(1);
  expect(rules("apps/server/src/platform/x.ts", 'import { studies } from "../studies/index.ts";')).toEqual([
    "platform imports no capability",
  ]);
  expect(rules("apps/server/src/studies/x.ts", "const x = await readDataset(database, id);")).toEqual([
    "frozen answers are read by what leads to a table",
  ]);
  expect(rules("apps/server/src/rights/x.ts", 'import { estimateMean } from "@lang-nghe/survey-statistics";')).toEqual([
    "figures of answers are made in tabulation",
  ]);
  expect(rules("apps/server/src/releases/x.ts", "if (mayShow({ base }).show) send(base);")).toEqual([
    "what may be shown is decided at the gate",
  ]);
  expect(rules("apps/server/src/releases/x.ts", "const noise = drawDiscreteLaplace(scale, randomBytes);")).toEqual([
    "noise is drawn where its budget is spent",
  ]);
});
