import type { Questionnaires } from "@lang-nghe/contract";
import { Box, Group, Tabs, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { BudgetPanel } from "./budget-panel.tsx";
import { Outline } from "./outline.tsx";
import { Preview } from "./preview.tsx";
import { Publish } from "./publish.tsx";
import { StartForm } from "./start-form.tsx";
import { Versions } from "./versions.tsx";
import { words } from "./words.ts";

const parts = ["preview", "outline", "people", "versions", "replace"] as const;
type Part = (typeof parts)[number];
const partName = {
  preview: "partPreview",
  outline: "partOutline",
  people: "partPeople",
  versions: "partVersions",
  replace: "partReplace",
} as const;

function Parts({ shown }: { shown: Questionnaires }) {
  const t = useWords(words);
  const label = useLabel();
  const may = useMay();
  const study = useStudy();
  const navigate = useNavigate();
  const filter = useSearch({ from: "/staff-only/studies/$studyId/questionnaire" });
  const { draft } = shown;
  const published = [...shown.published].sort((one, other) => other.version - one.version);
  const versions = [...(draft ? [draft] : []), ...published];
  const newest = versions[0];
  const twin = draft ? published.find((each) => each.hash === draft.hash) : undefined;
  const open = parts.filter(
    (part) =>
      (part !== "replace" || (may("studies:write") && study.state !== "frozen")) &&
      (part !== "preview" || shown.testLink),
  );
  const part: Part = open.find((each) => each === filter.part) ?? open[0] ?? "outline";
  const go = (next: Part) =>
    void navigate({
      to: "/studies/$studyId/questionnaire",
      params: { studyId: study.id },
      search: { ...filter, part: next },
      replace: true,
    });
  if (!newest) return null;
  return (
    <>
      <Group justify="space-between" gap="md" mb="md">
        <Box>
          {draft ? <Text>{t("draftState", { name: label(draft.title), count: draft.questions })}</Text> : null}
          {published[0] ? <Text c="dimmed">{t("publishedState", { version: published[0].version })}</Text> : null}
        </Box>
        {draft && !twin && may("studies:write") && study.state !== "frozen" ? (
          <Publish shown={shown} draft={draft} />
        ) : study.state === "design" && published[0] ? (
          <ButtonLink to="/studies/$studyId/collection" params={{ studyId: study.id }}>
            {t("goCollect")}
          </ButtonLink>
        ) : null}
      </Group>
      {twin ? (
        <Box mb="md">
          <Notice tone="good">
            <Text>{t("sameAsPublished", { version: twin.version })}</Text>
          </Notice>
        </Box>
      ) : null}
      <Tabs value={part} onChange={(value) => go(value as Part)} keepMounted={false}>
        <Tabs.List mb="md" className="ln-no-print" style={{ flexWrap: "nowrap", overflowX: "auto" }}>
          {open.map((each) => (
            <Tabs.Tab key={each} value={each} fz="md" style={{ whiteSpace: "nowrap", flex: "none" }}>
              {t(partName[each])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="preview">
          <Preview key={newest.hash} shown={shown} version={newest} />
        </Tabs.Panel>
        <Tabs.Panel value="outline">
          <Outline versions={versions} />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <BudgetPanel />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions versions={versions} />
        </Tabs.Panel>
        <Tabs.Panel value="replace">
          <StartForm draft={draft} onDone={() => go("preview")} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

export function QuestionnairePage() {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const questionnaires = useGet<Questionnaires>(study.kind === "asked" ? `/studies/${study.id}/questionnaire` : null);
  if (study.kind === "imported") {
    return (
      <Page title={t("title")}>
        <Empty
          title={t("importedTitle")}
          actions={
            <ButtonLink to="/studies/$studyId/variables" params={{ studyId: study.id }}>
              {t("goVariables")}
            </ButtonLink>
          }
        >
          <Text>{t("importedHelp")}</Text>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={t("title")} lead={t("lead")}>
      <Loaded query={questionnaires}>
        {(shown) =>
          shown.draft === null && shown.published.length === 0 ? (
            <>
              <Box mb="lg">
                <Notice tone="good" title={t("emptyTitle")}>
                  <Text>{t("emptyHelp")}</Text>
                </Notice>
              </Box>
              {may("studies:write") ? <StartForm draft={null} /> : null}
            </>
          ) : (
            <Parts shown={shown} />
          )
        }
      </Loaded>
    </Page>
  );
}
