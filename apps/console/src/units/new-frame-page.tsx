import type { Frame, FrameColumn, FrameKind, FrameRole, FrameUpload, RowFault } from "@lang-nghe/contract";
import { Button, Group, NativeSelect, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { DropZone } from "../platform/drop-zone.tsx";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { useFormat } from "../platform/format.ts";
import { Page, Section } from "../platform/page.tsx";
import { refresh } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { frameWords } from "./frame-words.ts";
import { RowFaults } from "./row-faults.tsx";

const roles = ["id", "place", "within", "size", "keep", "leave-out"] as const;
const kinds = ["households", "people", "villages", "places"] as const;

function Refused({ upload }: { upload: FrameUpload }) {
  const t = useWords(frameWords);
  const label = useLabel();
  return (
    <Stack gap="md" mb="lg">
      <Notice tone="bad" title={t("refused", { file: upload.fileName })}>
        <Text>{t("refusedHelp")}</Text>
      </Notice>
      <ScrollTable name={t("refused", { file: upload.fileName })}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("column")}</Table.Th>
            <Table.Th>{t("why")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {upload.refused.map(({ column, reason }) => (
            <Table.Tr key={column}>
              <Table.Td fw={600}>{column}</Table.Td>
              <Table.Td>{label(reason)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Stack>
  );
}

function Columns({
  columns,
  chosen,
  onChange,
}: {
  columns: readonly FrameColumn[];
  chosen: Readonly<Record<string, FrameRole>>;
  onChange: (name: string, role: FrameRole) => void;
}) {
  const t = useWords(frameWords);
  const format = useFormat();
  return (
    <ScrollTable name={t("columnsTitle")} miw={720}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("column")}</Table.Th>
          <Table.Th>{t("role")}</Table.Th>
          <Table.Th>{t("kind")}</Table.Th>
          <Table.Th ta="right">{t("distinct")}</Table.Th>
          <Table.Th ta="right">{t("missing")}</Table.Th>
          <Table.Th>{t("examples")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map((column) => (
          <Table.Tr key={column.name}>
            <Table.Td fw={600} miw={110} maw={220} style={{ overflowWrap: "anywhere" }}>
              {column.name}
            </Table.Td>
            <Table.Td miw={210}>
              <NativeSelect
                size="sm"
                aria-label={t("roleOf", { name: column.name })}
                data={roles.map((role) => ({ value: role, label: t(`role-${role}`) }))}
                value={chosen[column.name] ?? "keep"}
                onChange={(event) => onChange(column.name, event.currentTarget.value as FrameRole)}
              />
            </Table.Td>
            <Table.Td>{t(column.kind)}</Table.Td>
            <Table.Td ta="right">{format.count(column.distinct)}</Table.Td>
            <Table.Td ta="right">{format.count(column.missing)}</Table.Td>
            <Table.Td c="dimmed" maw={240} style={{ overflowWrap: "anywhere" }}>
              {column.examples.join(" · ")}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** A file becomes a frame: looked at, each column given its part, stored whole or not at all. */
export function NewFramePage() {
  const t = useWords(frameWords);
  const format = useFormat();
  const navigate = useNavigate();
  const [upload, setUpload] = useState<FrameUpload | null>(null);
  const [chosen, setChosen] = useState<Record<string, FrameRole>>({});
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<FrameKind>("villages");
  const [errors, setErrors] = useState<FieldErrors>({});
  const send = useMutation<FrameUpload, ProblemError, File>({
    mutationFn: (file) => api.upload("/frames/uploads", file),
    onSuccess: (report) => {
      setUpload(report);
      setChosen(Object.fromEntries(report.columns.map(({ name, role }) => [name, role])));
      window.scrollTo({ top: 0 });
    },
  });
  const keep = useMutation<Frame, ProblemError, string>({
    mutationFn: (id) => api.post("/frames", { upload: id, title: title.trim(), kind, roles: chosen }),
    onSuccess: async ({ id }) => {
      await refresh("/frames");
      toast(t("saved"));
      await navigate({ to: "/frames/$frameId", params: { frameId: id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const found = title.trim() === "" ? { "frame-title": t("needTitle") } : {};
    setErrors(found);
    if (Object.keys(found).length === 0 && upload?.id) keep.mutate(upload.id);
  };
  if (!upload?.id)
    return (
      <Page title={t("uploadTitle")} lead={t("uploadLead")}>
        {upload ? <Refused upload={upload} /> : null}
        <Section>
          <Stack gap="md">
            <DropZone
              accept={[".csv", ".xlsx", ".sav"]}
              hint={t("uploadHint")}
              busyWith={send.isPending ? (send.variables?.name ?? null) : null}
              onFile={(file) => send.mutate(file)}
            />
            {send.error ? <ProblemNote problem={send.error} /> : null}
            <Text c="dimmed">{t("never")}</Text>
          </Stack>
        </Section>
      </Page>
    );
  const faults = keep.error?.code === "units.rows" ? ((keep.error.details.faults ?? []) as RowFault[]) : [];
  return (
    <Page
      title={t("uploadTitle")}
      lead={t("read", { file: upload.fileName, rows: format.count(upload.rows), columns: upload.columns.length })}
      actions={
        <Button
          variant="default"
          onClick={() => {
            setUpload(null);
            send.reset();
            keep.reset();
          }}
        >
          {t("again")}
        </Button>
      }
    >
      <form onSubmit={submit} noValidate>
        <Section title={t("columnsTitle")} lead={t("columnsLead")}>
          <Columns
            columns={upload.columns}
            chosen={chosen}
            onChange={(name, role) => setChosen((before) => ({ ...before, [name]: role }))}
          />
        </Section>
        <Section>
          <Stack gap="md" maw="36rem">
            <ErrorSummary errors={errors} />
            <TextInput
              id="frame-title"
              label={t("frameTitle")}
              description={t("frameTitleHelp")}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
              error={errors["frame-title"]}
              maxLength={200}
              autoComplete="off"
            />
            <NativeSelect
              label={t("frameKind")}
              data={kinds.map((value) => ({ value, label: t(value === "places" ? "placesKind" : value) }))}
              value={kind}
              onChange={(event) => setKind(event.currentTarget.value as FrameKind)}
            />
            {faults.length ? (
              <RowFaults count={Number(keep.error?.details.count)} faults={faults} />
            ) : keep.error ? (
              <ProblemNote problem={keep.error} />
            ) : null}
            <Group>
              <Button type="submit" loading={keep.isPending}>
                {t("keep")}
              </Button>
            </Group>
          </Stack>
        </Section>
      </form>
    </Page>
  );
}
