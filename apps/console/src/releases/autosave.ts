import type { Release, ReleaseDraft } from "@lang-nghe/contract";
import { useCallback, useEffect, useRef, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useDraft } from "../platform/draft.ts";
import { queryClient, refresh } from "../platform/query.ts";

export type SaveState = "saved" | "unsaved" | "saving" | "failed";

const settle = 1000;

/**
 * A draft that saves itself a second after the last change. Until the server has it, it is kept in this tab, so that a reload
 * or a broken network loses nothing. `flush` waits until everything is saved.
 */
export function useAutosave(release: Release) {
  const local = useDraft<ReleaseDraft>(`release.${release.id}`, release.draft);
  const [state, setState] = useState<SaveState>(local.touched ? "unsaved" : "saved");
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const latest = useRef(local.value);
  const saved = useRef(local.touched ? "" : JSON.stringify(local.value));
  const running = useRef<Promise<boolean> | null>(null);
  latest.current = local.value;
  const { clear } = local;

  const save = useCallback(async (): Promise<boolean> => {
    // One at a time, in order: a later draft must not be overtaken by an earlier one.
    while (running.current) await running.current;
    const draft = latest.current;
    const text = JSON.stringify(draft);
    if (text === saved.current) return true;
    setState("saving");
    const attempt = api.put<Release>(`/releases/${release.id}`, draft).then(
      async (answer) => {
        saved.current = text;
        queryClient.setQueryData([`/releases/${release.id}`], answer);
        setProblem(null);
        const more = JSON.stringify(latest.current) !== text;
        setState(more ? "unsaved" : "saved");
        if (!more) clear();
        await refresh(`/studies/${release.studyId}/releases`);
        return true;
      },
      (failure: ProblemError) => {
        setProblem(failure);
        setState("failed");
        return false;
      },
    );
    running.current = attempt;
    const done = await attempt;
    running.current = null;
    return done;
  }, [release.id, release.studyId, clear]);

  useEffect(() => {
    if (JSON.stringify(local.value) === saved.current) return;
    setState((before) => (before === "saving" ? before : "unsaved"));
    const timer = setTimeout(() => void save(), settle);
    return () => clearTimeout(timer);
  }, [local.value, save]);

  // Leaving for another page of the console: send what the timer has not yet sent.
  useEffect(() => () => void save(), [save]);

  return { draft: local.value, change: local.change, state, problem, flush: save };
}
