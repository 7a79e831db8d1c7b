import type { Entry, Opening } from "@lang-nghe/contract";
import { Radio, Stack } from "@mantine/core";
import { useWords } from "../platform/words.ts";
import { words } from "./words.ts";

export interface Protection {
  readonly entry: Entry;
  readonly opening: Opening;
}

/** How people are asked and when answers open, each choice with what it protects and what it does not. */
export function EntryFields({ value, onChange }: { value: Protection; onChange: (value: Protection) => void }) {
  const t = useWords(words);
  return (
    <Stack gap="lg">
      <Radio.Group
        label={t("entry")}
        value={value.entry}
        onChange={(entry) => onChange({ ...value, entry: entry as Entry })}
      >
        <Stack gap="sm" mt="xs">
          {(["open-link", "invitation"] as const).map((entry) => (
            <Radio key={entry} size="md" value={entry} label={t(entry)} description={t(`${entry}Help`)} />
          ))}
        </Stack>
      </Radio.Group>
      {value.entry === "invitation" ? (
        <Radio.Group
          label={t("opening")}
          value={value.opening}
          onChange={(opening) => onChange({ ...value, opening: opening as Opening })}
        >
          <Stack gap="sm" mt="xs">
            {(["batches", "sealed"] as const).map((opening) => (
              <Radio key={opening} size="md" value={opening} label={t(opening)} description={t(`${opening}Help`)} />
            ))}
          </Stack>
        </Radio.Group>
      ) : null}
    </Stack>
  );
}
