import type { AssignmentPage, Team } from "@lang-nghe/contract";
import { Button, Checkbox, Group, List, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { type OpenPlace, shareOut } from "./share-out.ts";
import { namesOf, pathOf } from "./team.ts";
import { words } from "./words.ts";

/** As many as one request hands over. */
const most = 1000;

/** What nobody has yet, place by place. */
async function openPlaces(studyId: string): Promise<OpenPlace[]> {
  const places = new Map<string | null, string[]>();
  for (let after: number | null = 0; after !== null; ) {
    const page: AssignmentPage = await api.get<AssignmentPage>(
      `${pathOf(studyId)}/assignments?state=planned&after=${after}`,
    );
    for (const { id, unitId } of page.assignments) places.set(unitId, [...(places.get(unitId) ?? []), id]);
    after = page.after;
  }
  return [...places].map(([unitId, ids]) => ({ unitId, ids }));
}

/** Shares what nobody has among the interviewers chosen; says first who would get how much. */
export function ShareSection({ team }: { team: Team | undefined }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const interviewers = (team?.members ?? []).filter(({ duty }) => duty === "interviewer");
  const [chosen, setChosen] = useState<string[]>([]);
  const preview = useMutation<ReturnType<typeof shareOut>, ProblemError, string[]>({
    mutationFn: async (staff) =>
      shareOut(
        await openPlaces(study.id),
        interviewers.filter(({ staffId }) => staff.includes(staffId)),
      ),
  });
  const shares = preview.data ?? [];
  const give = useMutation<unknown, ProblemError>({
    mutationFn: async () => {
      for (const { staffId, ids } of shares)
        for (let from = 0; from < ids.length; from += most)
          await api.post(`${pathOf(study.id)}/assignments/hand-over`, {
            ids: ids.slice(from, from + most),
            holderId: staffId,
          });
    },
    onSettled: async () => {
      setChosen([]);
      preview.reset();
      await refresh(pathOf(study.id));
    },
    onSuccess: () => toast(t("done")),
  });
  const choose = (staff: string[]) => {
    setChosen(staff);
    if (staff.length > 0) preview.mutate(staff);
    else preview.reset();
  };
  const nameOf = namesOf(team, t("unknownPerson"));
  const inHandOf = (id: string) => interviewers.find(({ staffId }) => staffId === id)?.inHand ?? 0;
  return (
    <Section title={t("share")} lead={t("shareLead")}>
      {interviewers.length === 0 ? (
        <Text c="dimmed">{t("shareNobody")}</Text>
      ) : (
        <Stack gap="md">
          <Checkbox.Group label={t("shareWho")} value={chosen} onChange={choose}>
            <Group gap="md" mt="xs">
              {interviewers.map(({ staffId, name, inHand }) => (
                <Checkbox key={staffId} value={staffId} label={`${name} (${format.count(inHand)})`} />
              ))}
            </Group>
          </Checkbox.Group>
          {shares.length > 0 ? (
            <>
              <List aria-live="polite">
                {shares.map(({ staffId, ids, places }) => (
                  <List.Item key={staffId}>
                    {t("sharePreview", {
                      name: nameOf(staffId),
                      more: format.count(ids.length),
                      total: format.count(inHandOf(staffId) + ids.length),
                    })}
                    , {t("sharePlaces", { count: format.count(places) })}
                  </List.Item>
                ))}
              </List>
              <Group>
                <Button loading={give.isPending} onClick={() => give.mutate()}>
                  {t("shareDo", { count: format.count(shares.reduce((sum, { ids }) => sum + ids.length, 0)) })}
                </Button>
                <Button variant="default" onClick={() => choose([])}>
                  {t("cancel")}
                </Button>
              </Group>
            </>
          ) : null}
          {preview.error ? <ProblemNote problem={preview.error} /> : null}
          {give.error ? <ProblemNote problem={give.error} /> : null}
        </Stack>
      )}
    </Section>
  );
}
