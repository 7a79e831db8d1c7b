import type { ReleasedTable } from "@lang-nghe/contract";
import { Button, Code, Table, Text } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { csvOf, downloadText } from "../platform/download.ts";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Empty, Loaded, Notice } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { useDictionary } from "../tabulation/queries.ts";
import { useLedger } from "./queries.ts";
import { words } from "./words.ts";

/** The ledger of a study: every table that anyone was shown, and whether it is as it was written. */
export function ReleasedPage() {
  const t = useWords(words);
  const study = useStudy();
  const ledger = useLedger(study.id);
  const toTables = (
    <ButtonLink to="/studies/$studyId/tables" params={{ studyId: study.id }} variant="default">
      {t("toTables")}
    </ButtonLink>
  );
  return (
    <Page
      title={t("ledgerTitle")}
      lead={t("ledgerLead")}
      actions={ledger.data?.tables.length ? <Take tables={ledger.data.tables} /> : undefined}
    >
      <Loaded query={ledger}>
        {({ intact, tables }) =>
          tables.length === 0 ? (
            <Empty title={t("ledgerEmpty")} actions={toTables}>
              <Text>{t("ledgerEmptyHelp")}</Text>
            </Empty>
          ) : (
            <>
              <div style={{ marginBottom: "1rem" }}>
                <Notice tone={intact ? "good" : "bad"}>
                  <Text>{intact ? t("intact") : t("broken")}</Text>
                </Notice>
              </div>
              <Ledger tables={tables} />
              <Text mt="md">
                <TextLink to="/limits">{t("limitsTitle")}</TextLink>
              </Text>
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

const baseWord = (base: string) => (`base_${base}` in words.vi ? (`base_${base}` as "base_valid") : "base_valid");

function Ledger({ tables }: { tables: readonly ReleasedTable[] }) {
  const t = useWords(words);
  const format = useFormat();
  const label = useLabel();
  const study = useStudy();
  const variables = useDictionary(study.state === "frozen" ? study.id : null).data?.variables ?? [];
  const nameOf = (name: string) => {
    const variable = variables.find((one) => one.name === name);
    return variable ? label(variable.label) || name : name;
  };
  return (
    <ScrollTable name={t("ledgerTitle")} miw={860}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t("question")}</Table.Th>
          <Table.Th scope="col">{t("by")}</Table.Th>
          <Table.Th scope="col">{t("base")}</Table.Th>
          <Table.Th scope="col">{t("weights")}</Table.Th>
          <Table.Th scope="col" ta="right">
            {t("shown")}
          </Table.Th>
          <Table.Th scope="col" ta="right">
            {t("withheld")}
          </Table.Th>
          <Table.Th scope="col">{t("firstLeft")}</Table.Th>
          <Table.Th scope="col">{t("limits")}</Table.Th>
          <Table.Th scope="col">{t("hash")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {tables.map((table) => (
          <Table.Tr key={table.hash}>
            <Table.Th scope="row" fw={500}>
              {nameOf(table.ask)}
            </Table.Th>
            <Table.Td>{table.by === null ? <Text c="dimmed">{t("everyone")}</Text> : nameOf(table.by)}</Table.Td>
            <Table.Td>{t(baseWord(table.base))}</Table.Td>
            <Table.Td>{table.weights === null ? t("unweighted") : t("weighted")}</Table.Td>
            <Table.Td ta="right" className="ln-number">
              {format.count(table.shown)}
            </Table.Td>
            <Table.Td ta="right" className="ln-number">
              {format.count(table.withheld)}
            </Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>{format.day(table.firstLeft)}</Table.Td>
            <Table.Td style={{ whiteSpace: "nowrap" }}>{t("version", { version: table.policyVersion })}</Table.Td>
            <Table.Td>
              <Code title={table.hash}>{table.hash.slice(0, 12)}</Code>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** The ledger on paper or as a file. */
function Take({ tables }: { tables: readonly ReleasedTable[] }) {
  const t = useWords(words);
  const study = useStudy();
  const columns = ["ask", "by", "base", "weights", "shown", "withheld", "firstLeft", "policyVersion", "hash"] as const;
  const rows = tables.map((table) => columns.map((column) => String(table[column] ?? "")));
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        onClick={() => downloadText(`${study.slug}-released.csv`, "text/csv", csvOf([columns, ...rows]))}
      >
        {t("csv")}
      </Button>
      <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
        {t("print")}
      </Button>
    </>
  );
}
