import { Anchor, Button, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { ButtonLink } from "../platform/link.tsx";
import { refresh } from "../platform/query.ts";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { Outside } from "./outside.tsx";
import { PasswordFields, passwordErrors } from "./password-fields.tsx";
import { words } from "./words.ts";

/** Shown when there is no administrator and no link was opened. */
export function SetupNeededPage() {
  const t = useWords(words);
  return (
    <Outside title={t("setupNeededTitle")} lead={t("setupNeededLead")}>
      <Notice tone="good">
        <Text>{t("setupNeededHelp")}</Text>
      </Notice>
    </Outside>
  );
}

/** The first administrator, by the one-time link printed in the terminal; its token stands in the fragment. */
export function SetupPage() {
  const t = useWords(words);
  const navigate = useNavigate();
  const [token] = useState(() => window.location.hash.slice(1));
  const [form, setForm] = useState({ name: "", username: "", password: "", again: "" });
  const [errors, setErrors] = useState<FieldErrors>({});
  const set = (field: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [field]: value }));
  const setUp = useMutation<unknown, ProblemError>({
    mutationFn: () =>
      api.post("/setup", { token, name: form.name.trim(), username: form.username.trim(), password: form.password }),
    onSuccess: async () => {
      await refresh("/");
      await navigate({ to: "/second-step" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (form.name.trim() === "") found.name = t("needName");
    if (form.username.trim().length < 2) found.username = t("needUsername");
    const all = { ...found, ...passwordErrors(form.password, form.again, t) };
    setErrors(all);
    if (Object.keys(all).length === 0) setUp.mutate();
  };
  if (token === "") {
    return (
      <Outside title={t("noTokenTitle")} lead={t("noToken")}>
        <ButtonLink to="/" variant="default">
          {t("goToSignIn")}
        </ButtonLink>
      </Outside>
    );
  }
  return (
    <Outside title={t("setupTitle")} lead={t("setupLead")}>
      <form onSubmit={submit} noValidate style={{ display: "contents" }}>
        <ErrorSummary errors={errors} />
        <TextInput
          id="name"
          label={t("name")}
          value={form.name}
          onChange={(event) => set("name")(event.currentTarget.value)}
          error={errors.name}
          autoComplete="name"
        />
        <TextInput
          id="username"
          label={t("username")}
          description={t("usernameHelp")}
          value={form.username}
          onChange={(event) => set("username")(event.currentTarget.value)}
          error={errors.username}
          autoComplete="username"
          autoCapitalize="none"
        />
        <PasswordFields
          label={t("password")}
          password={form.password}
          again={form.again}
          onPassword={set("password")}
          onAgain={set("again")}
          errors={errors}
        />
        {setUp.error ? <ProblemNote problem={setUp.error} /> : null}
        {setUp.error && ["accounts.setup-done", "accounts.bad-token"].includes(setUp.error.code) ? (
          <Anchor href={import.meta.env.BASE_URL}>{t("goToSignIn")}</Anchor>
        ) : null}
        <Button type="submit" loading={setUp.isPending}>
          {t("setupAction")}
        </Button>
      </form>
    </Outside>
  );
}
