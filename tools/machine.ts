import { execFileSync } from "node:child_process";
import { cpus, platform, release, totalmem } from "node:os";

/** What a measurement was made on; a figure without it says nothing. */
export function machine() {
  return {
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.versions.node,
  };
}

export function commit(root: string): string {
  const git = (...parameters: string[]) => execFileSync("git", parameters, { cwd: root, encoding: "utf8" }).trim();
  return (
    git("rev-parse", "--short", "HEAD") +
    (git("status", "--porcelain", "--", ":!docs/proofs") ? " with uncommitted changes" : "")
  );
}
