import type { Entry, NewStudy, Opening, Provenance, Study, StudyChange, StudyState } from "@lang-nghe/contract";
import { audit } from "../platform/audit.ts";
import { type Database, inTransaction, type Transaction } from "../platform/database.ts";
import type { Person } from "../platform/permission.ts";
import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import * as queries from "./queries.ts";

/** What is known of a study asked by an open link before anyone has said more. */
const openLinkProvenance: Provenance = {
  collectedBy: "",
  consentHow: "",
  mode: "web",
  from: null,
  to: null,
  population: "",
  populationSize: null,
  selection: "open-link",
  remarks: "",
  licence: "",
};

export const listStudies = (platform: Platform): Promise<Study[]> =>
  queries.listStudies(platform.database, platform.config.publicUrl);

export async function getStudy(platform: Platform, id: string): Promise<Study> {
  const study = await queries.studyById(platform.database, platform.config.publicUrl, id);
  if (!study) throw new Problem("platform.not-found");
  return study;
}

export async function newStudy(platform: Platform, by: Person, given: NewStudy): Promise<Study> {
  const id = await inTransaction(platform.database, (transaction) =>
    createStudy(transaction, by, {
      title: given.title,
      description: given.description ?? { vi: "", en: "" },
      kind: "asked",
      state: "design",
      synthetic: false,
      example: null,
      ...protectionOf(given),
      provenance: {
        ...openLinkProvenance,
        selection: given.entry === "invitation" ? "probability" : "open-link",
        population: given.population ?? "",
      },
      retainUntil: given.retainUntil ?? null,
    }),
  );
  return getStudy(platform, id);
}

export type StudySeed = Pick<
  Study,
  "title" | "description" | "kind" | "state" | "synthetic" | "example" | "provenance" | "retainUntil"
> & { entry?: Entry; opening?: Opening };

/** An open link has nothing to seal: its answers come straight to the office. */
function protectionOf({ entry = "open-link", opening = "batches" }: { entry?: Entry; opening?: Opening }): {
  entry: Entry;
  opening: Opening;
} {
  return { entry, opening: entry === "invitation" ? opening : "batches" };
}

/** Stores a study under a free address made from its title. @returns its id. */
export async function createStudy(transaction: Transaction, by: Person, seed: StudySeed): Promise<string> {
  const base = toSlug(seed.title.vi || seed.title.en) || "cuoc-dieu-tra";
  const id = await queries.insertStudy(transaction, await queries.freeSlug(transaction, base), seed);
  await audit(transaction, by, "studies.create", id, { kind: seed.kind });
  return id;
}

/** "Dịch vụ công ở Lào Cai" → "dich-vu-cong-o-lao-cai", at most 60 characters. */
export function toSlug(title: string): string {
  return title
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/đ/gi, "d")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
}

export async function changeStudy(platform: Platform, by: Person, id: string, change: StudyChange): Promise<Study> {
  const study = await getStudy(platform, id);
  const selection = change.provenance?.selection;
  if (
    selection !== undefined &&
    selection !== study.provenance.selection &&
    study.state !== "design" &&
    study.kind === "asked"
  )
    throw new Problem("studies.has-answers");
  const protection = study.entry && protectionOf({ entry: change.entry ?? study.entry, ...openingOf(study, change) });
  const moved = protection && (protection.entry !== study.entry || protection.opening !== (study.opening ?? "batches"));
  if ((change.entry || change.opening) && !study.entry) throw new Problem("waves.protection-fixed");
  // What an open link cannot be; the lead may still say census or unknown.
  const drawn = moved && protection.entry !== study.entry && selection === undefined;
  const provenance = drawn
    ? {
        ...change.provenance,
        selection: protection.entry === "invitation" ? ("probability" as const) : ("open-link" as const),
      }
    : change.provenance;
  await inTransaction(platform.database, async (transaction) => {
    await queries
      .updateStudy(transaction, id, {
        ...change,
        ...protection,
        provenance: provenance && { ...study.provenance, ...provenance },
      })
      .catch((error: { constraint?: string }) => {
        throw error.constraint === "keep_protection"
          ? new Problem("waves.protection-fixed", {}, { cause: error })
          : error;
      });
    if (moved) await audit(transaction, by, "studies.protect", id, protection);
    await audit(transaction, by, "studies.change", id, { fields: Object.keys(change) });
  });
  return getStudy(platform, id);
}

const openingOf = (study: Study, { opening }: StudyChange) => {
  const chosen = opening ?? study.opening;
  return chosen ? { opening: chosen } : {};
};

/**
 * A study nobody has answered can go, and one made from a file (the file is still its owner's). What people answered here
 * ends by its retention date; what a release rests on stays.
 */
export async function deleteStudy(database: Database, by: Person, id: string): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const state = await queries.stateOf(transaction, id);
    if (!state) throw new Problem("platform.not-found");
    if (state !== "design" && (await queries.kindOf(transaction, id)) !== "imported")
      throw new Problem("studies.has-answers");
    await queries.deleteStudy(transaction, id).catch((error: { code?: string }) => {
      throw error.code === foreignKeyViolation ? new Problem("studies.has-releases", {}, { cause: error }) : error;
    });
    await audit(transaction, by, "studies.delete", id);
  });
}

/** PostgreSQL's SQLSTATE: another table still refers to the row. */
const foreignKeyViolation = "23503";

/** @throws {Problem} studies.wrong-state unless the study is in one of `allowed`. Locks the study's row until commit. */
export async function requireState(
  transaction: Transaction,
  id: string,
  ...allowed: StudyState[]
): Promise<StudyState> {
  const state = await queries.stateOf(transaction, id);
  if (!state) throw new Problem("platform.not-found");
  if (!allowed.includes(state)) throw new Problem("studies.wrong-state", { state });
  return state;
}

/** Writes into what releases say about a study: from when to when it was asked, and how people consented. */
export async function noteFieldwork(
  transaction: Transaction,
  id: string,
  fieldwork: { from: string } | { to: string },
): Promise<void> {
  const provenance = await queries.provenanceOf(transaction, id);
  const consentHow =
    provenance.consentHow || "Đồng ý ở màn hình đầu của phiếu hỏi · consent on the first screen of the form";
  await queries.updateStudy(transaction, id, { provenance: { ...provenance, consentHow, ...fieldwork } });
}

export const protectionOfStudy = queries.protectionOf;

export const setState = (transaction: Transaction, id: string, state: StudyState): Promise<void> =>
  queries.setState(transaction, id, state);
