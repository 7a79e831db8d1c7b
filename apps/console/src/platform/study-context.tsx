import type { Study } from "@lang-nghe/contract";
import { createContext, useContext } from "react";

export const StudyContext = createContext<Study | null>(null);

/** The study whose pages are shown. Only inside /studies/$studyId. */
export function useStudy(): Study {
  const study = useContext(StudyContext);
  if (!study) throw new Error("useStudy is used outside a study's pages");
  return study;
}
