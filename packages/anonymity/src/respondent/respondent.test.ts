import { webcrypto } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fromBase64url, toBase64url } from "../encoding.ts";
import {
  type DepositRequest,
  makeTabulationKeys,
  manifestHash,
  modulusFromSpki,
  nullifierOf,
  openAnswer,
  openingKey,
  parseManifest,
  signBlinded,
  type TabulationKeys,
  type TokenRequest,
  type WaveManifest,
  waveTimes,
} from "../index.ts";
import { type Issuer, newIssuer, random, subtle } from "../testing/issuer.ts";
import { checkToken } from "../token.ts";
import type { WebCryptoKey } from "../web-crypto.ts";
import {
  type Ask,
  type CheckedWave,
  type Device,
  makeDraftKey,
  type Respondent,
  respondent,
  sendingTime,
} from "./index.ts";

const studyId = "3f1c2a7e-8b4d-4c6f-9a10-2b3c4d5e6f70";
const hour = 3_600_000;
const morning = Date.parse("2026-03-02T02:00:00Z");
const code = "RJN5-code-of-20-char";

let issuer: Issuer;
let tabulation: TabulationKeys;
let wave: CheckedWave;

beforeAll(async () => {
  issuer = newIssuer();
  tabulation = await makeTabulationKeys(subtle);
  const key = "ai.example+00000000+AQ==";
  const manifest: WaveManifest = parseManifest({
    format: "lang-nghe/wave/1",
    studyId,
    slug: "nuoc-sach",
    titles: { vi: "Nước sạch" },
    form: { version: 3, hash: "ab".repeat(32) },
    languages: ["vi"],
    opening: "batches",
    tabulationKey: toBase64url(tabulation.publicKey),
    officeKey: key,
    collectorKey: null,
    office: "https://office.example",
    issuer: "https://issuer.example",
    collector: "https://collector.example",
    firstDay: "2026-03-01",
    lastDay: "2026-03-10",
    witnesses: [],
    issuerKey: issuer.spki,
    issuerLogKey: key,
    cells: [
      { stratum: "Núi", unit: 1, weight: 12.5, invited: 20 },
      { stratum: "Núi", unit: 2, weight: 14, invited: 25 },
    ],
    invited: 45,
  });
  const hash = await manifestHash(subtle, manifest);
  wave = { manifest, hash, modulus: modulusFromSpki(issuer.spki) };
});

/** An issuer and a collector that keep to the protocol, and remember what they were asked. */
function hosts() {
  const signedFor = new Map<string, string>();
  const spent = new Map<string, string>();
  const seen = { blinded: [] as string[], deposits: [] as DepositRequest[] };
  const ask: Ask = async (_, url, body) => {
    if (url === "https://issuer.example/i/nuoc-sach/token") {
      const { code: given, blinded } = body as TokenRequest;
      if (given !== code) return { status: 404, text: "{}" };
      seen.blinded.push(blinded);
      if ((signedFor.get(given) ?? blinded) !== blinded) return { status: 409, text: "{}" };
      signedFor.set(given, blinded);
      const { privateOperation, publicOperation, modulus } = issuer;
      const signature = await signBlinded(privateOperation, publicOperation, modulus, fromBase64url(blinded));
      return { status: 200, text: JSON.stringify({ signature: toBase64url(new Uint8Array(signature)), cell: 1 }) };
    }
    if (url !== `https://collector.example/d/${studyId}`) throw new Error(`nobody is at ${url}`);
    const deposit = body as DepositRequest;
    seen.deposits.push(deposit);
    const token = { prepared: fromBase64url(deposit.prepared), signature: fromBase64url(deposit.signature) };
    await checkToken(subtle, { studyId, manifestHash: wave.hash, modulus: wave.modulus }, token);
    const nullifier = toBase64url(await nullifierOf(subtle, token.prepared));
    const request = JSON.stringify(deposit);
    if ((spent.get(nullifier) ?? request) !== request) return { status: 409, text: "{}" };
    spent.set(nullifier, request);
    return { status: 200, text: JSON.stringify({ receipt: deposit.receipt }) };
  };
  return { ask, seen, signedFor, spent };
}

