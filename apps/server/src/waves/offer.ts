import {
  canonicalJson,
  fewestInCell,
  makeTabulationKeys,
  manifestHash,
  parseOffer,
  type WaveOffer,
} from "@lang-nghe/anonymity";
import { parseVerifierKey, waveBody } from "@lang-nghe/anonymity/log";
import type { WavePlan } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { dayOf } from "../platform/clock.ts";
import { inTransaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { type Form, publishedForms, requireBudget } from "../questionnaires/index.ts";
import { keepTabulationKey } from "../responses/index.ts";
import { getStudy, noteFieldwork, requireState, setState } from "../studies/index.ts";
import { appendToLog, hostKey } from "../transparency/index.ts";
import type { Hosts } from "./hosts.ts";
import type { KeyChecks } from "./key-check.ts";
import * as queries from "./queries.ts";

const longestDays = 366;
const { subtle } = crypto;

/** What devices load of a form: canonical JSON, whose SHA-256 the offer names. */
export const publicForm = (form: Form): string => canonicalJson(form.questionnaire);

/** The form that a wave's offer names. */
export async function offeredForm(platform: Pick<Platform, "database">, offer: WaveOffer): Promise<Form> {
  const forms = await publishedForms(platform.database, offer.studyId);
  const form = forms.find(({ version }) => version === offer.form.version);
  if (!form) throw new Problem("questionnaires.no-version");
  return form;
}

/** @throws {Problem} waves.not-offered */
export async function offeredWave(
  platform: Pick<Platform, "database">,
  studyId: string,
): Promise<{ row: queries.WaveRow; offer: WaveOffer }> {
  const row = await queries.wave(platform.database, studyId);
  if (!row) throw new Problem("waves.not-offered");
  return { row, offer: parseOffer(JSON.parse(row.offer)) };
}

/**
 * Publishes the offer of a study's wave: from then on the form, the days, the hosts and the key are what people were told. The
 * study is open. Who is invited is the issuer's, and unknown here.
 */
export async function offerWave(
  platform: Platform,
  hosts: Hosts,
  checks: KeyChecks,
  by: Person,
  studyId: string,
  plan: WavePlan,
): Promise<void> {
  const { config, database, clock } = platform;
  const study = await getStudy(platform, studyId);
  if (study.entry !== "invitation" || study.opening === null) throw new Problem("waves.not-by-invitation");
  const today = dayOf(clock());
  const days = (Date.parse(plan.lastDay) - Date.parse(plan.firstDay)) / 86_400_000;
  if (plan.firstDay < today || !(days >= 0 && days < longestDays)) throw new Problem("waves.days");
  const form = (await publishedForms(database, studyId)).at(-1);
  if (!form) throw new Problem("questionnaires.no-version");
  const witnesses = (plan.witnesses ?? []).map((line) => line.trim()).filter((line) => line !== "");
  for (const line of witnesses) demandKey(line);
  const key = await tabulationKey(study.opening, checks, studyId, plan);
  const origin = (url: string) => new URL(url).origin;
  const titles = Object.entries(study.title).filter(([, title]) => title.trim() !== "");
  const offer = parseOffer({
    format: "lang-nghe/wave/1",
    studyId,
    slug: study.slug,
    titles: Object.fromEntries(titles),
    form: { version: form.version, hash: await hashOfText(publicForm(form)) },
    languages: form.questionnaire.languages.map(({ code }) => code),
    opening: study.opening,
    tabulationKey: Buffer.from(key.publicKey).toString("base64url"),
    officeKey: hostKey(config).line,
    collectorKey: await hosts.collectorKey().catch(() => null),
    office: origin(config.hosts.office),
    issuer: origin(config.hosts.issuer),
    collector: origin(config.hosts.collector),
    firstDay: plan.firstDay,
    lastDay: plan.lastDay,
    witnesses,
  });
  const text = canonicalJson(offer);
  const hash = await manifestHash(subtle, offer);
  await inTransaction(database, async (transaction) => {
    await requireState(transaction, studyId, "design", "open");
    if (await queries.wave(transaction, studyId)) throw new Problem("waves.already-offered");
    await requireBudget(transaction, studyId, form, today);
    await queries.insertWave(transaction, {
      studyId,
      offer: text,
      signature: Buffer.from(hostKey(config).sign("offer", Buffer.from(text))),
      lastDay: plan.lastDay,
      collectorKey: offer.collectorKey,
    });
    if (key.privateKey) await keepTabulationKey(transaction, studyId, Buffer.from(key.privateKey));
    await setState(transaction, studyId, "open");
    await noteFieldwork(transaction, studyId, { from: plan.firstDay });
    await audit(transaction, by, "waves.offer", studyId, {
      offer: Buffer.from(hash).toString("hex"),
      opening: offer.opening,
      firstDay: offer.firstDay,
      lastDay: offer.lastDay,
      fewestInCell,
    });
    await appendToLog(transaction, "offer", waveBody(studyId, hash));
  });
  checks.forget(studyId);
  platform.events.changed(studyId);
}

async function tabulationKey(
  opening: "batches" | "sealed",
  checks: KeyChecks,
  studyId: string,
  plan: WavePlan,
): Promise<{ publicKey: Uint8Array; privateKey?: Uint8Array }> {
  if (opening === "batches") return makeTabulationKeys(subtle);
  if (!plan.tabulationKey || !plan.proof || !checks.holds(studyId, plan.tabulationKey, plan.proof))
    throw new Problem("waves.key-proof");
  return { publicKey: Buffer.from(plan.tabulationKey, "base64url") };
}

function demandKey(line: string): void {
  try {
    parseVerifierKey(line);
  } catch (error) {
    throw new Problem(
      "platform.bad-request",
      { place: "body/witnesses", reason: "verifier keys, one each" },
      { cause: error },
    );
  }
}

const hashOfText = async (text: string) =>
  Buffer.from(await subtle.digest("SHA-256", new TextEncoder().encode(text))).toString("hex");
