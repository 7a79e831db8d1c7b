import type { StaffInvitation, StaffMember } from "@lang-nghe/contract";
import { Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { CopyField } from "../platform/copy-field.tsx";
import { Page } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useSession } from "../platform/session.ts";
import { Loaded, Notice, ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { NewStaffForm } from "./new-staff-form.tsx";
import { words } from "./words.ts";

/** The one-time link, shown once. It closes by its own button only, so that it is not lost by a stray click. */
function LinkShown({ invitation, onClose }: { invitation: StaffInvitation | null; onClose: () => void }) {
  const t = useWords(words);
  const name = invitation?.member.name ?? "";
  return (
    <Modal
      opened={invitation !== null}
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
      title={t("linkTitle", { name })}
    >
      <Stack gap="md">
        <Notice tone="notice">
          <Text>{t("linkOnce", { name })}</Text>
        </Notice>
        <CopyField label={t("link")} value={invitation?.link ?? ""} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("linkDone")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export function StaffPage() {
  const t = useWords(words);
  const staff = useGet<StaffMember[]>("/staff");
  const self = useSession().data?.person?.id;
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<StaffInvitation | null>(null);
  const [leaving, setLeaving] = useState<StaffMember | null>(null);
  const change = useMutation<StaffMember, ProblemError, { id: string; active: boolean }>({
    mutationFn: ({ id, active }) => api.patch(`/staff/${id}`, { active }),
    onSuccess: async () => {
      setLeaving(null);
      await refresh("/staff");
    },
  });
  const renew = useMutation<StaffInvitation, ProblemError, string>({
    mutationFn: (id) => api.post(`/staff/${id}/link`),
    onSuccess: setShown,
  });
  const problem = renew.error ?? (leaving ? null : change.error);
  return (
    <Page
      title={t("staffTitle")}
      lead={t("staffLead")}
      actions={staff.data ? <Button onClick={() => setAdding(true)}>{t("addStaff")}</Button> : null}
    >
      <Stack gap="md">
        {problem ? <ProblemNote problem={problem} /> : null}
        <Loaded query={staff}>
          {(members) => (
            <ScrollTable name={t("staffTitle")} miw={760}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("name")}</Table.Th>
                  <Table.Th>{t("username")}</Table.Th>
                  <Table.Th>{t("role")}</Table.Th>
                  <Table.Th>{t("state")}</Table.Th>
                  <Table.Th>{t("actions")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {members.map((member) => (
                  <Table.Tr key={member.id}>
                    <Table.Td fw={500}>
                      {member.name} {member.id === self ? t("you") : null}
                    </Table.Td>
                    <Table.Td>{member.username}</Table.Td>
                    <Table.Td>{t(member.role)}</Table.Td>
                    <Table.Td>
                      <Text span {...(member.active ? {} : { c: "dimmed" })}>
                        {t(member.active ? "active" : "inactive")}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      {member.id === self ? null : (
                        <Group gap="xs" wrap="nowrap">
                          {member.active ? (
                            <>
                              <Button size="sm" variant="default" onClick={() => renew.mutate(member.id)}>
                                {t("newLink")}
                              </Button>
                              <Button
                                size="sm"
                                variant="default"
                                onClick={() => {
                                  change.reset();
                                  setLeaving(member);
                                }}
                              >
                                {t("deactivate")}
                              </Button>
                            </>
                          ) : (
                            <Button
                              size="sm"
                              variant="default"
                              onClick={() => change.mutate({ id: member.id, active: true })}
                            >
                              {t("activate")}
                            </Button>
                          )}
                        </Group>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </ScrollTable>
          )}
        </Loaded>
      </Stack>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t("addStaff")} size="lg">
        <NewStaffForm
          onDone={(invitation) => {
            setAdding(false);
            setShown(invitation);
          }}
        />
      </Modal>
      <LinkShown invitation={shown} onClose={() => setShown(null)} />
      <Confirm
        opened={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t("deactivateTitle", { name: leaving?.name ?? "" })}
        action={t("deactivate")}
        busy={change.isPending}
        problem={change.error}
        onConfirm={() => leaving && change.mutate({ id: leaving.id, active: false })}
      >
        <Text>{t("deactivateWhat", { name: leaving?.name ?? "" })}</Text>
      </Confirm>
    </Page>
  );
}
