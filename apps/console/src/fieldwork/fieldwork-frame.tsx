import "./fieldwork.css";
import { Box } from "@mantine/core";
import type { ReactNode } from "react";
import { TextLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const parts = [
  ["assignments", "/studies/$studyId/fieldwork"],
  ["map", "/studies/$studyId/fieldwork/map"],
  ["team", "/studies/$studyId/fieldwork/team"],
  ["phones", "/studies/$studyId/fieldwork/phones"],
  ["rates", "/studies/$studyId/fieldwork/rates"],
  ["held", "/studies/$studyId/fieldwork/held-back"],
] as const;

/** A page of fieldwork, with the way to its other parts. */
export function FieldworkFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const t = useWords(words);
  const study = useStudy();
  return (
    <Page title={t("title")} lead={t("lead")} actions={actions}>
      <Box component="nav" aria-label={t("parts")} className="ln-parts ln-no-print" mb="lg">
        {parts.map(([name, to]) => (
          <TextLink
            key={name}
            to={to}
            params={{ studyId: study.id }}
            {...(to.endsWith("/fieldwork") && { search: {} })}
            underline="never"
            className="ln-part"
            // The list's address is the beginning of the others'.
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ "aria-current": "page" }}
          >
            {t(name)}
          </TextLink>
        ))}
      </Box>
      {children}
    </Page>
  );
}
