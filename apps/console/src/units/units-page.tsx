import { type UnitList, unitKindNames } from "@lang-nghe/contract";
import { Box, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { DayField } from "../platform/day-field.tsx";
import { useFormat } from "../platform/format.ts";
import { ButtonLink, TextLink } from "../platform/link.tsx";
import { useGet } from "../platform/query.ts";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { Downloads } from "./downloads.tsx";
import { NewUnitForm } from "./new-unit-form.tsx";
import { Level } from "./unit-tree.tsx";
import { UnitsFrame } from "./units-frame.tsx";
import { words } from "./words.ts";

function Found({ find, on }: { find: string; on: string | undefined }) {
  const t = useWords(words);
  const label = useLabel();
  const format = useFormat();
  const query = useGet<UnitList>(`/units?find=${encodeURIComponent(find)}${on ? `&on=${on}` : ""}`);
  return (
    <Loaded query={query}>
      {({ total, units }) => (
        <>
          <Text size="sm" c="dimmed" role="status" mb="xs">
            {total > units.length
              ? t("foundSome", { count: format.count(total), shown: format.count(units.length) })
              : t("found", { count: format.count(total) })}
          </Text>
          {total === 0 ? (
            <>
              <Text fw={600}>{t("noneFound")}</Text>
              <Text>{t("noneFoundHelp")}</Text>
            </>
          ) : null}
          <Box component="ul" m={0} p={0} style={{ listStyle: "none" }}>
            {units.map((unit) => (
              <Box component="li" key={unit.id} py="xs" style={{ borderTop: "1px solid var(--ln-line)" }}>
                <TextLink to="/units/$unitId" params={{ unitId: unit.id }} fw={500} underline="hover">
                  {unit.name}
                </TextLink>
                <Text size="sm" c="dimmed">
                  {[unit.code, label(unitKindNames[unit.kind]), ...unit.path.slice(0, -1).map(({ name }) => name)].join(
                    " · ",
                  )}
                </Text>
              </Box>
            ))}
          </Box>
        </>
      )}
    </Loaded>
  );
}

/** The tree, and a search through it, as it was on any day. */
export function UnitsPage() {
  const t = useWords(words);
  const may = useMay();
  const navigate = useNavigate();
  const { find, on } = useSearch({ from: "/staff-only/units" });
  const top = useGet<UnitList>(`/units?parent=root${on ? `&on=${on}` : ""}`);
  const [adding, setAdding] = useState(false);
  const write = may("units:write");
  const change = (next: { find?: string | undefined; on?: string | undefined }) =>
    void navigate({ to: "/units", search: { find, on, ...next }, replace: true });
  const empty = top.data?.total === 0 && on === undefined && find === undefined;
  return (
    <UnitsFrame
      title={t("treeTitle")}
      lead={t("treeLead")}
      actions={
        top.data && !empty ? (
          <>
            <Downloads of="units" />
            {write ? <Button onClick={() => setAdding(true)}>{t("add")}</Button> : null}
          </>
        ) : null
      }
    >
      {empty ? (
        <Empty
          title={t("emptyTitle")}
          actions={
            write ? (
              <>
                <ButtonLink to="/units/import" search={{ list: "vietnam" }}>
                  {t("startVietnam")}
                </ButtonLink>
                <ButtonLink to="/units/import" search={{}} variant="default">
                  {t("uploadList")}
                </ButtonLink>
                <Button variant="default" onClick={() => setAdding(true)}>
                  {t("add")}
                </Button>
              </>
            ) : null
          }
        >
          <Text>{t(write ? "emptyHelp" : "emptyReader")}</Text>
        </Empty>
      ) : (
        <Box className="ln-surface" p={{ base: "md", sm: "lg" }}>
          <Stack gap="md">
            <Group gap="md" align="flex-start" className="ln-no-print">
              <TextInput
                type="search"
                label={t("find")}
                description={t("findHelp")}
                leftSection={<IconSearch size={18} aria-hidden />}
                value={find ?? ""}
                onChange={(event) => change({ find: event.currentTarget.value || undefined })}
                style={{ flex: "2 1 16rem" }}
              />
              <DayField
                id="on"
                label={t("on")}
                description={t("onHelp")}
                value={on ?? null}
                onChange={(day) => change({ on: day ?? undefined })}
                style={{ flex: "1 1 10rem" }}
              />
            </Group>
            {find ? <Found find={find} on={on} /> : <Level parent="root" name={t("treeTitle")} on={on} />}
          </Stack>
        </Box>
      )}
      <Modal opened={adding} onClose={() => setAdding(false)} title={t("add")} size="lg">
        <NewUnitForm parent={null} onDone={() => setAdding(false)} />
      </Modal>
    </UnitsFrame>
  );
}
