import type { Account } from "@lang-nghe/contract";
import { Button, Group, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { Page, Section } from "../platform/page.tsx";
import { refresh, useGet } from "../platform/query.ts";
import { useSession } from "../platform/session.ts";
import { Loaded, ProblemNote } from "../platform/states.tsx";
import { toast } from "../platform/toast.tsx";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";
import { GrantList } from "./grant-list.tsx";
import { OwnFactors } from "./own-factors.tsx";
import { PasswordFields, passwordErrors } from "./password-fields.tsx";
import { SessionList } from "./session-list.tsx";
import { words } from "./words.ts";

/** A new password, by the one in use. */
function OwnPassword() {
  const t = useWords(words);
  const [form, setForm] = useState({ current: "", password: "", again: "" });
  const [errors, setErrors] = useState<FieldErrors>({});
  const set = (field: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [field]: value }));
  const change = useMutation<unknown, ProblemError>({
    mutationFn: () => api.post("/password", { current: form.current, password: form.password }),
    onSuccess: () => {
      setForm({ current: "", password: "", again: "" });
      toast(t("changed"));
    },
    onError: (problem) => {
      if (problem.code === "accounts.wrong-password") setErrors({ current: t("wrongCurrent") });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (form.current === "") found.current = t("needPassword");
    const all = { ...found, ...passwordErrors(form.password, form.again, t) };
    setErrors(all);
    if (Object.keys(all).length === 0) change.mutate();
  };
  return (
    <Section title={t("passwordTitle")} lead={t("accountLead")}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ErrorSummary errors={errors} />
          <PasswordInput
            id="current"
            label={t("currentPassword")}
            value={form.current}
            onChange={(event) => set("current")(event.currentTarget.value)}
            error={errors.current}
            autoComplete="current-password"
          />
          <PasswordFields
            label={t("newPassword")}
            password={form.password}
            again={form.again}
            onPassword={set("password")}
            onAgain={set("again")}
            errors={errors}
          />
          {change.error && change.error.code !== "accounts.wrong-password" ? (
            <ProblemNote problem={change.error} />
          ) : null}
          <Group>
            <Button type="submit" loading={change.isPending}>
              {t("changePassword")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function OwnSessions({ account }: { account: Account }) {
  const t = useWords(factorWords);
  const end = useMutation<unknown, ProblemError, string>({
    mutationFn: (id) => api.remove(`/account/sessions/${id}`),
    onSuccess: async () => {
      toast(t("ended"));
      await refresh("/account");
    },
  });
  return (
    <Section title={t("sessionsTitle")} lead={t("sessionsLead")}>
      {end.error ? <ProblemNote problem={end.error} /> : null}
      <SessionList
        sessions={account.sessions}
        onEnd={(id) => end.mutate(id)}
        busy={end.isPending ? end.variables : undefined}
      />
    </Section>
  );
}

export function AccountPage() {
  const t = useWords(words);
  const account = useGet<Account>("/account");
  const person = useSession().data?.person;
  return (
    <Page title={t("accountTitle")} lead={person ? `${person.name} (${person.username})` : undefined} width="form">
      <Loaded query={account}>
        {(value) => (
          <>
            <OwnFactors account={value} />
            <OwnSessions account={value} />
          </>
        )}
      </Loaded>
      <OwnPassword />
      {person ? (
        <Section title={t("ownRoles")} lead={t("ownRolesLead")}>
          <GrantList grants={person.grants} />
        </Section>
      ) : null}
    </Page>
  );
}
