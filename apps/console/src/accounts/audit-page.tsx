import type { AuditEntry } from "@lang-nghe/contract";
import { Code, Group, Table, Text } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Empty, Loaded } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { auditWords } from "./audit-words.ts";
import { words } from "./words.ts";

function written(details: unknown): string {
  if (details === null || details === undefined) return "";
  if (typeof details !== "object") return String(details);
  return Object.entries(details)
    .map(([key, value]) => `${key}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`)
    .join("; ");
}

/** What staff did, a page at a time; the page stands in the address. */
export function AuditPage() {
  const t = useWords(words);
  const did = useWords(auditWords);
  const format = useFormat();
  const { before } = useSearch({ from: "/staff-only/audit" });
  const entries = useGet<AuditEntry[]>(before === undefined ? "/audit" : `/audit?before=${before}`);
  return (
    <Page title={t("auditTitle")} lead={t("auditLead")}>
      <Loaded query={entries} lines={8}>
        {(rows) => {
          const last = rows.at(-1);
          if (!last && before === undefined) {
            return (
              <Empty title={t("auditEmpty")}>
                <Text>{t("auditEmptyHelp")}</Text>
              </Empty>
            );
          }
          return (
            <>
              <ScrollTable name={t("auditTitle")} miw={860}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("time")}</Table.Th>
                    <Table.Th>{t("person")}</Table.Th>
                    <Table.Th>{t("action")}</Table.Th>
                    <Table.Th>{t("subject")}</Table.Th>
                    <Table.Th>{t("details")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((entry) => (
                    <Table.Tr key={entry.id}>
                      <Table.Td style={{ whiteSpace: "nowrap" }}>
                        <time dateTime={entry.at}>{format.moment(entry.at)}</time>
                      </Table.Td>
                      <Table.Td>{entry.person ?? t("system")}</Table.Td>
                      <Table.Td>
                        {entry.action in auditWords.vi ? (
                          did(entry.action as keyof typeof auditWords.vi)
                        ) : (
                          <Code>{entry.action}</Code>
                        )}
                      </Table.Td>
                      <Table.Td maw={220} style={{ overflowWrap: "anywhere" }}>
                        {entry.subject ?? ""}
                      </Table.Td>
                      <Table.Td maw={320} style={{ overflowWrap: "anywhere" }} c="dimmed">
                        {written(entry.details)}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </ScrollTable>
              <Group mt="md" gap="sm" className="ln-no-print">
                {before === undefined ? null : (
                  <ButtonLink to="/audit" search={{}} variant="default">
                    {t("newest")}
                  </ButtonLink>
                )}
                {last ? (
                  <ButtonLink to="/audit" search={{ before: last.id }} variant="default">
                    {t("older")}
                  </ButtonLink>
                ) : (
                  <Text c="dimmed">{t("auditEnd")}</Text>
                )}
              </Group>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
