import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useWords } from "../platform/words.ts";
import type { SaveState } from "./autosave.ts";
import { words } from "./words.ts";

const keys = { saved: "saved", unsaved: "unsaved", saving: "saving", failed: "notSaved" } as const;

/** Whether the server has what stands on the page. */
export function SaveNote({ state }: { state: SaveState }) {
  const t = useWords(words);
  const Icon = state === "saved" ? IconCheck : state === "failed" ? IconAlertTriangle : null;
  return (
    <Text role="status" aria-live="polite" size="sm" c={state === "failed" ? "var(--mantine-color-error)" : "dimmed"}>
      {Icon ? <Icon size={16} aria-hidden style={{ verticalAlign: "-3px", marginRight: 4 }} /> : null}
      {t(keys[state])}
    </Text>
  );
}
