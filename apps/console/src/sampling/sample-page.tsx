import type { Draw, SampleUse } from "@lang-nghe/contract";
import { Badge, Box, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const line = { borderTop: "1px solid var(--ln-line)" } as const;

function DrawLine({ draw }: { draw: Draw }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  return (
    <Box component="li" py="md" px={{ base: "md", sm: "lg" }} style={line}>
      <Group gap="sm">
        <TextLink
          to="/studies/$studyId/sample/$drawId"
          params={{ studyId: study.id, drawId: draw.id }}
          fw={600}
          underline="hover"
        >
          {t("draw", { number: draw.number })}
        </TextLink>
        {draw.inUse ? (
          <Badge variant="light" tt="none" size="lg">
            {t("inUse")}
          </Badge>
        ) : null}
      </Group>
      <Text>{t("drawLine", { sampled: format.count(draw.sampled), frame: draw.frame.title, seed: draw.seed })}</Text>
      <Text>{draw.reason}</Text>
      <Text size="sm" c="dimmed">
        {t("drawnBy", { person: draw.drawnBy, when: format.moment(draw.drawnAt) })}
      </Text>
    </Box>
  );
}

function InUse({ uses }: { uses: readonly SampleUse[] }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const [now, ...before] = uses;
  const said = ({ takenBy, takenAt, reason }: SampleUse) =>
    t("takenBy", { person: takenBy, when: format.moment(takenAt), reason });
  if (!now)
    return (
      <Notice tone="notice" title={t("notInUse")}>
        <Text>{t("notInUseHelp")}</Text>
      </Notice>
    );
  return (
    <Section title={`${t("inUse")}: ${t("draw", { number: now.drawNumber }).toLowerCase()}`}>
      <Stack gap="sm">
        <Text>{said(now)}</Text>
        <Group gap="sm">
          <Button component="a" href={`/api/studies/${study.id}/sample.csv`} download>
            {t("downloadCsv")}
          </Button>
          <Button component="a" variant="default" href={`/api/studies/${study.id}/sample.xlsx`} download>
            {t("downloadXlsx")}
          </Button>
          <Button component="a" variant="default" href={`/api/studies/${study.id}/roster.csv`} download>
            {t("downloadRoster")}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t("rosterHelp")}
        </Text>
        {before.length ? (
          <div>
            <Text fw={600}>{t("before")}</Text>
            <List>
              {before.map((use) => (
                <List.Item key={use.takenAt}>
                  {t("draw", { number: use.drawNumber })}, {said(use)}
                </List.Item>
              ))}
            </List>
          </div>
        ) : null}
      </Stack>
    </Section>
  );
}

/** Every draw of a study, and which of them it works with. */
export function SamplePage() {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const draws = useGet<Draw[]>(`/studies/${study.id}/draws`);
  const uses = useGet<SampleUse[]>(`/studies/${study.id}/sample`);
  const params = { studyId: study.id };
  const size = (
    <ButtonLink to="/studies/$studyId/sample/size" params={params} search={{}} variant="default">
      {t("calculator")}
    </ButtonLink>
  );
  const make =
    may("sampling:write") && study.state === "design" ? (
      <ButtonLink to="/studies/$studyId/sample/new" params={params}>
        {t("newDraw")}
      </ButtonLink>
    ) : null;
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        draws.data?.length ? (
          <>
            {size}
            {make}
          </>
        ) : null
      }
    >
      <Loaded query={draws}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              title={t("emptyTitle")}
              actions={
                <>
                  {make}
                  {size}
                  {may("frames:read", "anywhere") ? (
                    <ButtonLink to="/frames" variant="default">
                      {t("frames")}
                    </ButtonLink>
                  ) : null}
                </>
              }
            >
              <Text>{t("emptyWhy")}</Text>
              <Text c="dimmed">{study.state === "design" ? t("emptySteps") : t("frozenHelp")}</Text>
            </Empty>
          ) : (
            <>
              <Loaded query={uses}>{(found) => <InUse uses={found} />}</Loaded>
              <Title order={2} mt="xl" mb="sm">
                {t("allDraws")}
              </Title>
              {list.length > 1 ? <Text mb="sm">{t("many", { count: list.length })}</Text> : null}
              <Box component="ul" className="ln-surface" m={0} p={0} style={{ listStyle: "none" }}>
                {list.map((draw) => (
                  <DrawLine key={draw.id} draw={draw} />
                ))}
              </Box>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
