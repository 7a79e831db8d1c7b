import { Anchor, List, Text } from "@mantine/core";
import { useEffect, useRef } from "react";
import { platformWords } from "./platform-words.ts";
import { useWords } from "./words.ts";

/** Faults of a form, field id → sentence. */
export type FieldErrors = Readonly<Record<string, string>>;

/** All faults of a form at its head, each leading to its field. Takes focus when it appears or changes. */
export function ErrorSummary({ errors }: { errors: FieldErrors }) {
  const t = useWords(platformWords);
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(errors);
  useEffect(() => {
    if (Object.keys(errors).length > 0) box.current?.focus();
  }, [errors]);
  if (entries.length === 0) return null;
  return (
    <div className="ln-notice" data-tone="bad" role="alert" tabIndex={-1} ref={box}>
      <Text fw={600}>{t("problemsFound")}</Text>
      <List spacing={4} my={4}>
        {entries.map(([field, sentence]) => (
          <List.Item key={field}>
            <Anchor
              href={`#${field}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(field)?.focus();
              }}
            >
              {sentence}
            </Anchor>
          </List.Item>
        ))}
      </List>
      <Text size="sm">{t("nothingLost")}</Text>
    </div>
  );
}
