import type { Table } from "@lang-nghe/contract";
import { intervalChart } from "@lang-nghe/ui/charts";
import { formatCount, formatNumber, notRandomWords, withheldReason } from "@lang-nghe/ui/format";
import { Table as Sheet, Stack, Text } from "@mantine/core";
import { Chart } from "../platform/chart.tsx";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { baseLine, chartOf, estimateAt, intervalWords, labelOr, peopleWords, titleOf, valueWords } from "./figure.ts";
import "./tabulation.css";
import { words } from "./words.ts";

/** The chart of a table under the page's own heading. */
export function TableChart({ table }: { table: Table }) {
  const t = useWords(words);
  const language = useLanguage();
  return <Chart draw={(width) => intervalChart({ ...chartOf(table, language, t), heading: false, width })} />;
}

/** Levels in rows, groups in columns: share, interval under it, bases at the foot. */
export function TableGrid({ table, details = false }: { table: Table; details?: boolean }) {
  const t = useWords(words);
  const language = useLanguage();
  const grouped = table.columns.length > 1;
  const ranged = table.method.random;
  const name = t("tableName", { title: titleOf(table, language) });
  const levelName = (level: Table["levels"][number]) =>
    table.measure === "mean" ? t("mean") : labelOr(level.label, level.code, language);
  if (details || !grouped) return <LongTable table={table} details={details} name={name} />;
  return (
    <ScrollTable name={name} className="ln-figures">
      <Sheet.Thead>
        <Sheet.Tr>
          <Sheet.Th scope="col">{t("answer")}</Sheet.Th>
          {table.columns.map((column) => (
            <Sheet.Th key={column.code ?? ""} scope="col" ta="right">
              {column.code === null ? t("all") : labelOr(column.label, column.code, language)}
            </Sheet.Th>
          ))}
        </Sheet.Tr>
      </Sheet.Thead>
      <Sheet.Tbody>
        {table.levels.map((level, at) => (
          <Sheet.Tr key={level.code}>
            <Sheet.Th scope="row" fw={400}>
              {levelName(level)}
            </Sheet.Th>
            {table.columns.map((column) => {
              if (column.withheld !== null && at > 0) return null;
              const estimate = estimateAt(table, level.code, column.code);
              const withheld = !estimate || estimate.withheld !== null;
              return (
                <Sheet.Td
                  key={column.code ?? ""}
                  ta="right"
                  miw={110}
                  {...(withheld ? { className: "ln-withheld" } : {})}
                  // A group of which nothing is shown says so once.
                  {...(column.withheld === null ? {} : { rowSpan: table.levels.length })}
                >
                  {withheld ? (
                    <Text span size="xs">
                      {withheldReason(column.withheld ?? estimate?.withheld ?? "other", language)}
                    </Text>
                  ) : (
                    <Text span inherit fw={600}>
                      {valueWords(estimate, table, language)}
                    </Text>
                  )}
                  {ranged && !withheld ? (
                    <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
                      {intervalWords(estimate, table, language)}
                    </Text>
                  ) : null}
                </Sheet.Td>
              );
            })}
          </Sheet.Tr>
        ))}
      </Sheet.Tbody>
      <Sheet.Tfoot>
        <Sheet.Tr>
          <Sheet.Th scope="row">{t("n")}</Sheet.Th>
          {table.columns.map((column) => (
            <Sheet.Td key={column.code ?? ""} ta="right">
              {peopleWords(column, language, t)}
            </Sheet.Td>
          ))}
        </Sheet.Tr>
        <Sheet.Tr>
          <Sheet.Th scope="row">{t("effective")}</Sheet.Th>
          {table.columns.map((column) => (
            <Sheet.Td key={column.code ?? ""} ta="right">
              {column.effectiveBase === null ? "–" : formatCount(Math.round(column.effectiveBase), language)}
            </Sheet.Td>
          ))}
        </Sheet.Tr>
      </Sheet.Tfoot>
    </ScrollTable>
  );
}

