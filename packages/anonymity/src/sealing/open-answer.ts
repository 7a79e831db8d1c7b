import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { AnonymityError } from "../anonymity-error.ts";
import { fromBase64url, sameBytes, textOf, toBase64url } from "../encoding.ts";
import type { Asked, Purposes, SealedAnswer } from "../exchange.ts";
import type { Bytes, Random, Subtle } from "../web-crypto.ts";
import { encapsulatedLength, sealTo } from "./hpke-seal.ts";
import { unpad } from "./padding.ts";
import { associatedData, type SealingContext, sealedLengths, sealingInfo } from "./seal-answer.ts";

/** The pair that answers of a wave are sealed to and opened with, as bytes. */
export interface TabulationKeys {
  /** 65 bytes: an uncompressed point of P-256. */
  readonly publicKey: Bytes;
  /** 32 bytes: the scalar. */
  readonly privateKey: Bytes;
}

/** The pair as @hpke/core takes it; cannot be exported again. */
export type OpeningKey = Awaited<ReturnType<typeof openingKey>>;

const newSuite = () =>
  new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });

/** A new pair, extractable once: to be stored, or split among key holders. */
export async function makeTabulationKeys(subtle: Subtle): Promise<TabulationKeys> {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const pair = (await subtle.generateKey(curve, true, ["deriveBits"])) as { publicKey: never; privateKey: never };
  const { d = "" } = (await subtle.exportKey("jwk", pair.privateKey)) as { d?: string };
  const publicKey = new Uint8Array((await subtle.exportKey("raw", pair.publicKey)) as ArrayBuffer);
  return { publicKey, privateKey: fromBase64url(d, 32) };
}

/** Readies a pair for many answers. Uses the global WebCrypto, as @hpke/core does. @throws {AnonymityError} `key` */
export async function openingKey({ publicKey, privateKey }: TabulationKeys) {
  try {
    const { kem } = newSuite();
    const jwk = {
      kty: "EC",
      crv: "P-256",
      x: toBase64url(publicKey.slice(1, 33)),
      y: toBase64url(publicKey.slice(33)),
      d: toBase64url(privateKey),
      key_ops: ["deriveBits"],
    };
    return {
      privateKey: await kem.importKey("jwk", jwk, false),
      publicKey: await kem.deserializePublicKey(publicKey),
    };
  } catch {
    throw new AnonymityError("key", "the two halves of the tabulation key do not belong together");
  }
}

/** Whether the private half opens what is sealed to the public half. */
export async function keysBelongTogether(subtle: Subtle, keys: TabulationKeys, random: Random): Promise<boolean> {
  const probe = new Uint8Array(random(32));
  try {
    const sealed = await sealTo(subtle, keys.publicKey, sealingInfo, new Uint8Array(0), probe);
    return sameBytes(await open(await openingKey(keys), new Uint8Array(0), sealed), probe);
  } catch {
    return false;
  }
}

/**
 * Opens what `sealAnswer` made. The answers themselves are whatever the device sent: run the questionnaire over them.
 * @throws {AnonymityError} `sealed-format` or `cannot-open` (another key, study or manifest, or changed on the way)
 */
export async function openAnswer(key: OpeningKey, context: SealingContext, sealed: Uint8Array): Promise<SealedAnswer> {
  if (!sealedLengths.includes(sealed.length)) throw new AnonymityError("sealed-format", "no sealed answer is so long");
  const content = unpad(await open(key, associatedData(context), sealed));
  return answerOf(content);
}

async function open(key: OpeningKey, associated: Bytes, sealed: Uint8Array): Promise<Uint8Array> {
  const bytes = new Uint8Array(sealed);
  try {
    const params = { recipientKey: key, enc: bytes.slice(0, encapsulatedLength), info: sealingInfo };
    return new Uint8Array(await newSuite().open(params, bytes.slice(encapsulatedLength), associated));
  } catch {
    throw new AnonymityError("cannot-open", "sealed to another key, for another study or manifest, or changed");
  }
}

const isBoolean = (value: unknown) => typeof value === "boolean";
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCode = (value: unknown) => value === undefined || (typeof value === "string" && /^[A-Z0-9]{2,12}$/.test(value));

/** An interviewer's code travels with the team's, so that it can be made coarser. */
function isAsked(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { mode, team, interviewer, ...more } = value;
  const known = mode === "interview" && Object.keys(more).length === 0;
  return known && isCode(team) && isCode(interviewer) && (interviewer === undefined || team !== undefined);
}

function answerOf(content: Uint8Array): SealedAnswer {
  try {
    const { answers, language, version, cell, purposes, asked, ...more } = JSON.parse(textOf(content)) as Record<
      string,
      unknown
    >;
    const chosen = purposes === undefined || (isRecord(purposes) && Object.values(purposes).every(isBoolean));
    const numbers = [version, cell].every((value) => Number.isSafeInteger(value) && Number(value) >= 0);
    const spoken = typeof language === "string" && language.length <= 35;
    const askedWell = asked === undefined || isAsked(asked);
    if (isRecord(answers) && chosen && numbers && spoken && askedWell && Object.keys(more).length === 0)
      return {
        answers,
        language,
        version: Number(version),
        cell: Number(cell),
        ...(purposes !== undefined && { purposes: purposes as Purposes }),
        ...(asked !== undefined && { asked: asked as Asked }),
      };
  } catch {
    // told below
  }
  throw new AnonymityError("sealed-format", "what was sealed is not a set of answers");
}
