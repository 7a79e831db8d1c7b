import { Button, Group, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { platformWords } from "./platform-words.ts";
import { useWords } from "./words.ts";

/** Copies `text`; says so for two seconds. */
export function CopyButton({ text, label, size = "md" }: { text: string; label?: string; size?: "sm" | "md" }) {
  const t = useWords(platformWords);
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <Button
      variant="default"
      size={size}
      leftSection={clipboard.copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
      onClick={() => clipboard.copy(text)}
    >
      <span aria-live="polite">{clipboard.copied ? t("copied") : (label ?? t("copy"))}</span>
    </Button>
  );
}

/** A link or a key to be taken elsewhere. */
export function CopyField({ label, value, description }: { label: string; value: string; description?: string }) {
  return (
    <Group align="flex-end" gap="sm" wrap="wrap">
      <TextInput
        label={label}
        {...(description ? { description } : {})}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        style={{ flex: "1 1 16rem" }}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.9375rem" } }}
      />
      <CopyButton text={value} />
    </Group>
  );
}
