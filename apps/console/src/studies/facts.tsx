import type { Study } from "@lang-nghe/contract";
import { formatPeriod } from "@lang-nghe/ui/format";
import { Anchor, Box, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useFormat } from "../platform/format.ts";
import { platformWords } from "../platform/platform-words.ts";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Name and value pairs: two columns on a wide screen, one on a phone. */
export function FactList({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{
        display: "grid",
        gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 17rem), 1fr))",
        gap: "1rem 2rem",
      }}
    >
      {facts.map(([name, value]) => (
        <Box key={name} style={{ minWidth: 0 }}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} style={{ overflowWrap: "anywhere" }}>
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

/** What a study is, at a glance. */
export function StudyFacts({ study }: { study: Study }) {
  const t = useWords(words);
  const platform = useWords(platformWords);
  const format = useFormat();
  const count = format.count(study.accepted);
  return (
    <FactList
      facts={[
        [t("state"), t(study.state)],
        [t("kind"), t(study.kind)],
        [t("answers"), study.state === "open" && study.accepted > 0 ? t("atLeast", { count }) : count],
        ...(study.kind === "asked"
          ? ([
              [
                t("version"),
                study.publishedVersion === null
                  ? t("noVersion")
                  : t("versionNumber", { version: study.publishedVersion }),
              ],
            ] as const)
          : []),
        [t("retainUntil"), study.retainUntil ? format.day(study.retainUntil) : t("untilFurther")],
        ...(study.answerLink
          ? ([
              [
                t("link"),
                <Anchor key="link" href={study.answerLink} target="_blank" rel="noreferrer">
                  {study.answerLink.replace(/^https?:\/\//, "")}
                  <Text span size="sm">
                    {" "}
                    ({platform("opensNewTab")})
                  </Text>
                </Anchor>,
              ],
            ] as const)
          : []),
      ]}
    />
  );
}

/** Where the answers come from, as read. */
export function ProvenanceFacts({ study }: { study: Study }) {
  const t = useWords(words);
  const format = useFormat();
  const { provenance } = study;
  const said = (text: string) => (text === "" ? t("notSaid") : text);
  const period = formatPeriod(provenance.from, provenance.to, format.language);
  return (
    <FactList
      facts={[
        [t("collectedBy"), said(provenance.collectedBy)],
        [t("consentHow"), said(provenance.consentHow)],
        [t("population"), said(provenance.population)],
        [
          t("populationSize"),
          provenance.populationSize === null ? t("notSaid") : format.count(provenance.populationSize),
        ],
        [t("mode"), t(provenance.mode)],
        [t("period"), period ?? t("notSaid")],
        [t("selection"), t(provenance.selection)],
        ...(provenance.remarks ? ([[t("remarks"), provenance.remarks]] as const) : []),
        [t("licence"), said(provenance.licence)],
      ]}
    />
  );
}
