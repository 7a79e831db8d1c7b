import "./fieldwork.css";
import type { ReactNode } from "react";
import { PartLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { Parts } from "../platform/parts.tsx";
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
    <>
      <Parts label={t("parts")}>
        {parts.map(([name, to]) => (
          <PartLink
            key={name}
            to={to}
            params={{ studyId: study.id }}
            {...(to.endsWith("/fieldwork") && { search: {} })}
            activeOptions={{ exact: true, includeSearch: false }}
          >
            {t(name)}
          </PartLink>
        ))}
      </Parts>
      <Page title={t("title")} lead={t("lead")} actions={actions}>
        {children}
      </Page>
    </>
  );
}
