// Tokens issued and answers accepted a second by real hosts as processes of their own, and answers without tokens by the same
// office in the same run. npm run bench tokens-and-deposits
import { randomBytes, randomUUID, webcrypto } from "node:crypto";
import { connect } from "node:net";
import { blind, finalize, prepareToken, type Subtle, sealedLengths, type TokenReply } from "@lang-nghe/anonymity";
import { type CheckedWave, readWave } from "@lang-nghe/anonymity/respondent";
import { type Hosts, startHosts } from "./attack/hosts.ts";
import { form, invite } from "./attack/wave.ts";

type Measurement = { name: string; sizes: Record<string, number>; medianMs: number; reference: string; ratio: number };

const subtle = webcrypto.subtle as unknown as Subtle;
const random = (length: number) => webcrypto.getRandomValues(new Uint8Array(length));
const count = 1000;
const connections = 64;
/** What a province's busiest minute is taken to need. */
const target = 10_000 / 60;
const firstMorning = Date.parse("2026-03-02T00:00:00Z");

export async function run(): Promise<Measurement[]> {
  const hosts = await startHosts(firstMorning - 2 * 86_400_000, undefined);
  try {
    return await measure(hosts);
  } finally {
    await hosts.stop();
  }
}

async function measure(hosts: Hosts): Promise<Measurement[]> {
  const { studyId, slug, codes } = await invite(hosts, count);
  await hosts.travel(firstMorning);
  const reply = await fetch(`${hosts.address("issuer")}/waves/${studyId}/manifest.json`);
  const wave = await readWave(subtle, await reply.json());
  const { modulus, hash: manifestHash } = wave;
  const made = await Promise.all(
    codes.map(async (code) => {
      const prepared = prepareToken(random, { studyId, manifestHash });
      return { code, prepared, ...(await blind(subtle, random, modulus, prepared)) };
    }),
  );
  const tokens = await send(
    `${hosts.address("issuer")}/i/${slug}/token`,
    made.map(({ code, blinded }) => ({ code, blinded: text(blinded) })),
  );
  const deposits = await depositsOf(wave, made, tokens.replies);
  const taken = await send(`${hosts.address("collector")}/d/${studyId}`, deposits);
  const office = await hosts.staff("office");
  const open = await openLink(office);
  const answers = deposits.map(() => ({ id: randomUUID(), version: 1, language: "vi", consent: true, answers: given }));
  const plain = await send(`${hosts.address("office")}/a/${open.slug}/answers`, answers);
  const asked = "10,000 a minute; ratio = how many times that";
  return [
    {
      name: "tokens issued over HTTP",
      sizes: { tokens: count, connections, perMinute: perMinute(tokens.milliseconds) },
      medianMs: tokens.milliseconds,
      reference: asked,
      ratio: perMinute(tokens.milliseconds) / 60 / target,
    },
    {
      name: "answers with tokens accepted over HTTP",
      sizes: { answers: count, connections, perMinute: perMinute(taken.milliseconds) },
      medianMs: taken.milliseconds,
      reference: "answers without tokens by the office in the same run; ratio = ours a second to theirs",
      ratio: plain.milliseconds / taken.milliseconds,
    },
    {
      name: "answers without tokens accepted over HTTP",
      sizes: { answers: count, connections, perMinute: perMinute(plain.milliseconds) },
      medianMs: plain.milliseconds,
      reference: asked,
      ratio: perMinute(plain.milliseconds) / 60 / target,
    },
  ];
}

const perMinute = (milliseconds: number) => Math.round((60_000 * count) / milliseconds);
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const given = { water: "yes", wish: "Mong đường vào bản được làm trước mùa mưa." };

/** An open link with the wave's questions. @returns where it is. */
async function openLink(office: Awaited<ReturnType<Hosts["staff"]>>): Promise<{ slug: string }> {
  const study = (await office("POST", "studies", {
    title: { vi: "Nước sạch", en: "Clean water" },
    entry: "open-link",
    retainUntil: "2027-03-31",
  })) as { id: string; slug: string };
  const file = new FormData();
  file.append("file", new Blob([form]), "form.md");
  await office("POST", `studies/${study.id}/questionnaire`, file);
  await office("POST", `studies/${study.id}/questionnaire/publish`);
  await office("POST", `studies/${study.id}/open`);
  return study;
}

/** What devices would send: their tokens, and bytes that are as good as sealed answers to everyone but the office. */
function depositsOf(
  { modulus }: CheckedWave,
  made: readonly { prepared: Uint8Array; inverse: Uint8Array }[],
  replies: readonly string[],
) {
  return Promise.all(
    made.map(async ({ prepared, inverse }, at) => {
      const { signature } = JSON.parse(replies[at]!) as TokenReply;
      const blindSignature = new Uint8Array(Buffer.from(signature, "base64url"));
      return {
        prepared: text(prepared),
        signature: text(await finalize(subtle, modulus, prepared, inverse, blindSignature)),
        sealed: text(randomBytes(sealedLengths[0]!)),
        receipt: text(randomBytes(16)),
        withdrawalHash: text(randomBytes(32)),
      };
    }),
  );
}

/**
 * Sends each body once, on bare sockets as intake-load.ts does; a connection waits for each reply.
 * @returns bodies of replies in the order of requests. @throws Error when one is not accepted.
 */
async function send(url: string, bodies: readonly object[]): Promise<{ milliseconds: number; replies: string[] }> {
  const { hostname, port, pathname, host } = new URL(url);
  const requests = bodies.map((body) => {
    const json = JSON.stringify(body);
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;
    return Buffer.from(`${head}content-length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
  });
  const replies: string[] = [];
  let next = 0;
  const converse = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let at = 0;
      let reply = "";
      const ask = () => {
        at = next++;
        if (at < requests.length) socket.write(requests[at]!);
        else socket.end(resolve);
      };
      socket.setNoDelay(true).setEncoding("latin1").on("connect", ask).on("error", reject);
      socket.on("data", (data) => {
        reply += data;
        const body = reply.indexOf("\r\n\r\n") + 4;
        if (body < 4 || reply.length - body < Number(/content-length: (\d+)/i.exec(reply)?.[1])) return;
        if (!/^HTTP\/1.1 20[01]/.test(reply)) return reject(new Error(`${url}: ${reply.slice(0, 2000)}`));
        replies[at] = reply.slice(body);
        reply = "";
        ask();
      });
    });
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, converse));
  return { milliseconds: performance.now() - start, replies };
}
