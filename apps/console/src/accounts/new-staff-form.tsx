import type { RoleScope, StaffInvitation } from "@lang-nghe/contract";
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { refresh } from "../platform/query.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { RoleFields } from "./role-fields.tsx";
import { words } from "./words.ts";

/** A new member of staff with a first role; hands back the link to be shown once. */
export function NewStaffForm({ onDone }: { onDone: (invitation: StaffInvitation) => void }) {
  const t = useWords(words);
  const [name, setName] = useState("");
  const [username, setUsername] = useState("");
  const [scope, setScope] = useState<RoleScope>({ role: "reader", unitId: null, studyId: null });
  const [errors, setErrors] = useState<FieldErrors>({});
  const add = useMutation<StaffInvitation, ProblemError>({
    mutationFn: () => api.post("/staff", { name: name.trim(), username: username.trim(), roles: [scope] }),
    onSuccess: async (invitation) => {
      await refresh("/staff");
      onDone(invitation);
    },
    onError: (problem) => {
      if (problem.code === "accounts.username-taken") setErrors({ username: problem.message });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (name.trim() === "") found.name = t("needName");
    if (username.trim().length < 2) found.username = t("needUsername");
    setErrors(found);
    if (Object.keys(found).length === 0) add.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text c="dimmed">{t("addStaffLead")}</Text>
        <ErrorSummary errors={errors} />
        <TextInput
          id="name"
          label={t("name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
          autoComplete="off"
          data-autofocus
        />
        <TextInput
          id="username"
          label={t("username")}
          description={t("usernameHelp")}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          error={errors.username}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <RoleFields scope={scope} onChange={setScope} />
        {add.error && add.error.code !== "accounts.username-taken" ? <ProblemNote problem={add.error} /> : null}
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t("addAction")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
