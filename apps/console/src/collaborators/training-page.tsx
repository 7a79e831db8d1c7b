import type { Attendance, AttendanceEntry, Roster, Training } from "@lang-nghe/contract";
import { Button, Group, Modal, NativeSelect, Radio, Stack, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { CollaboratorsFrame } from "./collaborators-frame.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { TrainingForm } from "./training-form.tsx";
import { words } from "./words.ts";

/** One training session: who came, marks, certificates. */
export function TrainingPage() {
  const { trainingId } = useParams({ from: "/staff-only/collaborators/training/$trainingId" });
  const training = useGet<Training>(`/trainings/${trainingId}`);
  return <Loaded query={training}>{(one) => <Held training={one} />}</Loaded>;
}

function Held({ training }: { training: Training }) {
  const t = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const writes = useMay()("collaborators:write");
  const [editing, setEditing] = useState(false);
  const [certifying, setCertifying] = useState(false);
  const path = `/trainings/${training.id}`;
  const certified = training.attendance.filter(({ certificate }) => certificate !== null).length;
  const due = training.attendance.some(
    ({ mark, certificate }) =>
      certificate === null && (training.questions.length === 0 || (mark !== null && mark >= training.passMark)),
  );
  const give = useMutation<{ given: number }, ProblemError>({
    mutationFn: () => api.post(`${path}/certificates`),
    onSuccess: async ({ given }) => {
      setCertifying(false);
      await refresh("/trainings", "/collaborators");
      toast(t("certified", { count: given }));
    },
  });
  return (
    <CollaboratorsFrame
      title={training.title}
      lead={t("trainingLine", {
        ...{ day: format.day(training.heldOn), place: training.place || t("nowhere"), hours: training.hours },
        ...{ people: training.attendance.length, certificates: certified },
      })}
      actions={
        <>
          {training.attendance.length ? (
            <Button component="a" variant="default" href={`/api${path}/attendance.xlsx`} download>
              {t("xlsx")}
            </Button>
          ) : null}
          {certified ? (
            <Button component="a" variant="default" href={`/api${path}/certificates.pdf`} download>
              {t("certificates")}
            </Button>
          ) : null}
          {writes ? (
            <>
              <Button variant="default" onClick={() => setEditing(true)}>
                {t("edit")}
              </Button>
              {due ? <Button onClick={() => setCertifying(true)}>{t("certify")}</Button> : null}
              {training.attendance.length ? null : (
                <RemoveButton
                  path={path}
                  name={training.title}
                  what={t("trainingRemoveWhat")}
                  again={["/trainings"]}
                  onGone={() => void navigate({ to: "/collaborators/training" })}
                />
              )}
            </>
          ) : null}
        </>
      }
    >
      <AttendanceSection training={training} writes={writes} />
      <Modal opened={editing} onClose={() => setEditing(false)} title={t("editTraining")} size="lg">
        {editing ? <TrainingForm of={training} onDone={() => setEditing(false)} /> : null}
      </Modal>
      <Confirm
        opened={certifying}
        onClose={() => setCertifying(false)}
        title={t("certify")}
        action={t("certify")}
        busy={give.isPending}
        problem={give.error}
        onConfirm={() => give.mutate()}
      >
        <Text>{t("certifyWhat")}</Text>
      </Confirm>
    </CollaboratorsFrame>
  );
}

function AttendanceSection({ training, writes }: { training: Training; writes: boolean }) {
  const t = useWords(words);
  const roster = useGet<Roster>("/collaborators");
  const [chosen, setChosen] = useState("");
  const [marking, setMarking] = useState<Attendance | null>(null);
  const came = training.attendance.map(({ collaboratorId }) => ({ collaboratorId }));
  const save = useMutation<unknown, ProblemError, AttendanceEntry["attended"]>({
    mutationFn: (attended) => api.put(`/trainings/${training.id}/attendance`, { attended }),
    onSuccess: async () => {
      setChosen("");
      setMarking(null);
      await refresh("/trainings", "/collaborators");
    },
  });
  const without = ({ collaboratorId: id, name }: Attendance) =>
    save.mutate(
      came.filter(({ collaboratorId }) => collaboratorId !== id),
      {
        onSuccess: () => toast(t("dropped", { name }), { action: { label: t("undo"), run: () => save.mutate(came) } }),
      },
    );
  const others = (roster.data?.collaborators ?? []).filter(
    ({ id, endedOn }) =>
      !came.some(({ collaboratorId }) => collaboratorId === id) && (endedOn === null || endedOn >= training.heldOn),
  );
  const of = training.questions.length;
  const result = ({ mark }: Attendance) =>
    of === 0
      ? t("noTest")
      : mark === null
        ? t("notTaken")
        : `${t("markOf", { mark, of })}, ${t(mark >= training.passMark ? "passed" : "failed")}`;
  return (
    <Section title={t("attendance")} {...(writes ? { lead: t("attendanceLead") } : {})}>
      {training.attendance.length === 0 ? <Text c="dimmed">{t("attendanceEmpty")}</Text> : null}
      {training.attendance.length ? (
        <ScrollTable name={t("attendance")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("name")}</Table.Th>
              <Table.Th scope="col">{t("mark")}</Table.Th>
              <Table.Th scope="col">{t("certificate")}</Table.Th>
              {writes ? (
                <Table.Th scope="col" className="ln-no-print">
                  {t("actions")}
                </Table.Th>
              ) : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {training.attendance.map((one) => (
              <Table.Tr key={one.collaboratorId}>
                <Table.Th scope="row" fw={600}>
                  {one.name}
                </Table.Th>
                <Table.Td>{result(one)}</Table.Td>
                <Table.Td>{one.certificate ?? "–"}</Table.Td>
                {writes ? (
                  <Table.Td className="ln-no-print">
                    {one.certificate === null ? (
                      <Group gap="xs" wrap="nowrap">
                        {of > 0 ? (
                          <Button
                            size="sm"
                            variant="default"
                            aria-label={t("enterTestOf", { name: one.name })}
                            onClick={() => setMarking(one)}
                          >
                            {t("enterTest")}
                          </Button>
                        ) : null}
                        <Button
                          size="sm"
                          variant="default"
                          aria-label={t("notCameOf", { name: one.name })}
                          onClick={() => without(one)}
                        >
                          {t("notCame")}
                        </Button>
                      </Group>
                    ) : null}
                  </Table.Td>
                ) : null}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      ) : null}
      {save.error && marking === null ? <ProblemNote problem={save.error} /> : null}
      {writes ? (
        <Group align="flex-end" gap="sm" mt="md" className="ln-no-print">
          <NativeSelect
            size="md"
            label={t("addPerson")}
            data={[{ value: "", label: "…" }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={chosen === ""}
            loading={save.isPending}
            onClick={() => save.mutate([...came, { collaboratorId: chosen }])}
          >
            {t("came")}
          </Button>
        </Group>
      ) : null}
      <Modal
        opened={marking !== null}
        onClose={() => setMarking(null)}
        title={t("enterTestOf", { name: marking?.name ?? "" })}
        size="lg"
      >
        {marking ? (
          <TestSheet
            training={training}
            busy={save.isPending}
            problem={save.error}
            onDone={(choices) =>
              save.mutate(
                came.map((one) => (one.collaboratorId === marking.collaboratorId ? { ...one, choices } : one)),
              )
            }
          />
        ) : null}
      </Modal>
    </Section>
  );
}

/** What somebody ticked on paper; the right choices are not shown. */
function TestSheet({
  training,
  busy,
  problem,
  onDone,
}: {
  training: Training;
  busy: boolean;
  problem: ProblemError | null;
  onDone: (choices: (number | null)[]) => void;
}) {
  const t = useWords(words);
  const [choices, setChoices] = useState<(number | null)[]>(training.questions.map(() => null));
  return (
    <Stack gap="lg">
      {training.questions.map(({ question, choices: offered }, i) => (
        <Radio.Group
          // biome-ignore lint/suspicious/noArrayIndexKey: a question is its place in the test
          key={i}
          label={`${i + 1}. ${question}`}
          value={String(choices[i] ?? "")}
          onChange={(value) =>
            setChoices(choices.map((one, k) => (k === i ? (value === "" ? null : Number(value)) : one)))
          }
        >
          <Stack gap="xs" mt="xs">
            {offered.map((choice, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place in the question
              <Radio key={k} value={String(k)} label={choice} />
            ))}
            <Radio value="" label={t("notAnswered")} />
          </Stack>
        </Radio.Group>
      ))}
      {problem ? <ProblemNote problem={problem} /> : null}
      <Group>
        <Button loading={busy} onClick={() => onDone(choices)}>
          {t("save")}
        </Button>
      </Group>
    </Stack>
  );
}
