import type { ImportColumn } from "@lang-nghe/contract";
import { Select, Table, Text, TextInput } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useWords } from "../platform/words.ts";
import { importWords } from "./import-words.ts";

export type Kind = ImportColumn["kind"];
export type ColumnRole = ImportColumn["proposedRole"];
export type ColumnChoice = { name: string; kind: Kind; role: ColumnRole; label: string };

const kinds = ["categorical", "numeric", "text"] as const;
const roles = ["question", "weight", "stratum", "psu", "fpc", "leave-out"] as const;

export interface ImportColumnsProps {
  readonly columns: readonly ImportColumn[];
  readonly choices: readonly ColumnChoice[];
  readonly onChange: (name: string, change: Partial<ColumnChoice>) => void;
}

/** One row a column: what it is and which part it plays. */
export function ImportColumns({ columns, choices, onChange }: ImportColumnsProps) {
  const t = useWords(importWords);
  const format = useFormat();
  const byName = new Map(choices.map((choice) => [choice.name, choice]));
  return (
    <ScrollTable name={t("columnsTitle")} miw={860}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("column")}</Table.Th>
          <Table.Th>{t("label")}</Table.Th>
          <Table.Th ta="right">{t("distinct")}</Table.Th>
          <Table.Th ta="right">{t("missing")}</Table.Th>
          <Table.Th>{t("kind")}</Table.Th>
          <Table.Th>{t("role")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map((column) => {
          const choice = byName.get(column.name);
          if (!choice) return null;
          return (
            <Table.Tr key={column.name}>
              <Table.Td fw={600} miw={120} maw={220} style={{ overflowWrap: "anywhere" }}>
                {column.name}
              </Table.Td>
              <Table.Td miw={200}>
                <TextInput
                  size="sm"
                  aria-label={t("labelOf", { name: column.name })}
                  placeholder={column.name}
                  value={choice.label}
                  maxLength={500}
                  onChange={(event) => onChange(column.name, { label: event.currentTarget.value })}
                />
              </Table.Td>
              <Table.Td ta="right">{format.count(column.distinct)}</Table.Td>
              <Table.Td ta="right">{format.count(column.missing)}</Table.Td>
              <Table.Td miw={150}>
                <Select
                  size="sm"
                  aria-label={t("kindOf", { name: column.name })}
                  data={kinds.map((kind) => ({ value: kind, label: t(kind) }))}
                  value={choice.kind}
                  onChange={(kind) => kind && onChange(column.name, { kind: kind as Kind })}
                />
              </Table.Td>
              <Table.Td miw={200}>
                <Select
                  size="sm"
                  id={`role-${column.name}`}
                  aria-label={t("roleOf", { name: column.name })}
                  data={roles.map((role) => ({ value: role, label: t(role) }))}
                  value={choice.role}
                  onChange={(role) => role && onChange(column.name, { role: role as ColumnRole })}
                />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** Columns that may not come in, each with its reason. */
export function RefusedColumns({ columns }: { columns: readonly (ImportColumn & { reason: string })[] }) {
  const t = useWords(importWords);
  return (
    <ScrollTable name={t("refusedTitle")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("column")}</Table.Th>
          <Table.Th>{t("refused")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {columns.map((column) => (
          <Table.Tr key={column.name}>
            <Table.Td fw={600}>{column.name}</Table.Td>
            <Table.Td>
              <Text>{column.reason}</Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}
