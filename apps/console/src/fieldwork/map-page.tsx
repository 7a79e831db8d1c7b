import type { AssignmentClusters } from "@lang-nghe/contract";
import { ActionIcon, Box, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconArrowDown, IconArrowLeft, IconArrowRight, IconArrowUp, IconMinus, IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Empty, Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { FieldMap } from "./field-map.tsx";
import { FieldworkFrame } from "./fieldwork-frame.tsx";
import { boundsOf, fitted, moved, type View, viewOf, zoomed, zoomOf } from "./map-view.ts";
import { mapWords } from "./map-words.ts";
import { pathOf } from "./team.ts";

/** Where the places of the sample lie and how far each part of the land is; beside the map its list. */
export function MapPage() {
  const t = useWords(mapWords);
  const study = useStudy();
  const whole = useGet<AssignmentClusters>(`${pathOf(study.id)}/assignments/clusters?zoom=0`);
  return (
    <FieldworkFrame>
      <Loaded query={whole}>
        {({ whole: { extent, without } = { extent: null, without: 0 } }) =>
          extent === null ? (
            <Empty
              title={t("noneTitle")}
              actions={
                <ButtonLink to="/studies/$studyId/fieldwork" params={{ studyId: study.id }} search={{}}>
                  {t("toList")}
                </ButtonLink>
              }
            >
              <Text>{t("noneHelp")}</Text>
            </Empty>
          ) : (
            <Places extent={extent} without={without} />
          )
        }
      </Loaded>
    </FieldworkFrame>
  );
}

const viewOfExtent = (extent: readonly number[]): View => {
  const [west, south, east, north] = extent as [number, number, number, number];
  return { west, south, east, north };
};

function Places({ extent, without }: { extent: readonly number[]; without: number }) {
  const t = useWords(mapWords);
  const format = useFormat();
  const study = useStudy();
  const { ref, width } = useElementSize();
  const search = useSearch({ from: "/staff-only/studies/$studyId/fieldwork/map" });
  const navigate = useNavigate({ from: "/studies/$studyId/fieldwork/map" });
  const screen = { width: Math.max(280, Math.floor(width)), height: width < 560 ? 360 : 480 };
  const asked = viewOf(search.bounds);
  const view = fitted(asked ?? viewOfExtent(extent), screen, asked ? 0 : 0.12);
  const path = `${pathOf(study.id)}/assignments/clusters?zoom=${zoomOf(view, screen)}&bounds=${boundsOf(view)}`;
  const found = useQuery<AssignmentClusters, ProblemError>({
    queryKey: [path],
    queryFn: ({ signal }) => api.get<AssignmentClusters>(path, signal),
    placeholderData: keepPreviousData,
    enabled: width > 0,
  });
  const show = (next: View) => navigate({ search: { bounds: boundsOf(next) }, replace: true });
  const buttons = [
    ["nearer", IconPlus, () => show(zoomed(view, 0.5))],
    ["farther", IconMinus, () => show(zoomed(view, 2))],
    ["west", IconArrowLeft, () => show(moved(view, -0.4, 0))],
    ["east", IconArrowRight, () => show(moved(view, 0.4, 0))],
    ["north", IconArrowUp, () => show(moved(view, 0, 0.4))],
    ["south", IconArrowDown, () => show(moved(view, 0, -0.4))],
  ] as const;
  return (
    <Stack gap="md">
      <Text maw="46rem">{t("mapHelp")}</Text>
      <Box className="ln-surface">
        <Group gap="xs" p="xs" className="ln-no-print">
          {buttons.map(([name, Icon, run]) => (
            <ActionIcon key={name} variant="default" size="lg" aria-label={t(name)} title={t(name)} onClick={run}>
              <Icon size={18} aria-hidden />
            </ActionIcon>
          ))}
          <Button variant="default" size="sm" onClick={() => navigate({ search: {}, replace: true })}>
            {t("whole")}
          </Button>
        </Group>
        <div ref={ref} aria-busy={found.isFetching}>
          {found.data && width > 0 ? (
            <FieldMap
              found={found.data}
              view={view}
              screen={screen}
              onNearer={(around) => show(zoomed(view, 0.4, around))}
            />
          ) : (
            <div style={{ height: screen.height }} />
          )}
        </div>
      </Box>
      <Text size="sm" c="dimmed">
        {t("legend")} {without > 0 ? t("without", { count: format.count(without) }) : null}
      </Text>
      {found.error ? <ProblemNote problem={found.error} /> : null}
      {found.data ? <PlacesInView places={found.data.places} /> : null}
    </Stack>
  );
}

function PlacesInView({ places }: { places: AssignmentClusters["places"] }) {
  const t = useWords(mapWords);
  const format = useFormat();
  const study = useStudy();
  return (
    <section>
      <Title order={2} mb="sm">
        {t("inView")}
      </Title>
      {places.length === 0 ? (
        <Text c="dimmed">{t("nowhere")}</Text>
      ) : (
        <ScrollTable name={t("inView")} miw={520}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("place")}</Table.Th>
              {(["planned", "inHand", "ended", "closed"] as const).map((state) => (
                <Table.Th key={state} scope="col" ta="right">
                  {t(state)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {places.map((place) => (
              <Table.Tr key={place.unitId ?? ""}>
                <Table.Th scope="row" fw={400}>
                  {place.unitId === null ? (
                    t("placeNone")
                  ) : (
                    <TextLink
                      to="/studies/$studyId/fieldwork"
                      params={{ studyId: study.id }}
                      search={{ unitId: place.unitId }}
                    >
                      {place.unit ?? t("placeNone")}
                    </TextLink>
                  )}
                </Table.Th>
                {(["planned", "inHand", "ended", "closed"] as const).map((state) => (
                  <Table.Td key={state} ta="right">
                    {format.count(place[state])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </section>
  );
}
