import { expect, test } from "vitest";
import { addOne, refuse, sumForLong } from "../testing/tasks.ts";
import { compute, inSharedMemory } from "./computing.ts";

const tasks = new URL("../testing/tasks.ts", import.meta.url);
const many = 1_000_000;

test("columns on shared memory reach the thread without a copy", async () => {
  const column = new Float64Array(inSharedMemory(new Uint8Array(8 * 3)));
  expect(await compute(addOne, tasks, many, [column])).toBe(3);
  expect([...column]).toEqual([1, 1, 1]);
});

test("the server answers others while a thread works", async () => {
  let turns = 0;
  const beat = setInterval(() => turns++, 1);
  await compute(sumForLong, tasks, many, [300_000_000]);
  clearInterval(beat);
  expect(turns).toBeGreaterThan(20);
});

test("a problem found in a thread is the same problem", async () => {
  await expect(compute(refuse, tasks, many, ["tuổi"])).rejects.toMatchObject({
    code: "dictionary.unknown-variable",
    details: { variable: "tuổi" },
  });
  await expect(compute(refuse, tasks, 10, ["tuổi"]).catch((error) => error.code)).resolves.toBe(
    "dictionary.unknown-variable",
  );
});

test("work that nobody waits for any more ends, and the next is done", async () => {
  const leaving = new AbortController();
  const long = compute(sumForLong, tasks, many, [1e15], leaving.signal);
  setTimeout(() => leaving.abort(), 200);
  await expect(long).rejects.toMatchObject({ name: "AbortError" });
  expect(await compute(sumForLong, tasks, many, [3])).toBeCloseTo(1 + Math.SQRT2, 12);
});
