import { type RoleGrant, roleNames, type Study } from "@lang-nghe/contract";
import { useGet } from "../platform/query.ts";
import { useSession } from "../platform/session.ts";
import { useLabel, useWords } from "../platform/words.ts";
import { Line, Lines } from "./lines.tsx";
import { roleWords } from "./role-words.ts";
import { words } from "./words.ts";

/** "người xem" → "Người xem": as a name stands alone. */
export const capital = (text: string) => text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);

/** Where a role holds, in words. The issuer has no list of studies: there a study goes by its number. */
export function useScopeName(): (studyId: string | null) => string {
  const t = useWords(words);
  const label = useLabel();
  const office = useSession().data?.host === "office";
  const studies = useGet<Study[]>(office ? "/studies" : null).data;
  return (studyId) => {
    if (studyId === null) return t("wholeHouse");
    const study = studies?.find(({ id }) => id === studyId);
    return t("oneStudy", { title: study ? label(study.title) : studyId });
  };
}

/** Roles with where they hold; each with a button that takes it away where `onRevoke` is given. */
export function GrantList({
  grants,
  onRevoke,
  busy,
}: {
  grants: readonly RoleGrant[];
  onRevoke?: (grant: RoleGrant) => void;
  busy?: string | undefined;
}) {
  const t = useWords(words);
  const help = useWords(roleWords);
  const label = useLabel();
  const scope = useScopeName();
  if (grants.length === 0) return <p>{t("noRoles")}</p>;
  return (
    <Lines>
      {grants.map((grant) => {
        const name = `${capital(label(roleNames[grant.role]))} · ${scope(grant.studyId)}`;
        return (
          <Line
            key={grant.id}
            name={name}
            about={help(grant.role)}
            {...(onRevoke
              ? {
                  action: t("revoke"),
                  actionLabel: t("revokeNamed", { name }),
                  busy: busy === grant.id,
                  onAction: () => onRevoke(grant),
                }
              : {})}
          />
        );
      })}
    </Lines>
  );
}
