import type { Study } from "@lang-nghe/contract";
import { Outlet, useParams } from "@tanstack/react-router";
import { platformWords } from "../platform/platform-words.ts";
import { useGet } from "../platform/query.ts";
import { Loaded } from "../platform/states.tsx";
import { StudyContext } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";

/** All pages of one study: gives them the study, and says "synthetic" above each when it is. */
export function StudyLayout() {
  const t = useWords(platformWords);
  const { studyId } = useParams({ strict: false });
  const study = useGet<Study>(studyId ? `/studies/${studyId}` : null);
  return (
    <Loaded query={study}>
      {(value) => (
        <StudyContext value={value}>
          {value.synthetic ? (
            <div className="ln-ribbon" role="note">
              {t("synthetic")}
            </div>
          ) : null}
          <Outlet />
        </StudyContext>
      )}
    </Loaded>
  );
}
