// npm test: everything, on a machine with Node 20 or newer. Ends in a line "N passed, N failed".
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, node24, root } from "./install.mjs";

install();
const node = node24();
const reports = mkdtempSync(join(tmpdir(), "lang-nghe-reports-"));
const total = { passed: 0, failed: 0, skipped: 0 };
/** What failed, told again at the end: the lines above are many. */
const failures = [];

function step(name, parameters) {
  const began = Date.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(node, parameters, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` },
  });
  console.log(`== ${name}: ${status === 0 ? "passed" : "FAILED"} in ${Math.round((Date.now() - began) / 1000)} s`);
  return status === 0;
}

/** A step that is one test. */
function single(name, parameters) {
  if (step(name, parameters)) total.passed++;
  else {
    total.failed++;
    failures.push(name);
  }
}

function vitest(name, parameters) {
  const report = join(reports, `${name.replace(/\W+/g, "-")}.json`);
  const ok = step(name, [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...parameters,
  ]);
  if (!existsSync(report)) {
    total.failed++;
    failures.push(`${name}: ended without a report`);
    return;
  }
  const counts = JSON.parse(readFileSync(report, "utf8"));
  total.passed += counts.numPassedTests;
  total.failed += counts.numFailedTests || (ok ? 0 : 1);
  total.skipped += counts.numPendingTests;
  for (const file of counts.testResults) {
    if (file.status === "failed" && file.message) failures.push(`${name}: ${file.name}\n${file.message}`);
    for (const { status, fullName, failureMessages } of file.assertionResults)
      if (status === "failed") failures.push(`${name}: ${fullName}\n${failureMessages.join("\n").slice(0, 2000)}`);
  }
  if (!ok && counts.numFailedTests === 0) failures.push(`${name}: an error outside the tests`);
}

single("types, lint and format", ["tools/check.ts"]);
single("build", ["tools/build.ts"]);
const projects = ["units", "server", "server apart", "clone"];
/** Debian's programs that a machine may lack, each with the projects that need it. */
const programs = [
  {
    paths: ["/usr/lib/postgresql/15/bin"],
    name: "PostgreSQL 15",
    package: "postgresql-15",
    adds: ["server on PostgreSQL 15"],
  },
  {
    paths: ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"],
    name: "Browser journeys",
    package: "chromium-headless-shell",
    adds: ["journeys", "timed journeys"],
  },
];
for (const { paths, name, package: debian, adds } of programs)
  if (paths.some((path) => existsSync(path))) projects.push(...adds);
  else console.log(`\n${name}: not run (Debian: apt-get install ${debian})`);
vitest(
  "units, the server on its databases, journeys",
  projects.flatMap((name) => ["--project", name]),
);

rmSync(reports, { recursive: true, force: true });
for (const failure of failures) console.log(`\nFAILED ${failure}`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed ? 1 : 0);
