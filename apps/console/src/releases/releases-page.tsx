import type { Release, ReleaseDraft } from "@lang-nghe/contract";
import { Anchor, Button, Table, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { queryClient, refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { NotFrozen } from "../tabulation/not-frozen.tsx";
import { StateBadge } from "./state-badge.tsx";
import { words } from "./words.ts";

const emptyDraft: ReleaseDraft = { headline: { vi: "", en: "" }, note: { vi: "", en: "" }, tables: [] };

/** All releases of a study with their state. */
export function ReleasesPage() {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const navigate = useNavigate();
  const frozen = study.state === "frozen";
  const path = `/studies/${study.id}/releases`;
  const releases = useGet<Release[]>(frozen ? path : null);
  const begin = useMutation<Release, ProblemError>({
    mutationFn: () => api.post<Release>(path, emptyDraft),
    onSuccess: async (release) => {
      queryClient.setQueryData([`/releases/${release.id}`], release);
      void refresh(path);
      await navigate({
        to: "/studies/$studyId/releases/$releaseId",
        params: { studyId: study.id, releaseId: release.id },
      });
    },
  });
  if (!frozen) {
    return (
      <NotFrozen
        page={t("title")}
        title={t("frozenTitle")}
        why={t("frozenWhy")}
        how={t("frozenHow")}
        link={t("toCollection")}
      />
    );
  }
  const button = may("releases:write") ? (
    <Button leftSection={<IconPlus size={18} aria-hidden />} loading={begin.isPending} onClick={() => begin.mutate()}>
      {t("new")}
    </Button>
  ) : null;
  return (
    <Page title={t("title")} lead={t("lead")} actions={releases.data?.length ? button : null}>
      {begin.error ? <ProblemNote problem={begin.error} /> : null}
      <Loaded query={releases}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              title={t("emptyTitle")}
              actions={
                <>
                  {button}
                  <ButtonLink to="/studies/$studyId/tables" params={{ studyId: study.id }} variant="default">
                    {t("toTables")}
                  </ButtonLink>
                </>
              }
            >
              <Text>{t("emptyHow")}</Text>
            </Empty>
          ) : (
            <ReleaseList releases={list} />
          )
        }
      </Loaded>
    </Page>
  );
}

function ReleaseList({ releases }: { releases: readonly Release[] }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const study = useStudy();
  return (
    <ScrollTable name={t("title")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("headline")}</Table.Th>
          <Table.Th scope="col">{t("state")}</Table.Th>
          <Table.Th scope="col" ta="right">
            {t("tables")}
          </Table.Th>
          <Table.Th scope="col">{t("preparedBy")}</Table.Th>
          <Table.Th scope="col">{t("publishedOn")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {releases.map((release) => (
          <Table.Tr key={release.id}>
            <Table.Th scope="row" fw={500} ta="left" miw={220}>
              <TextLink
                to="/studies/$studyId/releases/$releaseId"
                params={{ studyId: study.id, releaseId: release.id }}
              >
                {label(release.draft.headline) || t("untitled")}
              </TextLink>
            </Table.Th>
            <Table.Td>
              <StateBadge state={release.state} />
            </Table.Td>
            <Table.Td ta="right">{format.count(release.draft.tables.length)}</Table.Td>
            <Table.Td>{release.preparedBy ?? "–"}</Table.Td>
            <Table.Td>
              {release.publishedOn ? format.day(release.publishedOn) : "–"}
              {release.publicLink && release.state === "published" ? (
                <>
                  {" · "}
                  <Anchor href={release.publicLink}>{t("publicPage")}</Anchor>
                </>
              ) : null}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
