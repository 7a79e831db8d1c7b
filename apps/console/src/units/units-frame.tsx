import "./units.css";
import type { ReactNode } from "react";
import { PartLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { Parts } from "../platform/parts.tsx";
import { useMay } from "../platform/session.ts";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** A page about units, with the way to the others above it. */
export function UnitsFrame({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useWords(words);
  const may = useMay();
  const parts = [
    ["/units", "tree"],
    ["/units/crosswalk", "crosswalk"],
    ...(may("units:write") ? [["/units/import", "import"] as const] : []),
  ] as const;
  return (
    <>
      <Parts label={t("parts")}>
        {parts.map(([to, key]) => (
          <PartLink key={to} to={to} activeOptions={{ exact: true, includeSearch: false }}>
            {t(key)}
          </PartLink>
        ))}
      </Parts>
      <Page title={title} lead={lead} actions={actions}>
        {children}
      </Page>
    </>
  );
}
