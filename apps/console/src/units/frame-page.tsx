import "./units.css";
import type { Frame } from "@lang-nghe/contract";
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
import { FramePlacesSection } from "./frame-places.tsx";
import { frameWords } from "./frame-words.ts";

function Inside({ frame }: { frame: Frame }) {
  const t = useWords(frameWords);
  const format = useFormat();
  const may = useMay();
  return (
    <Page
      title={frame.title}
      lead={<TextLink to="/frames">{t("title")}</TextLink>}
      actions={
        <>
          {may("frames:write") ? <DeleteButton path={`/frames/${frame.id}`} title={frame.title} /> : null}
          <Button component="a" variant="default" href={`/api/frames/${frame.id}/frame.csv`} download>
            {t("download")}
          </Button>
        </>
      }
    >
      <Section title={t("facts")}>
        <dl className="ln-unit-facts">
          <dt>{t("frameKind")}</dt>
          <dd>
            {t(frame.kind === "places" ? "placesKind" : frame.kind)}, {t("rows", { count: format.count(frame.rows) })}
          </dd>
          {frame.size === null ? null : (
            <>
              <dt>{t("size")}</dt>
              <dd>{format.count(Math.round(frame.size))}</dd>
            </>
          )}
          <dt>{t("file")}</dt>
          <dd>
            {frame.fileName} ({t("uploaded", { day: format.day(frame.uploadedOn), person: frame.uploadedBy })})
          </dd>
          <dt>{t("hash")}</dt>
          <dd>
            <Text span ff="monospace" size="sm">
              {frame.hash}
            </Text>
            <Text size="sm" c="dimmed">
              {t("hashHelp")}
            </Text>
          </dd>
        </dl>
      </Section>
      {frame.places ? <FramePlacesSection frame={frame} /> : null}
      <Section title={t("columnsTitle")}>
        <ScrollTable name={t("columnsTitle")} miw={560}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("column")}</Table.Th>
              <Table.Th>{t("role")}</Table.Th>
              <Table.Th>{t("kind")}</Table.Th>
              <Table.Th ta="right">{t("distinct")}</Table.Th>
              <Table.Th ta="right">{t("missing")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {frame.columns.map((column) => (
              <Table.Tr key={column.name}>
                <Table.Td fw={600}>{column.name}</Table.Td>
                <Table.Td>{t(`role-${column.role}`)}</Table.Td>
                <Table.Td>{t(column.kind)}</Table.Td>
                <Table.Td ta="right">{format.count(column.distinct)}</Table.Td>
                <Table.Td ta="right">{format.count(column.missing)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      </Section>
    </Page>
  );
}

/** One frame: its hash, its columns, and the units its places were matched to. */
export function FramePage() {
  const { frameId } = useParams({ from: "/staff-only/frames/$frameId" });
  const query = useGet<Frame>(`/frames/${frameId}`);
  return <Loaded query={query}>{(frame) => <Inside key={frame.id} frame={frame} />}</Loaded>;
}
