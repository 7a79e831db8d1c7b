import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { fromBase64url, toBase64url, toHex, utf8 } from "../encoding.ts";
import type { DepositRequest, PoolRequest } from "../exchange.ts";
import {
  makeTabulationKeys,
  manifestHash,
  modulusFromSpki,
  nullifierOf,
  openAnswer,
  openingKey,
  parseManifest,
  printPoolKey,
  signBlinded,
  type TabulationKeys,
  type WaveManifest,
} from "../index.ts";
import { type Issuer, newIssuer, random, subtle } from "../testing/issuer.ts";
import { checkToken } from "../token.ts";
import { sha256, type WebCryptoKey } from "../web-crypto.ts";
import {
  type Ask,
  type CheckedWave,
  enoughFor,
  type Interviews,
  interviews,
  makeDraftKey,
  openDraft,
  type Phone,
  readPoolKey,
} from "./index.ts";

const studyId = "3f1c2a7e-8b4d-4c6f-9a10-2b3c4d5e6f70";
const hour = 3_600_000;
const morning = Date.parse("2026-03-02T02:00:00Z");
const secret = "abcdefghij0123456789";
const poolKey = printPoolKey({ issuer: "https://issuer.example", slug: "nuoc-sach", number: 3, secret });
const answer = { answers: { nuoc: "co" }, language: "vi", version: 3, cell: 1, asked: { mode: "interview" } as const };

let issuer: Issuer;
let tabulation: TabulationKeys;
let wave: CheckedWave;
let key: WebCryptoKey;

beforeAll(async () => {
  issuer = newIssuer();
  tabulation = await makeTabulationKeys(subtle);
  key = await makeDraftKey(subtle);
  const line = "ai.example+00000000+AQ==";
  const manifest: WaveManifest = parseManifest({
    format: "lang-nghe/wave/1",
    studyId,
    slug: "nuoc-sach",
    titles: { vi: "Nước sạch" },
    form: { version: 3, hash: "ab".repeat(32) },
    languages: ["vi"],
    opening: "batches",
    tabulationKey: toBase64url(tabulation.publicKey),
    officeKey: line,
    collectorKey: null,
    office: "https://office.example",
    issuer: "https://issuer.example",
    collector: "https://collector.example",
    firstDay: "2026-03-01",
    lastDay: "2026-03-10",
    witnesses: [],
    issuerKey: issuer.spki,
    issuerLogKey: line,
    cells: [
      { stratum: "Núi", unit: 1, weight: 12.5, invited: 20 },
      { stratum: "Núi", unit: 2, weight: 14, invited: 25 },
    ],
    invited: 45,
  });
  wave = { manifest, hash: await manifestHash(subtle, manifest), modulus: modulusFromSpki(issuer.spki) };
});

/** Three hosts that keep to the protocol. @param fate "ok", or what becomes of one request. */
function hosts(size: number, fate: () => "ok" | "lost" | "reply-lost" | "portal" = () => "ok") {
  const signed = new Set<string>();
  const spent = new Map<string, { request: string; deposit: DepositRequest }>();
  const takenBack = new Set<string>();
  let revoked = false;
  const ours = async (url: string, body: unknown): Promise<{ status: number; text: string }> => {
    const json = (status: number, value: unknown) => ({ status, text: JSON.stringify(value) });
    if (url === "https://issuer.example/i/nuoc-sach/pool/places")
      return json(200, { places: [{ stratum: "Núi", psu: "A Lưới", baseWeight: 14, cell: 1 }] });
    if (url === "https://issuer.example/i/nuoc-sach/pool") {
      const given = body as PoolRequest;
      if (given.secret !== secret || revoked) return json(404, { code: "invitations.unknown-pool" });
      const signatures: (string | null)[] = [];
      for (const blinded of given.blinded) {
        if (!signed.has(blinded) && signed.size >= size) {
          signatures.push(null);
          continue;
        }
        signed.add(blinded);
        const { privateOperation, publicOperation, modulus } = issuer;
        const made = await signBlinded(privateOperation, publicOperation, modulus, fromBase64url(blinded));
        signatures.push(toBase64url(new Uint8Array(made)));
      }
      return json(200, { signatures, left: size - signed.size });
    }
    if (url === "https://office.example/withdraw") {
      takenBack.add(toHex(await sha256(subtle, utf8((body as { key: string }).key))));
      return json(200, { received: true });
    }
    expect(url).toBe(`https://collector.example/d/${studyId}`);
    const deposit = body as DepositRequest;
    const token = { prepared: fromBase64url(deposit.prepared), signature: fromBase64url(deposit.signature) };
    await checkToken(subtle, { studyId, manifestHash: wave.hash, modulus: wave.modulus }, token);
    const nullifier = toHex(await nullifierOf(subtle, token.prepared));
    const request = JSON.stringify(deposit);
    if ((spent.get(nullifier)?.request ?? request) !== request) return json(409, { code: "deposits.spent" });
    spent.set(nullifier, { request, deposit });
    return json(200, { receipt: deposit.receipt });
  };
  const ask: Ask = async (_, url, body) => {
    const what = fate();
    if (what === "lost") throw new Error("no network");
    if (what === "portal") return { status: 200, text: "<html>Đăng nhập wi-fi</html>" };
    const reply = await ours(url, body);
    if (what === "reply-lost") throw new Error("no reply");
    return reply;
  };
  return {
    ask,
    signed,
    spent,
    takenBack,
    revoke: () => {
      revoked = true;
    },
    /** What counts in the end, opened. */
    counted: async () => {
      const opener = await openingKey(tabulation);
      const opened = [];
      for (const { deposit } of spent.values()) {
        if (takenBack.has(toHex(fromBase64url(deposit.withdrawalHash)))) continue;
        opened.push(await openAnswer(opener, { studyId, manifestHash: wave.hash }, fromBase64url(deposit.sealed)));
      }
      return opened;
    },
  };
}

