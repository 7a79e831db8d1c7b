// Sends answers over HTTP from a thread of its own, so that sender and server do not share one. Used by intake.bench.ts.
// Speaks HTTP/1.1 on bare sockets: Node's client costs more a request than the server does, on the same processor.
import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/** What the thread is given. */
export type Load = { url: string; answers: Record<string, unknown>; count: number; connections: number };

const { url, answers, count, connections } = workerData as Load;
const { hostname, port, pathname, host } = new URL(url);
const requests = Array.from({ length: count }, () => {
  const body = JSON.stringify({ id: randomUUID(), version: 1, language: "vi", consent: true, answers });
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;
  return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
});
let next = 0;
let accepted = 0;

/** One respondent after another on one connection, each waiting for the reply. */
function converse(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let reply = "";
    const send = () => (next < count ? socket.write(requests[next++]!) : socket.end(resolve));
    socket.setNoDelay(true).setEncoding("latin1").on("connect", send).on("error", reject);
    socket.on("data", (text) => {
      reply += text;
      const body = reply.indexOf("\r\n\r\n") + 4;
      if (body < 4 || reply.length - body < Number(/content-length: (\d+)/i.exec(reply)?.[1])) return;
      if (reply.startsWith("HTTP/1.1 201")) accepted++;
      reply = "";
      send();
    });
  });
}

const start = performance.now();
await Promise.all(Array.from({ length: connections }, converse));
parentPort?.postMessage({ milliseconds: performance.now() - start, accepted });
