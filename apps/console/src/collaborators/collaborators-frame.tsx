import type { ReactNode } from "react";
import { PartLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { Parts } from "../platform/parts.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const parts = [
  ["/collaborators", "roster"],
  ["/collaborators/training", "training"],
  ["/collaborators/pay", "pay"],
] as const;

/** A page about collaborators, with the way to the others above it. */
export function CollaboratorsFrame({
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
  return (
    <>
      <Parts label={t("parts")}>
        {parts.map(([to, key]) => (
          <PartLink key={to} to={to} activeOptions={{ exact: to === "/collaborators", includeSearch: false }}>
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