/** A phone whose storage outlives it. @param dies whether it dies at this change: before it is made, after it, or not. */
function phoneOf(ask: Ask, dies: () => "before" | "after" | "no" = () => "no") {
  const stored = new Map<string, Uint8Array>();
  const clock = { now: morning };
  let queue = Promise.resolve<unknown>(undefined);
  const phone: Phone = {
    subtle,
    random,
    now: () => clock.now,
    key,
    ask,
    alone: (work) => {
      const done = queue.then(work, work);
      queue = done.catch(() => undefined);
      return done;
    },
    storage: {
      read: async (name) => stored.get(name),
      names: async (beginning) => [...stored.keys()].filter((name) => name.startsWith(beginning)),
      change: async (changes) => {
        const death = dies();
        if (death === "before") throw new Error("died");
        for (const { name, bytes } of changes) {
          if (bytes) stored.set(name, bytes);
          else stored.delete(name);
        }
        if (death === "after") throw new Error("died");
      },
    },
  };
  return { stored, clock, start: (): Interviews => interviews(phone, wave) };
}

test("a pool's key says where it is good for, and nothing else is one", () => {
  expect(poolKey).toBe("https://issuer.example/i/nuoc-sach#pool=3.abcdefghij0123456789");
  expect(readPoolKey(` ${poolKey}\n`)).toEqual({
    issuer: "https://issuer.example",
    slug: "nuoc-sach",
    number: 3,
    secret,
  });
  for (const wrong of ["", "https://issuer.example/i/nuoc-sach#ABCDE", poolKey.slice(0, -1), `${poolKey}x`])
    expect(() => readPoolKey(wrong)).toThrow("not the key");
});

test("a stock is filled from the pool, an interview sealed with its cell, and sent later by a token that nothing ties to it", async () => {
  const { ask, signed, spent, counted } = hosts(60);
  const { stored, clock, start } = phoneOf(ask);
  const mine = start();
  await expect(mine.openPool(poolKey.replace("nuoc-sach", "khac"))).rejects.toMatchObject({ code: "pool-key" });
  await mine.openPool(poolKey);
  await mine.openPool(poolKey);
  expect(await mine.fill(enoughFor(4))).toBe(20);
  expect(signed.size).toBe(20);
  expect(await mine.fill(20)).toBe(20);
  expect(await mine.cellOf({ stratum: "Núi", psu: "A Lưới", baseWeight: 14 })).toBe(1);
  await expect(mine.cellOf({ stratum: "Núi", psu: "A Lưới", baseWeight: 15 })).rejects.toMatchObject({
    code: "manifest",
  });
  const draft = { name: "draft-7", bytes: null };
  stored.set("draft-7", new Uint8Array(3));
  await mine.finish("visit-7", answer, [draft]);
  expect(stored.has("draft-7")).toBe(false);
  expect(await mine.standing()).toMatchObject({ tokens: 19, waiting: 1, takingBack: 0, refused: [] });
  // What is stored is sealed, and its names say nothing of the visit.
  const everything = [...stored].map(([name, bytes]) => name + Buffer.from(bytes).toString("latin1")).join("");
  for (const word of ["visit-7", 'nuoc"', secret]) expect(everything).not.toContain(word);
  expect(await mine.send()).toBe(true);
  expect(spent.size).toBe(0);
  const { nextAt } = await mine.standing();
  expect(nextAt! - morning).toBeGreaterThanOrEqual(2 * hour);
  expect(nextAt! - morning).toBeLessThanOrEqual(48 * hour);
  clock.now = nextAt!;
  expect(await mine.send()).toBe(true);
  expect(await mine.standing()).toMatchObject({ tokens: 19, waiting: 0, nextAt: null });
  expect(await counted()).toEqual([answer]);
});

