import { roleNames, type StaffInvitation, type StaffMember } from "@lang-nghe/contract";
import { Button, Modal, Table, Text } from "@mantine/core";
import { useState } from "react";
import { TextLink } from "../platform/link.tsx";
import { Page } from "../platform/page.tsx";
import { useGet } from "../platform/query.ts";
import { ScrollTable } from "../platform/scroll-table.tsx";
import { useSession } from "../platform/session.ts";
import { Loaded } from "../platform/states.tsx";
import { useLabel, useWords } from "../platform/words.ts";
import { capital, useScopeName } from "./grant-list.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import { NewStaffForm } from "./new-staff-form.tsx";
import { words } from "./words.ts";
import "./stacks.css";

function Roles({ member }: { member: StaffMember }) {
  const t = useWords(words);
  const label = useLabel();
  const scope = useScopeName();
  if (member.grants.length === 0) return <Text c="dimmed">{t("noRoles")}</Text>;
  return member.grants.map(({ id, role, studyId }) => (
    <Text key={id} component="div">
      {capital(label(roleNames[role]))}
      {studyId === null ? null : (
        <Text span size="sm" c="dimmed">
          {" "}
          · {scope(studyId)}
        </Text>
      )}
    </Text>
  ));
}

/** Everyone who may enter; each name leads to what can be done with the account. */
export function StaffPage() {
  const t = useWords(words);
  const staff = useGet<StaffMember[]>("/staff");
  const self = useSession().data?.person?.id;
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<StaffInvitation | null>(null);
  return (
    <Page
      title={t("staffTitle")}
      lead={t("staffLead")}
      actions={staff.data ? <Button onClick={() => setAdding(true)}>{t("addStaff")}</Button> : null}
    >
      <Loaded query={staff}>
        {(members) => (
          <ScrollTable name={t("staffTitle")} miw={{ base: 0, sm: 700 }} className="ln-stacks">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("name")}</Table.Th>
                <Table.Th>{t("roles")}</Table.Th>
                <Table.Th>{t("secondStep")}</Table.Th>
                <Table.Th>{t("state")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {members.map((member) => (
                <Table.Tr key={member.id}>
                  <Table.Td>
                    <TextLink to="/staff/$staffId" params={{ staffId: member.id }} fw={500}>
                      {member.name}
                    </TextLink>{" "}
                    {member.id === self ? t("you") : null}
                    <Text size="sm" c="dimmed">
                      {member.username}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Roles member={member} />
                  </Table.Td>
                  <Table.Td data-name={t("secondStep")}>
                    {t(member.factors.length ? "secondStepOn" : "secondStepOff")}
                  </Table.Td>
                  <Table.Td>
                    <Text span {...(member.active ? {} : { c: "dimmed" })}>
                      {t(member.active ? "active" : "inactive")}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        )}
      </Loaded>
      <Modal opened={adding} onClose={() => setAdding(false)} title={t("addStaff")} size="lg">
        <NewStaffForm
          onDone={(invitation) => {
            setAdding(false);
            setShown(invitation);
          }}
        />
      </Modal>
      <InvitationLink invitation={shown} onClose={() => setShown(null)} />
    </Page>
  );
}
