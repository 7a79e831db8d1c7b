import { AnonymityError } from "./anonymity-error.ts";
import { modulusFromSpki } from "./blind-signature/public-key.ts";
import { canonicalJson } from "./canonical-json.ts";
import { fromBase64url, fromHex, utf8 } from "./encoding.ts";
import { idBytes } from "./token.ts";
import { type Bytes, type Subtle, sha256 } from "./web-crypto.ts";

/** People who share a design cell, at least. The gate that lets a design fact travel with an answer. */
export const fewestInCell = 20;

/** What may be known of an answer's place in the design. */
export interface DesignCell {
  readonly stratum: string;
  /** Number of the variance unit within its stratum, from 1: a PSU, or PSUs put together. */
  readonly unit: number;
  /** Base weight: the mean over the people invited in the cell. */
  readonly weight: number;
  /** People invited, 20 at least. */
  readonly invited: number;
}

/** What the office publishes before anybody is invited. */
export interface WaveOffer {
  readonly format: "lang-nghe/wave/1";
  /** A UUID in small letters. */
  readonly studyId: string;
  /** Small letters, digits and hyphens: part of addresses. */
  readonly slug: string;
  /** Title by language. */
  readonly titles: Readonly<Record<string, string>>;
  /** The questionnaire's version and the SHA-256 of its canonical JSON, hexadecimal. */
  readonly form: { readonly version: number; readonly hash: string };
  readonly languages: readonly string[];
  /** Answers opened in batches while the wave runs, or sealed until 2 of 3 key holders open them. */
  readonly opening: "batches" | "sealed";
  /** HPKE public key that answers are sealed to: 65 bytes, an uncompressed point of P-256. */
  readonly tabulationKey: string;
  /** Verifier key of the office's log (C2SP signed-note). */
  readonly officeKey: string;
  /** Verifier key of the collector's log; null where the office does not know it yet. */
  readonly collectorKey: string | null;
  /** Origins: scheme and host, no path. */
  readonly office: string;
  readonly issuer: string;
  readonly collector: string;
  /** YYYY-MM-DD, both inclusive, in Vietnam's time. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Verifier keys of witnesses, none or more: each cosigns the issuer's log, and the collector's. */
  readonly witnesses: readonly string[];
}

/** The offer, and what the issuer adds and publishes in its log before the first invitation. */
export interface WaveManifest extends WaveOffer {
  /** SubjectPublicKeyInfo of the wave's key: RSA, 3072 bits, exponent 65537. */
  readonly issuerKey: string;
  /** Verifier key of the issuer's log. */
  readonly issuerLogKey: string;
  readonly cells: readonly DesignCell[];
  /** Sum over the cells. */
  readonly invited: number;
}

type Check = (value: unknown) => boolean;

const text =
  (most: number, pattern: RegExp = /\S/): Check =>
  (value) =>
    typeof value === "string" && value.length <= most && pattern.test(value);
const count =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least;
const bytes =
  (length: number): Check =>
  (value) =>
    fromBase64url(value as string, length).length === length;
