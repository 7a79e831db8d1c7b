import type { InvitationWave, InvitedPerson, NewCode, PeoplePage } from "@lang-nghe/contract";
import { ActionIcon, Badge, Button, Group, Menu, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { CopyField } from "../platform/copy-field.tsx";
import { useFormat } from "../platform/format.ts";
import { Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useMay } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

type Act = "newCode" | "optOut" | "erase";
const onPage = 50;

/** Says what will happen to one person's entry, does it, and shows a new code once. */
function ActOn({
  wave,
  person,
  act,
  close,
}: {
  wave: InvitationWave;
  person: InvitedPerson;
  act: Act;
  close: () => void;
}) {
  const t = useWords(words);
  const path = `/invitations/${wave.studyId}/people/${person.id}`;
  const name = person.name ?? t("noName");
  const run = useMutation<NewCode | undefined, ProblemError>({
    mutationFn: () =>
      act === "newCode"
        ? api.post(`${path}/new-code`)
        : act === "optOut"
          ? api.post(`${path}/opt-out`)
          : api.remove(path),
    onSuccess: async () => {
      await refresh("/invitations");
      if (act === "newCode") return;
      toast(t("done"));
      close();
    },
  });
  const code = run.data;
  return (
    <Confirm
      opened
      onClose={close}
      title={t(`${act}Title`, { name })}
      action={code ? t("done") : t(act)}
      onConfirm={() => (code ? close() : run.mutate())}
      busy={run.isPending}
      problem={run.error}
      harmful={act === "erase"}
    >
      {code ? (
        <Stack gap="sm">
          <Text>{t("newCodeIs")}</Text>
          <CopyField label={t("typedCode")} value={code.typed} />
          <CopyField label={t("linkCode")} value={code.link} />
        </Stack>
      ) : (
        <Text>{t(`${act}Help`)}</Text>
      )}
    </Confirm>
  );
}

function Row({ wave, person }: { wave: InvitationWave; person: InvitedPerson }) {
  const t = useWords(words);
  const may = useMay();
  const [act, setAct] = useState<Act | null>(null);
  const name = person.name ?? t("noName");
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td>
        {[person.phone, person.email, person.address].filter(Boolean).map((contact) => (
          <div key={contact}>{contact}</div>
        ))}
      </Table.Td>
      <Table.Td>
        {person.stratum}, {person.psu}
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Text component="span">{person.taken ? t("takenYes") : t("takenNo")}</Text>
          {person.optedOut ? (
            <Badge variant="light" color="gray" c="inherit" tt="none">
              {t("optedOut")}
            </Badge>
          ) : null}
          {person.unreachable ? (
            <Badge variant="light" color="gray" c="inherit" tt="none">
              {t("unreachable")}
            </Badge>
          ) : null}
        </Group>
      </Table.Td>
      <Table.Td ta="right">
        {may("invitations:write", "anywhere") ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" size="lg" color="gray" c="inherit" aria-label={t("actions", { name })}>
                <IconDots size={20} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {person.taken ? null : <Menu.Item onClick={() => setAct("newCode")}>{t("newCode")}</Menu.Item>}
              {person.optedOut ? null : <Menu.Item onClick={() => setAct("optOut")}>{t("optOut")}</Menu.Item>}
              <Menu.Item onClick={() => setAct("erase")}>{t("erase")}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
        {act ? <ActOn wave={wave} person={person} act={act} close={() => setAct(null)} /> : null}
      </Table.Td>
    </Table.Tr>
  );
}

/** Who is invited, for whoever answers the telephone. */
export function PeopleSection({ wave }: { wave: InvitationWave }) {
  const t = useWords(words);
  const format = useFormat();
  const [typed, setTyped] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 300);
  const [page, setPage] = useState(0);
  const query = new URLSearchParams({ page: String(page), ...(search && { search }) });
  const people = useGet<PeoplePage>(`/invitations/${wave.studyId}/people?${query}`);
  return (
    <Section title={t("peopleTitle")} lead={t("peopleLead")}>
      <Stack gap="md">
        <TextInput
          label={t("search")}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setPage(0);
          }}
          maxLength={100}
          autoComplete="off"
          maw="26rem"
        />
        <Loaded query={people}>
          {(found) =>
            found.people.length === 0 ? (
              <Text>{t("nobody")}</Text>
            ) : (
              <>
                <ScrollTable name={t("peopleTitle")}>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t("name")}</Table.Th>
                      <Table.Th>{t("contact")}</Table.Th>
                      <Table.Th>{t("place")}</Table.Th>
                      <Table.Th>{t("tokensTaken")}</Table.Th>
                      <Table.Th />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {found.people.map((person) => (
                      <Row key={person.id} wave={wave} person={person} />
                    ))}
                  </Table.Tbody>
                </ScrollTable>
                <Group justify="space-between">
                  <Text size="sm" c="dimmed">
                    {t("pageOf", {
                      from: format.count(page * onPage + 1),
                      to: format.count(page * onPage + found.people.length),
                      total: format.count(found.total),
                    })}
                  </Text>
                  <Group gap="sm">
                    <Button variant="default" size="sm" disabled={page === 0} onClick={() => setPage(page - 1)}>
                      {t("previous")}
                    </Button>
                    <Button
                      variant="default"
                      size="sm"
                      disabled={(page + 1) * onPage >= found.total}
                      onClick={() => setPage(page + 1)}
                    >
                      {t("next")}
                    </Button>
                  </Group>
                </Group>
              </>
            )
          }
        </Loaded>
      </Stack>
    </Section>
  );
}
