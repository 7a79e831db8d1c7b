import type { Measurement } from "../tools/bench.ts";
import { newDataDirectory, removeDirectory, startSystem } from "./testing/system.ts";

/** Start-up of the built system: on an empty data folder, and again. */
export async function run(): Promise<Measurement[]> {
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < 3; round++) {
    const dataDirectory = newDataDirectory();
    for (const times of [first, again]) {
      const began = performance.now();
      const system = await startSystem({ dataDirectory });
      times.push(performance.now() - began);
      await system.stop();
    }
    removeDirectory(dataDirectory);
  }
  const [cold, warm] = [median(first), median(again)];
  return [
    {
      name: "start on an empty data folder",
      sizes: { rounds: 3 },
      medianMs: cold,
      reference: "start on the same folder again",
      ratio: cold / warm,
    },
    {
      name: "start again",
      sizes: { rounds: 3 },
      medianMs: warm,
      reference: "start on an empty data folder",
      ratio: warm / cold,
    },
  ];
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
