import { type UnitAct, type UnitImport, type UnitKind, unitKindNames } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Stack, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { downloadText } from "../platform/download.ts";
import { DropZone } from "../platform/drop-zone.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Loaded, ProblemNote, Working } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { RowFaults } from "./row-faults.tsx";
import { UnitsFrame } from "./units-frame.tsx";
import { words } from "./words.ts";

const templates = {
  units:
    "mã,tên,loại,thuộc,từ ngày,đến ngày,đầu mối\n15,Tỉnh Lào Cai,tỉnh,,,,\n02683,Xã Bát Xát,xã,15,01/07/2025,,Phó chủ tịch UBND\n",
  crosswalk: "mã cũ,mã mới,ngày,phần\n02683,02690,01/07/2025,100 %\n",
} as const;

const mostShown = 12;

type Field = `field-${"name" | "name_en" | "kind" | "valid_from" | "valid_to" | "focal" | "parent" | "share"}`;

function Preview({ report, onDone }: { report: UnitImport; onDone: () => void }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const apply = useMutation<undefined, ProblemError, string>({
    mutationFn: (id) => api.post(`/units/imports/${id}`),
    onSuccess: async () => {
      await refresh("/units");
      toast(t("applied"));
      onDone();
    },
  });
  const many = report.added + report.changed;
  const value = (field: string, text: string) =>
    text === ""
      ? t("none")
      : field === "kind"
        ? label(unitKindNames[text as UnitKind])
        : field.startsWith("valid")
          ? format.day(text)
          : text;
  return (
    <Section title={t("preview", { file: report.fileName })}>
      <Stack gap="md">
        {report.faultCount ? <RowFaults count={report.faultCount} faults={report.faults} /> : null}
        <Text fw={600} role="status">
          {many === 0 && !report.faultCount
            ? t("previewNothing")
            : t("previewSum", {
                added: format.count(report.added),
                changed: format.count(report.changed),
                unchanged: format.count(report.unchanged),
              })}
        </Text>
        {report.kinds.length ? (
          <Text c="dimmed">
            {t("previewKinds", {
              kinds: report.kinds
                .map(({ kind, count }) => `${label(unitKindNames[kind])}: ${format.count(count)}`)
                .join(" · "),
            })}
          </Text>
        ) : null}
        {report.ignoredColumns.length ? (
          <Text c="dimmed">{t("ignored", { columns: report.ignoredColumns.join(", ") })}</Text>
        ) : null}
        {report.sample.length && !report.faultCount ? (
          <>
            <ScrollTable name={t("preview", { file: report.fileName })} miw={560} mah={420}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th ta="right">{t("row")}</Table.Th>
                  <Table.Th>{t("code")}</Table.Th>
                  <Table.Th>{t("name")}</Table.Th>
                  <Table.Th>{t("state")}</Table.Th>
                  <Table.Th>{t("changesColumn")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {report.sample.slice(0, mostShown).map((one) => (
                  <Table.Tr key={`${one.row} ${one.code}`}>
                    <Table.Td ta="right">{one.row}</Table.Td>
                    <Table.Td>{one.code}</Table.Td>
                    <Table.Td>{one.name}</Table.Td>
                    <Table.Td>{t(one.state)}</Table.Td>
                    <Table.Td>
                      {one.changes.map(({ field, from, to }) => (
                        <Text key={field} size="sm">
                          {t("fieldChange", {
                            field: t(`field-${field}` as Field),
                            from: value(field, from),
                            to: value(field, to),
                          })}
                        </Text>
                      ))}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </ScrollTable>
            {many > mostShown ? (
              <Text size="sm" c="dimmed">
                {t("showing", { shown: Math.min(mostShown, report.sample.length), count: format.count(many) })}
              </Text>
            ) : null}
          </>
        ) : null}
        {apply.error ? <ProblemNote problem={apply.error} /> : null}
        <Group gap="sm">
          {report.id ? (
            <Button loading={apply.isPending} onClick={() => apply.mutate(report.id!)}>
              {t("apply", { count: format.count(many) })}
            </Button>
          ) : null}
          <Button variant="default" onClick={onDone}>
            {t(report.id ? "discard" : "another")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function Acts() {
  const t = useWords(words);
  const format = useFormat();
  const acts = useGet<UnitAct[]>("/units/acts");
  const [undoing, setUndoing] = useState<UnitAct | null>(null);
  const undo = useMutation<undefined, ProblemError, string>({
    mutationFn: (id) => api.post(`/units/acts/${id}/undo`),
    onSuccess: async () => {
      setUndoing(null);
      await refresh("/units");
      toast(t("undoneToast"));
    },
  });
  return (
    <Section title={t("actsTitle")}>
      <Loaded query={acts}>
        {(list) =>
          list.length === 0 ? (
            <Text c="dimmed">{t("actsEmpty")}</Text>
          ) : (
            <ul className="ln-lines" style={{ padding: 0, margin: 0 }}>
              {list.map((act) => (
                <li key={act.id} className="ln-line">
                  <div>
                    <Text td={act.undone ? "line-through" : "none"}>
                      {t(`act-${act.what}`)}: {act.subject} ({format.count(act.rows)})
                    </Text>
                    <Text size="sm" c="dimmed">
                      {format.moment(act.at)} · {act.person}
                      {act.undone
                        ? ` · ${t("undone", { person: act.undone.person, day: format.moment(act.undone.at) })}`
                        : ""}
                    </Text>
                  </div>
                  {act.undoable ? (
                    <Button
                      size="sm"
                      variant="default"
                      aria-label={t("undoNamed", { what: t(`act-${act.what}`), subject: act.subject })}
                      onClick={() => {
                        undo.reset();
                        setUndoing(act);
                      }}
                    >
                      {t("undo")}
                    </Button>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Confirm
        opened={undoing !== null}
        onClose={() => setUndoing(null)}
        title={t("undoTitle")}
        action={t("undo")}
        busy={undo.isPending}
        problem={undo.error}
        onConfirm={() => undoing && undo.mutate(undoing.id)}
      >
        <Text>{t("undoWhat", { subject: undoing?.subject ?? "", rows: format.count(undoing?.rows ?? 0) })}</Text>
      </Confirm>
    </Section>
  );
}

/** Files of units: seen first, applied, undone. */
export function ImportUnitsPage() {
  const t = useWords(words);
  const { list } = useSearch({ from: "/staff-only/units/import" });
  const [of, setOf] = useState<UnitImport["of"]>("units");
  const [report, setReport] = useState<UnitImport | null>(null);
  const preview = useMutation<UnitImport, ProblemError, File | "vietnam">({
    mutationFn: (file) =>
      file === "vietnam" ? api.post("/units/imports/vietnam") : api.upload(`/units/imports?of=${of}`, file),
    onSuccess: setReport,
  });
  // The way here from the empty tree has chosen already.
  const asked = useRef(false);
  const { mutate } = preview;
  useEffect(() => {
    if (list === "vietnam" && !asked.current) {
      asked.current = true;
      mutate("vietnam");
    }
  }, [list, mutate]);
  const close = () => {
    setReport(null);
    preview.reset();
  };
  return (
    <UnitsFrame title={t("importTitle")} lead={t("importLead")}>
      {report ? (
        <Preview report={report} onDone={close} />
      ) : (
        <>
          <Section>
            <Stack gap="md">
              <NativeSelect
                label={t("ofWhat")}
                value={of}
                onChange={(event) => setOf(event.currentTarget.value as UnitImport["of"])}
                data={[
                  { value: "units", label: t("ofUnits") },
                  { value: "crosswalk", label: t("ofCrosswalk") },
                ]}
                maw={360}
              />
              <DropZone
                accept={[".csv", ".xlsx"]}
                hint={t(of === "units" ? "unitsHint" : "crosswalkHint")}
                busyWith={
                  preview.isPending && preview.variables !== "vietnam" ? (preview.variables?.name ?? null) : null
                }
                onFile={(file) => preview.mutate(file)}
              />
              {preview.error ? <ProblemNote problem={preview.error} /> : null}
              <div>
                <Button
                  variant="subtle"
                  size="sm"
                  onClick={() => downloadText(`${of}.csv`, "text/csv", `\uFEFF${templates[of]}`)}
                >
                  {t(of === "units" ? "templateUnits" : "templateCrosswalk")}
                </Button>
              </div>
            </Stack>
          </Section>
          <Section title={t("vietnamTitle")} lead={t("vietnamLead")}>
            {preview.isPending && preview.variables === "vietnam" ? (
              <Working />
            ) : (
              <Button variant="default" onClick={() => preview.mutate("vietnam")}>
                {t("startVietnam")}
              </Button>
            )}
          </Section>
        </>
      )}
      <Acts />
    </UnitsFrame>
  );
}
