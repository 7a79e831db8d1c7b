import type { AssignmentAct, AssignmentDetail } from "@lang-nghe/contract";
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { ActsSection } from "./acts-section.tsx";
import { outcomeInWords, tryInWords } from "./report-sentences.ts";
import { namesOf, pathOf, useTeam } from "./team.ts";
import { words } from "./words.ts";

/** What can be done with an assignment in each state, the usual thing first. */
const actsIn: Readonly<Record<AssignmentDetail["state"], readonly AssignmentAct["act"][]>> = {
  planned: ["close"],
  given: ["take-back", "close"],
  taken: ["take-back"],
  ended: ["accept", "return"],
  accepted: [],
  closed: [],
};
const wordOf = { "take-back": "act_take", accept: "act_accept", return: "act_return", close: "act_close" } as const;
const helpOf = { "take-back": "takeHelp", return: "returnHelp", close: "closeHelp" } as const;

/** What a design without strata calls its one. */
const wholeFrame = "all";

/** One place to visit, and all that was reported of it. */
export function AssignmentPage() {
  const t = useWords(words);
  const study = useStudy();
  const { assignmentId } = useParams({ from: "/staff-only/studies/$studyId/fieldwork/assignments/$assignmentId" });
  const assignment = useGet<AssignmentDetail>(`${pathOf(study.id)}/assignments/${assignmentId}`);
  return (
    <Page
      title={assignment.data ? t("detailTitle", { number: assignment.data.number }) : t("assignments")}
      lead={
        <TextLink to="/studies/$studyId/fieldwork" params={{ studyId: study.id }} search={{}}>
          {t("back")}
        </TextLink>
      }
    >
      <Loaded query={assignment}>
        {(found) => (
          <>
            <Facts assignment={found} />
            <History assignment={found} />
            <ActsSection assignmentId={found.id} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ assignment }: { assignment: AssignmentDetail }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const nameOf = namesOf(useTeam().data, t("unknownPerson"));
  const { state, round, remark, holderId, stratum, psu, baseWeight } = assignment;
  return (
    <Section title={assignment.place}>
      <Stack gap={4}>
        <Text>
          {[
            assignment.unit ?? t("placeNone"),
            t(`state_${state}`) + (round > 1 ? `, ${t("round", { round })}` : ""),
            ...(holderId ? [nameOf(holderId)] : []),
          ].join(" · ")}
        </Text>
        {remark ? (
          <Text>
            {t("remark")}: “{remark}”
          </Text>
        ) : null}
        <Text size="sm" c="dimmed">
          {[
            `${t("code")}: ${assignment.code}`,
            ...(stratum === wholeFrame ? [] : [t("stratum", { stratum })]),
            t("weight", { psu, weight: format.number(baseWeight, 1) }),
          ].join(". ")}
        </Text>
      </Stack>
      {may("fieldwork:write") ? (
        <Group gap="sm" mt="md">
          {actsIn[state].map((act, i) => (
            <ActButton key={act} assignment={assignment} act={act} main={i === 0 && act === "accept"} />
          ))}
        </Group>
      ) : null}
    </Section>
  );
}

function ActButton({
  assignment,
  act,
  main,
}: {
  assignment: AssignmentDetail;
  act: AssignmentAct["act"];
  main: boolean;
}) {
  const t = useWords(words);
  const study = useStudy();
  const [opened, setOpened] = useState(false);
  const [remark, setRemark] = useState("");
  const run = useMutation<unknown, ProblemError>({
    mutationFn: () =>
      api.post(`${pathOf(study.id)}/assignments/${assignment.id}/acts`, {
        act,
        ...(remark.trim() && { remark: remark.trim() }),
      }),
    onSuccess: async () => {
      setOpened(false);
      toast(t("done"));
      await refresh(pathOf(study.id));
    },
    onError: ({ message }) => (opened ? undefined : toast(message, { tone: "bad" })),
  });
  return (
    <>
      <Button
        {...(!main && { variant: "default" })}
        loading={!opened && run.isPending}
        onClick={() => (act === "accept" ? run.mutate() : setOpened(true))}
      >
        {t(wordOf[act])}
      </Button>
      {act === "accept" ? null : (
        <Confirm
          opened={opened}
          onClose={() => setOpened(false)}
          title={t(wordOf[act])}
          action={t(wordOf[act])}
          onConfirm={() => run.mutate()}
          busy={run.isPending}
          problem={run.error}
        >
          <Stack gap="md">
            <Text>{t(helpOf[act])}</Text>
            <Textarea
              label={t("why")}
              description={t("whyHelp")}
              value={remark}
              onChange={(event) => setRemark(event.currentTarget.value)}
              maxLength={1000}
              autosize
              minRows={2}
              data-autofocus
            />
          </Stack>
        </Confirm>
      )}
    </>
  );
}

function History({ assignment }: { assignment: AssignmentDetail }) {
  const t = useWords(words);
  const format = useFormat();
  const nameOf = namesOf(useTeam().data, t("unknownPerson"));
  const lines = [
    ...assignment.outcomes.map((line) => ({ ...line, text: outcomeInWords(t, format, line) })),
    ...assignment.handBacks.map((line) => ({ ...line, text: t("handBack", { remark: line.remark }) })),
    ...assignment.tries.map((line) => ({ ...line, text: tryInWords(t, format, line) })),
  ];
  return (
    <Section title={t("history")}>
      {lines.length === 0 ? (
        <Text c="dimmed">{t("historyNone")}</Text>
      ) : (
        <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
          {lines.map(({ id, text, staffId, round }) => (
            <li key={id} className="ln-line">
              <span>{text}</span>
              <Text span size="sm" c="dimmed">
                {t("by", { name: nameOf(staffId), round })}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
