import { type Device, makeDraftKey, type StoredName } from "@lang-nghe/anonymity/respondent";

const storeName = "kept";

/** A request of IndexedDB, as a promise. */
const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** Resolves once the writes are on the disk as far as the browser says. */
const written = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

/** @param known what goes into a database that is new: everything, where the browser threw the one before away. */
async function openDatabase(factory: IDBFactory, known: ReadonlyMap<string, unknown>): Promise<IDBDatabase> {
  const opening = factory.open("lang-nghe", 1);
  opening.onupgradeneeded = () => {
    const store = opening.result.createObjectStore(storeName);
    for (const [name, value] of known) store.put(value, name);
  };
  const database = await done(opening);
  // Whoever deletes it need not wait for this page, which opens another when it must.
  database.onversionchange = () => database.close();
  return database;
}

/**
 * Names and values in IndexedDB. Whatever the browser refuses (private windows), throws away while the page is open, or has no
 * room for, is kept in memory instead, and `lasting` says so.
 */
function openStore(factory: () => IDBFactory) {
  const memory = new Map<string, unknown>();
  /** Names whose last change is in memory alone. */
  const unwritten = new Set<string>();
  let database: Promise<IDBDatabase> | undefined;
  let refused = false;

  async function once<T>(act: (database: IDBDatabase) => Promise<T>): Promise<T> {
    database ??= openDatabase(factory(), memory);
    try {
      return await act(await database);
    } catch (error) {
      database = undefined;
      throw error;
    }
  }
  /** A second time in a database opened anew, where the first one is gone. */
  const within = <T>(act: (database: IDBDatabase) => Promise<T>): Promise<T> => once(act).catch(() => once(act));

  async function change(name: string, act: (store: IDBObjectStore) => void): Promise<void> {
    try {
      await within((open) => {
        const transaction = open.transaction(storeName, "readwrite", { durability: "strict" });
        act(transaction.objectStore(storeName));
        return written(transaction);
      });
      unwritten.delete(name);
    } catch {
      unwritten.add(name);
    }
  }
  return {
    lasting: () => !refused && unwritten.size === 0,
    async read(name: string): Promise<unknown> {
      if (unwritten.has(name)) return memory.get(name);
      try {
        const value = await within((open) => done(open.transaction(storeName).objectStore(storeName).get(name)));
        refused = false;
        if (value === undefined) memory.delete(name);
        else memory.set(name, value);
      } catch {
        refused = true;
      }
      return memory.get(name);
    },
    async write(name: string, value: unknown): Promise<void> {
      memory.set(name, value);
      await change(name, (store) => store.put(value, name));
    },
    async remove(name: string): Promise<void> {
      memory.delete(name);
      await change(name, (store) => store.delete(name));
    },
  };
}
type Store = ReturnType<typeof openStore>;

async function keyIn(store: Store, name: string): Promise<Device["key"]> {
  const known = await store.read(name);
  if (known) return known as Device["key"];
  const key = await makeDraftKey(crypto.subtle as unknown as Device["subtle"]);
  await store.write(name, key);
  return key;
}

const get = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" } as const;

/** One request without cookies, credentials or referrer. */
export const ask: Device["ask"] = async (method, url, body) => {
  const reply = await fetch(url, {
    ...get,
    method,
    ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: reply.status, text: await reply.text() };
};

/**
 * What this browser keeps of one wave: sealed with a key that never leaves it. `lasting` says whether it outlives the page.
 * @param factory the browser's, which some refuse to name.
 */
export async function openDevice(
  slug: string,
  factory: () => IDBFactory = () => indexedDB,
): Promise<{ device: Device; lasting: () => boolean }> {
  const store = openStore(factory);
  const device: Device = {
    subtle: crypto.subtle as unknown as Device["subtle"],
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: Date.now,
    key: await together(slug, () => keyIn(store, `${slug} key`)),
    ask,
    storage: {
      read: async (name: StoredName) => (await store.read(`${slug} ${name}`)) as Uint8Array | undefined,
      write: (name, bytes) => store.write(`${slug} ${name}`, bytes),
      remove: (name) => store.remove(`${slug} ${name}`),
    },
  };
  return { device, lasting: store.lasting };
}

/** One step at a time, over all tabs: two that ask for a token at once would ask with two messages, and one would be lost. */
export const together = <T>(slug: string, step: () => Promise<T>): Promise<T> =>
  globalThis.navigator?.locks ? (navigator.locks.request(`lang-nghe ${slug}`, step) as Promise<T>) : step();
