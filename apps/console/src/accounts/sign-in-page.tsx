import { Button, PasswordInput, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { refresh } from "../platform/query.ts";
import { useSession } from "../platform/session.ts";
import { ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { EnterFactor } from "./enter-factor.tsx";
import { Outside } from "./outside.tsx";
import { words } from "./words.ts";

/** Stands at whatever address was asked for; after both steps, that page. */
export function SignInPage() {
  const session = useSession().data;
  return session?.state === "factor-needed" ? <EnterFactor factors={session.factors} /> : <PasswordStep />;
}

function PasswordStep() {
  const t = useWords(words);
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const signIn = useMutation<unknown, ProblemError>({
    mutationFn: () => api.post("/session", { username: username.trim(), password }),
    onSuccess: () => refresh("/"),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (username.trim() === "") found.username = t("needUsername");
    if (password === "") found.password = t("needPassword");
    setErrors(found);
    if (Object.keys(found).length === 0) signIn.mutate();
  };
  return (
    <Outside title={t("signInTitle")} lead={t("signInLead")}>
      <form onSubmit={submit} noValidate style={{ display: "contents" }}>
        <ErrorSummary errors={errors} />
        <TextInput
          id="username"
          label={t("username")}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          error={errors.username}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <PasswordInput
          id="password"
          label={t("password")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={errors.password}
          autoComplete="current-password"
        />
        {signIn.error ? <ProblemNote problem={signIn.error} /> : null}
        <Button type="submit" loading={signIn.isPending}>
          {t("signInAction")}
        </Button>
        <Text size="sm" c="dimmed">
          {t("forgot")}
        </Text>
      </form>
    </Outside>
  );
}
