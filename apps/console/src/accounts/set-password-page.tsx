import { Button, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, type ProblemError } from "../platform/api.ts";
import { ErrorSummary, type FieldErrors } from "../platform/error-summary.tsx";
import { ButtonLink } from "../platform/link.tsx";
import { Notice, ProblemNote } from "../platform/states.tsx";
import { useWords } from "../platform/words.ts";
import { Outside } from "./outside.tsx";
import { PasswordFields, passwordErrors } from "./password-fields.tsx";
import { words } from "./words.ts";

/** A password by one-time link; the token stands in the fragment. */
export function SetPasswordPage() {
  const t = useWords(words);
  const [token] = useState(() => window.location.hash.slice(1));
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const change = useMutation<unknown, ProblemError>({ mutationFn: () => api.post("/password", { token, password }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = passwordErrors(password, again, t);
    setErrors(found);
    if (Object.keys(found).length === 0) change.mutate();
  };
  if (token === "" || change.isSuccess) {
    return (
      <Outside title={token === "" ? t("noTokenTitle") : t("setPasswordTitle")}>
        <Notice tone={token === "" ? "notice" : "good"}>
          <Text>{token === "" ? t("noToken") : t("setPasswordDone")}</Text>
        </Notice>
        <ButtonLink to="/">{t("goToSignIn")}</ButtonLink>
      </Outside>
    );
  }
  return (
    <Outside title={t("setPasswordTitle")} lead={t("setPasswordLead")}>
      <form onSubmit={submit} noValidate style={{ display: "contents" }}>
        <ErrorSummary errors={errors} />
        <PasswordFields
          label={t("newPassword")}
          password={password}
          again={again}
          onPassword={setPassword}
          onAgain={setAgain}
          errors={errors}
        />
        {change.error ? <ProblemNote problem={change.error} /> : null}
        <Button type="submit" loading={change.isPending}>
          {t("setPasswordAction")}
        </Button>
      </form>
    </Outside>
  );
}