/** One row a figure, with everything known of its precision on wish. */
function LongTable({ table, details, name }: { table: Table; details: boolean; name: string }) {
  const t = useWords(words);
  const language = useLanguage();
  const grouped = table.columns.length > 1;
  const ranged = table.method.random || details;
  const number = (value: number | null, decimals: number) =>
    value === null ? "–" : formatNumber(value, language, decimals);
  return (
    <ScrollTable name={name} className="ln-figures">
      <Sheet.Thead>
        <Sheet.Tr>
          {grouped ? <Sheet.Th scope="col">{t("group")}</Sheet.Th> : null}
          <Sheet.Th scope="col">{t("answer")}</Sheet.Th>
          <Sheet.Th scope="col" ta="right">
            {table.measure === "share" ? t("share") : t("mean")}
          </Sheet.Th>
          {ranged ? (
            <Sheet.Th scope="col" ta="right">
              {table.method.random ? t("interval") : t("modelInterval")}
            </Sheet.Th>
          ) : null}
          <Sheet.Th scope="col" ta="right">
            {t("n")}
          </Sheet.Th>
          <Sheet.Th scope="col" ta="right">
            {t("effective")}
          </Sheet.Th>
          {details ? (
            <>
              <Sheet.Th scope="col" ta="right">
                {t("deff")}
              </Sheet.Th>
              <Sheet.Th scope="col" ta="right">
                {t("se")}
              </Sheet.Th>
              <Sheet.Th scope="col" ta="right">
                {t("df")}
              </Sheet.Th>
            </>
          ) : null}
        </Sheet.Tr>
      </Sheet.Thead>
      <Sheet.Tbody>
        {table.columns.flatMap((column) =>
          (column.withheld === null ? table.levels : table.levels.slice(0, 1)).map((level) => {
            const estimate = estimateAt(table, level.code, column.code);
            const withheld = !estimate || estimate.withheld !== null;
            return (
              <Sheet.Tr key={`${column.code ?? ""} ${level.code}`}>
                {grouped ? (
                  <Sheet.Td>{column.code === null ? t("all") : labelOr(column.label, column.code, language)}</Sheet.Td>
                ) : null}
                <Sheet.Th scope="row" fw={400}>
                  {column.withheld !== null && table.levels.length > 1
                    ? t("allLevels")
                    : table.measure === "mean"
                      ? t("mean")
                      : labelOr(level.label, level.code, language)}
                </Sheet.Th>
                {withheld ? (
                  <Sheet.Td ta="right" className="ln-withheld" colSpan={(ranged ? 4 : 3) + (details ? 3 : 0)}>
                    {valueWords(estimate, table, language)}
                  </Sheet.Td>
                ) : (
                  <>
                    <Sheet.Td ta="right" fw={600}>
                      {valueWords(estimate, table, language)}
                    </Sheet.Td>
                    {ranged ? (
                      <Sheet.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                        {intervalWords(estimate, table, language)}
                      </Sheet.Td>
                    ) : null}
                    <Sheet.Td ta="right">{formatCount(estimate.n, language)}</Sheet.Td>
                    <Sheet.Td ta="right">
                      {estimate.effectiveBase === null
                        ? "–"
                        : formatCount(Math.round(estimate.effectiveBase), language)}
                    </Sheet.Td>
                    {details ? (
                      <>
                        <Sheet.Td ta="right">{number(estimate.deff, 2)}</Sheet.Td>
                        <Sheet.Td ta="right">
                          {number(estimate.se === null ? null : estimate.se, table.measure === "share" ? 4 : 3)}
                        </Sheet.Td>
                        <Sheet.Td ta="right">{number(estimate.df, 0)}</Sheet.Td>
                      </>
                    ) : null}
                  </>
                )}
              </Sheet.Tr>
            );
          }),
        )}
      </Sheet.Tbody>
    </ScrollTable>
  );
}

/** Title, base and chart as a reader of a release sees them. */
export function PublicFigure({ table, title, caption }: { table: Table; title: string; caption: string }) {
  const t = useWords(words);
  const language = useLanguage();
  return (
    <Stack component="figure" gap={4} m={0}>
      <Text component="figcaption" fw={600} fz="lg">
        {caption || title}
      </Text>
      {caption ? <Text>{title}</Text> : null}
      <Text size="sm" c="dimmed">
        {baseLine(table, language, t)}
        {table.method.random ? "" : ` · ${notRandomWords[language]}`}
      </Text>
      <TableChart table={table} />
    </Stack>
  );
}
