import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
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
      <nav aria-label={t("parts")} className="ln-no-print ln-rights-parts">
        <Group gap={4}>
          {parts.map(([to, key]) => (
            <ButtonLink
              key={to}
              to={to}
              size="sm"
              variant="subtle"
              activeOptions={{ exact: true }}
              activeProps={{ variant: "light", "aria-current": "page" }}
            >
              {t(key)}
            </ButtonLink>
          ))}
        </Group>
      </nav>
      <Page title={title} lead={lead} actions={actions}>
        {children}
      </Page>
    </>
  );
}
