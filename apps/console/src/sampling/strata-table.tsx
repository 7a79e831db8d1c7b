import type { DesignStratum } from "@lang-nghe/contract";
import { Table } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** A chance in three digits that mean something: 0,0421; 0,000312. */
function chanceText(chance: number, language: "vi" | "en"): string {
  if (chance === 0 || chance === 1) return String(chance);
  return chance.toLocaleString(language === "vi" ? "vi-VN" : "en", {
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
  });
}

/** Strata of the first stage with what they have and what they give: expected before a draw, counted after it. */
export function StrataTable({ strata, name }: { strata: readonly DesignStratum[]; name: string }) {
  const t = useWords(words);
  const format = useFormat();
  const sum = (of: (stratum: DesignStratum) => number) => strata.reduce((total, stratum) => total + of(stratum), 0);
  const about = (value: number) => format.number(value, Number.isInteger(Math.round(value * 10) / 10) ? 0 : 1);
  const reserve = strata.some((stratum) => stratum.reserve > 0);
  const sized = strata.some((stratum) => stratum.size !== stratum.units);
  const inside = strata.some((stratum) => stratum.rows !== stratum.units);
  const certain = strata.some((stratum) => stratum.certainty > 0);
  const between = ({ lowest, highest }: DesignStratum) => {
    const [low, high] = [chanceText(lowest, format.language), chanceText(highest, format.language)];
    return low === high ? low : `${low} – ${high}`;
  };
  return (
    <ScrollTable name={name} miw={560}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("stratum")}</Table.Th>
          <Table.Th ta="right">{t("units")}</Table.Th>
          {sized ? <Table.Th ta="right">{t("size")}</Table.Th> : null}
          {inside ? <Table.Th ta="right">{t("rows")}</Table.Th> : null}
          <Table.Th ta="right">{t("drawn")}</Table.Th>
          {certain ? <Table.Th ta="right">{t("certainty")}</Table.Th> : null}
          <Table.Th ta="right">{t("sampled")}</Table.Th>
          {reserve ? <Table.Th ta="right">{t("reserve")}</Table.Th> : null}
          <Table.Th ta="right">{t("chance")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {strata.map((stratum) => (
          <Table.Tr key={stratum.name}>
            <Table.Td fw={600}>{stratum.name === "all" ? t("all") : stratum.name}</Table.Td>
            <Table.Td ta="right">{format.count(stratum.units)}</Table.Td>
            {sized ? <Table.Td ta="right">{format.count(Math.round(stratum.size))}</Table.Td> : null}
            {inside ? <Table.Td ta="right">{format.count(stratum.rows)}</Table.Td> : null}
            <Table.Td ta="right">{format.count(stratum.drawn)}</Table.Td>
            {certain ? <Table.Td ta="right">{format.count(stratum.certainty)}</Table.Td> : null}
            <Table.Td ta="right">{about(stratum.sampled)}</Table.Td>
            {reserve ? <Table.Td ta="right">{about(stratum.reserve)}</Table.Td> : null}
            <Table.Td ta="right">{between(stratum)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
      {strata.length > 1 ? (
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>{t("total")}</Table.Th>
            <Table.Th ta="right">{format.count(sum(({ units }) => units))}</Table.Th>
            {sized ? <Table.Th ta="right">{format.count(Math.round(sum(({ size }) => size)))}</Table.Th> : null}
            {inside ? <Table.Th ta="right">{format.count(sum(({ rows }) => rows))}</Table.Th> : null}
            <Table.Th ta="right">{format.count(sum(({ drawn }) => drawn))}</Table.Th>
            {certain ? <Table.Th ta="right">{format.count(sum(({ certainty }) => certainty))}</Table.Th> : null}
            <Table.Th ta="right">{about(sum(({ sampled }) => sampled))}</Table.Th>
            {reserve ? <Table.Th ta="right">{about(sum((stratum) => stratum.reserve))}</Table.Th> : null}
            <Table.Th />
          </Table.Tr>
        </Table.Tfoot>
      ) : null}
    </ScrollTable>
  );
}
