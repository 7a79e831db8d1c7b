import type { Team, TeamMember } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { FieldworkFrame } from "./fieldwork-frame.tsx";
import { pathOf, useTeam } from "./team.ts";
import { words } from "./words.ts";

/** Who works in the field of a study, and who answers to whom. */
export function TeamPage() {
  const t = useWords(words);
  const team = useTeam();
  return (
    <FieldworkFrame>
      <Loaded query={team}>
        {(found) =>
          found.candidates.length + found.members.length === 0 ? (
            <Empty title={t("teamEmpty")}>
              <Text>{t("teamEmptyHelp")}</Text>
            </Empty>
          ) : (
            <TeamForm key={JSON.stringify(found.members)} team={found} />
          )
        }
      </Loaded>
    </FieldworkFrame>
  );
}

function TeamForm({ team }: { team: Team }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const may = useMay();
  const write = may("fieldwork:write");
  const [members, setMembers] = useState<TeamMember[]>(
    team.members.map(({ staffId, duty, supervisorId }) => ({ staffId, duty, supervisorId })),
  );
  const save = useMutation<Team, ProblemError>({
    mutationFn: () => api.put(`${pathOf(study.id)}/team`, { members }),
    onSuccess: async () => {
      toast(t("savedTeam"));
      await refresh(pathOf(study.id));
    },
  });
  const people = [
    ...new Map([...team.members, ...team.candidates].map(({ staffId, name }) => [staffId, name])).entries(),
  ].sort(([, a], [, b]) => a.localeCompare(b, "vi"));
  const nameOf = (staffId: string) => people.find(([id]) => id === staffId)?.[1] ?? "";
  const supervisors = members.filter(({ duty }) => duty === "supervisor");
  const change = (staffId: string, duty: TeamMember["duty"] | "", supervisorId: string | null) =>
    setMembers((before) => [
      ...before.filter((one) => one.staffId !== staffId),
      ...(duty === "" ? [] : [{ staffId, duty, supervisorId }]),
    ]);
  return (
    <Section lead={t("teamLead")}>
      <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
        {people.map(([staffId, name]) => {
          const now = members.find((one) => one.staffId === staffId);
          const work = team.members.find((one) => one.staffId === staffId);
          const duties = team.candidates.filter((one) => one.staffId === staffId).map(({ duty }) => duty);
          return (
            <li key={staffId} className="ln-line">
              <div>
                <Text fw={600}>{name}</Text>
                {work?.duty === "interviewer" ? (
                  <Text size="sm" c="dimmed">
                    {t("working", { inHand: format.count(work.inHand), ended: format.count(work.ended) })}
                  </Text>
                ) : null}
              </div>
              <Group gap="sm">
                <NativeSelect
                  aria-label={t("dutyOf", { name })}
                  disabled={!write}
                  value={now?.duty ?? ""}
                  onChange={(event) => {
                    const duty = event.currentTarget.value as TeamMember["duty"] | "";
                    change(staffId, duty, duty === "interviewer" ? (supervisors[0]?.staffId ?? null) : null);
                  }}
                  data={[{ value: "", label: t("duty_none") }, ...new Set([...duties, ...(now ? [now.duty] : [])])].map(
                    (each) => (typeof each === "string" ? { value: each, label: t(`duty_${each}`) } : each),
                  )}
                />
                {now?.duty === "interviewer" ? (
                  <NativeSelect
                    aria-label={t("supervisor", { name })}
                    disabled={!write}
                    value={now.supervisorId ?? ""}
                    onChange={(event) => change(staffId, "interviewer", event.currentTarget.value || null)}
                    data={[
                      ...(now.supervisorId ? [] : [{ value: "", label: "…" }]),
                      ...supervisors.map(({ staffId: id }) => ({ value: id, label: nameOf(id) })),
                    ]}
                  />
                ) : null}
              </Group>
            </li>
          );
        })}
      </ul>
      {write ? (
        <Stack gap="sm" mt="md" align="flex-start">
          {save.error ? <ProblemNote problem={save.error} /> : null}
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t("saveTeam")}
          </Button>
        </Stack>
      ) : null}
    </Section>
  );
}
