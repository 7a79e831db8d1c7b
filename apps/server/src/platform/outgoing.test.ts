import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { isInside } from "./inside-addresses.ts";
import { outgoing } from "./outgoing.ts";
import { Problem } from "./problem.ts";

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** A neighbour on this machine; `asked` counts who came. */
async function neighbour(
  answer: (reply: ServerResponse) => void,
): Promise<{ url: string; port: number; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, reply) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`);
    answer(reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, port, asked };
}

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const problem = await work.then(
    () => "it was answered",
    (error: unknown) => error,
  );
  if (!(problem instanceof Problem)) throw problem;
  return `${problem.code}: ${problem.details.reason}`;
}
const refused = (reason: string) => `platform.outgoing-refused: ${reason}`;
const failed = (reason: string) => `platform.outgoing-failed: ${reason}`;

test("a host of the settings is asked, with what is given and nothing more", async () => {
  const { url, asked } = await neighbour((reply) => reply.writeHead(200, { "x-one": "1" }).end("xin chào"));
  const reply = await outgoing([`${url}/`])(`${url}/waves/1?x=2#rest`);
  expect(reply).toMatchObject({ status: 200, headers: { "x-one": "1" }, body: Buffer.from("xin chào") });
  await outgoing([url])(`${url}/d`, { method: "POST", body: "đã", headers: { "content-type": "text/plain" } });
  expect(asked).toEqual([`GET /waves/1?x=2 ${new URL(url).host}`, `POST /d ${new URL(url).host}`]);
});

test("an address that only looks like a host of the settings is refused before anything is sent", async () => {
  const { url, port, asked } = await neighbour((reply) => reply.end());
  const ask = outgoing([url, "https://phat-the.example.org"]);
  for (const [address, reason] of [
    ["http://127.0.0.2", "not a host of the settings"],
    [`http://0x7f.1:${port + 1}`, "not a host of the settings"],
    [`http://[::ffff:127.0.0.1]:${port}`, "not a host of the settings"],
    ["http://[::ffff:169.254.169.254]/latest/meta-data", "not a host of the settings"],
    [`https://phat-the.example.org@127.0.0.1:${port}/`, "credentials in an address"],
    [`http://127.0.0.1:${port}@evil.example/`, "credentials in an address"],
    [`https://evil.example#https://phat-the.example.org`, "not a host of the settings"],
    [`https://evil.example\\@phat-the.example.org/`, "not a host of the settings"],
    ["https://phat-the.example.org.evil.example/", "not a host of the settings"],
    ["https://phat-the.example.org:8443/", "not a host of the settings"],
    ["http://phat-the.example.org/", "not a host of the settings"],
    ["file:///etc/passwd", "not a host of the settings"],
    ["gopher://127.0.0.1/", "not a host of the settings"],
    ["data:text/plain,x", "not a host of the settings"],
    ["//127.0.0.1/", "not an address"],
    ["", "not an address"],
  ] as const)
    expect({ address, reason: await reasonOf(ask(address)) }).toEqual({ address, reason: refused(reason) });
  expect(asked).toEqual([]);
});

test("HTTP is for this machine only, even where the settings say otherwise", async () => {
  expect(await reasonOf(outgoing(["http://phat-the.example.org"])("http://phat-the.example.org/"))).toBe(
    refused("not HTTPS"),
  );
  expect(await reasonOf(outgoing(["http://10.0.0.5"])("http://10.0.0.5/"))).toBe(refused("not HTTPS"));
});

test("a public name that leads inside is refused, also when only one of its addresses does", async () => {
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.9",
    "192.168.7.7",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:10.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "fc00::1",
    "fe80::1",
    "ff02::1",
    "2002:7f00:1::",
    "2001:0:1::1",
  ]) {
    const resolve = async () => [
      { address: "93.184.216.34", family: 4 },
      { address, family: address.includes(":") ? 6 : 4 },
    ];
    const ask = outgoing(["https://phat-the.example.org"], { resolve });
    expect({ address, reason: await reasonOf(ask("https://phat-the.example.org/")) }).toEqual({
      address,
      reason: refused("an address inside a network"),
    });
  }
  for (const address of ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:2800:220:1::1", "2a00::1"])
    expect(isInside(address)).toBe(false);
});

