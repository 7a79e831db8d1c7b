import { createPublicKey, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import {
  canonicalJson,
  manifestHash,
  parseManifest,
  parseOffer,
  type WaveManifest,
  type WaveOffer,
} from "@lang-nghe/anonymity";
import { waveBody } from "@lang-nghe/anonymity/log";
import type { InvitationWave, ManifestPlan, RosterReport, StratumJoins } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { inTransaction, type Transaction } from "../platform/database.ts";
import { readSheets } from "../platform/files/index.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import type { Upload } from "../platform/upload.ts";
import { appendToLog, hostKey } from "../transparency/index.ts";
import { cellsOf, planOf } from "./cells.ts";
import { codesOf, linkHash } from "./codes.ts";
import { officeHolds } from "./offer.ts";
import { contactHashes } from "./opt-out.ts";
import * as queries from "./queries.ts";
import { readRoster } from "./roster.ts";
import type { Vault } from "./vault.ts";

const { subtle } = crypto;

export const offerOfWave = (row: Pick<queries.WaveRow, "offer">): WaveOffer => parseOffer(JSON.parse(row.offer));

/** @throws {Problem} invitations.no-wave */
export async function getWave(platform: Pick<Platform, "database">, studyId: string): Promise<queries.WaveRow> {
  const row = await queries.wave(platform.database, studyId);
  if (!row) throw new Problem("invitations.no-wave");
  return row;
}

/** A wave that nothing is published of yet, held by this transaction. */
async function lockUnpublished(transaction: Transaction, studyId: string): Promise<queries.WaveRow> {
  const row = await queries.lockWave(transaction, studyId);
  if (!row) throw new Problem("invitations.no-wave");
  if (row.manifest !== null) throw new Problem("invitations.published");
  return row;
}

export async function describeWave(platform: Platform, row: queries.WaveRow): Promise<InvitationWave> {
  const { database, config } = platform;
  const offer = offerOfWave(row);
  const { listed, unprepared, taken, ...people } = await queries.sums(database, row.studyId);
  const manifest = row.manifest === null ? null : (JSON.parse(row.manifest) as WaveManifest);
  const total = row.issued?.reduce((sum, count) => sum + count, 0);
  return {
    studyId: row.studyId,
    slug: row.slug,
    titles: { ...offer.titles },
    opening: offer.opening,
    languages: [...offer.languages],
    firstDay: offer.firstDay,
    lastDay: offer.lastDay,
    office: offer.office,
    collector: offer.collector,
    officeSeen: row.officeSeen,
    stage: row.erased ? "erased" : row.closed ? "closed" : manifest ? "published" : listed > 0 ? "listed" : "offered",
    people: { listed, ...people },
    sender: row.sender,
    manifest: manifest && {
      hash: row.manifestHash!.toString("hex"),
      invited: manifest.invited,
      cells: manifest.cells.length,
      leaf: row.leaf!,
      url: `${config.publicUrl}/waves/${row.studyId}/manifest.json`,
    },
    prepared: manifest ? listed - unprepared : 0,
    taken: total ?? taken - (taken % 10),
    issued: row.issued,
    round: row.round,
    roundOn: row.roundOn,
    mail: await queries.mailRounds(database, row.studyId),
    canMail: config.mail !== undefined,
    eraseOn: row.eraseOn,
  };
}

/** Discards an offer and its roster, as long as nothing is published of it. */
export async function discardWave({ database }: Platform, by: Person, studyId: string): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await lockUnpublished(transaction, studyId);
    await queries.deleteWave(transaction, studyId);
    await audit(transaction, by, "invitations.discard", studyId);
  });
}

/** Puts a file's people in the place of the roster, all of them or none. */
export async function replaceRoster(
  { database }: Platform,
  vault: Vault,
  by: Person,
  studyId: string,
  { bytes, fileName }: Upload,
): Promise<RosterReport> {
  const row = await getWave({ database }, studyId);
  if (row.manifest !== null) throw new Problem("invitations.published");
  const roster = readRoster(await readSheets(bytes, fileName), offerOfWave(row).languages);
  return inTransaction(database, async (transaction) => {
    await lockUnpublished(transaction, studyId);
    const hashes = roster.people.map((person) => contactHashes(vault, person));
    const optedOut = await queries.optedOutAmong(transaction, hashes.flat());
    const people = roster.people.map((person, i) => ({
      ...person,
      optedOut: hashes[i]!.some((hash) => optedOut.has(hash.toString("hex"))),
    }));
    await queries.replaceRoster(transaction, studyId, people);
    // Strata may have other names now.
    await queries.changeWave(transaction, studyId, { joined: {} });
    const stayed = people.filter((person) => person.optedOut).length;
    await audit(transaction, by, "invitations.roster", studyId, { invited: people.length, optedOut: stayed });
    return {
      people: people.length,
      optedOut: stayed,
      remarks: roster.remarks.slice(0, 200),
      ignoredColumns: roster.ignoredColumns,
    };
  });
}

