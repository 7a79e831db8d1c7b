// What a token and a sealed answer cost on a mid-range phone: the page's own cryptography in Chromium, slowed six times.
// The slowing is of the page's own thread; what WebCrypto does in threads of its own (sealing, mostly) it does at full speed.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { newIssuer } from "../packages/anonymity/src/testing/issuer.ts";
import type { Measurement } from "../tools/bench.ts";
import { launchBrowser, phone } from "./testing/browser.ts";
import { root } from "./testing/system.ts";

const rounds = 9;
const throttled = 6;

/** What runs in the page: the halves that respondents have, on the page's own WebCrypto. */
const source = (anonymity: string) => `
import { blind, finalize } from ${JSON.stringify(`${anonymity}/blind-signature/respondent-half.ts`)};
import { sealAnswer } from ${JSON.stringify(`${anonymity}/sealing/seal-answer.ts`)};
import { prepareToken } from ${JSON.stringify(`${anonymity}/token.ts`)};
const { subtle } = crypto;
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
globalThis.measure = async (modulusGiven) => {
  const modulus = new Uint8Array(modulusGiven);
  const { publicKey } = await subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const tabulationKey = new Uint8Array(await subtle.exportKey("raw", publicKey));
  const context = { studyId: "00000000-0000-4000-8000-000000000000", manifestHash: random(32) };
  const answers = Object.fromEntries(Array.from({ length: 30 }, (_, i) => ["q" + i, "trung_binh"]));
  const began = performance.now();
  const prepared = prepareToken(random, context);
  const { blinded, inverse } = await blind(subtle, random, modulus, prepared);
  const blindMs = performance.now() - began;
  const signature = new Uint8Array(await globalThis.sign(Array.from(blinded)));
  const received = performance.now();
  await finalize(subtle, modulus, prepared, inverse, signature);
  const finalizeMs = performance.now() - received;
  const answered = performance.now();
  await sealAnswer(subtle, tabulationKey, context, { answers, language: "vi", version: 1, cell: 0 });
  return { blindMs, finalizeMs, sealMs: performance.now() - answered };
};
`;

export async function run(): Promise<Measurement[]> {
  const script = await bundled();
  const host = createServer((request, reply) => {
    const page = request.url === "/";
    reply
      .writeHead(200, { "content-type": page ? "text/html" : "text/javascript" })
      .end(page ? '<!doctype html><script type="module" src="/page.js"></script>' : script);
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const browser = await launchBrowser();
  try {
    const address = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
    const issuer = newIssuer();
    const context = await browser.newContext(phone);
    const tab = await context.newPage();
    await tab.exposeFunction("sign", (blinded: number[]) => [...issuer.privateOperation(Uint8Array.from(blinded))]);
    await tab.goto(address);
    await tab.waitForFunction("typeof measure === 'function'");
    const once = () => tab.evaluate<Steps>(`measure(${JSON.stringify([...issuer.modulus])})`);
    await once();
    const fast = await measured(once);
    await (await context.newCDPSession(tab)).send("Emulation.setCPUThrottlingRate", { rate: throttled });
    await once();
    const slow = await measured(once);
    const named = {
      blindMs: "a token made and blinded",
      finalizeMs: "a token unblinded and checked",
      sealMs: "30 answers sealed",
    };
    const bytes = { gzippedBytesOfScript: gzipSync(script, { level: 9 }).length };
    const whole = (all: Steps[]) => median(all.map(({ blindMs, finalizeMs, sealMs }) => blindMs + finalizeMs + sealMs));
    const reference = "the same in the same browser, not slowed";
    return [
      ...(Object.keys(named) as (keyof Steps)[]).map((step) => {
        const [slowed, full] = [median(slow.map((one) => one[step])), median(fast.map((one) => one[step]))];
        return {
          name: `${named[step]}, slow phone`,
          sizes: { rounds, throttled },
          medianMs: slowed,
          reference,
          ratio: slowed / Math.max(0.1, full),
        };
      }),
      {
        name: "an answer by invitation, slow phone",
        sizes: { rounds, throttled, worstMs: Math.round(Math.max(...slow.map((one) => whole([one])))), ...bytes },
        medianMs: whole(slow),
        reference,
        ratio: whole(slow) / whole(fast),
      },
    ];
  } finally {
    await browser.close();
    host.close();
  }
}

type Steps = { blindMs: number; finalizeMs: number; sealMs: number };

async function measured(once: () => Promise<Steps>): Promise<Steps[]> {
  const all: Steps[] = [];
  for (let round = 0; round < rounds; round++) all.push(await once());
  return all;
}

/** The respondent's halves as one script, as small as the page would have them. */
async function bundled(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lang-nghe-bench-"));
  try {
    const entry = join(folder, "entry.js");
    writeFileSync(entry, source(join(root, "packages/anonymity/src")));
    const outDir = join(folder, "built");
    await build({
      configFile: false,
      root: folder,
      logLevel: "error",
      build: { outDir, minify: true, lib: { entry, formats: ["es"], fileName: "page" } },
    });
    const [file] = readdirSync(outDir).filter((name) => /\.m?js$/.test(name));
    return readFileSync(join(outDir, file!), "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
