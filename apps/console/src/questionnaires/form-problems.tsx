import type { FormProblem } from "@lang-nghe/contract";
import { Box, Button, Group, Stack, Table, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { CopyButton } from "../platform/copy-field.tsx";
import { csvOf, downloadText } from "../platform/download.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Notice } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Every fault of an uploaded form: where it is and how to mend it, to be copied or taken along. */
export function FormProblems({ problems }: { problems: readonly FormProblem[] }) {
  const t = useWords(words);
  const label = useLabel();
  const narrow = useMediaQuery("(max-width: 36em)") ?? false;
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
      {narrow ? (
        <FaultList rows={rows} head={head} name={t("problemsTitle", { count: problems.length })} />
      ) : (
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
      )}
      <Group gap="sm" className="ln-no-print">
        <CopyButton label={t("copyTable")} text={[head, ...rows].map((row) => row.join("\t")).join("\n")} />
        <Button variant="default" onClick={() => downloadText("form-problems.csv", "text/csv", csvOf([head, ...rows]))}>
          {t("downloadTable")}
        </Button>
      </Group>
    </Stack>
  );
}

/** On a phone: what is wrong and its mend in full width, with nothing to be pulled sideways. */
function FaultList({ rows, head, name }: { rows: readonly string[][]; head: readonly string[]; name: string }) {
  return (
    <Box component="ol" className="ln-surface" m={0} p={0} aria-label={name} style={{ listStyle: "none" }}>
      {rows.map(([sheet, row, column, what, mend], index) => (
        <Box
          component="li"
          // biome-ignore lint/suspicious/noArrayIndexKey: faults have no other identity and never move
          key={index}
          p="md"
          style={index > 0 ? { borderTop: "1px solid var(--ln-line)" } : {}}
        >
          <Text size="sm" c="dimmed">
            {[sheet, row && `${head[1]} ${row}`, column && `${head[2]} ${column}`].filter(Boolean).join(" · ")}
          </Text>
          <Text fw={600}>{what}</Text>
          <Text>{mend}</Text>
        </Box>
      ))}
    </Box>
  );
}
