import { useFormat } from "./format.ts";
import { platformWords } from "./platform-words.ts";
import { useSession } from "./session.ts";
import { useWords } from "./words.ts";

/** What everyone must know before going on: an open connection, a full disk. */
export function Banners() {
  const t = useWords(platformWords);
  const format = useFormat();
  const session = useSession().data;
  if (!session) return null;
  return (
    <>
      {session.plainHttp ? (
        <div className="ln-banner" role="note">
          {t("plainHttp")}
        </div>
      ) : null}
      {session.oneMachine ? (
        <div className="ln-banner" data-tone="quiet" role="note">
          {t("oneMachine")}
        </div>
      ) : null}
      {session.state === "signed-in" && session.diskUsed >= 0.85 ? (
        <div className="ln-banner" role="note">
          {t("disk", { percent: format.percent(session.diskUsed) })}
        </div>
      ) : null}
    </>
  );
}