/** What survives when a tab is killed: the storage and the key in it. */
async function phone() {
  const stored = new Map<string, Uint8Array>();
  const key = (await makeDraftKey(subtle)) as WebCryptoKey;
  return { stored, key, clock: { now: morning } };
}
type Phone = Awaited<ReturnType<typeof phone>>;

/** The page, opened on a phone. @param interrupt is asked before and after each write and each request. */
function open({ stored, key, clock }: Phone, ask: Ask, interrupt: () => void = () => {}): Respondent {
  const around =
    <Given extends unknown[], Result>(act: (...given: Given) => Promise<Result>) =>
    async (...given: Given) => {
      interrupt();
      const result = await act(...given);
      interrupt();
      return result;
    };
  const device: Device = {
    subtle,
    random,
    now: () => clock.now,
    key,
    ask: around(ask),
    storage: {
      read: async (name) => stored.get(name),
      write: around(async (name, bytes) => void stored.set(name, bytes)),
      remove: around(async (name) => void stored.delete(name)),
    },
  };
  return respondent(device, wave);
}

const answer = { answers: { water: "no", road: "good" }, language: "vi", version: 3 };

/** Everything a person does, from wherever they are; to be repeated until it is through. */
async function goOn(page: Respondent, at: Phone): Promise<void> {
  const standing = await page.standing();
  if (standing.at === "start" || standing.at === "asking") await page.takeToken(code);
  if ((await page.standing()).at === "answering") {
    await page.saveDraft({ water: "no" });
    await page.finish(answer, "later");
  }
  at.clock.now += 49 * hour;
  await page.send();
}

describe("from the code to the receipt", () => {
  test("one token, one sealed answer with the cell, one receipt", async () => {
    const { ask, seen } = hosts();
    const at = await phone();
    const page = open(at, ask);
    expect(await page.standing()).toEqual({ at: "start" });
    await page.takeToken(code);
    await page.saveDraft({ water: "no" });
    expect(await page.standing()).toEqual({ at: "answering", cell: 1, draft: { water: "no" } });
    await page.finish(answer, "later");
    const waiting = await page.standing();
    expect(waiting).toMatchObject({ at: "waiting" });
    expect(await page.send()).toBe(false);
    at.clock.now = (waiting as { sendAt: number }).sendAt;
    expect(await page.send()).toBe(true);
    const sent = await page.standing();
    expect(sent).toMatchObject({ at: "sent", receipt: seen.deposits[0]!.receipt });
    const opened = await openAnswer(
      await openingKey(tabulation),
      { studyId, manifestHash: wave.hash },
      fromBase64url(seen.deposits[0]!.sealed),
    );
    expect(opened).toEqual({ ...answer, cell: 1 });
    const key = (sent as { withdrawalKey: string }).withdrawalKey;
    expect(key).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    const digest = await webcrypto.subtle.digest("SHA-256", new TextEncoder().encode(key));
    expect(seen.deposits[0]!.withdrawalHash).toBe(Buffer.from(digest).toString("base64url"));
  });

  test("what the phone keeps tells nothing without the phone's own key, and after sending it holds no answer and no token", async () => {
    const { ask, seen } = hosts();
    const at = await phone();
    const page = open(at, ask);
    const keptText = () => Buffer.concat([...at.stored.values()]).toString("latin1");
    await page.takeToken(code);
    await page.saveDraft({ water: "rất hiếm" });
    for (const secret of ["water", code, seen.blinded[0]!]) expect(keptText()).not.toContain(secret);
    await page.finish(answer, "now");
    expect([...at.stored.keys()]).toEqual(["record"]);
    await page.send();
    expect(JSON.parse(await page.recoveryFile()).record).toEqual({
      step: "sent",
      receipt: seen.deposits[0]!.receipt,
      withdrawalKey: expect.any(String),
    });
  });
});

