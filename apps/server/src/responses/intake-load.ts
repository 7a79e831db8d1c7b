// Sends answers over HTTP from a thread of its own, so that sender and server do not share one. Used by intake.bench.ts.
import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

/** What the thread is given. */
export type Load = { url: string; answers: Record<string, unknown>; count: number; connections: number };

const { url, answers, count, connections } = workerData as Load;
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const bodies = Array.from({ length: count }, () =>
  JSON.stringify({ id: randomUUID(), version: 1, language: "vi", consent: true, answers }),
);
let next = 0;
let accepted = 0;

function send(body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sending = request(url, { method: "POST", agent, headers }, (reply) => {
      if (reply.statusCode === 201) accepted++;
      reply.resume().on("end", resolve);
    });
    sending.on("error", reject).end(body);
  });
}

const start = performance.now();
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (next < count) await send(bodies[next++]!);
  }),
);
parentPort?.postMessage({ milliseconds: performance.now() - start, accepted });
agent.destroy();
