import type { Crosswalk } from "@lang-nghe/contract";
import { Box, Table, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useFormat } from "../platform/format.ts";
import { TextLink } from "../platform/link.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { Empty, Loaded } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { Downloads } from "./downloads.tsx";
import { UnitsFrame } from "./units-frame.tsx";
import { words } from "./words.ts";

function Name({ unit }: { unit: Crosswalk["successions"][number]["from"] }) {
  return (
    <>
      <TextLink to="/units/$unitId" params={{ unitId: unit.id }}>
        {unit.name}
      </TextLink>{" "}
      <Text span size="sm" c="dimmed">
        {unit.code}
      </Text>
    </>
  );
}

/** Old and new units, line by line. */
export function CrosswalkPage() {
  const t = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const { find } = useSearch({ from: "/staff-only/units/crosswalk" });
  const query = useGet<Crosswalk>(`/units/crosswalk${find ? `?find=${encodeURIComponent(find)}` : ""}`);
  const empty = query.data?.total === 0 && !find;
  return (
    <UnitsFrame
      title={t("crosswalkTitle")}
      lead={t("crosswalkLead")}
      actions={query.data && !empty ? <Downloads of="crosswalk" /> : null}
    >
      {empty ? (
        <Empty title={t("crosswalkEmpty")}>
          <Text>{t("crosswalkEmptyHelp")}</Text>
        </Empty>
      ) : (
        <>
          <Box mb="md" maw="28rem">
            <TextInput
              type="search"
              label={t("find")}
              leftSection={<IconSearch size={18} aria-hidden />}
              value={find ?? ""}
              onChange={(event) =>
                void navigate({
                  to: "/units/crosswalk",
                  search: { find: event.currentTarget.value || undefined },
                  replace: true,
                })
              }
            />
          </Box>
          <Loaded query={query}>
            {({ total, successions }) => (
              <>
                <Text size="sm" c="dimmed" role="status" mb="xs">
                  {t("steps", { count: format.count(total), shown: format.count(successions.length) })}
                </Text>
                <ScrollTable name={t("crosswalkTitle")} miw={560}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t("oldUnit")}</Table.Th>
                      <Table.Th>{t("newUnitColumn")}</Table.Th>
                      <Table.Th>{t("day")}</Table.Th>
                      <Table.Th ta="right">{t("part")}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {successions.map((step) => (
                      <Table.Tr key={step.id}>
                        <Table.Td>
                          <Name unit={step.from} />
                        </Table.Td>
                        <Table.Td>
                          <Name unit={step.to} />
                        </Table.Td>
                        <Table.Td>{format.day(step.changedOn)}</Table.Td>
                        <Table.Td ta="right">{step.share === null ? "" : format.percent(step.share, 1)}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </ScrollTable>
              </>
            )}
          </Loaded>
        </>
      )}
    </UnitsFrame>
  );
}
