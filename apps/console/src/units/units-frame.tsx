import "./units.css";
import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
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
      <nav aria-label={t("parts")} className="ln-no-print ln-units-parts">
        <Group gap={4}>
          {parts.map(([to, key]) => (
            <ButtonLink
              key={to}
              to={to}
              size="sm"
              variant="subtle"
              activeOptions={{ exact: true, includeSearch: false }}
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
