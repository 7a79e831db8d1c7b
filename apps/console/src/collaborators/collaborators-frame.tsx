import "./collaborators.css";
import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
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
      <nav aria-label={t("parts")} className="ln-no-print ln-collaborators-parts">
        <Group gap={4}>
          {parts.map(([to, key]) => (
            <ButtonLink
              key={to}
              to={to}
              size="sm"
              variant="subtle"
              activeOptions={{ exact: to === "/collaborators", includeSearch: false }}
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
