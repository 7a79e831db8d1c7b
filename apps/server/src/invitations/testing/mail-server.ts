import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";

export type MailServer = Awaited<ReturnType<typeof mailServer>>;

/** A mail server that keeps what it is sent. `answers`: what it says to a recipient instead of 250. */
export async function mailServer() {
  const taken: { to: string; data: string }[] = [];
  const answers = new Map<string, string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
    let to = "";
    let data: string | undefined;
    let rest = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 mail.example ESMTP");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      rest += chunk;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== undefined) {
          if (line === ".") {
            taken.push({ to, data });
            data = undefined;
            say("250 taken");
          } else data += `${line}\n`;
        } else if (/^EHLO/i.test(line)) say("250-mail.example\r\n250 8BITMIME");
        else if (/^RCPT/i.test(line)) {
          to = /<(.*)>/.exec(line)?.[1] ?? "";
          say(answers.get(to) ?? "250 yes");
        } else if (/^DATA/i.test(line)) {
          data = "";
          say("354 go on");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else say("250 yes");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    answers,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
