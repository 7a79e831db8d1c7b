import type { Collection } from "@lang-nghe/contract";
import { useEffect, useState } from "react";
import { queryClient, refresh } from "../platform/query.ts";

/**
 * Keeps a study's collection up to date by server-sent events while the page is shown.
 * @returns whether the connection stands; the browser tries again by itself when it does not.
 */
export function useLiveCollection(studyId: string): boolean {
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const path = `/studies/${studyId}/collection`;
    const source = new EventSource(`/api${path}/events`);
    const take = (event: MessageEvent<string>) => {
      setConnected(true);
      const next = JSON.parse(event.data) as Collection;
      const before = queryClient.getQueryData<Collection>([path]);
      queryClient.setQueryData([path], next);
      if (before && before.batches !== next.batches) void refresh(`/studies/${studyId}/live`);
      if (before && before.state !== next.state) void refresh(`/studies/${studyId}`);
    };
    source.addEventListener("message", take);
    source.addEventListener("collection", take as EventListener);
    source.addEventListener("open", () => setConnected(true));
    source.addEventListener("error", () => setConnected(false));
    return () => source.close();
  }, [studyId]);
  return connected;
}
