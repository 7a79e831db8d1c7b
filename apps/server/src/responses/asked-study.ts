import type { Platform } from "../platform/platform.ts";
import { Problem } from "../platform/problem.ts";
import { type Form, newestForm } from "../questionnaires/index.ts";
import * as queries from "./queries.ts";

/** A study as a respondent meets it. */
export type AskedStudy = queries.StudyOfSlug & { form: Form | undefined };

/** How long another process's change may go unnoticed, in milliseconds. */
const longest = 1000;
const mostKept = 200;

/**
 * Studies by the name in their address, remembered for a second or until something about them changes: under load, one look
 * serves many answers. That a study is open is checked again when an answer is stored.
 */
export function askedStudies({ database, events }: Platform) {
  type Kept = { at: number; study: Promise<AskedStudy>; stop: () => void };
  const kept = new Map<string, Kept>();

  function forget(slug: string, entry: Kept | undefined): void {
    entry?.stop();
    if (entry && kept.get(slug) === entry) kept.delete(slug);
  }

  async function load(slug: string, listen: (studyId: string) => void): Promise<AskedStudy> {
    const study = await queries.studyOfSlug(database, slug);
    if (study?.kind !== "asked") throw new Problem("platform.not-found");
    // Listen before looking at the form, so that no publication slips in between.
    listen(study.id);
    const [fresh, form] = await Promise.all([queries.studyOfSlug(database, slug), newestForm(database, study.id)]);
    return { ...(fresh ?? study), form };
  }

  return (slug: string): Promise<AskedStudy> => {
    const found = kept.get(slug);
    if (found && performance.now() - found.at < longest) return found.study;
    forget(slug, found);
    const entry: Kept = {
      at: performance.now(),
      stop: () => undefined,
      study: load(slug, (studyId) => {
        entry.stop = events.listen(studyId, (what) => {
          if (what === "study") forget(slug, entry);
        });
      }),
    };
    kept.set(slug, entry);
    entry.study.catch(() => forget(slug, entry));
    if (kept.size > mostKept) {
      const [oldest, one] = kept.entries().next().value!;
      forget(oldest, one);
    }
    return entry.study;
  };
}
