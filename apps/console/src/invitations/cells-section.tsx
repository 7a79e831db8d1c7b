import type { CellsPlan, InvitationWave, StratumJoins } from "@lang-nghe/contract";
import { Select, Stack, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { api, type ProblemError } from "../platform/api.ts";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Loaded, Notice, ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** How many share a cell, and the strata that are too small for it: each with its choice. */
function Coarsening({ plan, studyId }: { plan: CellsPlan; studyId: string }) {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const change = useMutation<CellsPlan, ProblemError, StratumJoins>({
    mutationFn: (chosen) => api.put(`/invitations/${studyId}/joins`, chosen),
    onSuccess: () => refresh(`/invitations/${studyId}`),
  });
  const disabled = !may("invitations:write", "anywhere") || change.isPending;
  const joined = Object.fromEntries(plan.strata.flatMap(({ stratum, joins }) => (joins ? [[stratum, joins]] : [])));
  const small = plan.strata.filter(({ people, joins }) => people < plan.fewest || joins !== null);
  return (
    <Stack gap="md">
      <Select
        label={t("fewest")}
        description={t("fewestHelp")}
        data={[...new Set([20, 30, 40, 60, 100, 200, plan.fewest])]
          .sort((a, b) => a - b)
          .map((count) => ({ value: String(count), label: t("fewestPeople", { count }) }))}
        value={String(plan.fewest)}
        allowDeselect={false}
        disabled={disabled}
        onChange={(value) => change.mutate({ joined, fewest: Number(value) })}
        maw="24rem"
      />
      {plan.tooSmall.length > 0 ? (
        <Notice tone="notice" title={t("tooSmall", { count: plan.fewest, strata: plan.tooSmall.join(", ") })}>
          <Text>{t("tooSmallHelp")}</Text>
        </Notice>
      ) : null}
      {small.map(({ stratum, people, joins }) => (
        <Select
          key={stratum}
          label={t("joinWith", { stratum, count: format.count(people) })}
          placeholder={t("joinNone")}
          data={plan.strata.map((other) => other.stratum).filter((other) => other !== stratum)}
          value={joins}
          clearable
          disabled={disabled}
          onChange={(value) => {
            const { [stratum]: _before, ...others } = joined;
            change.mutate({ joined: value ? { ...others, [stratum]: value } : others });
          }}
          maw="24rem"
        />
      ))}
      {change.error ? <ProblemNote problem={change.error} /> : null}
    </Stack>
  );
}

function Cells({ cells }: { cells: NonNullable<CellsPlan["cells"]> }) {
  const t = useWords(words);
  const format = useFormat();
  return (
    <ScrollTable name={t("cellsTable")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("stratum")}</Table.Th>
          <Table.Th ta="right">{t("unit")}</Table.Th>
          <Table.Th ta="right">{t("weight")}</Table.Th>
          <Table.Th ta="right">{t("invitedInCell")}</Table.Th>
          <Table.Th>{t("psus")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {cells.map(({ stratum, unit, weight, invited, psus }) => (
          <Table.Tr key={`${stratum} ${unit} ${weight}`}>
            <Table.Td>{stratum}</Table.Td>
            <Table.Td ta="right">{unit}</Table.Td>
            <Table.Td ta="right">{format.number(weight, 2)}</Table.Td>
            <Table.Td ta="right">{format.count(invited)}</Table.Td>
            <Table.Td>{psus.join(", ")}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** What will travel with each answer, to be looked at before it is published for good. */
export function CellsSection({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const plan = useGet<CellsPlan>(`/invitations/${wave.studyId}/cells`);
  return (
    <Section title={t("cells")} lead={t("cellsLead")}>
      <Loaded query={plan}>
        {(value) => (
          <Stack gap="md">
            <Coarsening plan={value} studyId={wave.studyId} />
            {value.lonelyStrata.length > 0 ? (
              <Notice tone="notice" title={t("lonely", { strata: value.lonelyStrata.join(", ") })} />
            ) : null}
            {value.fewPeople ? <Notice tone="notice" title={t("few")} /> : null}
            {value.cells ? <Cells cells={value.cells} /> : null}
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}
