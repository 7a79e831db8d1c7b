import type { FormProblem } from "@lang-nghe/contract";
import { Button, Group, Stack, Table, Text } from "@mantine/core";
import { CopyButton } from "../platform/copy-field.tsx";
import { downloadText } from "../platform/download.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Notice } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** A cell for a spreadsheet: quoted, and never read as a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Every fault of an uploaded form: where it is and how to mend it, to be copied or taken along. */
export function FormProblems({ problems }: { problems: readonly FormProblem[] }) {
  const t = useWords(words);
  const label = useLabel();
  const head = [t("sheet"), t("row"), t("column"), t("what"), t("mend")];
  const rows = problems.map((problem) => [
    problem.sheet,
    problem.row === null ? "" : String(problem.row),
    problem.column ?? "",
    label(problem.message),
    label(problem.mend),
  ]);
  return (
    <Stack gap="md">
      <Notice tone="bad" title={t("problemsTitle", { count: problems.length })}>
        <Text>{t("problemsLead")}</Text>
      </Notice>
      <ScrollTable name={t("problemsTitle", { count: problems.length })} miw={640}>
        <Table.Thead>
          <Table.Tr>
            {head.map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: faults have no other identity and never move
            <Table.Tr key={index}>
              {row.map((text, column) => (
                <Table.Td key={head[column]} style={{ verticalAlign: "top" }}>
                  {text}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
      <Group gap="sm" className="ln-no-print">
        <CopyButton label={t("copyTable")} text={[head, ...rows].map((row) => row.join("\t")).join("\n")} />
        <Button
          variant="default"
          onClick={() =>
            downloadText(
              "form-problems.csv",
              "text/csv",
              `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`,
            )
          }
        >
          {t("downloadTable")}
        </Button>
      </Group>
    </Stack>
  );
}