export async function cellsPlan({ database }: Pick<Platform, "database">, studyId: string) {
  const row = await getWave({ database }, studyId);
  return planOf(await queries.places(database, studyId), row);
}

export async function coarsen(
  { database }: Platform,
  by: Person,
  studyId: string,
  { joined, fewest }: StratumJoins,
): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await lockUnpublished(transaction, studyId);
    const strata = new Set((await queries.places(transaction, studyId)).map(({ stratum }) => stratum));
    for (const [from, to] of Object.entries(joined))
      if (from === to || !strata.has(from) || !strata.has(to))
        throw new Problem("platform.bad-request", { place: "body/joined", reason: "strata of the roster" });
    await queries.changeWave(transaction, studyId, { joined, ...(fewest !== undefined && { fewest }) });
    await audit(transaction, by, "invitations.joins", studyId, { joined, ...(fewest !== undefined && { fewest }) });
  });
}

const newKey = promisify(generateKeyPair);

/** What a wave's sealed private key is bound to. */
export const keyOf = (studyId: string): string => `wave key ${studyId}`;

/**
 * Publishes the wave's manifest: makes its key, gives everybody a cell and a code, and writes the manifest into the log before
 * anybody can be invited. It never changes.
 * @throws {Problem} invitations.office-silent, .no-roster, .stratum-too-small, .cells-changed, .no-sender, .published
 */
export async function publishManifest(
  platform: Platform,
  vault: Vault,
  by: Person,
  studyId: string,
  plan: ManifestPlan,
): Promise<void> {
  const { config, database } = platform;
  // Before the row is locked: it takes a while. A stranger's offer would have people seal their answers to a stranger's key, so
  // one that was taken in while the office was silent waits until the office's log has shown it.
  const known = await getWave(platform, studyId);
  if (!known.officeSeen) {
    if (!(await officeHolds(platform, offerOfWave(known)))) throw new Problem("invitations.office-silent");
    await queries.changeWave(database, studyId, { officeSeen: true });
  }
  const { privateKey } = await newKey("rsa", { modulusLength: 3072, publicExponent: 65537 });
  const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const sealedKey = vault.seal(keyOf(studyId), privateKey.export({ type: "pkcs8", format: "der" }));
  await inTransaction(database, async (transaction) => {
    const row = await lockUnpublished(transaction, studyId);
    if (!row.sender) throw new Problem("invitations.no-sender");
    const people = await queries.places(transaction, studyId);
    if (people.length === 0) throw new Problem("invitations.no-roster");
    const formed = cellsOf(people, row);
    if (!formed)
      throw new Problem("invitations.stratum-too-small", { strata: planOf(people, row).tooSmall.join(", ") });
    if (people.length !== plan.people || formed.cells.length !== plan.cells)
      throw new Problem("invitations.cells-changed");
    const manifest = parseManifest({
      ...offerOfWave(row),
      issuerKey: spki.toString("base64url"),
      issuerLogKey: hostKey(config).line,
      cells: formed.cells,
      invited: people.length,
    });
    const hash = await manifestHash(subtle, manifest);
    await queries.setCells(
      transaction,
      people.map(({ id }, i) => ({
        id,
        cell: formed.cellOf[i]!,
        linkHash: linkHash(vault, codesOf(vault, { studyId, id, codeVersion: 1 }).link),
      })),
    );
    await audit(transaction, by, "invitations.manifest", studyId, {
      manifest: Buffer.from(hash).toString("hex"),
      invited: people.length,
      designCells: formed.cells.length,
      lonelyStrata: formed.lonelyStrata,
      eraseAfterDays: plan.eraseAfterDays,
    });
    const erase = new Date(Date.parse(`${row.lastDay}T00:00:00Z`) + plan.eraseAfterDays * 86_400_000);
    const leaf = await appendToLog(transaction, "manifest", waveBody(studyId, hash));
    await queries.changeWave(transaction, studyId, {
      manifest: canonicalJson(manifest),
      manifestHash: Buffer.from(hash),
      leaf,
      privateKey: sealedKey,
      eraseOn: erase.toISOString().slice(0, 10),
    });
  });
}
