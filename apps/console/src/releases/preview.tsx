import type { ReleaseDraft, Table, Words } from "@lang-nghe/contract";
import { inLanguage } from "@lang-nghe/ui/format";
import { Box, Stack, Text, Title } from "@mantine/core";
import { useFormat } from "../platform/format.ts";
import { Loading } from "../platform/states.tsx";
import { useStudy } from "../platform/study-context.tsx";
import { useLanguage, useWords } from "../platform/words.ts";
import { PublicFigure } from "../tabulation/table-figure.tsx";
import { words } from "./words.ts";

/** The public page in small: the same words, the same charts, in the language of the interface. */
export function Preview({
  draft,
  tables,
  names,
}: {
  draft: ReleaseDraft;
  tables: readonly (Table | undefined)[];
  names: readonly string[];
}) {
  const t = useWords(words);
  const language = useLanguage();
  const text = (given: Words) => inLanguage(given, language);
  return (
    <Box component="section" className="ln-surface" p={{ base: "md", sm: "lg" }} mb="lg" aria-label={t("preview")}>
      <Text size="sm" c="dimmed" fw={600} mb="md" className="ln-no-print">
        {t("preview")}
      </Text>
      <Stack gap="xl">
        <div>
          <Title order={2} fz="1.6rem" {...(text(draft.headline) ? {} : { c: "dimmed" })}>
            {text(draft.headline) || t("previewEmpty")}
          </Title>
          {text(draft.note) ? (
            <Text mt="sm" style={{ whiteSpace: "pre-line" }}>
              {text(draft.note)}
            </Text>
          ) : null}
        </div>
        {tables.map((table, at) =>
          table ? (
            <PublicFigure
              // biome-ignore lint/suspicious/noArrayIndexKey: a table is known by its place
              key={at}
              table={table}
              title={names[at] ?? ""}
              caption={text(draft.tables[at]?.caption ?? { vi: "", en: "" })}
            />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a table is known by its place
            <Loading key={at} />
          ),
        )}
        <MethodBox table={tables.find((table) => table !== undefined)} />
      </Stack>
    </Box>
  );
}

/** The facts under every release. What is not given is said to be not given. */
function MethodBox({ table }: { table: Table | undefined }) {
  const t = useWords(words);
  const format = useFormat();
  const study = useStudy();
  const { provenance } = study;
  const days = [provenance.from, provenance.to].flatMap((day) => (day ? [format.day(day)] : []));
  const facts = [
    [t("whoAsked"), provenance.collectedBy],
    [t("whom"), provenance.population],
    [t("when"), days.join(" – ")],
    [t("howAsked"), t(`mode_${provenance.mode}`)],
    [t("howChosen"), t(`selection_${provenance.selection}`)],
    [t("consent"), provenance.consentHow],
    [t("howMany"), format.count(study.accepted)],
    [t("weightsUsed"), !table || table.method.weights === "unweighted" ? t("unweighted") : table.method.weights],
    ...(provenance.remarks ? [[t("remarks"), provenance.remarks] as const] : []),
  ] as const;
  return (
    <Box p="md" style={{ background: "var(--ln-sunken)", borderRadius: "var(--mantine-radius-md)" }}>
      <Title order={3} mb="xs">
        {t("method")}
      </Title>
      <dl style={{ margin: 0 }}>
        {facts.map(([term, value]) => (
          <Box key={term} mb={6}>
            <Text component="dt" size="sm" c="dimmed">
              {term}
            </Text>
            <Text component="dd" m={0} {...(value ? {} : { c: "var(--mantine-color-error)" })}>
              {value || t("notGiven")}
            </Text>
          </Box>
        ))}
      </dl>
    </Box>
  );
}
