import "./rights.css";
import type { Retention, Study } from "@lang-nghe/contract";
import { Code, Table, Text, Title } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay, useSession } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { useArticles } from "./articles.ts";
import { RightsPage } from "./rights-page.tsx";
import { words } from "./words.ts";

/** Studies by the day on which their answers go; those without a day last. */
function Calendar() {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const studies = useGet<Study[]>("/studies");
  return (
    <Loaded query={studies}>
      {(all) => {
        const dated = [...all].sort((a, b) => (a.retainUntil ?? "9999").localeCompare(b.retainUntil ?? "9999"));
        if (!dated.some(({ retainUntil }) => retainUntil)) return <Text>{t("calendarEmpty")}</Text>;
        return (
          <ScrollTable name={t("calendar")}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("until")}</Table.Th>
                <Table.Th>{t("study")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {dated.map(({ id, title, retainUntil }) => (
                <Table.Tr key={id}>
                  <Table.Td style={{ whiteSpace: "nowrap" }} {...(retainUntil ? {} : { c: "dimmed" })}>
                    {retainUntil ? format.day(retainUntil) : t("noDate")}
                  </Table.Td>
                  <Table.Td>
                    <TextLink to="/studies/$studyId" params={{ studyId: id }}>
                      {label(title)}
                    </TextLink>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        );
      }}
    </Loaded>
  );
}

/** What is kept until when, what goes next, and the certificates of what has gone. */
export function RetentionPage() {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const articles = useArticles();
  const may = useMay();
  const host = useSession().data?.host;
  const retention = useGet<Retention>("/rights/retention");
  return (
    <RightsPage title={t("retentionTitle")} lead={t("retentionLead")}>
      {host === "office" && may("studies:read", "anywhere") ? (
        <>
          <Title order={2}>{t("calendar")}</Title>
          <Text c="dimmed" mb="sm" maw="46rem">
            {t("calendarLead")}
          </Text>
          <Calendar />
        </>
      ) : null}
      <Loaded query={retention} lines={8}>
        {({ rules, certificates }) => (
          <>
            <Title order={2} mt="xl" mb="sm">
              {t("rules")}
            </Title>
            <ScrollTable name={t("rules")} miw={640}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("ruleWhat")}</Table.Th>
                  <Table.Th>{t("ruleKeep")}</Table.Th>
                  <Table.Th>{t("law")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rules.map((rule) => (
                  <Table.Tr key={rule.name}>
                    <Table.Td>{label(rule.what)}</Table.Td>
                    <Table.Td>{label(rule.keep)}</Table.Td>
                    <Table.Td c="dimmed">{articles(rule.legal)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </ScrollTable>
            <Title order={2} mt="xl">
              {t("certificates")}
            </Title>
            <Text c="dimmed" mb="sm" maw="46rem">
              {t("certificatesLead")}
            </Text>
            {certificates.length === 0 ? (
              <Text>{t("certificatesEmpty")}</Text>
            ) : (
              <ScrollTable name={t("certificates")} miw={760}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("madeOn")}</Table.Th>
                    <Table.Th>{t("ruleWhat")}</Table.Th>
                    <Table.Th ta="right">{t("rows")}</Table.Th>
                    <Table.Th>{t("statement")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {certificates.map((certificate) => {
                    const rule = rules.find(({ name }) => name === certificate.rule);
                    return (
                      <Table.Tr key={certificate.id}>
                        <Table.Td style={{ whiteSpace: "nowrap" }}>{format.day(certificate.madeOn)}</Table.Td>
                        <Table.Td>{rule ? label(rule.what) : certificate.rule}</Table.Td>
                        <Table.Td ta="right">{format.count(certificate.rows)}</Table.Td>
                        <Table.Td maw={420} style={{ overflowWrap: "anywhere" }}>
                          <details>
                            <summary>
                              {t("hash")} <Code>{certificate.hash.slice(0, 16)}…</Code>
                            </summary>
                            <Text size="sm" className="ln-filled" mt="xs">
                              {certificate.statement}
                            </Text>
                            <Code block mt="xs">
                              {certificate.hash}
                            </Code>
                          </details>
                        </Table.Td>
                      </Table.Tr>
                    );
                  })}
                </Table.Tbody>
              </ScrollTable>
            )}
          </>
        )}
      </Loaded>
    </RightsPage>
  );
}
