import type { ReactNode } from "react";
import { PartLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { Parts } from "../platform/parts.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const parts = [
  ["/rights", "requests"],
  ["/rights/incidents", "incidents"],
  ["/rights/retention", "retention"],
  ["/rights/register", "register"],
  ["/rights/contact", "contact"],
] as const;

/** A page of the data-protection officer, with the way to the others above it. */
export function RightsPage({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useWords(words);
  return (
    <>
      <Parts label={t("parts")}>
        {parts.map(([to, key]) => (
          <PartLink key={to} to={to} activeOptions={{ exact: true }}>
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