const day: Check = (value) =>
  typeof value === "string" &&
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
/** An origin as the URL standard writes one; http is for a trial on one machine. */
const origin = text(300, /^https?:\/\/[a-z0-9.[\]:-]+$/);
/** Name, hash and key, joined by plus signs. */
const verifierKey = text(400, /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/);
const language = text(35, /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/);
const list =
  (check: Check, least: number, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most && value.every(check);
const record =
  (checks: Record<string, Check>): Check =>
  (value) =>
    isRecord(value) && firstFault(value, checks) === undefined;

const offerChecks: Record<keyof WaveOffer, Check> = {
  format: (value) => value === "lang-nghe/wave/1",
  studyId: (value) => idBytes(value as string).length === 16,
  slug: text(100, /^[a-z0-9]+(-[a-z0-9]+)*$/),
  titles: (value) =>
    isRecord(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(([name, title]) => language(name) && text(500)(title)),
  form: record({ version: count(1), hash: (value) => fromHex(value as string).length === 32 }),
  languages: list(language, 1, 50),
  opening: (value) => value === "batches" || value === "sealed",
  tabulationKey: bytes(65),
  officeKey: verifierKey,
  collectorKey: (value) => value === null || verifierKey(value),
  office: origin,
  issuer: origin,
  collector: origin,
  firstDay: day,
  lastDay: day,
  witnesses: list(verifierKey, 0, 20),
};

const cellChecks: Record<keyof DesignCell, Check> = {
  stratum: text(200),
  unit: count(1),
  weight: (value) => typeof value === "number" && Number.isFinite(value) && value > 0,
  invited: count(fewestInCell),
};

const manifestChecks: Record<keyof WaveManifest, Check> = {
  ...offerChecks,
  issuerKey: (value) => modulusFromSpki(value as string).length > 0,
  issuerLogKey: verifierKey,
  cells: list(record(cellChecks), 1, 100_000),
  invited: count(fewestInCell),
};

/**
 * @param value parsed JSON from outside.
 * @throws {AnonymityError} `manifest`, naming the member that is wrong, missing or unknown.
 */
export function parseOffer(value: unknown): WaveOffer {
  const offer = checked<WaveOffer>(value, offerChecks);
  if (offer.firstDay > offer.lastDay) throw new AnonymityError("manifest", "lastDay: is before firstDay");
  return offer;
}

/** @throws {AnonymityError} `manifest`, naming the member that is wrong, missing or unknown. */
export function parseManifest(value: unknown): WaveManifest {
  const manifest = checked<WaveManifest>(value, manifestChecks);
  if (manifest.firstDay > manifest.lastDay) throw new AnonymityError("manifest", "lastDay: is before firstDay");
  const names = manifest.cells.map(({ stratum, unit, weight }) => canonicalJson([stratum, unit, weight]));
  if (new Set(names).size < names.length) throw new AnonymityError("manifest", "cells: two are the same");
  if (manifest.cells.reduce((sum, { invited }) => sum + invited, 0) !== manifest.invited)
    throw new AnonymityError("manifest", "invited: is not the sum over the cells");
  return manifest;
}

/** SHA-256 of the canonical JSON, 32 bytes: what tokens and log entries name. */
export const manifestHash = (subtle: Subtle, manifest: WaveOffer | WaveManifest): Promise<Bytes> =>
  sha256(subtle, utf8(canonicalJson(manifest)));

/** The offer inside a manifest: what the office signed, to be compared with what the issuer published. */
export function offerOf(manifest: WaveManifest): WaveOffer {
  const { issuerKey: _key, issuerLogKey: _logKey, cells: _cells, invited: _invited, ...offer } = manifest;
  return offer;
}

const hour = 3_600_000;

/** Milliseconds since 1970 at which a wave opens and closes, and until which the collector takes what was finished in time. */
export function waveTimes({ firstDay, lastDay }: WaveOffer): { opens: number; closes: number; takesUntil: number } {
  // A day in Vietnam begins seven hours before it does in Greenwich.
  const opens = Date.parse(`${firstDay}T00:00:00Z`) - 7 * hour;
  const closes = Date.parse(`${lastDay}T00:00:00Z`) + (24 - 7) * hour;
  return { opens, closes, takesUntil: closes + 72 * hour };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstFault(value: Record<string, unknown>, checks: Record<string, Check>): string | undefined {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(checks, name));
  if (unknown !== undefined) return `${unknown}: is not known here`;
  for (const [name, check] of Object.entries(checks)) {
    if (!Object.hasOwn(value, name)) return `${name}: is missing`;
    if (!holds(check, value[name])) return `${name}: is not what it should be`;
  }
  return undefined;
}

/** Checks of bytes throw where they do not hold. */
function holds(check: Check, value: unknown): boolean {
  try {
    return check(value);
  } catch {
    return false;
  }
}

function checked<T>(value: unknown, checks: Record<keyof T & string, Check>): T {
  if (!isRecord(value)) throw new AnonymityError("manifest", "is not an object");
  const fault = firstFault(value, checks);
  if (fault !== undefined) throw new AnonymityError("manifest", fault);
  return value as T;
}
