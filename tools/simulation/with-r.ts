// R's own intervals on the same samples, where R and its package survey are installed.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ends, Figure } from "./figures.ts";
import { counts } from "./figures.ts";
import type { Population, Sample } from "./population.ts";

/** Version of R's survey, or undefined where it is not installed. */
export function versionOfRSurvey(): string | undefined {
  const { status, stdout } = spawnSync("Rscript", ["-e", 'cat(as.character(packageVersion("survey")))'], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** R's interval of each figure in each sample: [sample][figure]; NaN where R gives none. */
export async function intervalsOfR(
  samples: readonly Sample[],
  figures: readonly Figure[],
  population: Population,
): Promise<readonly (readonly Ends[])[]> {
  const folder = mkdtempSync(join(tmpdir(), "simulate-"));
  try {
    const lines = ["sample,stratum,unit,N,M,income,half,rare,age,sex"];
    samples.forEach((s, k) => {
      for (let i = 0; i < s.design.rows; i++) {
        const place = [k, s.stratum[i], s.unit[i], s.unitsInStratum[i], s.peopleInUnit[i]];
        lines.push([...place, s.income[i], s.half[i], s.rare[i], s.age[i], s.sex[i]].join(","));
      }
    });
    writeFileSync(join(folder, "samples.csv"), lines.join("\n"));
    const needs = (name: string) => figures.some(({ r }) => new RegExp(`\\b${name}\\b`).test(r));
    const [, ...ages] = counts(population.age);
    const [, women] = counts(population.sex);
    const setup = [
      needs("sub") ? `sub <- subset(d, age == "0")` : "",
      needs("cal")
        ? `cal <- calibrate(d, ~age + sex, c(\`(Intercept)\` = ${population.people}, ${ages.map((n, k) => `age${k + 1} = ${n}`).join(", ")}, sex1 = ${women}), calfun = "raking", epsilon = 1e-10, maxit = 200)`
        : "",
    ].join("\n");
    const script = `
suppressMessages(library(survey))
all <- read.csv("samples.csv"); all$age <- factor(all$age); all$sex <- factor(all$sex)
out <- file("intervals.csv", "w")
ends <- function(x) { x <- tryCatch(suppressWarnings(as.numeric(x)), error = function(e) c(NA, NA)); cat(formatC(x[1:2], digits = 17), "\\n", file = out) }
for (s in split(all, all$sample)) {
  s$id <- seq_len(nrow(s))
  d <- svydesign(~unit + id, strata = ~stratum, fpc = ~N + M, data = s)
${setup}
${figures.map(({ r }) => `  ends(${r})`).join("\n")}
}
close(out)`;
    writeFileSync(join(folder, "intervals.R"), script);
    const child = spawn("Rscript", ["intervals.R"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`Rscript ended with ${code}: ${said}`);
    const found = readFileSync(join(folder, "intervals.csv"), "utf8")
      .trim()
      .split("\n")
      .map((line) => {
        const [low, high] = line.trim().split(/\s+/).map(Number);
        return { low: low ?? Number.NaN, high: high ?? Number.NaN };
      });
    return samples.map((_, k) => found.slice(k * figures.length, (k + 1) * figures.length));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
