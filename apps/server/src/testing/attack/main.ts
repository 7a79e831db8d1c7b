// npm run -s attack [-- --invitations 2000 --seed 1]: an insider with copies of everything against the protection of a whole wave.
import { parseArgs } from "node:util";
import { attack, type Report } from "./attack.ts";
import type { Judged } from "./judge.ts";

const { values } = parseArgs({
  options: {
    invitations: { type: "string", default: "2000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    json: { type: "boolean", default: false },
  },
});
const started = Date.now();
const report = await attack({ invitations: Number(values.invitations), seed: Number(values.seed) }, (says) =>
  console.error(`  ${Math.round((Date.now() - started) / 1000)} s  ${says}`),
);
console.log(values.json ? JSON.stringify(report, null, 2) : told(report));
process.exitCode = report.faults.length === 0 ? 0 : 1;

function told({ seed, invitations, answers, cells, batches, asItIs, bothNetworks, without, faults }: Report): string {
  const head = `${"strategy".padEnd(34)}guesses  hits  by luck  at most  hidden among: smallest  median`;
  const line = (one: Judged) =>
    [
      one.strategy.padEnd(34),
      String(one.guesses).padStart(7),
      String(one.hits).padStart(6),
      one.expected.toFixed(1).padStart(9),
      String(one.bound).padStart(9),
      String(one.smallest).padStart(24),
      String(one.median).padStart(8),
    ].join("");
  return [
    `seed ${seed}: ${invitations} invited, ${answers} answers in ${cells} cells, batches of ${batches.join(", ")}`,
    "",
    head,
    ...asItIs.map(line),
    "",
    "Whoever taps the lines of issuer and collector: made harder by the delay on the device, not prevented",
    line(bothNetworks),
    "",
    "With a protection taken away, its attack must succeed three times as often as luck",
    ...without.map(
      ({ protection, judged, luck }) =>
        `no ${protection}: ${judged.strategy}`.padEnd(52) +
        `${judged.mean.toFixed(1)} hits, ${luck.toFixed(1)} by luck with it: ${(judged.mean / luck).toFixed(1)} times`,
    ),
    "",
    ...(faults.length === 0
      ? ["No strategy beats luck; each protection is needed."]
      : faults.map((fault) => `FAULT ${fault}`)),
  ].join("\n");
}
