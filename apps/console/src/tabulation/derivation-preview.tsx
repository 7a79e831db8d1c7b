import type { Variable } from "@lang-nghe/contract";
import { formatPercent } from "@lang-nghe/ui/format";
import { Box, Group, Text } from "@mantine/core";
import { useStudy } from "../platform/study-context.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { bandLabels, type DerivationDraft, previewLevels, readCuts } from "./derivation-draft.ts";
import { labelOr, type TableSay } from "./figure.ts";
import { useTable } from "./queries.ts";
import { words } from "./words.ts";

/** The levels a step will make. Shares come from the source's own table, so that nothing withheld can be seen through a preview. */
export function DerivationPreview({
  draft,
  source,
  words: inBoth,
}: {
  draft: DerivationDraft;
  source: Variable | undefined;
  words: { vi: TableSay; en: TableSay };
}) {
  const t = useWords(words);
  const language = useLanguage();
  const study = useStudy();
  const summed = (draft.kind === "merge" || draft.kind === "box") && source !== undefined;
  const table = useTable(study.id, summed ? { ask: source.name, by: null, base: "valid", weightSet: "none" } : null);
  const cuts = draft.kind === "bands" ? readCuts(draft.cuts) : undefined;
  const levels = summed
    ? previewLevels(draft, source, table.data)
    : (cuts ? bandLabels(cuts, inBoth) : []).map((label) => ({ label, share: null }));
  if (levels.length === 0) return null;
  return (
    <Box p="md" style={{ background: "var(--ln-sunken)", borderRadius: "var(--mantine-radius-md)" }}>
      <Text fw={600}>{t("preview")}</Text>
      <Text size="sm" c="dimmed" mb="xs">
        {summed ? t("previewLead") : t("previewLater")}
      </Text>
      {levels.map((level, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a level being described is known by its place
        <Group key={`${at} ${level.label.vi ?? ""}`} justify="space-between" gap="md" wrap="nowrap">
          <Text>{labelOr(level.label, "…", language)}</Text>
          {summed ? (
            <Text
              className="ln-number"
              {...(level.share === null ? { c: "dimmed" } : {})}
              style={{ whiteSpace: "nowrap" }}
            >
              {level.share === null ? t("withheld") : formatPercent(level.share, language)}
            </Text>
          ) : null}
        </Group>
      ))}
    </Box>
  );
}
