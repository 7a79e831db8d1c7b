import { diskSpace } from "./disk.ts";
import { Problem } from "./problem.ts";

/** Intake pauses while less is left than both of these allow: room for the database to finish and be backed up. */
const leastBytes = 200 * 1024 * 1024;
const leastShare = 0.02;
const checkEvery = 3000;

export type DiskSpace = (folder: string) => Promise<{ left: number; total: number }>;

/** Knows whether there is room for more answers; looks at most every few seconds. */
export function diskGuard(folder: string, space: DiskSpace = diskSpace) {
  let room = true;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let checking: Promise<void> | undefined;

  async function check(): Promise<void> {
    const { left, total } = await space(folder);
    room = left >= Math.max(leastBytes, leastShare * total);
  }

  return {
    async hasRoom(): Promise<boolean> {
      if (performance.now() - checkedAt > checkEvery) {
        checking ??= check()
          // A disk that cannot be measured is left to the database to judge.
          .catch(() => undefined)
          .finally(() => {
            checkedAt = performance.now();
            checking = undefined;
          });
        await checking;
      }
      return room;
    },
    /** @throws {Problem} platform.disk-full. */
    async demandRoom(): Promise<void> {
      if (!(await this.hasRoom())) throw new Problem("platform.disk-full");
    },
  };
}
export type DiskGuard = ReturnType<typeof diskGuard>;
