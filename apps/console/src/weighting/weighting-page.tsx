import type { WeightSet } from "@lang-nghe/contract";
import { Button, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useWords } from "../platform/words.ts";
import { NotFrozen } from "../tabulation/not-frozen.tsx";
import { NewWeights } from "./new-weights.tsx";
import { WeightResult } from "./weight-result.tsx";
import { WeightSetList } from "./weight-set-list.tsx";
import { words } from "./words.ts";

/** Sets of weights: the list, a new one (`make`), one of them (`set`). */
export function WeightingPage() {
  const t = useWords(words);
  const may = useMay();
  const study = useStudy();
  const navigate = useNavigate();
  const address = useSearch({ strict: false }) as { set?: string; make?: true };
  const frozen = study.state === "frozen";
  const sets = useGet<WeightSet[]>(frozen ? `/studies/${study.id}/weight-sets` : null);
  const go = (search: { set?: string; make?: true }) =>
    void navigate({ to: "/studies/$studyId/weighting", params: { studyId: study.id }, search });
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
  const mayMake = may("weighting:write");
  if (address.make && mayMake) return <NewWeights onDone={(id) => go(id === null ? {} : { set: id })} />;
  if (address.set !== undefined) {
    return (
      <Loaded query={sets}>
        {(list) => {
          const set = list.find((each) => each.id === address.set);
          if (set) return <WeightResult set={set} />;
          return (
            <Page title={t("title")}>
              <Notice tone="notice">
                <Text>{t("notFound")}</Text>
              </Notice>
            </Page>
          );
        }}
      </Loaded>
    );
  }
  const makeButton = mayMake ? (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => go({ make: true })}>
      {t("make")}
    </Button>
  ) : null;
  return (
    <Page title={t("title")} lead={t("lead")} actions={sets.data?.length ? makeButton : null}>
      <Loaded query={sets}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t("emptyTitle")} actions={makeButton}>
              <Text>{t("emptyWhy")}</Text>
              <Text c="dimmed">{t("emptyNote")}</Text>
            </Empty>
          ) : (
            <WeightSetList sets={list} />
          )
        }
      </Loaded>
    </Page>
  );
}
