import {
  chartTable,
  type IntervalChart,
  intervalChart,
  type ProgressionChart,
  progressionChart,
} from "@lang-nghe/ui/charts";
import { Box, Table, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { drawing } from "../platform/trusted.ts";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

type Given = Omit<IntervalChart, "width" | "surface"> | Omit<ProgressionChart, "width" | "surface">;

/** A chart as wide as its place, with its table for those who read figures rather than marks. */
export function ChartFigure({ chart }: { chart: Given }) {
  const t = useWords(words);
  const { ref, width } = useElementSize();
  const sized = { ...chart, width: Math.max(280, Math.min(760, Math.floor(width))), surface: "page" as const };
  const svg = width === 0 ? "" : "pages" in sized ? progressionChart(sized) : intervalChart(sized);
  const table = chartTable(sized as IntervalChart | ProgressionChart);
  return (
    <Box component="figure" m={0}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: packages/ui escapes every text it draws */}
      <div ref={ref} dangerouslySetInnerHTML={drawing(svg)} />
      <Box component="details" mt="sm">
        <Text component="summary" size="sm" style={{ cursor: "pointer" }}>
          {t("chartTable")}
        </Text>
        <div className="ln-scroll">
          <Table mt="xs">
            <Table.Caption>{table.caption}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                {table.head.map((name) => (
                  <Table.Th key={name}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {table.rows.map((row) => (
                <Table.Tr key={row.join("|")}>
                  {row.map((text, index) => (
                    <Table.Td key={table.head[index]}>{text}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      </Box>
    </Box>
  );
}