test("a name that exists only inside networks may lead inside: the operator wrote it", async () => {
  const { port, asked } = await neighbour((reply) => reply.end());
  const resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  const ask = outgoing([`https://thu-nhan.internal:${port}`], { resolve });
  // It speaks no TLS, so it is reached and then given up.
  expect(await reasonOf(ask(`https://thu-nhan.internal:${port}/`))).toBe(failed("no connection"));
  expect(asked).toEqual([]);
});

/** A name server whose answers about any name take turns: what DNS rebinding does. */
async function nameServer(answers: string[]): Promise<{ port: number; asked: () => number }> {
  const socket = createSocket("udp4");
  let asked = 0;
  socket.on("message", (query, from) => {
    const address = answers[Math.min(asked++, answers.length - 1)]!;
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8180, 2);
    header.writeUInt16BE(1, 6);
    header.writeUInt32BE(0, 8);
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const record = Buffer.concat([
      Buffer.from("c00c000100010000000000 04".replace(" ", ""), "hex"),
      Buffer.from(address.split(".").map(Number)),
    ]);
    socket.send(Buffer.concat([header, question, record]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  open.push(() => socket.close());
  return { port: socket.address().port, asked: () => asked };
}

test("a name whose answer changes after it was judged is asked once, and leads where it was judged to lead", async () => {
  const { port, asked } = await neighbour((reply) => reply.end("secret"));
  const names = await nameServer(["93.184.216.34", "127.0.0.1"]);
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${names.port}`]);
  const resolve = async (name: string) => (await resolver.resolve4(name)).map((address) => ({ address, family: 4 }));
  const host = `https://doi-huong.example.org:${port}`;
  const ask = outgoing([host], { resolve, milliseconds: 1_500 });
  expect(await reasonOf(ask(host))).toMatch(/^platform\.outgoing-failed: (too slow|no connection)$/);
  expect(names.asked()).toBe(1);
  // The second answer is the inside one: refused.
  expect(await reasonOf(ask(host))).toBe(refused("an address inside a network"));
  expect(asked).toEqual([]);
});

test("a redirect is a failure, wherever it leads", async () => {
  const inner = await neighbour((reply) => reply.end("inside"));
  const outer = await neighbour((reply) => reply.writeHead(302, { location: inner.url }).end());
  expect(await reasonOf(outgoing([outer.url, inner.url])(outer.url))).toBe(failed("a redirect"));
  expect(inner.asked).toEqual([]);
});

test("whoever says too much, or nothing, or stops halfway, is given up", async () => {
  const much = await neighbour((reply) => reply.end(Buffer.alloc(300_000)));
  expect(await reasonOf(outgoing([much.url], { bytes: 200_000 })(much.url))).toBe(failed("too much"));
  const silent = await neighbour(() => undefined);
  expect(await reasonOf(outgoing([silent.url], { milliseconds: 300 })(silent.url))).toBe(failed("too slow"));
  const drip = await neighbour((reply) => {
    reply.writeHead(200);
    const timer = setInterval(() => reply.write("."), 20);
    reply.on("close", () => clearInterval(timer));
  });
  expect(await reasonOf(outgoing([drip.url], { milliseconds: 300 })(drip.url))).toBe(failed("too slow"));
  const halfway = await neighbour((reply) => {
    reply.writeHead(200, { "content-length": "100" });
    reply.write("x");
    setTimeout(() => reply.destroy(), 20);
  });
  expect(await reasonOf(outgoing([halfway.url])(halfway.url))).toMatch(/broken off|no connection/);
  expect(await reasonOf(outgoing(["http://127.0.0.1:1"])("http://127.0.0.1:1/"))).toBe(failed("no connection"));
});

test("what packs its reply is not unpacked: a small reply cannot become a large one", async () => {
  const { url } = await neighbour((reply) => reply.writeHead(200, { "content-encoding": "gzip" }).end("\x1f\x8b"));
  expect((await outgoing([url])(url)).body).toHaveLength(3);
});
