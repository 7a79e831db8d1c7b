// npm run -s proof -- NAME: runs a proof at its full size, by the code path of npm test, and writes docs/proofs/NAME.json.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commit, machine } from "./machine.ts";

type Proof = { says: string; project: string; file: string; environment?: Record<string, string> };

const proofs: Record<string, Proof> = {
  "answers-survive": {
    says: "No acknowledged answer is lost when the server is killed (kill -9) under load.",
    project: "journeys",
    file: "e2e/an-acknowledged-answer-survives.test.ts",
    environment: { PROOF_KILLS: "30" },
  },
  "deposits-survive": {
    says: "When the collector is killed (kill -9) under load, each sealed answer is kept or its token unspent, never neither, never both.",
    project: "server",
    file: "apps/server/src/deposits/kept-or-unspent.test.ts",
    environment: { PROOF_KILLS: "30" },
  },
  attack: {
    says: "An insider with copies of databases, logs, backups and the issuer's network links no one to an answer better than luck, in a wave of 2,000 invitations through the real hosts; without a protection its attack succeeds. Three waves; each protection is taken away in the first.",
    project: "server apart",
    file: "apps/server/src/testing/attack/attack.test.ts",
    environment: { PROOF_INVITATIONS: "2000", PROOF_WAVES: "3" },
  },
  "estimates-as-r": {
    says: "At least 99 % of the stored results of R survey 4.1-1 are given alike; what is declined has a rule and a source.",
    project: "units",
    file: "tools/oracle/oracle.test.ts",
  },
  coverage: {
    says: "95 % intervals hold the truth in 95 % of 10,000 stratified cluster samples of 20 and of 60 PSUs, or at least as often as R's.",
    project: "units",
    file: "tools/simulate.test.ts",
    environment: { PROOF_SAMPLES: "10000" },
  },
  draws: {
    says: "Over 20,000 draws of each method, units and pairs come as often as their chances say; on a real register estimates hold the true totals at the nominal rate.",
    project: "units",
    file: "tools/draws.test.ts",
    environment: { PROOF_DRAWS: "20000" },
  },
  "answer-page": {
    says: "The answer page is at most 50 KB gzipped in all and usable within 3 s at 400 kbit/s and 400 ms round trip.",
    project: "timed journeys",
    file: "e2e/the-answer-page-is-light.test.ts",
  },
  start: {
    says: "From a clone to the first screen in under 90 s, the second time in under 5 s, as root and as a plain user.",
    project: "clone",
    file: "e2e/from-clone-to-first-screen.test.ts",
  },
};

const root = join(import.meta.dirname, "..");
const name = process.argv[2] ?? "";
const proof = proofs[name];
if (!proof) {
  console.error(
    `Usage: npm run -s proof -- NAME\n\n${Object.entries(proofs)
      .map(([known, { says }]) => `  ${known.padEnd(16)} ${says}`)
      .join("\n")}`,
  );
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), "lang-nghe-proof-"));
const report = join(folder, "report.json");
const counts = join(folder, "counts.json");
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--project",
    proof.project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    proof.file,
  ],
  {
    cwd: root,
    stdio: ["ignore", process.stderr, process.stderr],
    env: { ...process.env, ...proof.environment, PROOF_COUNTS: counts },
  },
);
const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(readFileSync(report, "utf8")) as Record<
  string,
  number
>;
const result = {
  proof: name,
  says: proof.says,
  holds: status === 0,
  date: new Date().toISOString().slice(0, 10),
  commit: commit(root),
  machine: machine(),
  tests: { passed, failed },
  counts: existsSync(counts) ? (JSON.parse(readFileSync(counts, "utf8")) as unknown) : {},
};
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(root, "docs/proofs"), { recursive: true });
writeFileSync(join(root, `docs/proofs/${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
console.log(JSON.stringify(result, null, 2));
process.exit(status ?? 1);
