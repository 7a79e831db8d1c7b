import type { Device } from "@lang-nghe/anonymity/respondent";
import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { afterEach, expect, test, vi } from "vitest";
import { openDevice } from "./device.ts";

afterEach(() => vi.restoreAllMocks());

const slug = "nuoc-sach";
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (kept: Uint8Array | undefined) => kept && new TextDecoder().decode(kept);

/** One person's browser: each visit opens the page anew. */
function browser() {
  const factory = new IDBFactory() as unknown as globalThis.IDBFactory;
  return { factory, visit: (of = slug) => openDevice(of, () => factory) };
}

const nonce = new Uint8Array(12);
const sealedBy = (device: Device) =>
  crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, device.key as never, bytes("x"));

/** Whether what one visit sealed, another one opens: the keys are the same, though neither can be read. */
async function sameKey(a: Device, b: Device): Promise<boolean> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, b.key as never, await sealedBy(a)).then(
    () => true,
    () => false,
  );
}

test("what one visit keeps, the next goes on with; what is forgotten is gone; each wave has its own", async () => {
  const { visit } = browser();
  const first = await visit();
  await first.device.storage.write("record", bytes("asked"));
  await first.device.storage.write("draft", bytes("half"));
  await first.device.storage.write("draft", bytes("more"));
  expect(first.lasting()).toBe(true);

  const second = await visit();
  expect(text(await second.device.storage.read("record"))).toBe("asked");
  expect(text(await second.device.storage.read("draft"))).toBe("more");
  expect(await sameKey(first.device, second.device)).toBe(true);
  await expect(crypto.subtle.exportKey("raw", second.device.key as never)).rejects.toThrow();

  const other = await visit("duong-sa");
  expect(await other.device.storage.read("record")).toBeUndefined();
  expect(await sameKey(first.device, other.device)).toBe(false);

  await second.device.storage.remove("draft");
  await second.device.storage.remove("record");
  const third = await visit();
  expect(await third.device.storage.read("record")).toBeUndefined();
  expect(await first.device.storage.read("draft")).toBeUndefined();
});

test("a database that the browser throws away while the page is open comes back with all that the page knows", async () => {
  const { factory, visit } = browser();
  const open = await visit();
  await open.device.storage.write("record", bytes("token"));
  await new Promise((resolve, reject) => {
    const gone = factory.deleteDatabase("lang-nghe");
    gone.onsuccess = resolve;
    gone.onblocked = gone.onerror = reject;
  });
  expect(text(await open.device.storage.read("record"))).toBe("token");
  await open.device.storage.write("draft", bytes("half"));
  expect(open.lasting()).toBe(true);

  const next = await visit();
  expect(text(await next.device.storage.read("record"))).toBe("token");
  expect(text(await next.device.storage.read("draft"))).toBe("half");
  expect(await sameKey(open.device, next.device)).toBe(true);
});

test("thrown away between two visits, the second begins anew", async () => {
  const { factory, visit } = browser();
  const before = await visit();
  await before.device.storage.write("record", bytes("token"));
  factory.deleteDatabase("lang-nghe");
  const after = await visit();
  expect(await after.device.storage.read("record")).toBeUndefined();
  expect(await sameKey(before.device, after.device)).toBe(false);
  expect(after.lasting()).toBe(true);
});

test.each([
  ["names no storage", () => undefined as never],
  [
    "refuses to name it",
    () => {
      throw new DOMException("", "SecurityError");
    },
  ],
  [
    "opens none, as private windows do",
    () => {
      const factory = new IDBFactory();
      vi.spyOn(factory, "open").mockImplementation(() => {
        throw new DOMException("", "InvalidStateError");
      });
      return factory as unknown as globalThis.IDBFactory;
    },
  ],
])("a browser that %s: the page works from memory, and says that nothing outlives it", async (_, factory) => {
  const { device, lasting } = await openDevice(slug, factory);
  expect(lasting()).toBe(false);
  await device.storage.write("record", bytes("token"));
  await device.storage.write("draft", bytes("half"));
  expect(text(await device.storage.read("record"))).toBe("token");
  await device.storage.remove("draft");
  expect(await device.storage.read("draft")).toBeUndefined();
  expect(lasting()).toBe(false);
  expect(text(await (await openDevice(slug, factory)).device.storage.read("record"))).toBeUndefined();
});

test("no room left: the page goes on with the newest from memory and says so; with room again it is written", async () => {
  const { visit } = browser();
  const { device, lasting } = await visit();
  await device.storage.write("draft", bytes("old"));
  const put = IDBObjectStore.prototype.put;
  const full = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...given) {
    const request = put.apply(this, given);
    // How browsers tell of a full disk: the transaction is aborted.
    this.transaction.abort();
    return request;
  });
  await device.storage.write("draft", bytes("new"));
  expect(lasting()).toBe(false);
  expect(text(await device.storage.read("draft"))).toBe("new");
  expect(text(await (await visit()).device.storage.read("draft"))).toBe("old");
  full.mockRestore();
  await device.storage.write("draft", bytes("newest"));
  expect(lasting()).toBe(true);
  expect(text(await (await visit()).device.storage.read("draft"))).toBe("newest");
});

test("two tabs opened at once have one key, and each reads what the other wrote last", async () => {
  const { visit } = browser();
  const [one, two] = await Promise.all([visit(), visit()]);
  expect(await sameKey(one.device, two.device)).toBe(true);
  await Promise.all([
    one.device.storage.write("record", bytes("by one")),
    two.device.storage.write("draft", bytes("by two")),
  ]);
  expect(text(await two.device.storage.read("record"))).toBe("by one");
  expect(text(await one.device.storage.read("draft"))).toBe("by two");
  await two.device.storage.write("record", bytes("by two"));
  expect(text(await one.device.storage.read("record"))).toBe("by two");
  await one.device.storage.remove("record");
  expect(await two.device.storage.read("record")).toBeUndefined();
});
