import type { Release } from "@lang-nghe/contract";
import { useParams } from "@tanstack/react-router";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { ReleaseEditor } from "./release-editor.tsx";
import { ReleaseView } from "./release-view.tsx";

/** One release: to be written while a draft, to be read afterwards. */
export function ReleasePage() {
  const may = useMay();
  const { releaseId } = useParams({ strict: false });
  const release = useGet<Release>(releaseId ? `/releases/${releaseId}` : null);
  return (
    <Loaded query={release} lines={8}>
      {(value) =>
        value.state === "draft" && may("releases:write") ? (
          <ReleaseEditor key={value.id} release={value} />
        ) : (
          <ReleaseView release={value} />
        )
      }
    </Loaded>
  );
}