test("killed before or after any write and any request, the person goes on; never two tokens, never two answers, none lost", async () => {
  // How many places there are to be killed at, in one run through.
  let places = 0;
  const calm = await phone();
  await goOn(
    open(calm, hosts().ask, () => void places++),
    calm,
  );
  expect(places).toBeGreaterThan(10);
  const pairs = Array.from({ length: places }, (_, first) => [first, (first * 7 + 3) % places] as const);
  for (const killedAt of pairs) {
    const { ask, seen, signedFor, spent } = hosts();
    const at = await phone();
    let kills = 0;
    for (let tries = 0; tries < 5 && (await open(at, ask).standing()).at !== "sent"; tries++) {
      let place = 0;
      const interrupt = () => {
        if (kills < 2 && place++ === killedAt[kills]) {
          kills++;
          throw new Error("killed");
        }
      };
      await goOn(open(at, ask, interrupt), at).catch(() => undefined);
    }
    expect([await open(at, ask).standing()], `killed at ${killedAt}`).toMatchObject([{ at: "sent" }]);
    expect([signedFor.size, new Set(seen.blinded).size, spent.size]).toEqual([1, 1, 1]);
    expect(new Set(seen.deposits.map((deposit) => JSON.stringify(deposit))).size).toBe(1);
    expect([...at.stored.keys()]).toEqual(["record"]);
  }
});

describe("what a host says no to", () => {
  const replying =
    (status: number): Ask =>
    async () => ({ status, text: "{}" });
  test.each([
    [404, "code-refused"],
    [409, "token-taken-elsewhere"],
    [410, "wave-closed"],
  ])("a code that the issuer answers with %i: %s, and the person can begin anew", async (status, wrong) => {
    const at = await phone();
    await expect(open(at, replying(status)).takeToken(code)).rejects.toMatchObject({ code: wrong });
    expect(at.stored.size).toBe(0);
  });
  test.each([429, 500, 503])("an issuer that answers %i is asked again with the same message", async (status) => {
    const { ask, seen } = hosts();
    const at = await phone();
    await expect(open(at, replying(status)).takeToken(code)).rejects.toMatchObject({ code: "try-later" });
    expect(await open(at, ask).standing()).toEqual({ at: "asking", code });
    await open(at, ask).takeToken(code);
    expect(seen.blinded).toHaveLength(1);
  });
  test("a second tab that is refused does not take from the first what it has", async () => {
    const { ask } = hosts();
    const at = await phone();
    // Both look before either has written; the second writes last, and the first is answered first.
    let release = () => {};
    const written = new Promise<void>((resolve) => (release = resolve));
    const first = open(at, async (...given) => {
      await written;
      return ask(...given);
    });
    const taken = first.takeToken(code);
    let early = true;
    const stored = {
      get: (name: string) => (early ? undefined : at.stored.get(name)),
      set: (name: string, bytes: Uint8Array) => at.stored.set(name, bytes),
      delete: (name: string) => at.stored.delete(name),
    } as Map<string, Uint8Array>;
    const second = open({ ...at, stored }, async (...given) => {
      early = false;
      release();
      await taken;
      return ask(...given);
    });
    await expect(second.takeToken(code)).rejects.toMatchObject({ code: "token-taken-elsewhere" });
    expect(await first.standing()).toMatchObject({ at: "answering", cell: 1 });
  });
  test("a signature with another key, or a cell that the manifest does not have, is not taken", async () => {
    const stranger = newIssuer();
    const at = await phone();
    const { ask } = hosts();
    const wrongKey: Ask = async (_, __, body) => {
      const { privateOperation, publicOperation, modulus } = stranger;
      const blinded = fromBase64url((body as TokenRequest).blinded);
      blinded[0] = 0;
      const signature = await signBlinded(privateOperation, publicOperation, modulus, blinded);
      return { status: 200, text: JSON.stringify({ signature: toBase64url(new Uint8Array(signature)), cell: 1 }) };
    };
    await expect(open(at, wrongKey).takeToken(code)).rejects.toMatchObject({ code: "signature" });
    const ownCell: Ask = async (...given) => {
      const reply = await ask(...given);
      return { ...reply, text: JSON.stringify({ ...JSON.parse(reply.text), cell: 2 }) };
    };
    await expect(open(at, ownCell).takeToken(code)).rejects.toMatchObject({ code: "manifest" });
    await open(at, ask).takeToken(code);
    expect(await open(at, ask).standing()).toMatchObject({ at: "answering", cell: 1 });
  });
  test("a collector that is away is asked later; one that has another answer of the token ends it", async () => {
    const { ask } = hosts();
    const at = await phone();
    const page = open(at, ask);
    await page.takeToken(code);
    const file = await page.recoveryFile();
    await page.finish(answer, "now");
    await expect(open(at, replying(503)).send()).rejects.toMatchObject({ code: "try-later" });
    const other = await phone();
    await open(other, ask).restore(file);
    await open(other, ask).finish({ ...answer, answers: {} }, "now");
    expect(await open(other, ask).send()).toBe(true);
    await expect(page.send()).rejects.toMatchObject({ code: "already-answered" });
    expect(await page.standing()).toEqual({ at: "start" });
  });
});