test("tokens lie in the stock in another order than they were asked for", async () => {
  const { ask } = hosts(100);
  const label = utf8(`lang-nghe interviews ${studyId}/stock`);
  const orders: string[][] = [];
  const { stored, start } = phoneOf(async (...request) => {
    orders.push((await stock()).asking);
    return ask(...request);
  });
  const stock = async () => {
    const bytes = await openDraft(subtle, key, label, new Uint8Array(stored.get(`${studyId}/stock`)!));
    const { asking, tokens } = JSON.parse(Buffer.from(bytes).toString()) as Record<string, { prepared: string }[]>;
    const names = (list: { prepared: string }[] | undefined) => (list ?? []).map(({ prepared }) => prepared);
    return { asking: names(asking), tokens: names(tokens) };
  };
  const mine = start();
  await mine.openPool(poolKey);
  await mine.fill(25);
  const { tokens, asking } = await stock();
  expect(asking).toEqual([]);
  expect(orders).toHaveLength(1);
  expect(tokens).not.toEqual(orders[0]);
  expect(tokens.toSorted()).toEqual(orders[0]!.toSorted());
});

test("a pool gives what it has and no more, and a revoked one nothing", async () => {
  const { ask, signed, revoke } = hosts(30);
  const mine = phoneOf(ask).start();
  await mine.openPool(poolKey);
  expect(await mine.fill(50)).toBe(30);
  expect(await mine.standing()).toMatchObject({ tokens: 30, pools: 0 });
  expect(signed.size).toBe(30);
  const other = phoneOf(ask).start();
  await other.openPool(poolKey);
  revoke();
  await expect(other.fill(5)).rejects.toMatchObject({ code: "pool-refused" });
  expect(await other.fill(5)).toBe(0);
  await expect(other.finish("visit-1", answer)).rejects.toMatchObject({ code: "no-token" });
});

test("a repeated interview replaces the first: dropped unsent, taken back by its key when sent, and never after acceptance", async () => {
  const { ask, spent, takenBack, counted } = hosts(60);
  const { clock, start } = phoneOf(ask);
  const mine = start();
  await mine.openPool(poolKey);
  await mine.fill(20);
  const said = (nuoc: string) => ({ ...answer, answers: { nuoc } });
  await mine.finish("unsent", said("first"));
  await mine.finish("unsent", said("second"));
  expect(await mine.standing()).toMatchObject({ tokens: 19, waiting: 1, takingBack: 0 });
  await mine.finish("sent", said("third"));
  await mine.finish("kept", said("fourth"));
  clock.now += 48 * hour;
  expect(await mine.send()).toBe(true);
  expect(spent.size).toBe(3);
  await mine.accepted("kept");
  await mine.finish("sent", said("fifth"));
  await mine.finish("kept", said("sixth"));
  expect(await mine.standing()).toMatchObject({ waiting: 2, takingBack: 1 });
  clock.now += 48 * hour;
  expect(await mine.send()).toBe(true);
  expect(takenBack.size).toBe(1);
  const words = (await counted()).map(({ answers }) => answers.nuoc).sort();
  expect(words).toEqual(["fifth", "fourth", "second", "sixth"]);
  expect(await mine.takeBack("sent")).toBe(true);
  expect(await mine.takeBack("unknown")).toBe(false);
});

test("a phone that dies at any step, on a line that loses, repeats and lies, loses and doubles nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.infiniteStream(fc.constantFrom("ok", "ok", "ok", "lost", "reply-lost", "portal")),
      fc.infiniteStream(fc.constantFrom("no", "no", "no", "no", "before", "after")),
      async (fates, deaths) => {
        const { ask, spent, counted } = hosts(12, () => fates.next().value);
        const { stored, clock, start } = phoneOf(ask, () => deaths.next().value);
        const untilDone = async (work: (mine: Interviews) => Promise<boolean>) => {
          for (let tries = 0; tries < 200; tries++) if (await work(start()).catch(() => false)) return;
          throw new Error("it never came to an end");
        };
        await untilDone(async (mine) => {
          await mine.openPool(poolKey);
          return (await mine.fill(10)) >= 10;
        });
        const visits = ["a", "b", "c"];
        for (const visit of visits) {
          stored.set(`draft-${visit}`, new Uint8Array(1));
          // As the app does: the draft goes in the same transaction, so that what is sealed is not sealed again.
          await untilDone(async (mine) => {
            if (!stored.has(`draft-${visit}`)) return true;
            await mine.finish(visit, { ...answer, answers: { visit } }, [{ name: `draft-${visit}`, bytes: null }]);
            return true;
          });
          clock.now += hour;
        }
        clock.now += 48 * hour;
        await untilDone(async (mine) => {
          await mine.send();
          return (await mine.standing()).waiting === 0;
        });
        expect(spent.size).toBe(3);
        expect((await counted()).map(({ answers }) => answers.visit).sort()).toEqual(visits);
      },
    ),
    { numRuns: 8, endOnFailure: true, seed: 4 },
  );
});
