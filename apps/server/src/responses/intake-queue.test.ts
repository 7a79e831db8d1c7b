import { expect, test } from "vitest";
import { Problem } from "../platform/problem.ts";
import { intakeQueue } from "./intake-queue.ts";

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

test("while one batch is written the next gathers: a lone set waits for nobody, a crowd shares round trips", async () => {
  const batches: number[] = [];
  const queue = intakeQueue<number, number>(async (items) => {
    batches.push(items.length);
    await pause();
    return items.map((item) => item * 2);
  });
  expect(await queue.add(1, 100)).toBe(2);
  const first = queue.add(10, 100);
  await pause();
  const replies = await Promise.all([first, ...Array.from({ length: 600 }, (_, i) => queue.add(i, 100))]);
  expect(replies[600]).toBe(2 * 599);
  expect(batches.length).toBeLessThan(8);
  expect(Math.max(...batches)).toBeLessThanOrEqual(256);
});

test("one set that cannot be written refuses itself and none that came with it", async () => {
  const queue = intakeQueue<number, string>(async (items) => {
    if (items.includes(3)) throw new Error("cannot write 3");
    return items.map(String);
  });
  const replies = await Promise.allSettled([1, 2, 3, 4].map((item) => queue.add(item, 100)));
  expect(replies.map((reply) => reply.status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
});

test("large sets go in smaller batches, and too many bytes waiting are refused", async () => {
  const batches: number[] = [];
  const queue = intakeQueue<number, number>(async (items) => {
    batches.push(items.length);
    await pause();
    return items;
  });
  const megabyte = 1024 * 1024;
  const taken = Array.from({ length: 60 }, (_, i) => queue.add(i, megabyte));
  expect(() => queue.add(0, 5 * megabyte)).toThrow(Problem);
  expect(await Promise.all(taken)).toEqual(Array.from({ length: 60 }, (_, i) => i));
  expect(Math.max(...batches)).toBe(4);
});

test("beyond two thousand waiting, senders are asked to come back", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const queue = intakeQueue<number, number>(async (items) => {
    await held;
    return items;
  });
  const taken = [queue.add(0, 100)];
  await pause();
  for (let i = 0; i < 2000; i++) taken.push(queue.add(i, 100));
  expect(() => queue.add(1, 100)).toThrow(Problem);
  release();
  expect(await Promise.all(taken)).toHaveLength(2001);
  await queue.idle();
  expect(await queue.add(7, 100)).toBe(7);
});
