import { Button } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { mapWords } from "./map-words.ts";
import { pathOf } from "./team.ts";

/** The assignments that the list shows, as a file: how each stands and ended, no answer. */
export function FileButtons() {
  const t = useWords(mapWords);
  const study = useStudy();
  const { state, holderId, unitId } = useSearch({ from: "/staff-only/studies/$studyId/fieldwork" });
  const asked = new URLSearchParams({
    ...(state && { state }),
    ...(holderId && { holderId }),
    ...(unitId && { unitId }),
  }).toString();
  return (["xlsx", "csv"] as const).map((kind) => (
    <Button
      key={kind}
      component="a"
      variant="default"
      className="ln-no-print"
      href={`/api${pathOf(study.id)}/assignments.${kind}${asked && `?${asked}`}`}
      download
    >
      {t(kind)}
    </Button>
  ));
}
