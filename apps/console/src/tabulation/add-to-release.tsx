import type { Release, ReleaseDraft, TableSpec } from "@lang-nghe/contract";
import { Button, Menu, Text } from "@mantine/core";
import { IconPlus, IconSpeakerphone } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api, type ProblemError } from "../platform/api.ts";
import { queryClient, refresh, useGet } from "../platform/query.ts";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const same = (a: TableSpec, b: TableSpec) =>
  a.ask === b.ask && a.by === b.by && a.base === b.base && a.weightSet === b.weightSet;

/** Puts a table at the end of a draft, or begins a draft with it. */
export function AddToRelease({ spec }: { spec: TableSpec }) {
  const t = useWords(words);
  const label = useLabel();
  const study = useStudy();
  const navigate = useNavigate();
  const path = `/studies/${study.id}/releases`;
  const releases = useGet<Release[]>(path);
  const drafts = (releases.data ?? []).filter((release) => release.state === "draft");
  const entry = { spec, caption: { vi: "", en: "" } };
  const add = useMutation<Release, ProblemError, Release | null>({
    mutationFn: async (release) => {
      if (release === null) {
        return api.post<Release>(path, {
          headline: { vi: "", en: "" },
          note: { vi: "", en: "" },
          tables: [entry],
        } satisfies ReleaseDraft);
      }
      // The draft may have been changed on another page since the list was read.
      const { draft } = await api.get<Release>(`/releases/${release.id}`);
      return api.put<Release>(`/releases/${release.id}`, { ...draft, tables: [...draft.tables, entry] });
    },
    onSuccess: async (release) => {
      queryClient.setQueryData([`/releases/${release.id}`], release);
      await refresh(path);
      toast(t("added"), {
        action: {
          label: t("openRelease"),
          run: () =>
            void navigate({
              to: "/studies/$studyId/releases/$releaseId",
              params: { studyId: study.id, releaseId: release.id },
            }),
        },
      });
    },
    onError: (problem) => toast(problem.message, { tone: "bad" }),
  });
  return (
    <Menu position="bottom-start" width={340} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button loading={add.isPending} leftSection={<IconSpeakerphone size={18} aria-hidden />}>
          {t("addToRelease")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("addTo")}</Menu.Label>
        {drafts.map((release) => {
          const has = release.draft.tables.some((table) => same(table.spec, spec));
          return (
            <Menu.Item key={release.id} disabled={has} onClick={() => add.mutate(release)}>
              {label(release.draft.headline) || t("untitled")}
              {has ? (
                <Text size="xs" c="dimmed">
                  {t("alreadyIn")}
                </Text>
              ) : null}
            </Menu.Item>
          );
        })}
        {drafts.length > 0 ? <Menu.Divider /> : null}
        <Menu.Item leftSection={<IconPlus size={18} aria-hidden />} onClick={() => add.mutate(null)}>
          {t("newRelease")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
