import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { useSession } from "../platform/session.ts";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";

/** On every page while the second step is put off. */
export function FactorReminder() {
  const t = useWords(factorWords);
  const format = useFormat();
  const factorBy = useSession().data?.factorBy;
  if (!factorBy) return null;
  return (
    <div className="ln-banner ln-no-print" role="note">
      {t("banner", { day: format.day(factorBy) })}{" "}
      <TextLink to="/second-step" c="inherit">
        {t("bannerAction")}
      </TextLink>
    </div>
  );
}
