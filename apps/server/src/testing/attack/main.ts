// npm run -s attack [-- --invitations 2000 --visits 500 --seed 1]: an insider with copies of everything against the protection of a whole wave.
import { parseArgs } from "node:util";
import { attack, notPlayed, type Report } from "./attack.ts";
import type { Judged } from "./judge.ts";

const { values } = parseArgs({
  options: {
    invitations: { type: "string", default: "2000" },
    visits: { type: "string", default: "500" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    "as-it-is": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const started = Date.now();
const report = await attack(
  {
    invitations: Number(values.invitations),
    visits: Number(values.visits),
    seed: Number(values.seed),
    taken: values["as-it-is"] ? "none" : "all",
  },
  (says) => console.error(`  ${Math.round((Date.now() - started) / 1000)} s  ${says}`),
);
console.log(values.json ? JSON.stringify(report, null, 2) : told(report));
process.exitCode = report.faults.length === 0 ? 0 : 1;

function told(report: Report): string {
  const { seed, invitations, answers, cells, batches } = report;
  const head = `${"strategy".padEnd(30)}  guesses  hits  by luck  at most  hidden among: smallest  median`;
  const line = (one: Judged) =>
    one.guesses === 0
      ? `${one.strategy.padEnd(30)}  nothing to go by, ${one.nothing} people`
      : [
          one.strategy.padEnd(30),
          String(one.guesses).padStart(9),
          String(one.hits).padStart(6),
          one.expected.toFixed(1).padStart(9),
          String(one.bound).padStart(9),
          String(one.smallest).padStart(24),
          String(one.median).padStart(8),
          one.nothing > 0 ? `  nothing to go by for ${one.nothing}` : "",
        ].join("");
  return [
    `seed ${seed}: ${invitations} invited, ${answers} answers in ${cells} cells, batches of ${batches.join(", ")}`,
    `on the way: ${Object.entries(report.mishaps)
      .sort()
      .map(([what, count]) => `${count} ${what}`)
      .join("; ")}`,
    "",
    head,
    ...report.asItIs.map(line),
    "",
    "Copies of all three hosts from each night in one hand: held to luck, but not to twenty",
    ...report.oneHand.map(line),
    "",
    "The lines of issuer and collector tapped: held to the published delay, but not to twenty",
    ...report.networks.map(line),
    "",
    ...(report.interviews
      ? [
          `Interviews beside them: ${report.interviews.visits} visits; ${report.interviews.says}`,
          ...report.interviews.judged.map(line),
          "The sync log of an interviewer and the collector's line: held to the published delay, but not to twenty",
          ...report.interviews.networks.map(line),
          "",
        ]
      : []),
    "Not prevented: held to nothing",
    ...report.notPrevented.map(line),
    "",
    ...Object.entries(report.beside).map(([what, says]) => `${what}: ${says}`),
    ...notPlayed.map((what) => `not played: ${what}`),
    "",
    "With a protection taken away, its attack must succeed three times as often as luck",
    ...report.without.map(
      ({ protection, judged, luck }) =>
        `no ${protection}: ${judged.strategy}`.padEnd(58) +
        `${judged.mean.toFixed(1)} hits, ${luck.toFixed(1)} by luck with it: ${(judged.mean / luck).toFixed(1)} times`,
    ),
    "",
    ...(report.faults.length === 0
      ? ["No strategy beats luck; each protection is needed."]
      : report.faults.map((fault) => `FAULT ${fault}`)),
  ].join("\n");
}
