import type { InvitationWave, RosterFault, RosterReport } from "@lang-nghe/contract";
import { Button, List, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { downloadText } from "../platform/download.ts";
import { DropZone } from "../platform/drop-zone.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

const sample = `name,phone,email,address,language,stratum,psu,base_weight
Nguyễn Văn A,0912 345 678,,"Thôn 1, xã Bản Hồ",vi,Vùng cao,Thôn 1,85.5
`;

function Faults({ problem }: { problem: ProblemError }) {
  const t = useWords(words);
  const language = useLanguage();
  const faults = (problem.details.faults ?? []) as RosterFault[];
  if (problem.code !== "invitations.roster" || faults.length === 0) return <ProblemNote problem={problem} />;
  return (
    <Notice tone="bad" title={t("faults", { count: faults.length })}>
      <List mt="xs" spacing={4}>
        {faults.map(({ row, column, what }) => (
          <List.Item key={`${row} ${column} ${what.en}`}>
            {t("faultRow", { row, column, what: what[language] })}
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}

function Report({ report }: { report: RosterReport }) {
  const t = useWords(words);
  const format = useFormat();
  return (
    <Notice tone="good" title={t("rosterDone", { people: format.count(report.people) })}>
      {report.optedOut > 0 ? <Text>{t("rosterOptedOut", { count: format.count(report.optedOut) })}</Text> : null}
      {report.remarks.map(({ rows, contact }) => (
        <Text key={contact}>{t("rosterShared", { rows: rows.join(", "), contact })}</Text>
      ))}
      {report.ignoredColumns.length > 0 ? (
        <Text>{t("rosterIgnored", { columns: report.ignoredColumns.join(", ") })}</Text>
      ) : null}
    </Notice>
  );
}

/** The list of people, taken whole or not at all. */
export function RosterSection({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const upload = useMutation<RosterReport, ProblemError, File>({
    mutationFn: (file) => api.upload(`/invitations/${wave.studyId}/roster`, file),
    onSuccess: () => refresh("/invitations"),
  });
  return (
    <Section title={t("roster")} lead={t("rosterLead")}>
      <Stack gap="md">
        <DropZone
          accept={[".csv", ".xlsx"]}
          hint={t("rosterHint")}
          busyWith={upload.isPending ? (upload.variables?.name ?? null) : null}
          onFile={(file) => upload.mutate(file)}
        />
        {upload.error ? <Faults problem={upload.error} /> : null}
        {upload.data ? <Report report={upload.data} /> : null}
        <div>
          <Button variant="subtle" size="sm" onClick={() => downloadText("roster.csv", "text/csv", `\uFEFF${sample}`)}>
            {t("rosterTemplate")}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}
