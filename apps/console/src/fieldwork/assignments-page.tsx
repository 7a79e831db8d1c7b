import type { Assignment, AssignmentPage, AssignmentsMade, SampleUse, Team } from "@lang-nghe/contract";
import { Badge, Button, Checkbox, Group, NativeSelect, Stack, Table, Text } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { FieldworkFrame } from "./fieldwork-frame.tsx";
import { FileButtons } from "./file-buttons.tsx";
import { ShareSection } from "./share-section.tsx";
import { namesOf, pathOf, usePlaces, useTeam } from "./team.ts";
import { words } from "./words.ts";

const states = ["planned", "given", "taken", "ended", "accepted", "closed"] as const;

/** Every assignment of a study: whom it waits for, who has it, how it stands. */
export function AssignmentsPage() {
  const t = useWords(words);
  const study = useStudy();
  const may = useMay();
  const search = useSearch({ from: "/staff-only/studies/$studyId/fieldwork" });
  const asked = new URLSearchParams(
    Object.entries({ ...search, after: search.after?.toString() }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  ).toString();
  const page = useGet<AssignmentPage>(`${pathOf(study.id)}/assignments${asked && `?${asked}`}`);
  const team = useTeam();
  const write = may("fieldwork:write");
  const empty = page.data && Object.keys(page.data.states).length === 0;
  return (
    <FieldworkFrame
      actions={
        page.data && !empty ? (
          <>
            <Button
              variant="default"
              leftSection={<IconPrinter size={18} aria-hidden />}
              onClick={() => window.print()}
              className="ln-no-print"
            >
              {t("print")}
            </Button>
            <FileButtons />
            {write ? <MakeButton again /> : null}
          </>
        ) : null
      }
    >
      <Loaded query={page}>
        {(found) =>
          empty ? (
            <NothingYet write={write} />
          ) : (
            <>
              <States states={found.states} />
              {write && (found.states.planned ?? 0) > 0 ? <ShareSection team={team.data} /> : null}
              <List page={found} team={team.data} write={write} />
            </>
          )
        }
      </Loaded>
    </FieldworkFrame>
  );
}

function NothingYet({ write }: { write: boolean }) {
  const t = useWords(words);
  const study = useStudy();
  const uses = useGet<SampleUse[]>(`${pathOf(study.id)}/sample`);
  const drawn = Boolean(uses.data?.length);
  return (
    <Empty
      title={t("emptyTitle")}
      actions={
        drawn ? (
          write ? (
            <MakeButton />
          ) : null
        ) : (
          <ButtonLink to="/studies/$studyId/sample" params={{ studyId: study.id }}>
            {t("toSample")}
          </ButtonLink>
        )
      }
    >
      <Text>{t("emptyWhy")}</Text>
      {drawn ? null : <Text c="dimmed">{t("noSample")}</Text>}
    </Empty>
  );
}

function MakeButton({ again = false }: { again?: boolean }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const make = useMutation<AssignmentsMade, ProblemError>({
    mutationFn: () => api.post(`${pathOf(study.id)}/assignments`),
    onSuccess: async ({ made }) => {
      toast(made > 0 ? t("made", { made: format.count(made) }) : t("madeNone"));
      await refresh(pathOf(study.id));
    },
    onError: ({ message }) => toast(message, { tone: "bad" }),
  });
  return (
    <Button loading={make.isPending} {...(again && { variant: "default" })} onClick={() => make.mutate()}>
      {t(again ? "makeAgain" : "make")}
    </Button>
  );
}

function States({ states: counts }: { states: AssignmentPage["states"] }) {
  const t = useWords(words);
  const format = useFormat();
  return (
    <Group gap="xs" mb="lg">
      {states
        .filter((state) => counts[state])
        .map((state) => (
          <Badge key={state} size="lg" variant="light" tt="none">
            {format.count(counts[state]!)} {t(`state_${state}`)}
          </Badge>
        ))}
    </Group>
  );
}

function List({ page, team, write }: { page: AssignmentPage; team: Team | undefined; write: boolean }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const nameOf = namesOf(team, t("unknownPerson"));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const search = useSearch({ from: "/staff-only/studies/$studyId/fieldwork" });
  const navigate = useNavigate({ from: "/studies/$studyId/fieldwork" });
  const open = page.assignments.filter(({ state }) => state === "planned" || state === "given");
  const here = open.filter(({ id }) => chosen.has(id));
  const choose = (ids: readonly string[], yes: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (yes) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };
  return (
    <Stack gap="md">
      <Filters team={team} />
      {write && here.length > 0 ? <GiveBar assignments={here} team={team} onDone={() => setChosen(new Set())} /> : null}
      {page.assignments.length === 0 ? (
        <Text c="dimmed">{t("none")}</Text>
      ) : (
        <ScrollTable name={t("assignments")} miw={720}>
          <Table.Thead>
            <Table.Tr>
              {write ? (
                <Table.Th w={48} className="ln-no-print">
                  <Checkbox
                    aria-label={t("chooseAll")}
                    checked={here.length > 0 && here.length === open.length}
                    indeterminate={here.length > 0 && here.length < open.length}
                    disabled={open.length === 0}
                    onChange={(event) =>
                      choose(
                        open.map(({ id }) => id),
                        event.currentTarget.checked,
                      )
                    }
                  />
                </Table.Th>
              ) : null}
              <Table.Th scope="col" ta="right">
                {t("number")}
              </Table.Th>
              <Table.Th scope="col">{t("address")}</Table.Th>
              <Table.Th scope="col">{t("place")}</Table.Th>
              <Table.Th scope="col">{t("state")}</Table.Th>
              <Table.Th scope="col">{t("holder")}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t("tries")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {page.assignments.map((assignment) => (
              <Table.Tr key={assignment.id}>
                {write ? (
                  <Table.Td className="ln-no-print">
                    {open.includes(assignment) ? (
                      <Checkbox
                        aria-label={t("choose", { number: assignment.number })}
                        checked={chosen.has(assignment.id)}
                        onChange={(event) => choose([assignment.id], event.currentTarget.checked)}
                      />
                    ) : null}
                  </Table.Td>
                ) : null}
                <Table.Td ta="right">{format.count(assignment.number)}</Table.Td>
                <Table.Td>
                  <TextLink
                    to="/studies/$studyId/fieldwork/assignments/$assignmentId"
                    params={{ studyId: study.id, assignmentId: assignment.id }}
                    underline="hover"
                    fw={600}
                  >
                    {assignment.place}
                  </TextLink>
                </Table.Td>
                <Table.Td>{assignment.unit ?? "—"}</Table.Td>
                <Table.Td>
                  {t(`state_${assignment.state}`)}
                  {assignment.round > 1 ? `, ${t("round", { round: assignment.round })}` : ""}
                </Table.Td>
                <Table.Td>{assignment.holderId ? nameOf(assignment.holderId) : "—"}</Table.Td>
                <Table.Td ta="right">{format.count(assignment.attempts)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
      <Group gap="sm" className="ln-no-print">
        {search.after ? (
          <Button variant="default" onClick={() => navigate({ search: { ...search, after: undefined } })}>
            {t("first")}
          </Button>
        ) : null}
        {page.after === null ? null : (
          <Button variant="default" onClick={() => navigate({ search: { ...search, after: page.after ?? undefined } })}>
            {t("next")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Filters({ team }: { team: Team | undefined }) {
  const t = useWords(words);
  const places = usePlaces();
  const search = useSearch({ from: "/staff-only/studies/$studyId/fieldwork" });
  const navigate = useNavigate({ from: "/studies/$studyId/fieldwork" });
  const change = (next: Partial<typeof search>) => navigate({ search: { ...search, ...next, after: undefined } });
  return (
    <Group gap="md" className="ln-no-print">
      <NativeSelect
        label={t("place")}
        value={search.unitId ?? ""}
        onChange={(event) => change({ unitId: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t("placeAll") },
          ...(places.data?.places ?? []).flatMap(({ unitId, unit }) =>
            unitId ? [{ value: unitId, label: unit ?? unitId }] : [],
          ),
        ]}
      />
      <NativeSelect
        label={t("holder")}
        value={search.holderId ?? ""}
        onChange={(event) => change({ holderId: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t("holderAll") },
          ...(team?.members ?? [])
            .filter(({ duty }) => duty === "interviewer")
            .map(({ staffId, name }) => ({ value: staffId, label: name })),
        ]}
      />
      <NativeSelect
        label={t("state")}
        value={search.state ?? ""}
        onChange={(event) => change({ state: (event.currentTarget.value || undefined) as typeof search.state })}
        data={[
          { value: "", label: t("stateAll") },
          ...states.map((state) => ({ value: state, label: t(`state_${state}`) })),
        ]}
      />
    </Group>
  );
}

/** Hands the chosen ones over; the toast takes them back. */
function GiveBar({
  assignments,
  team,
  onDone,
}: {
  assignments: readonly Assignment[];
  team: Team | undefined;
  onDone: () => void;
}) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const [holderId, setHolderId] = useState("");
  const path = `${pathOf(study.id)}/assignments`;
  const interviewers = (team?.members ?? []).filter(({ duty }) => duty === "interviewer");
  const give = useMutation<unknown, ProblemError>({
    mutationFn: () => api.post(`${path}/hand-over`, { ids: assignments.map(({ id }) => id), holderId }),
    onSuccess: async () => {
      const taken = assignments.map(({ id }) => id);
      toast(
        t("given", {
          count: format.count(taken.length),
          name: interviewers.find(({ staffId }) => staffId === holderId)?.name ?? "",
        }),
        {
          action: {
            label: t("undo"),
            run: () =>
              void Promise.all(taken.map((id) => api.post(`${path}/${id}/acts`, { act: "take-back" })))
                .catch(({ message }: ProblemError) => toast(message, { tone: "bad" }))
                .then(() => refresh(pathOf(study.id))),
          },
        },
      );
      onDone();
      await refresh(pathOf(study.id));
    },
  });
  return (
    <Stack gap="xs" className="ln-surface ln-no-print" p="md">
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={`${t("chosen", { count: format.count(assignments.length) })}. ${t("giveTo")}`}
          value={holderId}
          onChange={(event) => setHolderId(event.currentTarget.value)}
          data={[
            { value: "", label: "…" },
            ...interviewers.map(({ staffId, name, inHand }) => ({ value: staffId, label: `${name} (${inHand})` })),
          ]}
        />
        <Button disabled={holderId === ""} loading={give.isPending} onClick={() => give.mutate()}>
          {t("give")}
        </Button>
      </Group>
      {give.error ? <ProblemNote problem={give.error} /> : null}
    </Stack>
  );
}
