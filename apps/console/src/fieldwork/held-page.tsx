import type { QuarantinedReport } from "@lang-nghe/contract";
import { Button, Group, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded, ProblemNote } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { FieldworkFrame } from "./fieldwork-frame.tsx";
import { reportInWords } from "./report-sentences.ts";
import { namesOf, pathOf, useTeam } from "./team.ts";
import { words } from "./words.ts";

/** What telephones sent and no assignment could take. */
export function HeldPage() {
  const t = useWords(words);
  const study = useStudy();
  const held = useGet<{ reports: QuarantinedReport[] }>(`${pathOf(study.id)}/quarantine`);
  return (
    <FieldworkFrame>
      <Loaded query={held}>
        {({ reports }) =>
          reports.length === 0 ? (
            <Empty title={t("heldEmpty")}>
              <Text>{t("heldEmptyHelp")}</Text>
            </Empty>
          ) : (
            <>
              <Text mb="md" maw="46rem">
                {t("heldLead")}
              </Text>
              {(["open_held", "settled_held"] as const).map((part) => {
                const own = reports.filter(({ settled }) => (settled === null) === (part === "open_held"));
                return own.length === 0 ? null : (
                  <section key={part} className="ln-surface" style={{ padding: "1rem 1.25rem", marginBottom: "1rem" }}>
                    <Title order={2} mb="sm">
                      {t(part)}
                    </Title>
                    <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
                      {own.map((report) => (
                        <HeldLine key={report.id} report={report} />
                      ))}
                    </ul>
                  </section>
                );
              })}
            </>
          )
        }
      </Loaded>
    </FieldworkFrame>
  );
}

function HeldLine({ report }: { report: QuarantinedReport }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const may = useMay();
  const nameOf = namesOf(useTeam().data, t("unknownPerson"));
  const { assignmentId } = report.content as { assignmentId: string };
  return (
    <li className="ln-line">
      <div style={{ minWidth: 0 }}>
        <Text fw={600}>{t(`reason_${report.reason}`)}</Text>
        <Text size="sm">
          {t(`kind_${report.kind}`)} · {nameOf(report.staffId)} · {format.day(report.day)}
          {report.reason === "unknown-assignment" ? null : (
            <>
              {" · "}
              <TextLink
                to="/studies/$studyId/fieldwork/assignments/$assignmentId"
                params={{ studyId: study.id, assignmentId }}
              >
                {t("address")}
              </TextLink>
            </>
          )}
        </Text>
        <Text>{reportInWords(t, format, report.kind, report.content)}</Text>
        {report.settled ? <Text mt={4}>“{report.settled}”</Text> : null}
        {report.settled === null && may("fieldwork:write") ? <Settle report={report} /> : null}
      </div>
    </li>
  );
}

function Settle({ report }: { report: QuarantinedReport }) {
  const t = useWords(words);
  const study = useStudy();
  const [how, setHow] = useState("");
  const settle = useMutation<unknown, ProblemError>({
    mutationFn: () => api.post(`${pathOf(study.id)}/quarantine/${report.id}`, { settled: how.trim() }),
    onSuccess: async () => {
      toast(t("settled"));
      await refresh(`${pathOf(study.id)}/quarantine`);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    settle.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm" mt="xs">
        <TextInput
          label={t("settleHow")}
          value={how}
          onChange={(event) => setHow(event.currentTarget.value)}
          minLength={3}
          maxLength={1000}
          required
          style={{ flex: "1 1 16rem" }}
        />
        <Button type="submit" variant="default" loading={settle.isPending}>
          {t("settle")}
        </Button>
      </Group>
      {settle.error ? <ProblemNote problem={settle.error} /> : null}
    </form>
  );
}
