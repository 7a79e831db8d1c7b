import { TextInput } from "@mantine/core";
import { useWords } from "../platform/words.ts";
import { factorWords } from "./factor-words.ts";

/** Six digits; the phone offers a code it received or made. Spaces, as apps show them, are let through. */
export function CodeInput({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (digits: string) => void;
  error?: string | undefined;
}) {
  const t = useWords(factorWords);
  return (
    <TextInput
      id="code"
      label={label}
      description={t("codeHelp")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, "").slice(0, 6))}
      error={error}
      inputMode="numeric"
      autoComplete="one-time-code"
      data-autofocus
      styles={{
        wrapper: { maxWidth: "14rem" },
        input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "1.375rem", letterSpacing: "0.2em" },
      }}
    />
  );
}
