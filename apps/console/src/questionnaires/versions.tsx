import type { QuestionnaireVersion } from "@lang-nghe/contract";
import { Anchor, Code, Table, Text } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Draft and published versions with their source files. */
export function Versions({ versions }: { versions: readonly QuestionnaireVersion[] }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const study = useStudy();
  return (
    <Section title={t("versions")} lead={t("versionsLead")}>
      {versions.some((each) => each.state === "published") ? null : <Text mb="md">{t("noVersions")}</Text>}
      <ScrollTable name={t("versions")} miw={720}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("version")}</Table.Th>
            <Table.Th>{t("formTitle")}</Table.Th>
            <Table.Th ta="right">{t("questions")}</Table.Th>
            <Table.Th>{t("languages")}</Table.Th>
            <Table.Th>{t("publishedOn")}</Table.Th>
            <Table.Th>{t("fingerprint")}</Table.Th>
            <Table.Th>{t("file")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.map((each) => (
            <Table.Tr key={each.version}>
              <Table.Td fw={600}>{each.version === 0 ? t("draft") : each.version}</Table.Td>
              <Table.Td>{label(each.title)}</Table.Td>
              <Table.Td ta="right">{format.count(each.questions)}</Table.Td>
              <Table.Td>
                {each.languages
                  .map((language) => (language.complete ? language.name : t("incomplete", { name: language.name })))
                  .join(", ")}
              </Table.Td>
              <Table.Td>{each.publishedOn ? format.day(each.publishedOn) : "–"}</Table.Td>
              <Table.Td>
                <Code title={each.hash}>{each.hash.slice(0, 10)}</Code>
              </Table.Td>
              <Table.Td>
                <Anchor
                  href={`/api/studies/${study.id}/questionnaire/versions/${each.version}/source`}
                  download={each.fileName}
                  aria-label={`${each.fileName}: ${each.version === 0 ? t("downloadDraft") : t("downloadSource", { version: each.version })}`}
                >
                  {each.fileName || t("download")}
                </Anchor>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </ScrollTable>
    </Section>
  );
}
