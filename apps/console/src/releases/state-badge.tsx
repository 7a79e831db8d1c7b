import type { ReleaseState } from "@lang-nghe/contract";
import { Badge } from "@mantine/core";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** The state in words; filled when the public can read it. */
export function StateBadge({ state }: { state: ReleaseState }) {
  const t = useWords(words);
  return (
    <Badge variant={state === "published" ? "filled" : "outline"} size="lg" tt="none" fw={500}>
      {t(`state_${state}`)}
    </Badge>
  );
}
