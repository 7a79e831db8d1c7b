import { webcrypto } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createCourier } from "./courier.ts";
import { pauseBefore } from "./pause.ts";
import { newId, outcomeOf } from "./sending.ts";
import { type DeviceStorage, type Finished, openStorage } from "./storage.ts";

test("only the server's yes counts as accepted", () => {
  expect(outcomeOf({ status: 201 })).toEqual({ kind: "accepted" });
  expect(outcomeOf({ status: 200 })).toEqual({ kind: "accepted" });
  expect(outcomeOf({ status: 204 }).kind).toBe("later");
  expect(outcomeOf({ status: 409, code: "responses.conflict" }).kind).toBe("conflict");
  expect(outcomeOf({ status: 409, code: "responses.wrong-version" }).kind).toBe("new-version");
  expect(outcomeOf({ status: 409, code: "responses.not-open" }).kind).toBe("closed");
  expect(outcomeOf({ status: 422, code: "responses.not-allowed", places: "age" })).toEqual({
    kind: "refused",
    places: "age",
  });
});

test("a server that is busy, full or broken is asked again", () => {
  for (const status of [429, 500, 502, 503, 507]) expect(outcomeOf({ status }).kind).toBe("later");
  expect(outcomeOf({ status: 429, retryAfter: 30 })).toMatchObject({ afterSeconds: 30 });
});

test("pauses double to a minute, spread by a quarter, and never fall below what the server asks", () => {
  expect([1, 2, 3, 4].map((attempt) => pauseBefore(attempt, 0.5))).toEqual([1, 2, 4, 8]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const pause = pauseBefore(attempt, random);
        expect(pause).toBeGreaterThanOrEqual(0.75);
        expect(pause).toBeLessThanOrEqual(75);
      },
    ),
  );
  expect(pauseBefore(1, 0, 30)).toBe(30);
});

test("an id is a random UUID, version 4", () => {
  const ids = Array.from({ length: 200 }, () => newId(webcrypto as Crypto));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(200);
});

/** Storage of a device, held by the test so that a "reload" can open it again. */
function device(full = false): DeviceStorage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      if (full) throw new DOMException("QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => kept.delete(key),
    key: (index) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size;
    },
  };
}
const saved = { answers: { age: 40 }, language: "vi", page: "age", seed: 1, finished: false };
const set = (id: string): Finished => ({ id, version: 1, language: "vi", consent: true, answers: { age: 40 } });

test("a draft outlives a reload, is kept by survey and version, and can be cleared", () => {
  const phone = device();
  openStorage("/a/dich-vu", phone).keepDraft({ id: "x", version: 1, saved, reached: [0] });
  expect(openStorage("/a/dich-vu", phone).draft(1)?.saved).toEqual(saved);
  expect(openStorage("/a/khac", phone).draft(1)).toBeUndefined();
  expect(openStorage("/a/dich-vu", phone).draft(2)).toBeUndefined();
  expect(openStorage("/a/dich-vu", phone).olderDraft(2)?.id).toBe("x");
  openStorage("/a/dich-vu", phone).clearDrafts();
  expect(openStorage("/a/dich-vu", phone).draft(1)).toBeUndefined();
  expect(phone.length).toBe(0);
});

test("a device that keeps nothing is said to, and the page still works", () => {
  for (const storage of [openStorage("/a/x", undefined), openStorage("/a/x", device(true))]) {
    storage.keepDraft({ id: "x", version: 1, saved, reached: [] });
    expect(storage.draft(1)?.id).toBe("x");
    expect(storage.lasting()).toBe(false);
  }
});

/** A courier whose clock the test moves: `tick` lets the next pause end. */
function courierOn(phone: DeviceStorage, fetch: typeof globalThis.fetch) {
  const pauses: (() => void)[] = [];
  const storage = openStorage("/a/x", phone);
  const world = {
    fetch,
    random: () => 0.5,
    after: (_: number, call: () => void) => {
      pauses.push(call);
      return () => {};
    },
  };
  const courier = createCourier("/a/x", storage, world, () => {});
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve));
  };
  return {
    storage,
    courier,
    settle,
    tick: () => {
      pauses.shift()?.();
      return settle();
    },
  };
}
const reply = (status: number, body: unknown = {}) => new Response(JSON.stringify(body), { status });

test("a set stays on the device until the server has said that it holds it", async () => {
  const replies = [
    () => Promise.reject(new TypeError("offline")),
    () => Promise.resolve(reply(503)),
    () => Promise.resolve(reply(201)),
  ];
  const { storage, courier, settle, tick } = courierOn(device(), () => replies.shift()!());
  storage.addFinished(set("one"));
  void courier.run();
  await settle();
  expect(courier.delivery("one")).toMatchObject({ kind: "later", offline: true });
  await tick();
  expect(courier.delivery("one")).toMatchObject({ kind: "later", offline: false });
  expect(storage.finished()).toHaveLength(1);
  await tick();
  expect(courier.delivery("one")).toEqual({ kind: "accepted" });
  expect(storage.finished()).toEqual([]);
});

test("a set the server will never take does not hold up the others, and is not thrown away", async () => {
  const { storage, courier, settle } = courierOn(device(), (_, init) =>
    Promise.resolve(
      JSON.parse(String(init?.body)).id === "old" ? reply(409, { code: "responses.wrong-version" }) : reply(201),
    ),
  );
  storage.addFinished(set("old"));
  storage.addFinished(set("new"));
  void courier.run();
  await settle();
  expect(courier.delivery("new")).toEqual({ kind: "accepted" });
  expect(storage.finished().map(({ id }) => id)).toEqual(["old"]);
});

test("requests carry no credentials and no referrer", async () => {
  const seen: RequestInit[] = [];
  const { storage, courier, settle } = courierOn(device(), (_, init) => {
    seen.push(init ?? {});
    return Promise.resolve(reply(201));
  });
  storage.addFinished(set("one"));
  void courier.run();
  await settle();
  expect(seen[0]).toMatchObject({ credentials: "omit", referrerPolicy: "no-referrer" });
  expect(Object.keys(JSON.parse(String(seen[0]?.body))).sort()).toEqual([
    "answers",
    "consent",
    "id",
    "language",
    "version",
  ]);
});
