import "./units.css";
import type { Population, PopulationCount } from "@lang-nghe/contract";
import { Button, Table, Text } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { DeleteButton } from "./delete-confirm.tsx";
import { frameWords } from "./frame-words.ts";
import { PopulationGaps } from "./population-gaps.tsx";

const shown = 200;

function Inside({ population }: { population: Population }) {
  const t = useWords(frameWords);
  const format = useFormat();
  const may = useMay();
  const path = `/populations/${population.id}`;
  const counts = useGet<PopulationCount[]>(`${path}/counts`);
  return (
    <Page
      title={population.title}
      lead={<TextLink to="/frames">{t("title")}</TextLink>}
      actions={
        <>
          {may("frames:write") ? <DeleteButton path={path} title={population.title} /> : null}
          <Button component="a" variant="default" href={`/api${path}/margins.csv`} download>
            {t("margins")}
          </Button>
        </>
      }
    >
      <Section title={t("facts")}>
        <dl className="ln-unit-facts">
          <dt>{t("source")}</dt>
          <dd>{population.source}</dd>
          <dt>{t("total")}</dt>
          <dd>{format.count(Math.round(population.total))}</dd>
          <dt>{t("file")}</dt>
          <dd>
            {population.fileName} (
            {t("uploaded", { day: format.day(population.uploadedOn), person: population.uploadedBy })})
          </dd>
        </dl>
        <div style={{ marginTop: "1rem" }}>
          <PopulationGaps gaps={population.gaps} />
        </div>
      </Section>
      <Section title={t("counts")}>
        <Loaded query={counts}>
          {(list) => (
            <>
              {list.length > shown ? (
                <Text size="sm" c="dimmed" mb="xs">
                  {t("countsShown", { shown, total: format.count(list.length) })}
                </Text>
              ) : null}
              <ScrollTable name={t("counts")} miw={480}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("unit")}</Table.Th>
                    {population.variables.length ? <Table.Th>{t("level")}</Table.Th> : null}
                    <Table.Th ta="right">{t("stated")}</Table.Th>
                    <Table.Th ta="right">{t("raked")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {list.slice(0, shown).map((count) => (
                    <Table.Tr key={`${count.unitId} ${count.variable} ${count.level}`}>
                      <Table.Td>
                        {count.name}{" "}
                        <Text span size="sm" c="dimmed">
                          {count.code}
                        </Text>
                      </Table.Td>
                      {population.variables.length ? (
                        <Table.Td>{[count.variable, count.level].filter(Boolean).join(" = ")}</Table.Td>
                      ) : null}
                      <Table.Td ta="right">{format.count(Math.round(count.stated))}</Table.Td>
                      <Table.Td ta="right">{format.count(Math.round(count.raked))}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </ScrollTable>
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

/** Counts of the population as stated and as raked. */
export function PopulationPage() {
  const { populationId } = useParams({ from: "/staff-only/populations/$populationId" });
  const query = useGet<Population>(`/populations/${populationId}`);
  return <Loaded query={query}>{(population) => <Inside key={population.id} population={population} />}</Loaded>;
}
