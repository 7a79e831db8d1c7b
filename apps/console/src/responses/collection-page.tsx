import type { Collection } from "@lang-nghe/contract";
import { Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { words as waveWords } from "../waves/words.ts";
import { CloseSurvey } from "./close-survey.tsx";
import { LinkAndCode } from "./link-and-code.tsx";
import { useLiveCollection } from "./live-collection.ts";
import { LiveDistributions } from "./live-distributions.tsx";
import { OpenSurvey } from "./open-survey.tsx";
import { PagesReached } from "./pages-reached.tsx";
import { TechnicalState } from "./technical-state.tsx";
import { words } from "./words.ts";

/** While open: what may be seen now, live. */
function Open({ collection }: { collection: Collection }) {
  const study = useStudy();
  const may = useMay();
  const connected = useLiveCollection(study.id);
  return (
    <>
      {study.answerLink ? <LinkAndCode link={study.answerLink} /> : null}
      <TechnicalState collection={collection} connected={connected} />
      <LiveDistributions collection={collection} />
      {study.entry === "open-link" ? <PagesReached reached={collection.reached} /> : null}
      {study.entry === "open-link" && may("studies:write") ? <CloseSurvey /> : null}
    </>
  );
}

export function CollectionPage() {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const study = useStudy();
  const wave = useWords(waveWords);
  const params = { studyId: study.id };
  const collection = useGet<Collection>(study.kind === "asked" ? `/studies/${study.id}/collection` : null);
  const onward = (
    <>
      <ButtonLink to="/studies/$studyId/weighting" params={params}>
        {t("goWeighting")}
      </ButtonLink>
      <ButtonLink to="/studies/$studyId/tables" params={params} variant="default">
        {t("goTables")}
      </ButtonLink>
    </>
  );
  if (study.kind === "imported") {
    return (
      <Page title={t("title")}>
        <Empty title={t("importedTitle")} actions={onward}>
          <Text>{t("importedHelp", { count: format.count(study.accepted) })}</Text>
        </Empty>
      </Page>
    );
  }
  const invited = study.entry === "invitation";
  const goWave = (
    <Empty
      title={wave("collectionTitle")}
      actions={
        <ButtonLink to="/studies/$studyId/wave" params={params}>
          {wave("goWave")}
        </ButtonLink>
      }
    >
      <Text>{wave("collectionHelp")}</Text>
    </Empty>
  );
  return (
    <Page title={t("title")} lead={t("lead")}>
      {invited && study.state !== "frozen" ? <div style={{ marginBottom: "1.25rem" }}>{goWave}</div> : null}
      {invited && study.state === "design" ? null : study.state === "design" ? (
        study.publishedVersion === null ? (
          <Empty
            title={t("notPublishedTitle")}
            actions={
              <ButtonLink to="/studies/$studyId/questionnaire" params={params}>
                {t("goQuestionnaire")}
              </ButtonLink>
            }
          >
            <Text>{t("notPublishedHelp")}</Text>
          </Empty>
        ) : (
          <Empty
            title={t("readyTitle", { version: study.publishedVersion })}
            actions={may("studies:write") ? <OpenSurvey /> : null}
          >
            <Text>{t("readyHelp")}</Text>
          </Empty>
        )
      ) : (
        <Loaded query={collection} lines={8}>
          {(value) =>
            study.state === "frozen" ? (
              <>
                <Empty title={t("frozenTitle")} actions={onward}>
                  <Text>{t("frozenHelp", { count: format.count(study.accepted) })}</Text>
                </Empty>
                <div style={{ height: "1.25rem" }} />
                {invited ? null : <PagesReached reached={value.reached} />}
              </>
            ) : (
              <Open collection={value} />
            )
          }
        </Loaded>
      )}
    </Page>
  );
}
