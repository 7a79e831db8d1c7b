// The first script of the page of an invitation, at the top of it: runs while the rest is still on its way (vite.config.ts).
import type { Ask } from "@lang-nghe/anonymity/respondent";

/** A reply that was asked for before the page's own script had come, or nothing. */
type Early = Promise<Awaited<ReturnType<Ask>> | undefined> | undefined;

declare global {
  var early: {
    /** From the address; empty when there was none. */
    readonly code: string;
    manifest: Early;
    form: Early;
  };
}

// The code leaves the address bar, the history and every screenshot of it before anything is asked.
const code = location.hash.slice(1);
if (code) history.replaceState(null, "", location.pathname);

const get = async (url: string) => {
  const reply = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
  return { status: reply.status, text: await reply.text() };
};
const nothing = () => undefined;
// What everybody's page asks for. Nothing of it is believed here: main.tsx holds it against the log and the manifest's hash.
const manifest = get(`/i/${location.pathname.split("/")[2]}/manifest.json`);
const form = manifest.then(({ text }) => {
  const { office, studyId } = JSON.parse(text).manifest;
  return get(`${office}/waves/${studyId}/form.json`);
});
globalThis.early = { code, manifest: manifest.catch(nothing), form: form.catch(nothing) };
