import { randomBytes } from "node:crypto";
import { AnonymityError, canonicalJson, manifestHash, parseOffer, type WaveOffer } from "@lang-nghe/anonymity";
import {
  encodeEntry,
  LogError,
  leafHash,
  parseVerifierKey,
  verifyHostSignature,
  verifyProofFile,
  waveBody,
} from "@lang-nghe/anonymity/log";
import { type OfferSource, PublishedOffer } from "@lang-nghe/contract";
import { Check } from "typebox/value";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import { outgoing } from "../platform/outgoing.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./queries.ts";

/**
 * Takes in what the office offers: only from the office of this host's settings (OFFICE_URL), signed by its log's key, and in
 * its log. An offer that came as a file while the office does not answer is taken on its signature alone, and says so.
 * @param mayImport whether whoever asks may handle this study.
 * @throws {Problem} invitations.bad-offer, .not-the-office, .other-issuer, .offer-past, .known-offer; platform.outgoing-…
 */
export async function importOffer(
  platform: Platform,
  by: Person,
  source: OfferSource,
  mayImport: (studyId: string) => boolean,
): Promise<string> {
  const { config, database, clock } = platform;
  const office = config.hosts.office;
  const ask = outgoing([office]);
  const published = "url" in source ? await fetchOffer(source.url) : source;
  const offer = parsed(published.offer);
  if (!mayImport(offer.studyId)) throw new Problem("accounts.not-allowed", { permission: "invitations:write" });
  const here = new URL(config.publicUrl).origin;
  if (offer.issuer !== here) throw new Problem("invitations.other-issuer", { named: offer.issuer, here });
  if (offer.lastDay < dayOf(clock())) throw new Problem("invitations.offer-past", { lastDay: offer.lastDay });
  const text = canonicalJson(offer);
  const signature = Buffer.from(published.signature, "base64url");
  const key = parseVerifierKey(offer.officeKey);
  const stranger = (cause?: unknown) => new Problem("invitations.not-the-office", { office }, { cause });
  if (offer.office !== new URL(office).origin) throw stranger();
  if (signature.length !== 64 || !(await verifyHostSignature(key, "offer", Buffer.from(text), signature)))
    throw stranger();
  const officeSeen = await officeHolds(platform, offer);
  if ("url" in source && !officeSeen) throw stranger();

  await inTransaction(database, async (transaction) => {
    const { studyId, slug, lastDay } = offer;
    const row = { studyId, slug, offer: text, signature, lastDay, officeSeen, salt: randomBytes(16) };
    if (!(await queries.insertWave(transaction, row))) throw new Problem("invitations.known-offer");
    await audit(transaction, by, "invitations.offer", studyId, {
      offer: Buffer.from(await manifestHash(crypto.subtle, offer)).toString("hex"),
      officeSeen,
    });
  });
  return offer.studyId;

  async function fetchOffer(url: string): Promise<Published> {
    if (!URL.canParse(url) || !/^\/waves\/[0-9a-f-]{36}\/offer\.json$/.test(new URL(url).pathname))
      throw new Problem("invitations.bad-offer", { reason: `${office}/waves/…/offer.json` });
    const { status, body } = await ask(url);
    const value = status === 200 ? json(body) : undefined;
    if (!Check(PublishedOffer, value)) throw new Problem("invitations.bad-offer", { reason: `HTTP ${status}` });
    return value as Published;
  }
}

/**
 * Whether the office's own key is the one that signed an offer, and its log shows the offer.
 * @returns false when the office does not answer. @throws {Problem} invitations.not-the-office when it says something else.
 */
export async function officeHolds({ config }: Pick<Platform, "config">, offer: WaveOffer): Promise<boolean> {
  const { office } = config.hosts;
  const ask = outgoing([office]);
  const leaf = leafHash(encodeEntry("offer", waveBody(offer.studyId, await manifestHash(crypto.subtle, offer))));
  let answers: { status: number; body: Buffer }[];
  try {
    answers = [
      await ask(`${office}/log/key`),
      await ask(`${office}/log/proof?leaf=${Buffer.from(leaf).toString("hex")}`),
    ];
  } catch (error) {
    if (error instanceof Problem && error.code === "platform.outgoing-failed") return false;
    throw error;
  }
  const [key, proof] = answers.map(({ status, body }) => (status === 200 ? body.toString("utf8") : undefined));
  if (key?.trim() !== offer.officeKey || proof === undefined)
    throw new Problem("invitations.not-the-office", { office });
  await verifyProofFile(proof, leaf, parseVerifierKey(offer.officeKey)).catch((cause: unknown) => {
    throw new Problem("invitations.not-the-office", { office }, { cause });
  });
  return true;
}

type Published = { offer?: unknown; signature: string };

function parsed(value: unknown): WaveOffer {
  try {
    return parseOffer(value);
  } catch (error) {
    if (error instanceof AnonymityError || error instanceof LogError)
      throw new Problem("invitations.bad-offer", { reason: error.message }, { cause: error });
    throw error;
  }
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
