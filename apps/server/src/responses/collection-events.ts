import type { OutgoingHttpHeaders } from "node:http";
import type { Collection } from "@lang-nghe/contract";
import type { FastifyReply } from "fastify";
import type { StudyEvents } from "../platform/events.ts";

/** Shortest time between two events, in milliseconds. */
const shortestPause = 300;
const heartbeat = 15_000;
/** Then the browser connects again, and is asked again whether it may. */
const longest = 10 * 60_000;

/** Streams of server-sent events: a study's state at once, and again whenever it has changed. */
export function collectionEvents(events: StudyEvents) {
  const open = new Set<() => void>();

  return {
    stream(reply: FastifyReply, studyId: string, first: Collection, read: () => Promise<Collection>): void {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        ...(reply.getHeaders() as OutgoingHttpHeaders),
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        // Kept alive after its end, a connection would hold up the server's own.
        connection: "close",
        "x-accel-buffering": "no",
      });
      let last = JSON.stringify(first);
      let timer: NodeJS.Timeout | undefined;
      const send = (text: string) => raw.write(`event: collection\ndata: ${text}\n\n`);
      const look = async () => {
        // Before reading: what changes from here on is looked at once more.
        timer = undefined;
        const text = JSON.stringify(await read());
        if (text === last) return;
        last = text;
        send(text);
      };
      const end = () => {
        stop();
        clearTimeout(timer);
        clearInterval(beating);
        clearTimeout(limit);
        open.delete(end);
        raw.end();
      };
      const stop = events.listen(studyId, () => {
        timer ??= setTimeout(() => void look().catch(end), shortestPause);
      });
      const beating = setInterval(() => raw.write(": still here\n\n"), heartbeat);
      const limit = setTimeout(end, longest);
      open.add(end);
      raw.on("close", end);
      send(last);
    },
    close(): void {
      for (const end of [...open]) end();
    },
  };
}
