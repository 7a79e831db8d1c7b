import type { RowFault } from "@lang-nghe/contract";
import { List } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Notice } from "../platform/states.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { words } from "./words.ts";

/** Wrong rows of a file, each with its place and what is wrong. */
export function RowFaults({ count, faults }: { count: number; faults: readonly RowFault[] }) {
  const t = useWords(words);
  const language = useLanguage();
  const format = useFormat();
  return (
    <Notice tone="bad" title={t(count > faults.length ? "faultsSome" : "faults", { count: format.count(count) })}>
      <List mt="xs" spacing={4}>
        {faults.map(({ row, column, what }) => (
          <List.Item key={`${row} ${column} ${what.en}`}>
            {t("faultRow", { row, column, what: what[language] })}
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}
