import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from "node:crypto";
import {
  AnonymityError,
  checkBlinded,
  modulusFromSpki,
  readCode,
  signBlinded,
  type TokenReply,
  type TokenRequest,
  type WaveManifest,
  waveTimes,
} from "@lang-nghe/anonymity";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { tokenBucket } from "../platform/token-bucket.ts";
import { linkHash, typedHash } from "./codes.ts";
import * as queries from "./queries.ts";
import { keyOf } from "./service.ts";
import type { Vault } from "./vault.ts";

/** A wave as long as its tokens are given. */
type OpenWave = {
  studyId: string;
  salt: Buffer;
  firstDay: string;
  opens: number;
  closes: number;
  modulus: Uint8Array;
  key: KeyObject;
  publicKey: KeyObject;
  /** Whoever asks: requests at all, and tries of typed codes, each of which costs a slow hash. */
  requests: ReturnType<typeof tokenBucket>;
  typed: ReturnType<typeof tokenBucket>;
  /** Tries of one beginning of a typed code: 27^5 of them, so that people never meet and guessers do. */
  beginnings: Map<string, ReturnType<typeof tokenBucket>>;
};

const limits = {
  requests: { perSecond: 400, atOnce: 2000 },
  typed: { perSecond: 20, atOnce: 100 },
  beginning: { perSecond: 1 / 60, atOnce: 10 },
  /** Beginnings remembered at once; the oldest go first. */
  beginnings: 10_000,
};

/** How a code is looked for: the hash under which it is stored, and so the same work whoever asks. */
export type TokenDesk = ReturnType<typeof tokenDesk>;

/**
 * Gives each code one token: signs one blinded message, and gives the same signature again for the same message (a blind RSA
 * signature has no chance in it). What was signed is kept as a keyed hash only; when, nowhere.
 */
export function tokenDesk({ database, clock }: Pick<Platform, "database" | "clock">, vault: Vault) {
  const open = new Map<string, OpenWave>();

  async function openWave(slug: string): Promise<OpenWave> {
    const known = open.get(slug);
    if (known) return known;
    const row = await queries.waveBySlug(database, slug);
    if (!row?.manifest) throw new Problem("invitations.no-wave");
    if (row.closed || !row.privateKey) throw new Problem("invitations.closed");
    const pkcs8 = vault.open(keyOf(row.studyId), row.privateKey);
    if (!pkcs8) throw new Error("The wave's private key does not open: DATA_DIR/keys/invitations.key is another one.");
    const manifest = JSON.parse(row.manifest) as WaveManifest;
    const key = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
    const now = () => clock().getTime();
    const { opens, closes } = waveTimes(manifest);
    const wave: OpenWave = {
      studyId: row.studyId,
      salt: row.salt,
      firstDay: manifest.firstDay,
      opens,
      closes,
      modulus: modulusFromSpki(manifest.issuerKey),
      key,
      publicKey: createPublicKey(key),
      requests: tokenBucket(limits.requests, now),
      typed: tokenBucket(limits.typed, now),
      beginnings: new Map(),
    };
    open.set(slug, wave);
    return wave;
  }

  const take = (bucket: ReturnType<typeof tokenBucket>) => {
    const wait = bucket.take();
    if (wait > 0) throw new Problem("platform.too-many-requests", { seconds: Math.ceil(wait) });
  };

  /** @throws {Problem} invitations.unknown-code when it cannot be one; platform.too-many-requests */
  async function codeHash(wave: OpenWave, given: string): Promise<queries.CodeHash> {
    take(wave.requests);
    let read: ReturnType<typeof readCode>;
    try {
      read = readCode(given);
    } catch (error) {
      if (error instanceof AnonymityError) throw new Problem("invitations.unknown-code");
      throw error;
    }
    if (read.kind === "link") return { linkHash: linkHash(vault, read.code) };
    const beginning = read.code.slice(0, 5);
    const tries = wave.beginnings.get(beginning) ?? tokenBucket(limits.beginning, () => clock().getTime());
    wave.beginnings.delete(beginning);
    wave.beginnings.set(beginning, tries);
    if (wave.beginnings.size > limits.beginnings) wave.beginnings.delete(wave.beginnings.keys().next().value!);
    take(tries);
    take(wave.typed);
    return { typedHash: await typedHash(vault, wave.salt, read.code) };
  }

  /** The blind signature of a message that was checked, base64url. */
  async function sign(wave: OpenWave, blinded: Buffer): Promise<string> {
    const raw = { padding: constants.RSA_NO_PADDING };
    const signature = await signBlinded(
      (bytes) => privateDecrypt({ key: wave.key, ...raw }, bytes),
      (bytes) => publicEncrypt({ key: wave.publicKey, ...raw }, bytes),
      wave.modulus,
      blinded,
    );
    return Buffer.from(signature).toString("base64url");
  }

  return {
    openWave,
    take,
    sign,

    /** @throws {Problem} invitations.no-wave (404), .unknown-code (404), .bad-blinded (400), .used-code (409), .not-yet (403), .closed (410) */
    async token(slug: string, given: TokenRequest): Promise<TokenReply> {
      const wave = await openWave(slug);
      const now = clock().getTime();
      if (now < wave.opens) throw new Problem("invitations.not-yet", { firstDay: wave.firstDay });
      if (now >= wave.closes) throw new Problem("invitations.closed");
      const blinded = Buffer.from(given.blinded, "base64url");
      // Before the code is looked at: what cannot be signed spends nothing.
      try {
        checkBlinded(wave.modulus, blinded);
      } catch (error) {
        throw new Problem("invitations.bad-blinded", {}, { cause: error });
      }
      const hash = await codeHash(wave, given.code);
      const request = vault.digest("request", wave.studyId, blinded);
      // Spent for this message by one statement, then signed: whoever breaks off in between finds the message kept, and the same
      // request is signed then. It waits where the wave is being closed, and does nothing afterwards.
      let cell = await queries.takeToken(database, wave.studyId, hash, request);
      if (cell === undefined) {
        const person = await queries.personOfCode(database, wave.studyId, hash);
        if (!person) throw new Problem("invitations.unknown-code");
        if ((await queries.wave(database, wave.studyId))?.closed !== false) throw new Problem("invitations.closed");
        if (!person.request?.equals(request)) throw new Problem("invitations.used-code");
        cell = person.cell!;
      }
      return { signature: await sign(wave, blinded), cell };
    },

    /** The person of a code, for what they want besides a token. @throws {Problem} as `token` */
    async personOf(slug: string, code: string) {
      const wave = await openWave(slug);
      const person = await queries.personOfCode(database, wave.studyId, await codeHash(wave, code));
      if (!person) throw new Problem("invitations.unknown-code");
      return { ...person, studyId: wave.studyId };
    },

    /** The wave is closed: its key is let go. */
    forget: (slug: string): void => {
      open.delete(slug);
    },
  };
}
