import { type AuditEntry, type Role, roleNames, type Study } from "@lang-nghe/contract";
import { Code, Group, Table, Text } from "@mantine/core";
import { useSearch } from "@tanstack/react-router";
import { useFormat } from "../platform/format.ts";
import { ButtonLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useSession } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { auditWords, detailWords } from "./audit-words.ts";
import { words } from "./words.ts";
import "./stacks.css";

const id = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
const hash = /^(sha256:)?[0-9a-f]{64}$/;

/** Subject and details in words: roles and studies by their names, hashes by how they begin, what is absent left out. */
function useWritten() {
  const known = useWords(detailWords);
  const label = useLabel();
  const studies = useGet<Study[]>(useSession().data?.host === "office" ? "/studies" : null).data;
  const value = (given: unknown): string => {
    if (Array.isArray(given)) return given.map(value).join(", ");
    if (typeof given === "boolean") return known(given ? "yes" : "no");
    if (typeof given === "object") return JSON.stringify(given);
    const text = String(given);
    if (text in roleNames) return label(roleNames[text as Role]);
    if (hash.test(text)) return `${text.replace("sha256:", "").slice(0, 12)}…`;
    const study = id.test(text) ? studies?.find((one) => one.id === text) : undefined;
    return study ? `“${label(study.title)}”` : id.test(text) ? `${text.slice(0, 8)}…` : text;
  };
  const details = (given: unknown): string =>
    Object.entries(given ?? {})
      .filter(([, one]) => one !== null && one !== undefined)
      .map(([key, one]) => `${key in detailWords.vi ? known(key as keyof typeof detailWords.vi) : key}: ${value(one)}`)
      .join("; ");
  return { value, details };
}

/** What staff did, a page at a time; the page stands in the address. */
export function AuditPage() {
  const t = useWords(words);
  const did = useWords(auditWords);
  const format = useFormat();
  const written = useWritten();
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
              <ScrollTable name={t("auditTitle")} miw={{ base: 0, sm: 860 }} className="ln-stacks">
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
                      <Table.Td className="ln-aside" style={{ whiteSpace: "nowrap" }}>
                        <time dateTime={entry.at}>{format.moment(entry.at)}</time>
                      </Table.Td>
                      <Table.Td>{entry.person ?? t("system")}</Table.Td>
                      <Table.Td fw={500}>
                        {entry.action in auditWords.vi ? (
                          did(entry.action as keyof typeof auditWords.vi)
                        ) : (
                          <Code>{entry.action}</Code>
                        )}
                      </Table.Td>
                      <Table.Td maw={220} style={{ overflowWrap: "anywhere" }}>
                        {entry.subject === null ? "" : written.value(entry.subject)}
                      </Table.Td>
                      <Table.Td maw={320} style={{ overflowWrap: "anywhere" }} c="dimmed">
                        {written.details(entry.details)}
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
