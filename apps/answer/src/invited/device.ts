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

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open("lang-nghe", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName);
  return done(opening);
}

type Store = {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
};

function memoryStore(): Store {
  const kept = new Map<string, unknown>();
  return {
    read: async (name) => kept.get(name),
    write: async (name, value) => void kept.set(name, value),
    remove: async (name) => void kept.delete(name),
  };
}

function lastingStore(database: IDBDatabase): Store {
  const change = (act: (store: IDBObjectStore) => void) => {
    const transaction = database.transaction(storeName, "readwrite", { durability: "strict" });
    act(transaction.objectStore(storeName));
    return written(transaction);
  };
  return {
    read: (name) => done(database.transaction(storeName).objectStore(storeName).get(name)),
    write: (name, value) => change((store) => store.put(value, name)),
    remove: (name) => change((store) => store.delete(name)),
  };
}

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
 * What this browser keeps of one wave: sealed with a key that never leaves it. Where nothing can be kept (private windows), it
 * works from memory, and `lasting` says so.
 */
export async function openDevice(slug: string): Promise<{ device: Device; lasting: boolean }> {
  let store = memoryStore();
  let key: Device["key"] | undefined;
  let lasting = true;
  try {
    const own = lastingStore(await openDatabase());
    key = await together(slug, () => keyIn(own, `${slug} key`));
    store = own;
  } catch {
    lasting = false;
    key = await keyIn(store, `${slug} key`);
  }
  const device: Device = {
    subtle: crypto.subtle as unknown as Device["subtle"],
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: Date.now,
    key,
    ask,
    storage: {
      read: async (name: StoredName) => (await store.read(`${slug} ${name}`)) as Uint8Array | undefined,
      write: (name, bytes) => store.write(`${slug} ${name}`, bytes),
      remove: (name) => store.remove(`${slug} ${name}`),
    },
  };
  return { device, lasting };
}

/** One step at a time, over all tabs: two that ask for a token at once would ask with two messages, and one would be lost. */
export const together = <T>(slug: string, step: () => Promise<T>): Promise<T> =>
  navigator.locks ? (navigator.locks.request(`lang-nghe ${slug}`, step) as Promise<T>) : step();
