import type { Collaborator, Roster } from "@lang-nghe/contract";
import { Button, Checkbox, Group, Modal, NativeSelect, Table, Text, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useFormat } from "../platform/format.ts";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Empty, Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { CollaboratorForm, levels } from "./collaborator-form.tsx";
import { CollaboratorsFrame } from "./collaborators-frame.tsx";
import { CommendationList } from "./commendations.tsx";
import { languageNames } from "./languages.ts";
import { RemoveButton } from "./remove-button.tsx";
import { words } from "./words.ts";

/** Letters without their marks: "hoa" finds "Hòa". */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

/** Who works for the house in the field, with what each has in hand. */
export function RosterPage() {
  const t = useWords(words);
  const may = useMay();
  const writes = may("collaborators:write");
  const roster = useGet<Roster>("/collaborators");
  const [editing, setEditing] = useState<Collaborator | "new" | null>(null);
  const [praising, setPraising] = useState<string | null>(null);
  const praised = roster.data?.collaborators.find(({ id }) => id === praising);
  const add = writes ? <Button onClick={() => setEditing("new")}>{t("add")}</Button> : null;
  const some = (roster.data?.collaborators.length ?? 0) > 0;
  return (
    <CollaboratorsFrame
      title={t("title")}
      lead={t("lead")}
      actions={
        some ? (
          <>
            <Button component="a" variant="default" href="/api/collaborators/roster.xlsx" download>
              {t("xlsx")}
            </Button>
            <Button variant="default" onClick={() => window.print()}>
              {t("print")}
            </Button>
            {add}
          </>
        ) : null
      }
    >
      <Loaded query={roster}>
        {(found) =>
          some ? (
            <Lines roster={found} onEdit={setEditing} onPraise={setPraising} />
          ) : (
            <Empty title={t("emptyTitle")} actions={add}>
              <Text>{t("emptyHelp")}</Text>
              {writes ? null : <Text>{t("emptyReader")}</Text>}
            </Empty>
          )
        }
      </Loaded>
      <Modal
        opened={editing !== null}
        onClose={() => setEditing(null)}
        title={editing === "new" || editing === null ? t("add") : t("editOf", { name: editing.name })}
        size="lg"
      >
        {editing ? (
          <CollaboratorForm
            of={editing === "new" ? null : editing}
            accounts={roster.data?.accounts ?? []}
            onDone={() => setEditing(null)}
          />
        ) : null}
      </Modal>
      <Modal
        opened={praised !== undefined}
        onClose={() => setPraising(null)}
        title={t("praiseOf", { name: praised?.name ?? "" })}
        size="lg"
      >
        {praised ? <CommendationList of={praised} /> : null}
      </Modal>
    </CollaboratorsFrame>
  );
}

function Lines({
  roster,
  onEdit,
  onPraise,
}: {
  roster: Roster;
  onEdit: (one: Collaborator) => void;
  onPraise: (id: string) => void;
}) {
  const t = useWords(words);
  const format = useFormat();
  const label = useLabel();
  const writes = useMay()("collaborators:write");
  const search = useSearch({ from: "/staff-only/collaborators" });
  const navigate = useNavigate();
  const look = (change: { find?: string | undefined; level?: string | undefined; ended?: true | undefined }) =>
    void navigate({ to: "/collaborators", search: { ...search, ...change }, replace: true });
  const wanted = plain(search.find ?? "");
  const shown = roster.collaborators.filter(
    (one) =>
      (search.level === undefined || one.level === search.level) &&
      (search.ended || one.endedOn === null) &&
      plain(`${one.name} ${one.unit ?? ""}`).includes(wanted),
  );
  return (
    <>
      <Group align="flex-end" gap="md" mb="md" className="ln-no-print">
        <TextInput
          label={t("find")}
          value={search.find ?? ""}
          onChange={(event) => look({ find: event.currentTarget.value || undefined })}
          autoComplete="off"
        />
        <NativeSelect
          size="md"
          label={t("level")}
          data={[
            { value: "", label: t("anyLevel") },
            ...levels.map((value) => ({ value, label: t(`level_${value}`) })),
          ]}
          value={search.level ?? ""}
          onChange={(event) => look({ level: event.currentTarget.value || undefined })}
        />
        <Checkbox
          label={t("withEnded")}
          checked={search.ended ?? false}
          onChange={(event) => look({ ended: event.currentTarget.checked ? true : undefined })}
          mb={8}
        />
      </Group>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {shown.length ? t("shown", { count: format.count(shown.length) }) : t("noneFound")}
      </Text>
      {shown.length ? (
        <ScrollTable name={t("title")}>
          <Table.Thead>
            <Table.Tr>
              {(["name", "level", "languages", "appointed", "work"] as const).map((key) => (
                <Table.Th key={key} scope="col">
                  {t(key)}
                </Table.Th>
              ))}
              <Table.Th scope="col" className="ln-no-print">
                {t("actions")}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Th scope="row" fw={600} miw={150}>
                  {one.name}
                  <Text size="sm" c="dimmed">
                    {one.contact}
                  </Text>
                </Table.Th>
                <Table.Td miw={130}>
                  {t(`level_${one.level}`)}
                  <Text size="sm" c="dimmed">
                    {one.unit}
                  </Text>
                </Table.Td>
                <Table.Td miw={90}>
                  {one.languages.map((code) => (languageNames[code] ? label(languageNames[code]) : code)).join(", ")}
                </Table.Td>
                <Table.Td miw={130}>
                  {one.endedOn === null
                    ? t("since", { day: format.day(one.appointedOn) })
                    : t("between", { from: format.day(one.appointedOn), to: format.day(one.endedOn) })}
                </Table.Td>
                <Table.Td miw={190}>
                  {t("workOf", { inHand: format.count(one.inHand), accepted: format.count(one.accepted) })}
                  <Text size="sm" c="dimmed">
                    {t("taughtOf", { trainings: one.trainings, certificates: one.certificates })}
                  </Text>
                </Table.Td>
                <Table.Td className="ln-no-print">
                  <Group gap="xs" miw={190}>
                    <Button
                      size="sm"
                      variant="default"
                      aria-label={`${t("praiseCount", { count: one.commendations })}: ${one.name}`}
                      onClick={() => onPraise(one.id)}
                    >
                      {t("praiseCount", { count: one.commendations })}
                    </Button>
                    {writes ? (
                      <>
                        <Button
                          size="sm"
                          variant="default"
                          aria-label={t("editOf", { name: one.name })}
                          onClick={() => onEdit(one)}
                        >
                          {t("edit")}
                        </Button>
                        <RemoveButton
                          path={`/collaborators/${one.id}`}
                          name={one.name}
                          what={t("deleteWhat")}
                          again={["/collaborators"]}
                        />
                      </>
                    ) : null}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </ScrollTable>
      ) : null}
    </>
  );
}
