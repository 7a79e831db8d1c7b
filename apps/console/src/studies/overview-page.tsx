import type { Release, WeightSet } from "@lang-nghe/contract";
import { Button, Group, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { hasDraft } from "../platform/draft.ts";
import { Page, Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { EntrySection } from "../waves/entry-section.tsx";
import { DeleteStudy } from "./delete-study.tsx";
import { ProvenanceFacts, StudyFacts } from "./facts.tsx";
import { StepList } from "./step-list.tsx";
import { stepsOf } from "./steps.ts";
import { StudyBadges } from "./study-badges.tsx";
import { StudyForm } from "./study-form.tsx";
import { words } from "./words.ts";

export function OverviewPage() {
  const t = useWords(words);
  const label = useLabel();
  const may = useMay();
  const study = useStudy();
  const [editing, setEditing] = useState(() => hasDraft(`study.${study.id}`));
  const form = useRef<HTMLDivElement>(null);
  const frozen = study.state === "frozen";
  const weightSets = useGet<WeightSet[]>(frozen ? `/studies/${study.id}/weight-sets` : null);
  const releases = useGet<Release[]>(frozen ? `/studies/${study.id}/releases` : null);
  const steps = stepsOf(study, {
    weightSets: weightSets.data?.length ?? 0,
    releases: releases.data?.length ?? 0,
    published: releases.data?.filter((release) => release.state === "published").length ?? 0,
  });
  const opened = useRef(editing);
  useEffect(() => {
    if (!editing || opened.current) return;
    opened.current = true;
    form.current?.scrollIntoView({ block: "start" });
    form.current?.querySelector("input")?.focus({ preventScroll: true });
  }, [editing]);
  return (
    <Page title={label(study.title)} lead={label(study.description)} actions={<StudyBadges study={study} />}>
      <StepList steps={steps} study={study} onDescribe={() => setEditing(true)} />
      <Section title={t("facts")}>
        <StudyFacts study={study} />
      </Section>
      <EntrySection study={study} />
      <div ref={form} style={{ scrollMarginTop: 72 }}>
        <Section id="provenance" title={t("provenance")} lead={<Text>{t("provenanceLead")}</Text>}>
          {editing ? (
            <StudyForm
              study={study}
              onDone={() => {
                opened.current = false;
                setEditing(false);
              }}
            />
          ) : (
            <>
              <ProvenanceFacts study={study} />
              {may("studies:write") ? (
                <Group mt="lg" className="ln-no-print">
                  <Button variant="default" onClick={() => setEditing(true)}>
                    {t("edit")}
                  </Button>
                </Group>
              ) : null}
            </>
          )}
        </Section>
      </div>
      {may("studies:write") ? (
        <div className="ln-no-print">
          <DeleteStudy study={study} />
        </div>
      ) : null}
    </Page>
  );
}
