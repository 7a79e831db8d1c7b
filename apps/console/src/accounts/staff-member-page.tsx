import type { RoleGrant, RoleScope, Session, StaffInvitation, StaffMember } from "@lang-nghe/contract";
import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { Confirm } from "../platform/confirm.tsx";
import { NotFound } from "../platform/fallbacks.tsx";
import { TextLink } from "../platform/link.tsx";
import { Page, Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useSession } from "../platform/session.ts";
import { Loaded, Notice, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { GrantList } from "./grant-list.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import { RoleFields } from "./role-fields.tsx";
import { SessionList } from "./session-list.tsx";
import { words } from "./words.ts";

/** Roles of one person, given and taken one at a time; a refusal stands under the form, in words. */
function Roles({ member }: { member: StaffMember }) {
  const t = useWords(words);
  const [scope, setScope] = useState<RoleScope>({ role: "reader", unitId: null, studyId: null });
  const done = async () => {
    await refresh("/staff", "/session");
  };
  const give = useMutation<unknown, ProblemError>({
    mutationFn: () => api.post(`/staff/${member.id}/grants`, scope),
    onSuccess: async () => {
      revoke.reset();
      toast(t("granted"));
      await done();
    },
  });
  const revoke = useMutation<unknown, ProblemError, RoleGrant>({
    mutationFn: ({ id }) => api.remove(`/staff/${member.id}/grants/${id}`),
    onSuccess: async () => {
      give.reset();
      toast(t("revoked"));
      await done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate();
  };
  return (
    <Section title={t("roles")} lead={t("rolesLead")}>
      <Stack gap="lg">
        <GrantList
          grants={member.grants}
          onRevoke={(grant) => revoke.mutate(grant)}
          busy={revoke.isPending ? revoke.variables.id : undefined}
        />
        {revoke.error ? <ProblemNote problem={revoke.error} /> : null}
        <form onSubmit={submit} noValidate className="ln-apart">
          <Stack gap="md">
            <RoleFields
              scope={scope}
              onChange={(next) => {
                give.reset();
                setScope(next);
              }}
            />
            {give.error ? <ProblemNote problem={give.error} /> : null}
            <Group>
              <Button type="submit" loading={give.isPending}>
                {t("grant")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Stack>
    </Section>
  );
}

/** What an administrator does for someone locked out, or against someone who should be. */
function Access({ member }: { member: StaffMember }) {
  const t = useWords(words);
  const sessions = useGet<Session[]>(`/staff/${member.id}/sessions`);
  const [shown, setShown] = useState<StaffInvitation | null>(null);
  const [asked, setAsked] = useState<"reset" | "deactivate" | null>(null);
  const act = useMutation<unknown, ProblemError, "reset" | "deactivate" | "activate" | "end">({
    mutationFn: (what) => {
      if (what === "reset") return api.remove(`/staff/${member.id}/factors`);
      if (what === "end") return api.remove(`/staff/${member.id}/sessions`);
      return api.patch(`/staff/${member.id}`, { active: what === "activate" });
    },
    onSuccess: async () => {
      setAsked(null);
      toast(t("done"));
      await refresh("/staff");
    },
  });
  const renew = useMutation<StaffInvitation, ProblemError>({
    mutationFn: () => api.post(`/staff/${member.id}/link`),
    onSuccess: setShown,
  });
  const ask = (what: "reset" | "deactivate") => {
    act.reset();
    setAsked(what);
  };
  const { name } = member;
  const problem = renew.error ?? (asked ? null : act.error);
  return (
    <>
      <Section title={t("accessTitle")}>
        <Stack gap="md">
          <Text>{t(member.factors.length ? "accessOn" : "accessOff")}</Text>
          {problem ? <ProblemNote problem={problem} /> : null}
          <Group gap="sm">
            <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
              {t("newLink")}
            </Button>
            <Button variant="default" onClick={() => ask("reset")}>
              {t("resetFactors")}
            </Button>
            {member.active ? (
              <Button variant="default" onClick={() => ask("deactivate")}>
                {t("deactivate")}
              </Button>
            ) : (
              <Button variant="default" loading={act.isPending} onClick={() => act.mutate("activate")}>
                {t("activate")}
              </Button>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {t("accessHelp")}
          </Text>
        </Stack>
      </Section>
      <Section title={t("sessionsOf")}>
        <Loaded query={sessions} lines={2}>
          {(list) =>
            list.length === 0 ? (
              <Text c="dimmed">{t("noSessions")}</Text>
            ) : (
              <Stack gap="md">
                <SessionList sessions={list} />
                <Group>
                  <Button variant="default" loading={act.isPending} onClick={() => act.mutate("end")}>
                    {t("endAll")}
                  </Button>
                </Group>
              </Stack>
            )
          }
        </Loaded>
      </Section>
      <InvitationLink invitation={shown} onClose={() => setShown(null)} />
      <Confirm
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t(asked === "reset" ? "resetTitle" : "deactivateTitle", { name })}
        action={t(asked === "reset" ? "resetFactors" : "deactivate")}
        busy={act.isPending}
        problem={act.error}
        onConfirm={() => asked && act.mutate(asked)}
      >
        <Text>{t(asked === "reset" ? "resetWhat" : "deactivateWhat", { name })}</Text>
      </Confirm>
    </>
  );
}

/** One member of staff: roles, ways in, sessions. */
export function StaffMemberPage() {
  const t = useWords(words);
  const { staffId } = useParams({ from: "/staff-only/staff/$staffId" });
  const staff = useGet<StaffMember[]>("/staff");
  const self = useSession().data?.person?.id;
  return (
    <Loaded query={staff}>
      {(members) => {
        const member = members.find(({ id }) => id === staffId);
        if (!member) return <NotFound />;
        const { name, username, active } = member;
        return (
          <Page
            title={name}
            lead={
              <>
                <TextLink to="/staff">{t("staffTitle")}</TextLink> · {username} · {t(active ? "active" : "inactive")}
              </>
            }
            width="form"
          >
            {member.id === self ? (
              <Notice tone="notice">
                <Text>{t("ownAccount")}</Text>
                <TextLink to="/account">{t("accountTitle")}</TextLink>
              </Notice>
            ) : null}
            <Roles member={member} />
            {member.id === self ? null : <Access member={member} />}
          </Page>
        );
      }}
    </Loaded>
  );
}
