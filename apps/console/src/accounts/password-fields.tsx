import { PasswordInput } from "@mantine/core";
import type { FieldErrors } from "../platform/error-summary.tsx";
import { type Say, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

export const shortestPassword = 12;

/** Faults of a new password written twice. */
export function passwordErrors(password: string, again: string, t: Say<keyof typeof words.vi & string>): FieldErrors {
  const errors: Record<string, string> = {};
  if (password.length < shortestPassword) errors.password = t("shortPassword", { count: password.length });
  else if (password !== again) errors.again = t("differentPassword");
  return errors;
}

export interface PasswordFieldsProps {
  readonly label: string;
  readonly password: string;
  readonly again: string;
  readonly onPassword: (value: string) => void;
  readonly onAgain: (value: string) => void;
  readonly errors: FieldErrors;
}

/** A new password, written twice. */
export function PasswordFields({ label, password, again, onPassword, onAgain, errors }: PasswordFieldsProps) {
  const t = useWords(words);
  return (
    <>
      <PasswordInput
        id="password"
        label={label}
        description={t("passwordHelp")}
        value={password}
        onChange={(event) => onPassword(event.currentTarget.value)}
        error={errors.password}
        autoComplete="new-password"
      />
      <PasswordInput
        id="again"
        label={t("passwordAgain")}
        value={again}
        onChange={(event) => onAgain(event.currentTarget.value)}
        error={errors.again}
        autoComplete="new-password"
      />
    </>
  );
}
