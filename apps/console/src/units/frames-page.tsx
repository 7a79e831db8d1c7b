import type { Frame, Population } from "@lang-nghe/contract";
import { Box, Text, Title } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { frameWords } from "./frame-words.ts";

const line = { borderTop: "1px solid var(--ln-line)" } as const;

function FrameLine({ frame }: { frame: Frame }) {
  const t = useWords(frameWords);
  const format = useFormat();
  const open = frame.places ? frame.rows - frame.places.matched.rows : 0;
  return (
    <Box component="li" py="md" px={{ base: "md", sm: "lg" }} style={line}>
      <TextLink to="/frames/$frameId" params={{ frameId: frame.id }} fw={600} underline="hover">
        {frame.title}
      </TextLink>
      <Text size="sm">
        {[
          t(frame.kind === "places" ? "placesKind" : frame.kind),
          t("rows", { count: format.count(frame.rows) }),
          ...(frame.size === null ? [] : [t("sizeSum", { count: format.count(Math.round(frame.size)) })]),
          frame.places === null
            ? t("noPlace")
            : open
              ? t("notMatched", { count: format.count(open) })
              : t("allMatched"),
        ].join(" · ")}
      </Text>
      <Text size="sm" c="dimmed">
        {t("uploaded", { day: format.day(frame.uploadedOn), person: frame.uploadedBy })}
      </Text>
    </Box>
  );
}

function PopulationLine({ population }: { population: Population }) {
  const t = useWords(frameWords);
  const format = useFormat();
  return (
    <Box component="li" py="md" px={{ base: "md", sm: "lg" }} style={line}>
      <TextLink to="/populations/$populationId" params={{ populationId: population.id }} fw={600} underline="hover">
        {population.title}
      </TextLink>
      <Text size="sm">
        {[
          population.source,
          t("places", { count: format.count(population.places) }),
          format.count(Math.round(population.total)),
          ...(population.gaps.length ? [t("gapsShort", { count: format.count(population.gaps.length) })] : []),
        ].join(" · ")}
      </Text>
      <Text size="sm" c="dimmed">
        {t("uploaded", { day: format.day(population.uploadedOn), person: population.uploadedBy })}
      </Text>
    </Box>
  );
}

/** Lists to draw from, and what is known of the population. */
export function FramesPage() {
  const t = useWords(frameWords);
  const may = useMay();
  const frames = useGet<Frame[]>("/frames");
  const populations = useGet<Population[]>("/populations");
  const write = may("frames:write");
  const newFrame = write ? <ButtonLink to="/frames/new">{t("newFrame")}</ButtonLink> : null;
  const newPopulation = (main: boolean) =>
    write ? (
      <ButtonLink to="/populations/new" {...(main ? {} : { variant: "default" })}>
        {t("newPopulation")}
      </ButtonLink>
    ) : null;
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        frames.data?.length || populations.data?.length ? (
          <>
            {newPopulation(false)}
            {newFrame}
          </>
        ) : null
      }
    >
      <Title order={2} mb="sm">
        {t("frames")}
      </Title>
      <Box mb="xl">
        <Loaded query={frames}>
          {(list) =>
            list.length === 0 ? (
              <Empty title={t("framesEmpty")} actions={newFrame}>
                <Text>{t("framesEmptyHelp")}</Text>
              </Empty>
            ) : (
              <Box component="ul" className="ln-surface" m={0} p={0} style={{ listStyle: "none" }}>
                {list.map((frame) => (
                  <FrameLine key={frame.id} frame={frame} />
                ))}
              </Box>
            )
          }
        </Loaded>
      </Box>
      <Title order={2} mb="sm">
        {t("populations")}
      </Title>
      <Loaded query={populations}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t("populationsEmpty")} actions={newPopulation(false)}>
              <Text>{t("populationsEmptyHelp")}</Text>
            </Empty>
          ) : (
            <Box component="ul" className="ln-surface" m={0} p={0} style={{ listStyle: "none" }}>
              {list.map((population) => (
                <PopulationLine key={population.id} population={population} />
              ))}
            </Box>
          )
        }
      </Loaded>
    </Page>
  );
}
