// npm run -s oracle -- DIR [--only P01] [--quiet]: judges this library by every result of R in DIR.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { countsOf } from "./counts.ts";
import { casesOf, type Judged, judgeCase } from "./run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string", default: "" } },
});
const folder = positionals[0];
if (folder === undefined || !existsSync(folder)) {
  console.error(
    `Usage: npm run -s oracle -- DIR [--only PREFIX]${folder === undefined ? "" : `\n\nNo folder ${folder}`}`,
  );
  process.exit(2);
}
const judged: Judged[] = [];
for (const file of casesOf(folder)) {
  if (!file.startsWith(values.only)) continue;
  const found = judgeCase(folder, file);
  judged.push(...found);
  for (const each of found) {
    if (each.outcome === "agree") continue;
    const call = each.r === "" ? "" : `: ${each.r.slice(0, 200)}`;
    console.log(
      `${each.outcome} ${each.case} ${each.id}${call}${each.reason === undefined ? "" : `\n    ${each.reason}`}`,
    );
  }
}
const counts = countsOf(judged);
console.log(JSON.stringify(counts));
process.exit(counts.differ + counts.unsupported === 0 ? 0 : 1);