describe("before it is sent", () => {
  test("an answer can be taken back and given anew with the same token; waiting can be cut short", async () => {
    const { ask, seen } = hosts();
    const at = await phone();
    const page = open(at, ask);
    await page.takeToken(code);
    await page.finish(answer, "later");
    await page.takeBack();
    expect(await page.standing()).toEqual({ at: "answering", cell: 1, draft: undefined });
    await page.finish({ ...answer, answers: { water: "yes" } }, "later");
    await page.hurry();
    expect(await page.send()).toBe(true);
    await page.takeBack();
    expect(seen.deposits).toHaveLength(1);
    expect(await page.standing()).toMatchObject({ at: "sent" });
  });

  test("the recovery file carries everything to another phone; a damaged or foreign one changes nothing", async () => {
    const { ask } = hosts();
    const at = await phone();
    const page = open(at, ask);
    await expect(page.recoveryFile()).rejects.toMatchObject({ code: "no-token" });
    await page.takeToken(code);
    await page.saveDraft({ water: "no" });
    const file = await page.recoveryFile();
    const other = await phone();
    await open(other, ask).restore(file);
    expect(await open(other, ask).standing()).toEqual(await page.standing());
    for (const damaged of [
      "",
      "{}",
      file.replace(studyId, studyId.replace("3", "4")),
      file.replace('"cell":1', '"cell":-1'),
    ])
      await expect(page.restore(damaged)).rejects.toMatchObject({ code: "recovery-file" });
    expect(await page.standing()).toMatchObject({ at: "answering", draft: { water: "no" } });
  });

  test("what is stored under another key is named as unreadable, not taken for nothing", async () => {
    const { ask } = hosts();
    const at = await phone();
    await open(at, ask).takeToken(code);
    const key = (await phone()).key;
    await expect(open({ ...at, key }, ask).standing()).rejects.toMatchObject({ code: "record" });
  });
});

describe("the time of sending", () => {
  test("is anywhere within 2 to 48 hours, evenly", () => {
    const takesUntil = morning + 1000 * hour;
    const times = Array.from({ length: 4000 }, () => (sendingTime(random, morning, takesUntil) - morning) / hour);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...times)).toBeLessThan(48);
    // Uniform on 2 … 48: mean 25, standard error 46/√12/√4000 = 0.21; five of them.
    expect(Math.abs(times.reduce((sum, time) => sum + time, 0) / times.length - 25)).toBeLessThan(1.05);
  });
  test("is never later than an hour before the collector takes no more, whenever the person finishes", () => {
    const { takesUntil } = waveTimes(wave.manifest);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (before) => {
        const now = takesUntil - before * 0.25 * hour;
        const time = sendingTime(random, now, takesUntil);
        expect(time).toBeGreaterThanOrEqual(now);
        expect(time).toBeLessThanOrEqual(Math.max(now, takesUntil - hour));
      }),
    );
  });
});
