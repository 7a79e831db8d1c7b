import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Numbers that a proof found; printed always, kept in docs/proofs when run by `npm run proof`. */
export function recordCounts(counts: Record<string, number | string>): void {
  console.log(
    Object.entries(counts)
      .map(([name, value]) => `${name}: ${value}`)
      .join(", "),
  );
  const file = process.env.PROOF_COUNTS;
  if (!file) return;
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : {};
  writeFileSync(file, JSON.stringify({ ...before, ...counts }));
}
